// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rig.h"
#include "models/timelinemodel.h"
#include "support/spoken.h"
#include "ui/mainwindow.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTcpSocket>
#include <QTreeView>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject {
    Q_OBJECT

private:
    /// A window that has joined a peer, whose own end is a Messenger without one.
    struct Scene {
        Scene(Theme &theme)
            : settings(directory.filePath(u"settings.ini"_s)), window(rig.messenger, settings, theme)
        {
        }
        bool connectPeer()
        {
            if (!peer.open() || !rig.open())
                return false;
            conversation = rig.join(peer.host());
            window.show();
            window.showConversation(conversation);
            return !conversation.isNull() && QTest::qWaitForWindowExposed(&window) &&
                   QTest::qWaitFor([this] { return !peer.messenger.conversations().isEmpty(); });
        }
        ConversationId back() const { return peer.messenger.conversations().first().id; }
        template <typename T>
        T *find(const char *name)
        {
            return window.findChild<T *>(QString::fromLatin1(name));
        }
        /// What a screen reader says about the newest message.
        QString lastSpoken()
        {
            const QStringList spoken = spokenOf(find<QWidget>("messageView"));
            return spoken.isEmpty() ? QString() : spoken.last();
        }

        QTemporaryDir directory;
        Settings settings;
        Rig rig;
        Rig peer;
        MainWindow window;
        ConversationId conversation;
    };

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void welcomesWhoeverStartsIt()
    {
        Scene scene(m_theme);
        QVERIFY(scene.rig.open());
        scene.window.show();
        QVERIFY(scene.find<QWidget>("welcomePane")->isVisible());
        QTest::mouseClick(scene.find<QAbstractButton>("welcomeJoin"), Qt::LeftButton);
        QTRY_VERIFY(scene.find<QWidget>("connectionDialog"));
        QVERIFY(scene.find<QAbstractButton>("roleJoin")->isChecked());
    }

    void sendsWhatIsTyped()
    {
        Scene scene(m_theme);
        QVERIFY(scene.connectPeer());
        auto *input = scene.find<QPlainTextEdit>("messageInput");
        QTest::keyClicks(input, u"hello"_s);
        QTest::keyClick(input, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(input, u"world"_s);
        QTest::keyClick(input, Qt::Key_Return);
        QTRY_VERIFY(scene.peer.messenger.conversation(scene.back())->last);
        QTRY_COMPARE(scene.peer.messenger.conversation(scene.back())->last->text, u"hello\nworld"_s);
        QVERIFY(input->toPlainText().isEmpty());
        QTRY_VERIFY2(scene.lastSpoken().startsWith(u"Me, hello\nworld, "), qPrintable(scene.lastSpoken()));
    }

    void refusesNothingButWhiteSpace()
    {
        Scene scene(m_theme);
        QVERIFY(scene.connectPeer());
        auto *input = scene.find<QPlainTextEdit>("messageInput");
        QTest::keyClicks(input, u"  "_s);
        QTest::mouseClick(scene.find<QAbstractButton>("sendButton"), Qt::LeftButton);
        QCOMPARE(scene.find<QLabel>("hintLabel")->text(), u"Can't be empty. Type a message first."_s);
    }

    void leavesWithQ()
    {
        Scene scene(m_theme);
        QVERIFY(scene.connectPeer());
        auto *input = scene.find<QPlainTextEdit>("messageInput");
        QTest::keyClicks(input, u"q"_s);
        QTest::keyClick(input, Qt::Key_Return);
        QTRY_VERIFY(!scene.rig.messenger.link(scene.conversation).isOnline());
        QTRY_COMPARE(scene.peer.messenger.link(scene.back()).end, Link::End::SaidQ);
        QTRY_VERIFY(scene.find<QWidget>("noticeBar"));
        QTRY_COMPARE(scene.find<QLabel>("presenceLabel")->text(), u"Offline · you closed the connection"_s);
        QVERIFY(scene.window.isVisible());
    }

    void takesHostileTextAsText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("bold") << u"<b>bold</b>"_s;
        QTest::newRow("picture") << u"<html><img src=\"%1\"></html>"_s;
        QTest::newRow("style") << u"<style>*{color:red}</style>"_s;
        QTest::newRow("markdown") << u"![x](%1) **b**"_s;
        QTest::newRow("bidi") << u"abc\u202egpj.exe\u2066x"_s;
        QTest::newRow("controls") << u"a\u0007b\u001b]0;t\u0007"_s;
        QTest::newRow("marks") << u"Z"_s + QString(10000, QChar(0x341));
        QTest::newRow("many lines") << u"l\n"_s.repeated(5000) + u"end"_s;
        QTest::newRow("one long line") << QString(1024 * 1024 - 2, u'w');
        QTest::newRow("emoji sequences") << u"👨‍👩‍👧"_s.repeated(3000);
    }
    void takesHostileTextAsText()
    {
        QFETCH(QString, text);
        Scene scene(m_theme);
        const QString fifo = scene.directory.filePath(u"fifo"_s);
#ifdef Q_OS_UNIX
        QCOMPARE(::mkfifo(qPrintable(fifo), 0600), 0); // whoever opens it hangs
#endif
        text.replace(u"%1"_s, fifo);
        QVERIFY(scene.connectPeer());
        // A raw socket: between two Kiths a long text would go in pieces, each after an answer.
        const Endpoint local = scene.rig.host();
        QTcpSocket socket;
        socket.connectToHost(local.host(), local.port());
        QTRY_COMPARE(scene.rig.messenger.conversations().size(), 2);
        const QList<Conversation> all = scene.rig.messenger.conversations();
        const Conversation stranger = all.first().id == scene.conversation ? all.last() : all.first();
        scene.window.showConversation(stranger.id);
        scene.rig.messenger.rename(stranger.contact, text);
        socket.write(text.toUtf8());
        auto *view = scene.find<QAbstractScrollArea>("messageView");
        const auto last = [&] { return scene.rig.messenger.conversation(stranger.id)->last; };
        QTRY_VERIFY_WITH_TIMEOUT(last() && last()->kind == Message::Kind::Text, 20000);
        QElapsedTimer timer;
        timer.start();
        scene.window.grab();
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        QTRY_VERIFY(!itemsOf(view).isEmpty());
        const QRect newest = itemsOf(view).last()->rect();
        QVERIFY(!newest.isEmpty());
        QVERIFY(newest.height() < 44 * 20 + 80); // 40 lines and what stands around them
        for (QLabel *label : scene.window.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        for (const QChar c : scene.find<QLabel>("nameLabel")->text())
            QVERIFY(c.category() != QChar::Other_Control && c.category() != QChar::Other_Format);
    }

    void doesNotStealTheFocus()
    {
        Scene scene(m_theme);
        QVERIFY(scene.connectPeer());
        const ConversationId other = scene.rig.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001"));
        scene.window.showConversation(other);
        auto *input = scene.find<QPlainTextEdit>("messageInput");
        QTest::keyClicks(input, u"half a thou"_s);
        QVERIFY(scene.peer.messenger.send(scene.back(), u"are you there?"_s));
        QTRY_COMPARE(scene.rig.messenger.conversation(scene.conversation)->unread, 1);
        QTRY_COMPARE(scene.window.windowTitle(), u"(1) Kith"_s);
        QCOMPARE(input->toPlainText(), u"half a thou"_s);
    }

    void keepsADraftForEachConversation()
    {
        Scene scene(m_theme);
        QVERIFY(scene.connectPeer());
        const ConversationId other = scene.rig.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001"));
        auto *input = scene.find<QPlainTextEdit>("messageInput");
        QTest::keyClicks(input, u"for the first"_s);
        scene.window.showConversation(other);
        QVERIFY(input->toPlainText().isEmpty());
        scene.window.showConversation(scene.conversation);
        QCOMPARE(input->toPlainText(), u"for the first"_s);
    }

    void keepsItsPlaceWhileOlderMessagesCome()
    {
        Scene scene(m_theme);
        QVERIFY(scene.connectPeer());
        for (int i = 0; i < 3 * TimelineModel::PageSize; ++i)
            QVERIFY(scene.rig.messenger.send(scene.conversation, u"message %1"_s.arg(i)));
        QTRY_VERIFY(!scene.rig.messenger.isBusy());
        scene.window.showConversation(scene.rig.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001")));
        scene.window.showConversation(scene.conversation);
        auto *view = scene.find<QAbstractScrollArea>("messageView");
        QScrollBar *bar = view->verticalScrollBar();
        QTRY_COMPARE(itemsOf(view).size(), TimelineModel::PageSize);
        QTRY_VERIFY(bar->maximum() > 0 && bar->value() == bar->maximum());
        QVERIFY(!itemsOf(view).last()->state().offscreen);
        // Upwards until older ones are wanted; the message in the middle then stays where it is.
        const auto first = [&] { return itemsInSight(view).at(itemsInSight(view).size() / 2); };
        while (itemsOf(view).first()->state().offscreen && itemsOf(view).size() == TimelineModel::PageSize) {
            const QString above = itemsInSight(view).first()->text(QAccessible::Name);
            QTest::keyClick(view, Qt::Key_PageUp);
            if (itemsInSight(view).first()->text(QAccessible::Name) == above)
                break;
        }
        QAccessibleInterface *seen = first();
        const QRect at = seen->rect();
        QTRY_COMPARE(itemsOf(view).size(), 2 * TimelineModel::PageSize);
        QCOMPARE(seen->rect(), at);
        QVERIFY(scene.rig.messenger.send(scene.conversation, u"one more"_s));
        QTRY_VERIFY(scene.lastSpoken().contains(u"one more"_s));
        QCOMPARE(seen->rect(), at);
    }

    void showsALongTextWholeByKeyboard()
    {
        Scene scene(m_theme);
        QVERIFY(scene.connectPeer());
        const QString text = u"long "_s.repeated(20000);
        QVERIFY(scene.rig.messenger.send(scene.conversation, text));
        auto *view = scene.find<QWidget>("messageView");
        QTRY_VERIFY2(scene.lastSpoken().contains(u"long long"_s), qPrintable(scene.lastSpoken()));
        auto *input = scene.find<QPlainTextEdit>("messageInput");
        scene.window.activateWindow();
        QTRY_VERIFY(input->hasFocus());
        QTest::keyClick(input, Qt::Key_Backtab);
        QVERIFY(view->hasFocus());
        QTest::keyClick(view, Qt::Key_Return);
        QTRY_VERIFY(scene.find<QPlainTextEdit>("fullTextEdit"));
        QTRY_VERIFY(scene.find<QPlainTextEdit>("fullTextEdit")->toPlainText().size() >= text.trimmed().size());
        QTest::mouseClick(scene.find<QAbstractButton>("copyAllButton"), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().size() >= text.trimmed().size());
    }

    void takesAMegabyteThatIsPasted()
    {
        Scene scene(m_theme);
        QVERIFY(scene.connectPeer());
        auto *input = scene.find<QPlainTextEdit>("messageInput");
        QGuiApplication::clipboard()->setText(QString(1000 * 1000, u'w'));
        QElapsedTimer timer;
        timer.start();
        input->paste(); // one run without a space
        scene.window.grab();
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void marksWhatIsShownInTheList()
    {
        Scene scene(m_theme);
        QVERIFY(scene.connectPeer());
        auto *list = scene.find<QListView>("conversationList");
        const ConversationId other = scene.rig.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001"));
        scene.window.showConversation(other); // its row comes later
        const auto current = [list] {
            return list->currentIndex().data(ConversationListModel::ConversationRole).value<Conversation>().id;
        };
        QTRY_VERIFY(current() == other);
        QTest::keyClick(&scene.window, Qt::Key_Escape);
        QVERIFY(scene.find<QWidget>("welcomePane")->isVisible());
        QVERIFY(list->selectionModel()->selectedIndexes().isEmpty());
        QVERIFY(scene.window.isVisible());
    }

    void everyControlHasANameForScreenReaders()
    {
        Scene scene(m_theme);
        QVERIFY(scene.connectPeer());
        for (const char *name : {"searchEdit", "newConnectionButton", "conversationList", "friendList",
                                 "messageView", "messageInput", "sendButton", "closeConversationButton",
                                 "transportBadge", "chatHeader", "navRail", "settingsButton", "moreButton"}) {
            auto *widget = scene.find<QWidget>(name);
            QVERIFY2(widget, name);
            QVERIFY2(!widget->accessibleName().isEmpty(), name);
        }
        for (QAbstractButton *button : scene.window.findChildren<QAbstractButton *>())
            QVERIFY2(button->focusPolicy() == Qt::NoFocus || !button->isVisible() ||
                         !button->accessibleName().isEmpty() || !button->text().isEmpty(),
                     qPrintable(button->objectName()));
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"

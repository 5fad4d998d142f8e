// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/history.h"
#include "messenger/messenger.h"
#include "net/networkthread.h"
#include "net/transportfactory.h"
#include "store/storetest.h"
#include "support/spoken.h"
#include "ui/chatpane.h"
#include "ui/settings.h"
#include "ui/theme.h"
#include "ui/timelineaccessible.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace kith;
using namespace kith::test;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

namespace {

/// How many messages a long conversation has here; KITH_TIMELINE_MESSAGES says otherwise.
int manyMessages()
{
    constexpr int Default = 2 * TimelineModel::MaxRows + 100;
    const int wanted = qEnvironmentVariableIntValue("KITH_TIMELINE_MESSAGES");
    return wanted > 0 ? wanted : Default;
}

QList<QPair<QAccessible::Event, QString>> *heard = nullptr;

void hear(QAccessibleEvent *event)
{
    if (const QAccessibleInterface *about = event->accessibleInterface())
        heard->append({event->type(), about->text(QAccessible::Name)});
}

} // namespace

class TestMessageView : public QObject {
    Q_OBJECT

private:
    /// A pane that shows a conversation which was on the disk before.
    struct Scene {
        explicit Scene(Theme &theme)
            : settings(directory.filePath(u"settings.ini"_s))
            , store(std::make_unique<Store>(file()))
            , messenger(*store, network, transports)
            , pane(messenger, settings, theme)
        {
            contact.name = u"Bob"_s;
            conversation = makeConversation(contact);
        }
        QString file() const { return directory.filePath(u"kith.db"_s); }
        Message received(const QString &text) { return makeReceived(conversation, text); }
        /// Puts `messages` on the disk, a minute between two, and opens the first `read` of them as read.
        bool open(const QList<Message> &messages, qsizetype read = -1)
        {
            {
                Store writer(file());
                if (!get(writer.open()))
                    return false;
                if (!get(writer.save(contact)) || !get(writer.save(conversation)))
                    return false;
                QList<QFuture<Result<Place>>> places;
                for (Message message : messages) {
                    message.sentAt = message.receivedAt = instant(places.size() * 60'000);
                    places.append(writer.append(message));
                }
                for (const auto &place : places)
                    all.append(get(place).value());
                conversation.readUpTo = all.value((read < 0 ? all.size() : read) - 1);
                if (!get(writer.save(conversation)))
                    return false;
            }
            messenger.open();
            if (!QTest::qWaitFor([this] { return messenger.isOpen(); }))
                return false;
            pane.resize(700, 560);
            pane.show();
            pane.activateWindow();
            pane.setConversation(conversation.id);
            return QTest::qWaitForWindowActive(&pane) &&
                   QTest::qWaitFor([this] { return !itemsOf(view()).isEmpty(); });
        }
        /// "message 0" to "message count - 1".
        bool open(int count, int read = -1)
        {
            QList<Message> messages;
            for (int i = 0; i < count; ++i)
                messages.append(received(u"message %1"_s.arg(i)));
            return open(messages, read);
        }
        template <typename T>
        T *find(const char *name)
        {
            return pane.findChild<T *>(QString::fromLatin1(name));
        }
        QAbstractScrollArea *view() { return find<QAbstractScrollArea>("messageView"); }
        void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
        {
            view()->setFocus();
            QTest::keyClick(view(), key, modifiers);
        }
        /// The numbers of the messages in sight.
        QList<int> numbers()
        {
            QList<int> found;
            for (const QAccessibleInterface *item : itemsInSight(view()))
                found.append(item->text(QAccessible::Name).section(u' ', 2, 2).section(u',', 0, 0).toInt());
            return found;
        }
        QAccessibleInterface *item(const QString &text)
        {
            for (QAccessibleInterface *item : itemsOf(view())) {
                if (item->text(QAccessible::Name).contains(text))
                    return item;
            }
            return nullptr;
        }
        /// The middle of the text of a message of one line, in the viewport.
        QPoint middleOf(const QString &text, int fromLeft = 60)
        {
            const QRect box = item(text)->rect();
            const QPoint corner = view()->viewport()->mapFromGlobal(box.topLeft());
            return corner + QPoint(fromLeft, box.height() / 2);
        }
        QString copied()
        {
            QGuiApplication::clipboard()->clear();
            press(Qt::Key_C, Qt::ControlModifier);
            [[maybe_unused]] const bool isThere =
                QTest::qWaitFor([] { return !QGuiApplication::clipboard()->text().isEmpty(); });
            return QGuiApplication::clipboard()->text();
        }

        QTemporaryDir directory;
        Settings settings;
        NetworkThread network;
        PlainTextTransportFactory transports;
        Contact contact = makeContact();
        Conversation conversation;
        QList<Place> all;
        std::unique_ptr<Store> store;
        Messenger messenger;
        ChatPane pane;
    };

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void opensAtTheNewestMessage()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open(200));
        QTRY_COMPARE(scene.numbers().value(scene.numbers().size() - 1, -1), 199);
        QVERIFY(!scene.find<QWidget>("newestButton")->isVisible());
    }

    void opensWhereReadingStopped_data()
    {
        QTest::addColumn<int>("read");
        QTest::newRow("within the newest page") << 170;
        QTest::newRow("far above it") << 20;
        QTest::newRow("nothing was read") << 0;
    }
    void opensWhereReadingStopped()
    {
        QFETCH(const int, read);
        Scene scene(m_theme);
        QVERIFY(scene.open(200, read));
        QTRY_COMPARE(scene.numbers().value(0, -1), read);
        QTRY_VERIFY(scene.find<QWidget>("newestButton")->isVisible());
        scene.press(Qt::Key_End);
        QTRY_COMPARE(scene.numbers().value(scene.numbers().size() - 1), 199);
    }

    void opensAtTheNewestWhenAllThatIsUnreadFits()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open(200, 197));
        QTRY_COMPARE(scene.numbers().value(scene.numbers().size() - 1), 199);
        QVERIFY(scene.numbers().contains(197));
    }

    void readsThroughTheWholeHistoryBothWays()
    {
        const int count = manyMessages();
        Scene scene(m_theme);
        QVERIFY(scene.open(count));
        QTRY_COMPARE(scene.numbers().value(scene.numbers().size() - 1), count - 1);
        // No row may be missing or come twice where pages meet and where far rows fall off.
        const auto readOn = [&](int from, int step, int end) {
            int reached = from;
            while (reached != end) {
                const QList<int> before = scene.numbers();
                for (qsizetype i = 1; i < before.size(); ++i)
                    QCOMPARE(before.at(i), before.at(i - 1) + 1);
                QVERIFY(before.contains(reached));
                reached = step < 0 ? before.first() : before.last();
                if (reached == end)
                    return;
                const auto turn = [&] { // again where the next page was still being read
                    scene.press(step < 0 ? Qt::Key_PageUp : Qt::Key_PageDown);
                    return scene.numbers() != before;
                };
                QVERIFY2(QTest::qWaitFor(turn), qPrintable(QString::number(reached)));
                QVERIFY(itemsOf(scene.view()).size() <= TimelineModel::MaxRows);
            }
        };
        readOn(count - 1, -1, 0);
        readOn(0, 1, count - 1);
    }

    void jumpsToTheBeginningAndBack()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open(1000));
        scene.press(Qt::Key_Home);
        QTRY_COMPARE(scene.numbers().value(0, -1), 0);
        QTRY_COMPARE(scene.view()->verticalScrollBar()->value(), 0);
        scene.press(Qt::Key_End);
        QTRY_COMPARE(scene.numbers().value(scene.numbers().size() - 1), 999);
    }

    void jumpsToADate()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open(1000));
        scene.pane.showDate(instant(300 * 60'000 - 1)); // just before message 300
        QTRY_COMPARE(scene.numbers().value(0, -1), 300);
        scene.pane.showDate(instant(2000 * 60'000)); // later than all
        QTRY_COMPARE(scene.numbers().value(scene.numbers().size() - 1), 999);
    }

    void jumpsToAMessage()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open(1000));
        scene.pane.jumpTo(scene.all.at(400), {u"message"_s});
        QTRY_VERIFY(scene.numbers().contains(400));
        QCOMPARE(scene.pane.currentPlace(), scene.all.at(400));
        const QList<int> numbers = scene.numbers(); // about in the middle
        QVERIFY(qAbs(numbers.indexOf(400) - numbers.size() / 2) <= 1);
        scene.pane.jumpTo(scene.all.at(402)); // held already
        QTRY_COMPARE(scene.pane.currentPlace(), scene.all.at(402));
        scene.pane.clearHighlight();
    }

    void spansTheWholeHistoryWithTheScrollBar()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open(2000));
        QScrollBar *bar = scene.view()->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 1900 * bar->singleStep()); // counted
        for (const int rank : {1000, 10, 1500, 700}) {
            bar->setValue(rank * bar->singleStep());
            QTRY_COMPARE(scene.numbers().value(0, -1), rank);
        }
        bar->setValue(bar->maximum());
        QTRY_COMPARE(scene.numbers().value(scene.numbers().size() - 1), 1999);
    }

    void keepsItsPlaceWhileTheWidthChanges()
    {
        Scene scene(m_theme);
        QList<Message> messages;
        for (int i = 0; i < 200; ++i)
            messages.append(scene.received(u"message %1 "_s.arg(i) + u"and many more words "_s.repeated(i % 20)));
        QVERIFY(scene.open(messages));
        scene.pane.jumpTo(scene.all.at(100));
        QTRY_VERIFY(scene.numbers().contains(100));
        const int top = scene.numbers().first();
        scene.pane.resize(520, 560);
        QTRY_VERIFY(scene.view()->width() <= 520);
        QCOMPARE(scene.numbers().first(), top);
        scene.press(Qt::Key_End);
        QTRY_COMPARE(scene.numbers().last(), 199);
        scene.pane.resize(700, 560);
        QTRY_VERIFY(scene.view()->width() > 600);
        QCOMPARE(scene.numbers().last(), 199);
    }

    void countsWhatComesBelow()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open(200));
        scene.press(Qt::Key_PageUp);
        scene.press(Qt::Key_PageUp);
        const QList<int> before = scene.numbers();
        auto *button = scene.find<QAbstractButton>("newestButton");
        QVERIFY(button->isVisible());
        QVERIFY(button->text().isEmpty());
        for (int i = 0; i < 2; ++i) { // as Messenger tells it after the commit
            Message message = scene.received(u"message %1"_s.arg(200 + i));
            message.place = get(scene.store->append(message)).value();
            Q_EMIT scene.messenger.messageAdded(message);
        }
        QCOMPARE(scene.numbers(), before);
        QCOMPARE(button->text(), u"2 new message(s)"_s);
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(scene.numbers().last(), 201);
        QVERIFY(!button->isVisible());
    }

    void copiesAPartOfAMessage()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open({scene.received(u"one two three"_s), scene.received(u"four five six"_s)}));
        QTest::mouseDClick(scene.view()->viewport(), Qt::LeftButton, {}, scene.middleOf(u"four"_s, 40));
        QCOMPARE(scene.copied(), u"four"_s);
    }

    void copiesAcrossMessagesWithNamesAndTimes()
    {
        Scene scene(m_theme);
        Message mine = makeMessage(scene.conversation, u"four five six"_s);
        mine.state = Message::State::Sent;
        QVERIFY(scene.open({scene.received(u"one two three"_s), mine, scene.received(u"seven"_s)}));
        QWidget *area = scene.view()->viewport();
        QTest::mousePress(area, Qt::LeftButton, {}, scene.middleOf(u"one"_s, 1));
        const QPoint end = scene.middleOf(u"seven"_s, 600);
        QMouseEvent move(QEvent::MouseMove, end, area->mapToGlobal(end), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(area, &move);
        QTest::mouseRelease(area, Qt::LeftButton, {}, end);
        const auto time = [](int minute) { return instant(minute * 60'000).toLocalTime().toString(u"HH:mm"_s); };
        const QString expected =
            u"Bob %1\none two three\nMe %2\nfour five six\nBob %3\nseven"_s.arg(time(0), time(1), time(2));
        QCOMPARE(scene.copied(), expected);
        scene.press(Qt::Key_Escape);
        scene.press(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(scene.copied(), expected);
        scene.press(Qt::Key_Escape);
        scene.press(Qt::Key_End);
        scene.press(Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY(scene.copied().startsWith(u"Me "_s));
        QVERIFY(scene.copied().endsWith(u"\nseven"_s));
    }

    void copiesAllOfAMessageThatIsShownCut()
    {
        Scene scene(m_theme);
        const QString text = u"many words "_s.repeated(5000);
        QVERIFY(scene.open({scene.received(text)}));
        scene.press(Qt::Key_Up);
        QCOMPARE(scene.copied(), text);
    }

    void asksBeforeALinkIsOpened()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open({scene.received(u"hello"_s), scene.received(u"看https://аррӏе.com/x?a=b。"_s)}));
        QDesktopServices::setUrlHandler(u"https"_s, this, "openedUrl");
        m_opened.clear();
        scene.press(Qt::Key_Up);
        scene.press(Qt::Key_Return);
        QTRY_VERIFY(scene.find<QWidget>("linkDialog"));
        QCOMPARE(scene.find<QLabel>("linkHostLabel")->text(), u"xn--80ak6aa92e.com"_s);
        QCOMPARE(scene.find<QLabel>("linkHostLabel")->textFormat(), Qt::PlainText);
        QTest::mouseClick(scene.find<QAbstractButton>("cancelLinkButton"), Qt::LeftButton);
        QTRY_VERIFY(!scene.find<QWidget>("linkDialog"));
        QVERIFY(m_opened.isEmpty());
        QTest::mouseClick(scene.view()->viewport(), Qt::LeftButton, {}, scene.middleOf(u"https"_s, 90));
        QTRY_VERIFY(scene.find<QWidget>("linkDialog"));
        QTest::mouseClick(scene.find<QAbstractButton>("openLinkButton"), Qt::LeftButton);
        QTRY_COMPARE(m_opened.size(), 1);
        QCOMPARE(m_opened.first().toString(QUrl::FullyEncoded), u"https://xn--80ak6aa92e.com/x?a=b"_s);
        QDesktopServices::unsetUrlHandler(u"https"_s);
    }

    void jumpsToWhatIsQuoted()
    {
        Scene scene(m_theme);
        QList<Message> messages;
        for (int i = 0; i < 300; ++i)
            messages.append(scene.received(u"message %1"_s.arg(i)));
        messages.last().replyTo = messages.at(7).id;
        QVERIFY(scene.open(messages));
        scene.press(Qt::Key_Up);
        QTRY_VERIFY(itemsOf(scene.view()).last()->text(QAccessible::Name).contains(u"in answer to: message 7"_s));
        scene.press(Qt::Key_Return);
        QTRY_VERIFY(scene.numbers().contains(7));
        QCOMPARE(scene.pane.currentPlace(), scene.all.at(7));
    }

    void deletesAndTakesBack()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open(20));
        scene.press(Qt::Key_Up);
        scene.press(Qt::Key_Up, Qt::ShiftModifier);
        scene.press(Qt::Key_Up, Qt::ShiftModifier);
        scene.press(Qt::Key_Delete);
        QTRY_COMPARE(itemsOf(scene.view()).size(), 17);
        QTRY_VERIFY(scene.find<QWidget>("undoBar")->isVisible());
        QCOMPARE(scene.find<QLabel>("undoLabel")->text(), u"3 message(s) deleted."_s);
        QTest::mouseClick(scene.find<QAbstractButton>("undoButton"), Qt::LeftButton);
        QTRY_COMPARE(itemsOf(scene.view()).size(), 20);
        const QStringList spoken = spokenOf(scene.view());
        for (int i = 0; i < 20; ++i)
            QVERIFY(spoken.at(i).contains(u"message %1,"_s.arg(i)));
        QTRY_VERIFY(!scene.find<QWidget>("undoBar")->isVisible());
    }

    void starsByTheMenu()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open(3));
        scene.press(Qt::Key_Up);
        QContextMenuEvent wanted(QContextMenuEvent::Keyboard, QPoint(), QPoint());
        QApplication::sendEvent(scene.view()->viewport(), &wanted);
        auto *menu = scene.find<QMenu>("messageMenu");
        QVERIFY(menu);
        QStringList entries;
        for (QAction *action : menu->actions())
            entries += action->text();
        QCOMPARE(entries,
                 QStringList({u"Copy"_s, u"Copy with name and time"_s, QString(), u"Star"_s, u"Delete"_s}));
        menu->actions().at(3)->trigger();
        menu->close();
        QTRY_VERIFY(spokenOf(scene.view()).last().contains(u"starred"_s));
        QVERIFY(!spokenOf(scene.view()).first().contains(u"starred"_s));
    }

    void isAListForScreenReaders()
    {
        Scene scene(m_theme);
        QVERIFY(scene.open(60));
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(scene.view());
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(itemsOf(scene.view()).size(), 60);
        QVERIFY(itemsOf(scene.view()).first()->state().offscreen);
        const QList<QAccessibleInterface *> seen = itemsInSight(scene.view());
        QVERIFY(seen.size() > 5);
        for (qsizetype i = 0; i < seen.size(); ++i) {
            QCOMPARE(seen.at(i)->role(), QAccessible::ListItem);
            QCOMPARE(list->indexOfChild(seen.at(i)), 60 - seen.size() + i);
            const QRect box =
                seen.at(i)->rect() & QRect(scene.view()->mapToGlobal(QPoint()), scene.view()->size());
            QCOMPARE(list->childAt(box.center().x(), box.center().y()), seen.at(i));
            QCOMPARE(seen.at(i)->parent(), list);
        }

        QList<QPair<QAccessible::Event, QString>> events;
        heard = &events;
        const auto before = TimelineAccessible::setTeller(hear);
        scene.view()->setFocus(Qt::TabFocusReason);
        QCOMPARE(list->focusChild(), itemsOf(scene.view()).last());
        const QList<QPair<Qt::Key, int>> steps{{Qt::Key_Up, 58}, {Qt::Key_Up, 57}, {Qt::Key_Down, 58}};
        for (const auto &[key, number] : steps) {
            events.clear();
            QTest::keyClick(scene.view(), key);
            QCOMPARE(events.size(), 1);
            QCOMPARE(events.first().first, QAccessible::Focus);
            QVERIFY(events.first().second.startsWith(u"Bob, message %1,"_s.arg(number)));
            QVERIFY(list->focusChild()->state().focused);
            QVERIFY(!list->focusChild()->state().offscreen);
        }
        events.clear();
        for (const Qt::Key key : {Qt::Key_PageUp, Qt::Key_Home, Qt::Key_PageDown, Qt::Key_End}) {
            const qsizetype known = events.size();
            QTest::keyClick(scene.view(), key);
            QTRY_COMPARE(events.size(), known + 1);
            QVERIFY(list->focusChild());
            QVERIFY(!list->focusChild()->state().offscreen);
        }
        QCOMPARE(events.size(), 4);
        QVERIFY(events.at(1).second.startsWith(u"Bob, message 0,"_s));
        QVERIFY(events.at(3).second.startsWith(u"Bob, message 59,"_s));

        events.clear();
        Message message = scene.received(u"hello"_s);
        message.place = get(scene.store->append(message)).value();
        Q_EMIT scene.messenger.messageAdded(message);
        QCOMPARE(events.first().first, QAccessible::ObjectCreated);
        QVERIFY(events.first().second.contains(u"hello"_s));
        events.clear();
        Q_EMIT scene.messenger.messageRemoved(scene.conversation.id, message.id);
        QCOMPARE(events.first().first, QAccessible::ObjectDestroyed);
        QCOMPARE(itemsOf(scene.view()).size(), 60);
        TimelineAccessible::setTeller(before);
    }

public Q_SLOTS:
    void openedUrl(const QUrl &url) { m_opened.append(url); }

private:
    Theme m_theme{*qApp};
    QList<QUrl> m_opened;
};

QTEST_MAIN(TestMessageView)
#include "tst_messageview.moc"

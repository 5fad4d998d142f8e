// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyscene.h"
#include "store/storetest.h"
#include "support/faultvfs.h"
#include "support/node.h"
#include "support/spoken.h"

#include <QDir>
#include <QPlainTextEdit>
#include <QTcpSocket>

using namespace kith;
using namespace kith::test;
using namespace kith::storetest;
using namespace Qt::StringLiterals;
using Look = HistoryScene;
using Fault = FaultVfs::Fault;

class TestStoreBar : public QObject {
    Q_OBJECT

private:
    /// The window of a host that one script is connected to.
    struct Scene {
        Scene(Theme &theme, const QString &directory)
            : node(directory), settings(directory + u"/settings.ini"_s), window(node.messenger, settings, theme)
        {
            window.show();
            window.activateWindow();
        }
        ~Scene()
        {
            const QFuture<void> end = node.messenger.shutDown();
            [[maybe_unused]] const bool isDone = QTest::qWaitFor([&] { return end.isFinished(); });
        }
        bool begin()
        {
            const Endpoint address = node.host();
            script.connectToHost(QHostAddress::LocalHost, address.port());
            script.write("before");
            if (!QTest::qWaitFor([this] { return !node.received().isEmpty(); }))
                return false;
            window.showConversation(node.messenger.conversations().first().id);
            return QTest::qWaitForWindowActive(&window);
        }
        void write(const QString &text)
        {
            auto *input = Look::waitFor<QPlainTextEdit>("messageInput");
            QTest::keyClicks(input, text);
            QTest::keyClick(input, Qt::Key_Return);
        }
        QStringList spoken() { return spokenOf(window.findChild<QWidget *>(u"messageView"_s)); }
        QString lastSpoken() { return spoken().isEmpty() ? QString() : spoken().constLast(); }

        Node node;
        Settings settings;
        MainWindow window;
        QTcpSocket script;
    };

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void saysWhatTheDiskRefusesUntilItTakesIt_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("full") << Fault::Full << u"The disk is full."_s;
        QTest::newRow("read-only") << Fault::ReadOnly << u"The disk is read-only."_s;
        QTest::newRow("broken") << Fault::SyncError << u"The disk reported an error"_s;
    }
    void saysWhatTheDiskRefusesUntilItTakesIt()
    {
        QFETCH(const Fault, fault);
        QFETCH(const QString, sentence);
        FaultVfs disk;
        QTemporaryDir directory;
        Scene scene(m_theme, directory.path());
        QVERIFY(scene.begin());
        QVERIFY(!Look::see("storeBar"));
        disk.failAt(fault, 1);
        scene.write(u"mine"_s);
        QVERIFY2(Look::label("storeLabel").startsWith(sentence), qPrintable(Look::label("storeLabel")));
        QVERIFY2(Look::label("storeLabel").contains(u"What you write is kept here"),
                 qPrintable(Look::label("storeLabel")));
        QTRY_VERIFY2(scene.lastSpoken().startsWith(u"Me, mine"), qPrintable(scene.spoken().join(u'|')));
        QVERIFY(!Look::see("noticeBar")); // once is enough

        const int calls = disk.calls();
        Look::click("storeButton");
        QTRY_VERIFY(disk.calls() > calls); // it was tried, and the disk is as it was
        QVERIFY(Look::see("storeBar"));
        QCOMPARE(scene.script.bytesAvailable(), 0);

        disk.clear();
        auto *button = Look::waitFor<QAbstractButton>("storeButton");
        QCOMPARE(button->accessibleName(), u"Try again"_s);
        // By keyboard, from where one writes.
        for (int i = 0; i < 60 && !button->hasFocus(); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(button->hasFocus());
        QVERIFY(QTest::qWaitFor([&] { // what is pressed while it is being tried does nothing
            QTest::keyClick(button, Qt::Key_Space);
            return !Look::see("storeBar");
        }));
        if (!QTest::qWaitFor([&] { return scene.script.bytesAvailable() == 4; }))
            qWarning() << scene.spoken();
        QTRY_COMPARE(scene.script.bytesAvailable(), 4);
    }

    void asksBeforeItClosesOverWhatIsNotKept()
    {
        FaultVfs disk;
        QTemporaryDir directory;
        Scene scene(m_theme, directory.path());
        QVERIFY(scene.begin());
        disk.failAt(Fault::Full, 1);
        scene.write(u"mine"_s);
        Look::waitFor("storeBar");
        QSignalSpy closed(&scene.window, &MainWindow::closed);

        scene.window.close();
        auto *question = Look::waitFor("unkeptDialog");
        QVERIFY(scene.window.isVisible());
        QTest::keyClick(question, Qt::Key_Return); // whoever does not read keeps it
        QTRY_VERIFY(!Look::see("unkeptDialog"));
        QVERIFY(scene.window.isVisible());
        scene.window.close();
        QTest::keyClick(Look::waitFor("unkeptDialog"), Qt::Key_Escape);
        QTRY_VERIFY(!Look::see("unkeptDialog"));
        QCOMPARE(closed.size(), 0);

        scene.window.close();
        Look::waitFor("unkeptDialog");
        Look::click("confirmButton");
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(!scene.window.isVisible());
        disk.clear();
    }

    void asksNothingOnceAllIsKept()
    {
        FaultVfs disk;
        QTemporaryDir directory;
        Scene scene(m_theme, directory.path());
        QVERIFY(scene.begin());
        disk.failAt(Fault::Full, 1);
        scene.write(u"mine"_s);
        Look::waitFor("storeBar");
        disk.clear();
        QTRY_VERIFY(!Look::see("storeBar"));
        QSignalSpy closed(&scene.window, &MainWindow::closed);
        scene.window.close();
        QCOMPARE(closed.size(), 1);
        QVERIFY(!Look::see("unkeptDialog"));
    }

    void goesByItselfOnceThereIsSpace()
    {
        FaultVfs disk;
        QTemporaryDir directory;
        Scene scene(m_theme, directory.path());
        QVERIFY(scene.begin());
        disk.failAt(Fault::Full, 1);
        scene.script.write("during");
        Look::waitFor("storeBar");
        QTRY_VERIFY2(scene.lastSpoken().contains(u"during"), qPrintable(scene.spoken().join(u'|')));
        disk.clear();
        QTRY_VERIFY(!Look::see("storeBar"));
    }

    void saysThatADamagedHistoryWasRecoveredUntilItIsRead()
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"kith.db"_s);
        {
            Store store(file);
            KITH_VERIFY(get(store.open()));
            const Contact contact = makeContact();
            const Conversation conversation = makeConversation(contact);
            KITH_VERIFY(get(store.save(contact)));
            KITH_VERIFY(get(store.save(conversation)));
            for (int i = 0; i < 3; ++i)
                KITH_VERIFY(get(store.append(makeReceived(conversation, u"message %1"_s.arg(i)))));
        }
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::ReadWrite));
        damaged.write(QByteArray(100, '\0')); // where SQLite looks first
        damaged.close();

        // Not Node: the window is there before the history is opened, as in the program.
        Store store(file);
        NetworkThread network;
        PlainTextTransportFactory transports;
        Messenger messenger(store, network, transports);
        Settings settings(directory.filePath(u"settings.ini"_s));
        MainWindow window(messenger, settings, m_theme);
        window.show();
        messenger.open();
        QVERIFY(Look::waitFor("storeBar"));
        const QStringList kept = QDir(directory.path()).entryList({u"kith.db.damaged-*"_s});
        QVERIFY(!kept.isEmpty());
        QCOMPARE(Look::label("storeLabel"),
                 u"The history was damaged. 3 message(s) were recovered; the damaged file was kept as %1."_s.arg(
                     kept.first()));
        QTRY_COMPARE(Look::lines("conversationList").size(), 1);
        Look::click("storeButton");
        QVERIFY(!Look::see("storeBar"));
        const QFuture<void> end = messenger.shutDown();
        QTRY_VERIFY(end.isFinished());
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestStoreBar)
#include "tst_storebar.moc"

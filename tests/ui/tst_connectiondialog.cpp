// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rig.h"
#include "support/node.h"
#include "ui/connectiondialog.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTcpServer>
#include <QTcpSocket>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

class TestConnectionDialog : public QObject {
    Q_OBJECT

private:
    static void befriend(Node &one, Node &other)
    {
        QVERIFY(one.messenger.peers().befriend(other.invitation()));
        QTRY_COMPARE(other.messenger.peers().introductions().size(), 1);
        QVERIFY(!other.messenger.peers().accept(one.messenger.peers().self()).isNull());
        const auto isFriend = [&] {
            const auto contact =
                one.messenger.contact(one.messenger.peers().contactOf(other.messenger.peers().self()));
            return contact && contact->isFriend() && contact->nickname == other.messenger.peers().name();
        };
        QTRY_VERIFY(isFriend());
    }

    struct Form {
        Form(Rig &rig, Theme &theme) : Form(rig.messenger, theme) {}
        Form(Messenger &messenger, Theme &theme)
            : settings(directory.filePath(u"settings.ini"_s)), dialog(messenger, settings, theme)
        {
            dialog.open();
        }
        template <typename T>
        T *find(const char *name)
        {
            return dialog.findChild<T *>(QString::fromLatin1(name));
        }
        void click(const char *name) { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
        void type(const char *name, const QString &text)
        {
            auto *widget = find<QWidget>(name);
            widget->setFocus();
            QTest::keyClick(widget, Qt::Key_A, Qt::ControlModifier);
            QTest::keyClicks(widget, text);
        }
        /// By keys, the item that begins like that.
        void choose(const char *combo, const QString &begin)
        {
            auto *box = find<QComboBox>(combo);
            box->setFocus();
            QTest::keyClick(box, Qt::Key_Home);
            for (int i = 0; i < box->count() && !box->currentText().startsWith(begin); ++i)
                QTest::keyClick(box, Qt::Key_Down);
            QVERIFY(box->currentText().startsWith(begin));
        }
        void activate()
        {
            dialog.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&dialog));
        }
        /// By the keyboard alone.
        void join(const Endpoint &endpoint)
        {
            activate();
            find<QWidget>("roleJoin")->setFocus();
            QTest::keyClick(find<QWidget>("roleJoin"), Qt::Key_Space);
            tabTo("addressEdit");
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
            QTest::keyClicks(QApplication::focusWidget(), endpoint.host());
            tabTo("portSpin");
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
            QTest::keyClicks(QApplication::focusWidget(), QString::number(endpoint.port()));
        }
        void tabTo(const char *name)
        {
            auto *wanted = find<QWidget>(name);
            for (int i = 0; i < 40 && !wanted->hasFocus(); ++i)
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY2(wanted->hasFocus(), name);
        }
        void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
        QString chip() { return find<QWidget>("protectionChip")->accessibleName(); }
        QString error() { return find<QLabel>("errorLabel")->text(); }

        QTemporaryDir directory;
        Settings settings;
        ConnectionDialog dialog;
    };

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("role");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("port");
        QTest::addColumn<QString>("said");
        const QString badPort = u"“%1” is not a port. Choose a number from 1 to 65535."_s;
        QTest::newRow("port 0") << QByteArray("roleJoin") << u"127.0.0.1"_s << u"0"_s << badPort.arg(0);
        QTest::newRow("port too high") << QByteArray("roleJoin") << u"127.0.0.1"_s << u"99999"_s
                                       << badPort.arg(99999);
        QTest::newRow("host port too high")
            << QByteArray("roleHost") << u"0.0.0.0"_s << u"99999"_s << badPort.arg(99999);
        QTest::newRow("direct port 0") << QByteArray("roleDirect") << u"127.0.0.1"_s << u"0"_s << badPort.arg(0);
        QTest::newRow("no address")
            << QByteArray("roleJoin") << QString() << u"8080"_s
            << u"The address is missing. Type a name or an IP address, for example 192.168.1.20."_s;
        QTest::newRow("no address at all")
            << QByteArray("roleJoin") << u"a b"_s << u"8080"_s
            << u"“a b” is not an address. Type a name or an IP address, for example 192.168.1.20."_s;
    }
    void saysWhatIsWrong()
    {
        QFETCH(const QByteArray, role);
        QFETCH(const QString, address);
        QFETCH(const QString, port);
        QFETCH(const QString, said);
        Rig rig;
        QVERIFY(rig.open());
        Form form(rig, m_theme);
        form.click(role.constData());
        form.type("addressEdit", address);
        if (address.isEmpty())
            form.find<QLineEdit>("addressEdit")->clear();
        form.type("portSpin", port);
        form.click("connectButton");
        QCOMPARE(form.error(), said);
        QVERIFY(form.dialog.isVisible());
        QVERIFY(form.find<QLabel>("errorLabel")->isVisible());
    }

    void hostsAndSaysWhenThePortIsTaken()
    {
        Rig rig;
        QVERIFY(rig.open());
        const Endpoint taken = rig.host();
        Form form(rig, m_theme);
        QSignalSpy hosted(&form.dialog, &ConnectionDialog::hosted);
        form.click("roleHost");
        form.type("addressEdit", taken.host());
        form.type("portSpin", QString::number(taken.port()));
        form.click("connectButton");
        QTRY_COMPARE(form.error(), u"Port %1 is already in use. Choose another port, or close the program that "
                                   "uses it."_s.arg(taken.port()));
        QVERIFY(form.dialog.isVisible());
        QCOMPARE(rig.messenger.hosts().size(), 1);
        form.type("portSpin", u"0"_s);
        form.click("connectButton");
        QTRY_COMPARE(hosted.size(), 1);
        QVERIFY(!form.dialog.isVisible());
    }

    void joinsWithTheChosenOptions()
    {
        Rig host;
        Rig rig;
        QVERIFY(host.open() && rig.open());
        const Endpoint endpoint = host.host();
        Form form(rig, m_theme);
        QSignalSpy opened(&form.dialog, &ConnectionDialog::opened);
        form.click("roleJoin");
        QVERIFY(form.find<QCheckBox>("turnsCheck")->isChecked());
        form.type("addressEdit", endpoint.toString());
        form.choose("protocolCombo", u"Lines"_s);
        QVERIFY(!form.find<QCheckBox>("turnsCheck")->isChecked());
        form.find<QComboBox>("charsetCombo")->setCurrentIndex(1);
        form.click("connectButton");
        QTRY_COMPARE(opened.size(), 1);
        const ConversationId id = rig.messenger.find(endpoint);
        const PlainTextOptions expected{Framing::Lines, Charset::Gb18030, Turns::Free};
        QCOMPARE(rig.messenger.conversation(id)->options, expected);
        QCOMPARE(form.settings.remembered(), QStringList{endpoint.toString()});
    }

    void saysWhenNobodyListens()
    {
        Rig host;
        Rig rig;
        QVERIFY(host.open() && rig.open());
        const Endpoint gone = host.host();
        host.messenger.stopHost(host.hostId);
        QTRY_COMPARE(host.messenger.host(host.hostId)->state, Host::State::Stopped);
        Form form(rig, m_theme);
        form.click("roleJoin");
        form.type("addressEdit", gone.host());
        form.type("portSpin", QString::number(gone.port()));
        form.click("connectButton");
        QTRY_COMPARE(form.error(),
                     u"Nobody is listening at %1. Start the other program first, or check the port."_s.arg(
                         gone.toString()));
        QVERIFY(form.find<QAbstractButton>("connectButton")->isEnabled());
    }

    void saysAsItIsTypedWhoWillBeAbleToRead()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const Endpoint host = bob.host();
        QTRY_COMPARE(ann.messenger.peers().nearby().constFirst().hosts, QList<Endpoint>{host});
        Form form(ann.messenger, m_theme);
        const QString plain = u"Plain text is not encrypted: anyone on this network can read it"_s;
        const QString nobody = u"Plain text: no Kith is known there, anyone on this network can read it"_s;
        const QString there = u"Encrypted: Bob's Kith is there"_s;
        form.join(host);
        QVERIFY(form.find<QComboBox>("protocolCombo")->currentText().startsWith(u"Automatic"));
        QCOMPARE(form.chip(), there);
        form.press(Qt::Key_Backspace);
        QCOMPARE(form.chip(), nobody);
        form.join(host);
        form.type("addressEdit", u"localhost"_s);
        QTRY_COMPARE(form.chip(), there);
        form.type("addressEdit", u"a b"_s);
        QCOMPARE(form.chip(), u"Plain text, unless a Kith is known at the address"_s);
        form.join(host);
        bob.messenger.stopHost(bob.messenger.hosts().constFirst().id);
        QTRY_COMPARE(form.chip(), nobody);
        form.choose("protocolCombo", u"Encrypted only"_s);
        QCOMPARE(form.chip(), u"Encrypted, or no connection at all"_s);
        QVERIFY(!form.find<QComboBox>("charsetCombo")->isVisible());
        QVERIFY(!form.find<QCheckBox>("turnsCheck")->isVisible());
        form.choose("protocolCombo", u"Plain text"_s);
        QCOMPARE(form.chip(), plain);
        QVERIFY(form.find<QCheckBox>("turnsCheck")->isVisible());
        form.click("roleHost");
        QCOMPARE(form.find<QComboBox>("protocolCombo")->count(), 3);
        QCOMPARE(form.chip(), u"Kith is encrypted; plain text anyone on this network can read"_s);
        form.choose("protocolCombo", u"Plain text only"_s);
        QCOMPARE(form.chip(), plain);
        form.click("roleDirect");
        QCOMPARE(form.chip(), plain);
        form.click("roleJoin");
        QVERIFY(form.find<QComboBox>("protocolCombo")->currentText().startsWith(u"Plain text,")); // as it was
    }

    void promisesNothingBeforeTheKeyIsOpen()
    {
        Node ann;
        Form form(ann.messenger, m_theme);
        form.click("roleHost");
        QCOMPARE(form.chip(), u"Plain text is not encrypted: anyone on this network can read it"_s);
        ann.goOnline(u"Ann"_s);
        QTRY_COMPARE(form.chip(), u"Kith is encrypted; plain text anyone on this network can read"_s);
    }

    void joinsAKithEncrypted()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const Endpoint host = bob.host();
        QTRY_COMPARE(ann.messenger.peers().nearby().constFirst().hosts, QList<Endpoint>{host});
        Form form(ann.messenger, m_theme);
        QSignalSpy opened(&form.dialog, &ConnectionDialog::opened);
        form.join(host);
        form.press(Qt::Key_Return);
        QTRY_COMPARE(opened.size(), 1);
        QVERIFY(!form.dialog.isVisible());
        QCOMPARE(opened.constFirst().constFirst().value<ConversationId>(),
                 ann.messenger.find(ann.messenger.peers().contactOf(bob.messenger.peers().self())));
        QTRY_COMPARE(bob.messenger.hosts().constFirst().connected, 1);
        QCOMPARE(bob.messenger.conversations().size(), 1); // with her
    }

    void joinsInPlainTextWhereThatIsChosen()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const Endpoint host = bob.host();
        QTRY_COMPARE(ann.messenger.peers().nearby().constFirst().hosts, QList<Endpoint>{host});
        Form form(ann.messenger, m_theme);
        QSignalSpy opened(&form.dialog, &ConnectionDialog::opened);
        form.join(host);
        form.tabTo("protocolCombo");
        form.press(Qt::Key_Down);
        form.press(Qt::Key_Down);
        QVERIFY(form.find<QComboBox>("protocolCombo")->currentText().startsWith(u"Plain text"));
        form.tabTo("connectButton");
        form.press(Qt::Key_Space);
        QTRY_COMPARE(opened.size(), 1);
        QTRY_COMPARE(bob.messenger.hosts().constFirst().connected, 1);
    }

    void hostsInPlainTextOnlyWhereThatIsChosen()
    {
        Rig rig;
        QVERIFY(rig.open());
        for (const HostOptions::Links links : {HostOptions::Links::Taken, HostOptions::Links::Refused}) {
            Form form(rig, m_theme);
            QSignalSpy hosted(&form.dialog, &ConnectionDialog::hosted);
            form.click("roleHost");
            form.type("portSpin", u"0"_s);
            if (links == HostOptions::Links::Refused)
                form.choose("protocolCombo", u"Plain"_s);
            form.click("connectButton");
            QTRY_COMPARE(hosted.size(), 1);
            QCOMPARE(rig.messenger.hosts().constLast().options.links, links);
        }
    }

    void saysWhatToDoWhereNoKithIs()
    {
        OnlineNode ann(u"Ann"_s);
        QTcpServer program;
        QVERIFY(program.listen(QHostAddress::LocalHost));
        connect(&program, &QTcpServer::newConnection, &program,
                [&] { program.nextPendingConnection()->write("Hello, who are you?\n"); });
        Form form(ann.messenger, m_theme);
        form.join(*Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", program.serverPort()));
        form.tabTo("protocolCombo");
        form.press(Qt::Key_Down);
        form.tabTo("connectButton");
        form.press(Qt::Key_Return);
        QTRY_COMPARE(form.error(), u"What answers at tcp://127.0.0.1:%1 does not speak Kith's encrypted protocol. "
                                   "Check the port, or connect in plain text."_s.arg(program.serverPort()));
        QVERIFY(form.find<QComboBox>("protocolCombo")->hasFocus()); // where it can be mended
        form.press(Qt::Key_Down);
        QVERIFY(form.error().isEmpty());
        QVERIFY(ann.messenger.conversations().isEmpty());
    }

    void isTakenBackByEscape()
    {
        OnlineNode ann(u"Ann"_s);
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Form form(ann.messenger, m_theme);
        QSignalSpy opened(&form.dialog, &ConnectionDialog::opened);
        form.join(*Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", silent.serverPort()));
        form.choose("protocolCombo", u"Encrypted"_s);
        form.press(Qt::Key_Return);
        QTRY_VERIFY(silent.hasPendingConnections());
        QVERIFY(!form.find<QAbstractButton>("connectButton")->isEnabled());
        QTest::keyClick(&form.dialog, Qt::Key_Escape);
        QVERIFY(!form.dialog.isVisible());
        silent.nextPendingConnection()->abort();
        silent.close();
        QTRY_VERIFY(opened.isEmpty() && ann.messenger.conversations().isEmpty());
    }

    void opensNothingAfterEscape()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const Endpoint host = bob.host();
        QTRY_COMPARE(ann.messenger.peers().nearby().constFirst().hosts, QList<Endpoint>{host});
        Form form(ann.messenger, m_theme);
        QSignalSpy opened(&form.dialog, &ConnectionDialog::opened);
        form.join(host);
        form.press(Qt::Key_Return);
        QTest::keyClick(&form.dialog, Qt::Key_Escape);
        const auto later = ann.messenger.joinAutomatically(host);
        QTRY_VERIFY(later.isFinished());
        QCoreApplication::processEvents(); // whatever waited before it
        QVERIFY(opened.isEmpty() && !form.dialog.isVisible());
    }

    void takesTheAddressOfAnEncryptedHost()
    {
        Rig rig;
        QVERIFY(rig.open());
        Form form(rig, m_theme);
        form.activate();
        form.click("roleDirect");
        form.type("addressEdit", u"kith://10.0.0.7:4711"_s);
        QTest::keyClick(form.find<QLineEdit>("addressEdit"), Qt::Key_Tab);
        QVERIFY(form.find<QAbstractButton>("roleJoin")->isChecked());
        QCOMPARE(form.find<QLineEdit>("addressEdit")->text(), u"10.0.0.7"_s);
        QCOMPARE(form.find<QSpinBox>("portSpin")->value(), 4711);
        QCOMPARE(form.find<QComboBox>("protocolCombo")->currentText(), u"Encrypted only"_s);
        form.click("connectButton"); // without a key
        QTRY_VERIFY(form.error().startsWith(u"Nothing can be encrypted before the key of this profile is open."));
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestConnectionDialog)
#include "tst_connectiondialog.moc"

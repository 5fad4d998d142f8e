// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rig.h"
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

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

class TestConnectionDialog : public QObject {
    Q_OBJECT

private:
    struct Form {
        Form(Rig &rig, Theme &theme)
            : settings(directory.filePath(u"settings.ini"_s)), dialog(rig.messenger, settings, theme)
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
        form.find<QComboBox>("protocolCombo")->setCurrentIndex(1);
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

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestConnectionDialog)
#include "tst_connectiondialog.moc"

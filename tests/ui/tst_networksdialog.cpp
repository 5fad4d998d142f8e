// SPDX-License-Identifier: GPL-3.0-or-later
// The networks while they come and go: in a network namespace of the test's own.
#include "ui/networksdialog.h"
#include "windowscene.h"

#include <QCheckBox>
#include <QProcess>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Look = HistoryScene;

class TestNetworksDialog : public QObject {
    Q_OBJECT

    static bool ip(const QString &command) { return QProcess::execute(u"ip"_s, command.split(u' ')) == 0; }
    static QString state(const char *interface)
    {
        const QByteArray name = "network-" + QByteArray(interface) + "-label";
        const auto *label = Look::see<QLabel>(name);
        return label ? label->text() : QString();
    }
    static QCheckBox *check(const char *interface)
    {
        return Look::see<QCheckBox>("network-" + QByteArray(interface) + "-check");
    }

private Q_SLOTS:
    void showsNetworksAsTheyComeAndGo()
    {
        Theme theme(*qApp);
        theme.setChoice(ThemeChoice::Light);
        WindowScene scene(theme);
        Peers::Options options = WindowScene::apart();
        scene.settings.setVisibility(Peers::Visibility::Invisible);
        scene.window.openPeople(scene.place, options);
        QTRY_VERIFY(scene.peers().isRunning());
        NetworksDialog::open(scene.peers(), scene.settings, &scene.window);
        QTRY_VERIFY(check("lo"));
        QVERIFY(!Look::see("networksEmptyLabel"));

        QVERIFY(ip(u"link add office0 type veth peer name docker0"_s));
        QVERIFY(ip(u"addr add 10.7.0.1/24 dev office0"_s) && ip(u"addr add 172.17.0.1/16 dev docker0"_s));
        QVERIFY(ip(u"link set office0 up"_s) && ip(u"link set docker0 up"_s));
        QTRY_VERIFY(check("office0") && check("docker0"));
        QCOMPARE(check("office0")->text(), u"office0 · 10.7.0.1"_s);
        QVERIFY(check("office0")->isChecked());
        QCOMPARE(state("office0"), u"Used by default"_s);
        QVERIFY(!check("docker0")->isChecked());
        QCOMPARE(state("docker0"), u"Left out by default: a VPN, containers or virtual machines"_s);

        QTRY_VERIFY(check("lo")->hasFocus()); // the first one
        while (!check("docker0")->hasFocus() && !Look::waitFor("closeButton")->hasFocus())
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(check("docker0")->hasFocus());
        QTest::keyClick(check("docker0"), Qt::Key_Space);
        QCOMPARE(state("docker0"), u"Used by your choice: a VPN, containers or virtual machines"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(state("office0"), u"Left out by your choice"_s);

        QVERIFY(ip(u"addr add 10.8.0.1/24 dev office0"_s)); // the row that has the focus keeps it
        QTRY_COMPARE(check("office0")->text(), u"office0 · 10.7.0.1, 10.8.0.1"_s);
        QVERIFY(check("office0")->hasFocus());
        QVERIFY(ip(u"link del docker0"_s)); // and the other end with it
        QTRY_VERIFY(!check("docker0") && !check("office0"));
        QVERIFY(Look::waitFor("networksDialog")->isAncestorOf(QApplication::focusWidget()));
        QVERIFY(ip(u"link set lo down"_s));
        QTRY_VERIFY(!check("lo"));
        QCOMPARE(Look::label("networksEmptyLabel"), u"This computer is in no network."_s);
        QVERIFY(ip(u"link set lo up"_s));
        QTRY_VERIFY(check("lo"));
        QVERIFY(!Look::see("networksEmptyLabel"));
    }
};

QTEST_MAIN(TestNetworksDialog)
#include "tst_networksdialog.moc"

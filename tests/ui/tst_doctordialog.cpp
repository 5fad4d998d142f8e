// SPDX-License-Identifier: GPL-3.0-or-later
#include "peoplescene.h"
#include "ui/doctordialog.h"
#include "ui/doctorphrases.h"

#include <QClipboard>
#include <QSet>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Look = HistoryScene;
using doctor::Finding;
using doctor::Firewall;
using Kind = Finding::Kind;

class TestDoctorDialog : public QObject {
    Q_OBJECT

private:
    static QList<Kind> kinds()
    {
        QList<Kind> all;
        for (int kind = 0; kind <= int(Kind::FriendGaveNoAnswer); ++kind)
            all += Kind(kind);
        return all;
    }
    static constexpr std::initializer_list<Firewall> Firewalls{Firewall::None, Firewall::Unknown, Firewall::Ufw,
                                                               Firewall::Firewalld, Firewall::Nftables};
    static QStringList labels(const char *name)
    {
        QStringList texts;
        const auto *dialog = Look::waitFor("doctorDialog");
        for (const QLabel *label : dialog->findChildren<QLabel *>(QString::fromLatin1(name)))
            texts += label->text();
        return texts;
    }

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void saysSomethingElseAboutEachFinding()
    {
        const doctorphrases::Ports ports{4711, 7584};
        QSet<QString> sentences;
        for (const Kind kind : kinds()) {
            for (const Firewall firewall : Firewalls) {
                Finding finding{kind, u"wlan0"_s, firewall};
                const QString sentence = doctorphrases::sentence(finding, u"Bob"_s);
                QVERIFY2(sentence.endsWith(u'.'), qPrintable(u"%1: %2"_s.arg(int(kind)).arg(sentence)));
                const bool isGood = weightOf(kind) == Finding::Weight::Good;
                QCOMPARE(doctorphrases::advice(finding, ports).isEmpty(), isGood);
                const QString command = doctorphrases::command(finding, ports);
                if (!command.isEmpty())
                    QVERIFY(doctorphrases::advice(finding, ports).endsWith(u':'));
                else
                    QVERIFY(!doctorphrases::advice(finding, ports).endsWith(u':'));
            }
            sentences += doctorphrases::sentence({kind, u"wlan0"_s});
        }
        QCOMPARE(sentences.size(), kinds().size());
    }

    void opensEachFirewallForBothPorts_data()
    {
        QTest::addColumn<Firewall>("firewall");
        QTest::addColumn<QString>("tool");
        QTest::newRow("ufw") << Firewall::Ufw << u"sudo ufw "_s;
        QTest::newRow("firewalld") << Firewall::Firewalld << u"sudo firewall-cmd "_s;
        QTest::newRow("nftables") << Firewall::Nftables << u"sudo nft "_s;
    }
    void opensEachFirewallForBothPorts()
    {
        QFETCH(const Firewall, firewall);
        QFETCH(const QString, tool);
        for (const Kind kind :
             {Kind::NothingComesBack, Kind::FirewallActive, Kind::FriendCannotReachUs, Kind::FriendFoundNobody}) {
            const QString command = doctorphrases::command({kind, {}, firewall}, {4711, 7584});
            for (const QString &line : command.split(u'\n'))
                QVERIFY2(line.startsWith(tool), qPrintable(line));
            QVERIFY(command.contains(u"4711"_s));
            QVERIFY(command.contains(u"7584"_s));
        }
    }

    void theReportNamesNobody()
    {
        const PeerId peer = Identity::create()->id();
        QList<Finding> findings;
        for (const Kind kind : kinds()) {
            const Error error{Error::Kind::PortInUse, u"192.168.1.20:7584"_s, u"192.168.1.20: in use"_s};
            findings.append({kind, u"wlan0"_s, Firewall::Ufw, error, peer});
        }
        findings.append({Kind::LeftOut, u"enx001122334455"_s, Firewall::None, {}, {}});
        const QString report = doctorphrases::report(findings, {});
        QCOMPARE(report.count(u'['), findings.size());
        QVERIFY(!report.contains(u"wlan0"_s));
        QVERIFY(!report.contains(u"enx"_s));
        QVERIFY(report.contains(u"The network #1 carries what Kith says."_s));
        QVERIFY(report.contains(u"The network #2 is left out."_s));
        QVERIFY(report.contains(u"sudo ufw allow 7584/udp"_s));
        QVERIFY(!report.contains(peer.shortForm()));
        QVERIFY(!report.contains(u"192.168"_s));
    }

    void looksAndSaysWhatItFound()
    {
        PeopleScene scene(m_theme);
        QSignalSpy examined(&scene.peers(), &Peers::examined);
        DoctorDialog::open(scene.ann.messenger, scene.settings, &scene.window);
        auto *dialog = Look::waitFor("doctorDialog");
        QVERIFY(!dialog->isModal());
        QCOMPARE(Look::label("doctorLabel"), u"Looking… This takes up to 20 seconds."_s);
        QVERIFY(Look::see("doctorProgress"));
        QVERIFY(!Look::waitFor<QAbstractButton>("lookAgainButton")->isEnabled());
        QTRY_COMPARE(examined.size(), 1); // what is really found is told by tst_doctor
        Q_EMIT scene.peers().examined({{Kind::FriendCannotReachUs, {}, Firewall::Ufw, {}, scene.bobKey.id()},
                                       {Kind::Invisible},
                                       {Kind::Works, u"<b>eth0</b>"_s}});
        QCOMPARE(Look::label("doctorLabel"), u"Found 1 problem(s)."_s); // English plurals are in the catalogue
        QVERIFY(!Look::see("doctorProgress"));
        QCOMPARE(labels("findingLabel"), (QStringList{u"Bob hears you but cannot reach this computer."_s,
                                                      u"You are invisible: others do not see you."_s,
                                                      u"The network <b>eth0</b> carries what Kith says."_s}));
        QStringList symbols;
        for (const QLabel *symbol : dialog->findChildren<QLabel *>(u"findingSymbol"_s))
            symbols += symbol->property("symbol").toString() + u' ' + symbol->accessibleName();
        QCOMPARE(symbols, (QStringList{u"problem Problem"_s, u"hint Hint"_s, u"good Good"_s}));
        QCOMPARE(labels("adviceLabel").size(), 2);
        const QString port = QString::number(scene.peers().local().port());
        const QString command = u"sudo ufw allow 7584/udp\nsudo ufw allow %1/tcp"_s.arg(port);
        QCOMPARE(labels("commandLabel"), QStringList{command});
        QVERIFY(
            Look::waitFor<QLabel>("commandLabel")->textInteractionFlags().testFlag(Qt::TextSelectableByKeyboard));
        Look::click("copyCommandButton");
        QCOMPARE(QGuiApplication::clipboard()->text(), command);
        QVERIFY(PeopleScene::tabTo("copyReportButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        const QString report = QGuiApplication::clipboard()->text();
        QVERIFY(report.contains(u"[Problem] A friend hears you"_s));
        QVERIFY(!report.contains(u"Bob"_s));

        QVERIFY(PeopleScene::tabTo("lookAgainButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(examined.size(), 3); // looked again
        QVERIFY(!labels("findingLabel").contains(u"Bob hears you but cannot reach this computer."_s));
        Q_EMIT scene.peers().examined({{Kind::Works, u"eth0"_s}});
        QCOMPARE(Look::label("doctorLabel"), u"Found no problem on this computer."_s);
        Look::click("invitationButton");
        QVERIFY(Look::waitFor("invitationDialog"));
        Look::click("closeButton");
    }

    void leadsToTheNetworksThatAreLeftOut()
    {
        PeopleScene scene(m_theme);
        DoctorDialog::open(scene.ann.messenger, scene.settings, &scene.window);
        QSignalSpy examined(&scene.peers(), &Peers::examined);
        QTRY_COMPARE(examined.size(), 1);
        Q_EMIT scene.peers().examined({{Kind::LeftOut, u"docker0"_s}, {Kind::Works, u"eth0"_s}});
        QCOMPARE(Look::waitFor("doctorDialog")->findChildren<QWidget *>(u"networksButton"_s).size(), 1);
        QVERIFY(PeopleScene::tabTo("networksButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(Look::waitFor("networksDialog"));
    }

    void saysThatItCannotLookYet()
    {
        Node node;
        QTemporaryDir directory;
        Settings settings(directory.filePath(u"settings.ini"_s));
        QWidget window;
        window.show();
        DoctorDialog::open(node.messenger, settings, &window);
        QVERIFY(Look::label("doctorLabel").startsWith(u"Kith is not among people yet"_s));
        QVERIFY(!Look::see("doctorProgress"));
        QVERIFY(!Look::waitFor<QAbstractButton>("copyReportButton")->isEnabled());
        node.goOnline(u"Ann"_s);
        Look::click("lookAgainButton");
        QTRY_VERIFY(Look::see("findingLabel"));
        QVERIFY(Look::waitFor<QAbstractButton>("copyReportButton")->isEnabled());
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestDoctorDialog)
#include "tst_doctordialog.moc"

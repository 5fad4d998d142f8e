// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestArguments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsRolesAndOptions()
    {
        const auto parsed = parseArguments({u"--profile"_s, u"p/"_s, u"--json"_s, u"--lines"_s, u"host"_s,
                                            u"tcp://:0"_s, u"tcp://127.0.0.1:8080"_s});
        QVERIFY(parsed);
        const auto &options = std::get<Options>(*parsed);
        QCOMPARE(options.role, Options::Role::Host);
        QCOMPARE(options.output, Options::Output::Json);
        QCOMPARE(options.profile, u"p/"_s);
        QCOMPARE(options.endpoints.size(), 2);
        QCOMPARE(options.host.plainText.framing, Framing::Lines);
    }

    void directMayWaitForAnybody()
    {
        const auto parsed = parseArguments({u"direct"_s, u"--bind"_s, u"udp://127.0.0.1:8080"_s});
        QVERIFY(parsed);
        QCOMPARE(std::get<Options>(*parsed).bind.port(), 8080);
    }

    void peopleNeedNoEndpoint()
    {
        const auto parsed = parseArguments({u"nearby"_s, u"--name"_s, u"Ann"_s, u"--port"_s, u"0"_s,
                                            u"--discovery-port"_s, u"5000"_s, u"--invisible"_s});
        QVERIFY(parsed);
        const auto &options = std::get<Options>(*parsed);
        QVERIFY(options.goesAmongPeople());
        QCOMPARE(options.people.name, u"Ann"_s);
        QCOMPARE(options.people.port, 0);
        QCOMPARE(options.people.discoveryPort, 5000);
        QCOMPARE(options.people.visibility, Peers::Visibility::Invisible);
    }

    void anInvitationIsJoined()
    {
        const QString id = PeerId::fromBytes(QByteArray(PeerId::Bytes, 'a')).toString();
        const auto parsed = parseArguments(
            {u"--no-discovery"_s, u"join"_s, u"KITH://"_s + id + u"@host:1234"_s, u"tcp://127.0.0.1:8080"_s});
        QVERIFY(parsed);
        const auto &options = std::get<Options>(*parsed);
        QVERIFY(options.goesAmongPeople());
        QCOMPARE(options.invitations.size(), 1);
        QCOMPARE(options.invitations.first().peer.toString(), id);
        QCOMPARE(options.endpoints.size(), 1);
        QCOMPARE(options.people.visibility, Peers::Visibility::Off);
    }

    void readsWhatIsEncrypted()
    {
        const auto parsed = parseArguments({u"--name"_s, u"Ann"_s, u"join"_s, u"kith://[::1]:8080"_s});
        QVERIFY(parsed);
        const auto options = std::get<Options>(*parsed);
        QCOMPARE(options.encrypted, QList<Endpoint>{*Endpoint::parse(u"tcp://[::1]:8080")});
        QVERIFY(options.goesAmongPeople() && options.endpoints.isEmpty() && options.invitations.isEmpty());
        const auto plain = parseArguments({u"join"_s, u"tcp://[::1]:8080"_s});
        QVERIFY(plain && !std::get<Options>(*plain).goesAmongPeople());
    }

    void answersQuestions()
    {
        QVERIFY(std::get<Information>(*parseArguments({u"--help"_s})).text.contains(u"kith-cli join"));
        QVERIFY(std::get<Information>(*parseArguments({u"--version"_s})).text.startsWith(u"kith-cli"));
    }

    void refuses_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << QStringList{} << u"host, join, direct or nearby"_s;
        QTest::newRow("other role") << QStringList{u"serve"_s} << u"serve"_s;
        QTest::newRow("no endpoint") << QStringList{u"join"_s} << u"tcp://127.0.0.1:8080"_s;
        QTest::newRow("port zero") << QStringList{u"join"_s, u"tcp://a:0"_s} << u"1 to 65535"_s;
        QTest::newRow("port 99999") << QStringList{u"host"_s, u"tcp://:99999"_s} << u"99999"_s;
        QTest::newRow("udp for join") << QStringList{u"join"_s, u"udp://a:1"_s} << u"direct"_s;
        QTest::newRow("tcp for direct") << QStringList{u"direct"_s, u"tcp://a:1"_s} << u"join"_s;
        QTest::newRow("unknown option") << QStringList{u"--nope"_s, u"join"_s, u"tcp://a:1"_s} << u"nope"_s;
        QTest::newRow("bind for join") << QStringList{u"--bind"_s, u"udp://:1"_s, u"join"_s, u"tcp://a:1"_s}
                                       << u"--bind"_s;
        QTest::newRow("charset") << QStringList{u"--charset"_s, u"klingon"_s, u"join"_s, u"tcp://a:1"_s}
                                 << u"klingon"_s;
        QTest::newRow("nearby somewhere") << QStringList{u"nearby"_s, u"tcp://a:1"_s} << u"tcp://a:1"_s;
        QTest::newRow("bad id") << QStringList{u"join"_s, u"kith://x@a:1"_s} << u"x"_s;
        QTest::newRow("no place") << QStringList{u"join"_s, u"kith://x"_s} << u"not an invitation"_s;
        QTest::newRow("encrypted port") << QStringList{u"join"_s, u"kith://a:99999"_s} << u"99999"_s;
        QTest::newRow("host encrypted") << QStringList{u"host"_s, u"kith://a:1"_s} << u"kith"_s;
        QTest::newRow("host an invitation") << QStringList{u"host"_s, u"kith://x@a:1"_s} << u"kith"_s;
        QTest::newRow("name for host") << QStringList{u"--name"_s, u"x"_s, u"host"_s, u"tcp://:1"_s}
                                       << u"--name"_s;
        QTest::newRow("link port") << QStringList{u"nearby"_s, u"--port"_s, u"65536"_s} << u"65536"_s;
        QTest::newRow("discovery port")
            << QStringList{u"nearby"_s, u"--discovery-port"_s, u"0"_s} << u"1 to 65535"_s;
        QTest::newRow("twice hidden") << QStringList{u"nearby"_s, u"--invisible"_s, u"--no-discovery"_s}
                                      << u"--invisible"_s;
        QTest::newRow("passphrase for nothing")
            << QStringList{u"nearby"_s, u"--no-history"_s, u"--passphrase-file"_s, u"f"_s} << u"--no-history"_s;
        QTest::newRow("bind nearby") << QStringList{u"nearby"_s, u"--bind"_s, u"udp://:1"_s} << u"--bind"_s;
        QTest::newRow("waiting") << QStringList{u"--waiting"_s, u"0"_s, u"host"_s, u"tcp://:1"_s}
                                 << u"--waiting"_s;
    }
    void refuses()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, says);
        const auto parsed = parseArguments(arguments);
        QVERIFY(!parsed);
        QVERIFY2(parsed.error().contains(says), qPrintable(parsed.error()));
    }
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"

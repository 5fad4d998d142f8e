// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/hosts.h"
#include "protocol/beacon.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace kith;
using namespace Qt::StringLiterals;

/// Several computers, each in a network namespace, on switches of the test's own.
class TestNearby : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(kith::run(u"ip link add switch1 type bridge mcast_snooping 0"_s));
        QVERIFY(kith::run(u"ip link add switch2 type bridge mcast_snooping 0"_s));
        for (const char *name : {"switch1", "switch2"}) { // they only switch: no traffic of their own
            QFile off(u"/proc/sys/net/ipv6/conf/%1/disable_ipv6"_s.arg(QLatin1StringView(name)));
            if (off.open(QIODevice::WriteOnly))
                off.write("1");
            QVERIFY(kith::run(u"ip link set %1 up"_s.arg(QLatin1StringView(name))));
        }
    }

    void twoHostsSeeEachOtherWithinASecond()
    {
        Host a(u"a"_s);
        Host b(u"b"_s);
        QVERIFY(plugBoth(a, b));
        a.say("on");
        QList<qint64> times;
        const int rounds = std::max(5, qEnvironmentVariableIntValue("KITH_ROUNDS"));
        for (int round = 0; round < rounds; ++round) {
            a.events.clear();
            b.events.clear();
            QElapsedTimer timer;
            timer.start();
            b.say("on");
            QVERIFY(QTest::qWaitFor(
                [&] { return a.here() == QStringList{b.peer} && b.here() == QStringList{a.peer}; }));
            times.append(timer.elapsed());
            b.say("off");
            QVERIFY(QTest::qWaitFor([&] { return a.here().isEmpty() && b.here().isEmpty(); }));
            QTest::qWait(1'000); // an address is answered once a second, and the rounds are to be independent
        }
        std::sort(times.begin(), times.end());
        qInfo("median %lld ms, worst %lld ms", times[times.size() / 2], times.last());
        QVERIFY(times[times.size() / 2] <= 1'000);
    }

    void aHostThatIsPluggedInIsFound()
    {
        Host a(u"a"_s);
        Host b(u"b"_s);
        QVERIFY(a.plug(u"switch1"_s, u"eth0"_s, u"10.7.0.1/24"_s));
        a.say("on");
        b.say("on"); // with no network at all
        QElapsedTimer timer;
        QVERIFY(b.plug(u"switch1"_s, u"eth0"_s, u"10.7.0.2/24"_s));
        timer.start();
        QVERIFY(
            QTest::qWaitFor([&] { return a.here() == QStringList{b.peer} && b.here() == QStringList{a.peer}; }));
        qInfo("%lld ms after the cable", timer.elapsed());
    }

    void linkLocalIpv6IsEnough()
    {
        Host a(u"a"_s);
        Host b(u"b"_s);
        for (Host *host : {&a, &b}) {
            QVERIFY(host->plug(u"switch1"_s, u"eth0"_s, u"10.7.0.9/32"_s));
            QVERIFY(host->ip(u"addr del 10.7.0.9/32 dev eth0"_s));
            host->say("on");
        }
        if (!QTest::qWaitFor([&] { return hasIpv6(a) && hasIpv6(b); }, 3'000))
            QSKIP("no IPv6 here");
        QVERIFY(
            QTest::qWaitFor([&] { return a.here() == QStringList{b.peer} && b.here() == QStringList{a.peer}; }));
        const QString at = a.of(u"heard"_s).first().value("at"_L1).toString();
        qInfo("%s", qPrintable(at));
        QVERIFY(at.startsWith(u"tcp://[fe80::"_s) && at.endsWith(u"%eth0]:5000"_s));
    }

    void severalInterfacesAreOnePerson()
    {
        Host a(u"a"_s);
        Host b(u"b"_s);
        Host c(u"c"_s);
        int number = 0;
        for (Host *host : {&a, &b, &c}) {
            ++number;
            QVERIFY(host->plug(u"switch1"_s, u"eth0"_s, u"10.7.0.%1/24"_s.arg(number)));
            QVERIFY(host->plug(u"switch2"_s, u"eth1"_s, u"10.8.0.%1/24"_s.arg(number)));
            QVERIFY(host->ip(u"link add docker0 type bridge"_s) &&
                    host->ip(u"addr add 172.17.0.1/16 brd + dev docker0"_s) && host->ip(u"link set docker0 up"_s));
            QVERIFY(host->ip(u"link add tun0 type bridge"_s) &&
                    host->ip(u"addr add 10.99.0.1/24 brd + dev tun0"_s) && host->ip(u"link set tun0 up"_s));
        }
        UdpTap vpn = a.tap(u"tun0"_s);
        for (Host *host : {&a, &b, &c})
            host->say("on");
        for (Host *host : {&a, &b, &c}) {
            QStringList others{a.peer, b.peer, c.peer};
            others.removeAll(host->peer);
            others.sort();
            QVERIFY(QTest::qWaitFor([&] { return host->here() == others; }));
            QVERIFY(host->of(u"gone"_s).isEmpty());
        }
        QTest::qWait(1'300); // all three askings
        int places = 0;
        for (const QJsonObject &one : a.of(u"heard"_s)) {
            QVERIFY2(!one.value("at"_L1).toString().contains(u"172.17."_s), "by docker0");
            QVERIFY2(!one.value("at"_L1).toString().contains(u"10.99."_s), "by the VPN");
            ++places;
        }
        qInfo("2 others at %d places; %lld packets by the VPN", places, vpn.sent().packets);
        QCOMPARE(vpn.sent().packets, 0);
        QVERIFY(places <= 2 * 4);
        a.say("examine");
        QVERIFY(QTest::qWaitFor([&] { return a.of(u"line"_s).size() >= 5; }));
        for (const QJsonObject &line : a.of(u"line"_s)) {
            const QString name = line.value("name"_L1).toString();
            const bool cable = name.startsWith(u"eth"_s);
            QCOMPARE(line.value("used"_L1).toBool(), cable || name == u"lo"_s);
            QCOMPARE(line.value("multicast"_L1).toBool(), cable || name == u"lo"_s);
            QCOMPARE(line.value("broadcast"_L1).toBool(), cable);
            QCOMPARE(line.value("others"_L1).toBool(), cable);
        }
        // One of two cables: still there.
        QVERIFY(b.unplug(u"eth0"_s));
        a.events.clear();
        QTest::qWait(1'000);
        QVERIFY(a.of(u"gone"_s).isEmpty());
    }

    void whoAnsweredAMomentAgoIsHeardWhenExamined()
    {
        Host a(u"a"_s);
        Host b(u"b"_s);
        QVERIFY(plugBoth(a, b));
        a.say("on");
        b.say("on");
        QVERIFY(QTest::qWaitFor([&] { return a.here() == QStringList{b.peer}; }));
        QTest::qWait(5'000); // the asking, and once more with the addresses of IPv6
        a.say("examine");
        QTest::qWait(100); // b answers, and within a second not again
        a.say("examine");
        const auto cable = [&] {
            const QList<QJsonObject> lines = a.of(u"line"_s);
            const auto found = std::find_if(lines.begin(), lines.end(), [](const QJsonObject &line) {
                return line.value("name"_L1).toString() == u"eth0"_s;
            });
            return found == lines.end() ? QJsonObject() : *found;
        };
        QVERIFY(QTest::qWaitFor([&] { return !cable().isEmpty(); }));
        QVERIFY(cable().value("others"_L1).toBool());
    }

    void whoVanishesIsGoneInFifteenSeconds()
    {
        Host a(u"a"_s);
        Host b(u"b"_s);
        QVERIFY(plugBoth(a, b));
        a.say("on");
        b.say("on");
        QVERIFY(
            QTest::qWaitFor([&] { return a.here() == QStringList{b.peer} && b.here() == QStringList{a.peer}; }));
        b.die();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(QTest::qWaitFor([&] { return a.here().isEmpty(); }, 16'000));
        qInfo("%lld ms", timer.elapsed());
    }

    void anIdleNetworkOfElevenIsQuiet()
    {
        std::vector<std::unique_ptr<Host>> hosts;
        for (int number = 0; number < 11; ++number) {
            hosts.push_back(std::make_unique<Host>(u"h%1"_s.arg(number)));
            QVERIFY(hosts.back()->plug(u"switch1"_s, u"eth0"_s, u"10.7.0.%1/24"_s.arg(number + 1)));
            hosts.back()->say("on");
        }
        QVERIFY(QTest::qWaitFor([&] {
            return std::all_of(hosts.begin(), hosts.end(),
                               [](const auto &host) { return host->here().size() == 10; });
        }));
        QTest::qWait(5'000); // the asking, and once more with the addresses of IPv6
        const int seconds = std::max(14, qEnvironmentVariableIntValue("KITH_IDLE_SECONDS"));
        Host &host = *hosts.front();
        UdpTap tap = host.tap(u"eth0"_s);
        QTest::qWait(seconds * 1'000);
        const qint64 bytes = tap.sent().bytes + tap.got().bytes;
        const qint64 packets = tap.sent().packets + tap.got().packets;
        qInfo("%.0f bytes/s, %.1f packets/s, both ways, headers of Ethernet included", double(bytes) / seconds,
              double(packets) / seconds);
        QVERIFY(tap.sent().packets > 0 && tap.got().packets >= 10);
        QVERIFY(bytes < 200 * seconds);
        QVERIFY(packets < 5 * seconds);
        for (const auto &one : hosts)
            QCOMPARE(one->here().size(), 10);
        QVERIFY(host.of(u"gone"_s).isEmpty());
    }

    // [U3] A beacon holds no address: it is where the datagram came from, and that can be forged.
    void aSourceThatIsNobodyIsNotDialled_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<int>("port");
        QTest::addColumn<bool>("dialled");
        QTest::newRow("somebody") << u"10.7.0.2"_s << 7584 << true;
        QTest::newRow("somebody of another subnet") << u"10.9.0.2"_s << 7584 << true; // it is the source
        QTest::newRow("a port of the system") << u"10.7.0.2"_s << 22 << false;
        QTest::newRow("no port") << u"10.7.0.2"_s << 0 << false;
        QTest::newRow("nobody") << u"0.0.0.0"_s << 7584 << false;
        QTest::newRow("this computer") << u"127.0.0.1"_s << 7584 << false;
        QTest::newRow("everybody") << u"255.255.255.255"_s << 7584 << false;
        QTest::newRow("everybody of the subnet") << u"10.7.0.255"_s << 7584 << false;
        QTest::newRow("a group") << u"239.255.75.84"_s << 7584 << false;
        QTest::newRow("the listener itself") << u"10.7.0.1"_s << 7584 << false;
    }
    void aSourceThatIsNobodyIsNotDialled()
    {
        QFETCH(const QString, source);
        QFETCH(const int, port);
        QFETCH(const bool, dialled);
        Host a(u"a"_s);
        Host b(u"b"_s);
        QVERIFY(plugBoth(a, b));
        QVERIFY(a.ip(u"route add default dev eth0"_s)); // the system lets no source in to which it knows no way
        UdpTap tap = a.tap(u"eth0"_s);
        a.say("on");
        QVERIFY(QTest::qWaitFor([&] { return tap.sent().packets > 0; })); // it listens when it asks
        const auto send = [&](const QString &from, int fromPort, const PeerId &peer) {
            Beacon beacon;
            beacon.kind = Beacon::Kind::Announce;
            beacon.port = 5'000;
            beacon.peer = peer;
            beacon.counter = 1;
            beacon.run = 1;
            return b.runThere(u"python3"_s,
                              {QStringLiteral(RAW_DATAGRAM), u"eth0"_s, from, QString::number(fromPort), u"7584"_s,
                               QString::fromLatin1(beacon.encode().toHex())});
        };
        const PeerId strange = PeerId::fromBytes(QByteArray(PeerId::Bytes, 's'));
        const PeerId sound = PeerId::fromBytes(QByteArray(PeerId::Bytes, 'o'));
        QVERIFY(send(source, port, strange));
        QVERIFY(send(u"10.7.0.2"_s, 7584, sound)); // comes behind it
        QVERIFY(QTest::qWaitFor([&] { return a.here().contains(sound.shortForm()); }));
        QVERIFY(tap.got().packets >= 2);
        QCOMPARE(a.here().contains(strange.shortForm()), dialled);
    }

    void offSendsNothing()
    {
        Host a(u"a"_s);
        Host b(u"b"_s);
        QVERIFY(plugBoth(a, b));
        a.say("on");
        b.say("on");
        QVERIFY(QTest::qWaitFor([&] { return b.here() == QStringList{a.peer}; }));
        a.say("off");
        QVERIFY(QTest::qWaitFor([&] { return b.here().isEmpty(); }));
        UdpTap tap = a.tap(u"eth0"_s);
        b.say("off");
        b.say("on"); // is asked
        a.say("examine");
        QTest::qWait(std::max(3'000, qEnvironmentVariableIntValue("KITH_OFF_SECONDS") * 1'000));
        qInfo("%lld packets sent, %lld heard", tap.sent().packets, tap.got().packets);
        QVERIFY(tap.got().packets > 0);
        QCOMPARE(tap.sent().packets, 0);
    }

private:
    /// One network of two: 10.7.0.1 and 10.7.0.2.
    static bool plugBoth(Host &a, Host &b)
    {
        return a.plug(u"switch1"_s, u"eth0"_s, u"10.7.0.1/24"_s) &&
               b.plug(u"switch1"_s, u"eth0"_s, u"10.7.0.2/24"_s);
    }

    static bool hasIpv6(Host &host)
    {
        QByteArray output;
        host.ip(u"-6 addr show dev eth0 scope link"_s, &output);
        return output.contains("fe80") && !output.contains("tentative");
    }
};

QTEST_GUILESS_MAIN(TestNearby)
#include "tst_nearby.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/doctor.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace kith;
using namespace kith::doctor;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Kind = Finding::Kind;
using Line = Discovery::Line;

namespace {

Line cable(const QString &name = u"eth0"_s)
{
    Line line;
    line.interface.name = name;
    line.used = line.multicastSent = line.multicastBack = line.broadcastSent = line.broadcastBack = true;
    return line;
}

Observed healthy()
{
    Observed observed;
    observed.discovery.mode = Discovery::Mode::On;
    Line loopback = cable(u"lo"_s);
    loopback.interface.kind = platform::Interface::Kind::Loopback;
    observed.discovery.lines = {loopback, cable()};
    observed.discovery.lines.last().othersHeard = true;
    observed.listening = *Endpoint::parse(u"tcp://10.0.0.1:5000");
    observed.firewall = Firewall::None;
    return observed;
}

QList<Kind> kinds(const Observed &observed)
{
    QList<Kind> result;
    for (const Finding &finding : findings(observed))
        result.append(finding.kind);
    return result;
}

PeerId somebody(char letter)
{
    return PeerId::fromBytes(QByteArray(PeerId::Bytes, letter));
}

void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class TestDoctor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHealthyNetworkHasNoProblem()
    {
        QCOMPARE(kinds(healthy()), QList<Kind>({Kind::Works, Kind::OthersHeard}));
    }

    void eachCauseIsNamed_data()
    {
        QTest::addColumn<Observed>("observed");
        QTest::addColumn<QList<Kind>>("expected");
        const auto row = [](const char *name, const QList<Kind> &expected, auto change) {
            Observed observed = healthy();
            change(observed, observed.discovery.lines.last());
            QTest::newRow(name) << observed << expected;
        };
        row("off", {Kind::DiscoveryOff},
            [](Observed &observed, Line &) { observed.discovery.mode = Discovery::Mode::Off; });
        row("invisible", {Kind::Invisible, Kind::Works, Kind::OthersHeard},
            [](Observed &observed, Line &) { observed.discovery.mode = Discovery::Mode::Invisible; });
        row("port taken", {Kind::DiscoveryPortTaken}, [](Observed &observed, Line &) {
            observed.discovery.portError = Error{Error::Kind::PortInUse, {}, {}};
        });
        row("not listening", {Kind::NotListening, Kind::Works, Kind::OthersHeard},
            [](Observed &observed, Line &) { observed.listening.reset(); });
        row("link port taken", {Kind::LinkPortTaken, Kind::Works, Kind::OthersHeard},
            [](Observed &observed, Line &) {
                observed.listening.reset();
                observed.listeningError = Error{Error::Kind::PortInUse, {}, {}};
            });
        row("no network", {Kind::NoNetwork},
            [](Observed &observed, Line &) { observed.discovery.lines.removeLast(); });
        row("only a VPN", {Kind::AllLeftOut, Kind::LeftOut},
            [](Observed &, Line &line) { line = Line{line.interface}; });
        row("deaf", {Kind::NothingComesBack, Kind::FirewallActive}, [](Observed &observed, Line &line) {
            line.multicastBack = line.broadcastBack = line.othersHeard = false;
            observed.firewall = Firewall::Ufw;
        });
        row("multicast lost", {Kind::MulticastIsLost, Kind::OthersHeard},
            [](Observed &, Line &line) { line.multicastBack = false; });
        row("broadcast lost", {Kind::BroadcastIsLost, Kind::OthersHeard},
            [](Observed &, Line &line) { line.broadcastBack = false; });
        row("no broadcast there", {Kind::Works, Kind::OthersHeard},
            [](Observed &, Line &line) { line.broadcastSent = line.broadcastBack = false; });
        row("alone", {Kind::NobodyElse, Kind::Works}, [](Observed &, Line &line) { line.othersHeard = false; });
        row("they cannot hear me", {Kind::FriendCannotReachUs, Kind::Works, Kind::OthersHeard},
            [](Observed &observed, Line &) {
                observed.callBacks = {{somebody('b'), CallBack::Verdict::TheyCannotReachUs}};
            });
    }

    void eachCauseIsNamed()
    {
        QFETCH(const Observed, observed);
        QFETCH(const QList<Kind>, expected);
        QCOMPARE(kinds(observed), expected);
    }

    void theFirewallThatIsActiveIsNamed()
    {
        QTemporaryDir root;
        QCOMPARE(firewallBelow(root.path()), Firewall::Unknown); // nothing can be read: it does not guess
        write(root.filePath(u"proc/modules"_s), "veth 1 0 - Live 0x0\n");
        QCOMPARE(firewallBelow(root.path()), Firewall::None);
        write(root.filePath(u"proc/modules"_s), "nf_tables 1 0 - Live 0x0\n");
        QCOMPARE(firewallBelow(root.path()), Firewall::Unknown);
        const QString units = root.filePath(u"run/systemd/units/invocation:"_s);
        QDir().mkpath(QFileInfo(units).path());
        QVERIFY(QFile::link(u"0123"_s, units + u"nftables.service"_s));
        QCOMPARE(firewallBelow(root.path()), Firewall::Nftables);
        write(root.filePath(u"etc/ufw/ufw.conf"_s), "# ENABLED=yes\nENABLED=no\n");
        QCOMPARE(firewallBelow(root.path()), Firewall::Nftables);
        write(root.filePath(u"etc/ufw/ufw.conf"_s), "ENABLED=yes\n");
        QCOMPARE(firewallBelow(root.path()), Firewall::Ufw);
        QVERIFY(QFile::link(u"4567"_s, units + u"firewalld.service"_s));
        QCOMPARE(firewallBelow(root.path()), Firewall::Firewalld);
    }

    void aCallBackTellsWhichWayIsShut_data()
    {
        using wire::CallBackResult;
        QTest::addColumn<CallBackResult>("result");
        QTest::addColumn<CallBack::Verdict>("verdict");
        QTest::newRow("reached") << CallBackResult::Reached << CallBack::Verdict::BothWays;
        QTest::newRow("refused") << CallBackResult::Refused << CallBack::Verdict::NobodyListens;
        QTest::newRow("timed out") << CallBackResult::TimedOut << CallBack::Verdict::TheyCannotReachUs;
        QTest::newRow("failed") << CallBackResult::Failed << CallBack::Verdict::TheyCannotReachUs;
        QTest::newRow("not now") << CallBackResult::NotNow << CallBack::Verdict::Unknown;
    }

    void aCallBackTellsWhichWayIsShut()
    {
        QFETCH(const wire::CallBackResult, result);
        QFETCH(const CallBack::Verdict, verdict);
        const PeerId a = somebody('a');
        const PeerId b = somebody('b');
        CallBack asking;
        CallBack helping;
        const wire::CallBackRequest request = asking.ask(b, 5'000, 42, m_now);
        QVERIFY(!helping.asked(a, request, m_now)); // so it connects
        const auto answer = helping.answer(a, result);
        QVERIFY(answer);
        QVERIFY(!helping.answer(a, result));   // once
        QVERIFY(!asking.answered(a, *answer)); // not who was asked
        QVERIFY(!asking.answered(b, {result, 41}));
        QCOMPARE(*asking.answered(b, *answer), (CallBack::Result{b, verdict}));
        QVERIFY(!asking.answered(b, *answer));
    }

    void noAnswerIsAResult()
    {
        CallBack asking;
        asking.ask(somebody('b'), 5'000, 42, m_now);
        QVERIFY(!asking.expired(m_now + CallBack::Patience - 1ms));
        QCOMPARE(asking.expired(m_now + CallBack::Patience)->verdict, CallBack::Verdict::Unknown);
        asking.ask(somebody('b'), 5'000, 43, m_now);
        QVERIFY(!asking.linkDown(somebody('c')));
        QVERIFY(asking.linkDown(somebody('b')));
    }

    void nobodyMakesUsConnectOften()
    {
        CallBack helping;
        int connections = 0;
        for (auto now = m_now; now < m_now + 60s; now += 100ms) {
            const auto refused = helping.asked(somebody('a'), {5'000, 1}, now);
            connections += refused ? 0 : 1;
            QVERIFY(!refused || refused->result == wire::CallBackResult::NotNow);
            helping.answer(somebody('a'), wire::CallBackResult::Reached);
        }
        QCOMPARE(connections, 6);
        for (int number = 0; number < 10'000; ++number) {
            QByteArray id(PeerId::Bytes, 'x');
            id.replace(0, 5, QByteArray::number(10'000 + number));
            connections += helping.asked(PeerId::fromBytes(id), {5'000, 1}, m_now) ? 0 : 1;
        }
        QVERIFY(connections <= 6 + CallBack::MaxPeers);
    }

private:
    const CallBack::Clock::time_point m_now = CallBack::Clock::time_point(1000h);
};

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"

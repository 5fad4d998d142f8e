// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/discovery.h"
#include "net/networkthread.h"

#include <QElapsedTimer>
#include <QNetworkDatagram>
#include <QTest>
#include <QUdpSocket>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

PeerId somebody(char letter)
{
    return PeerId::fromBytes(QByteArray(PeerId::Bytes, letter));
}

quint16 freePort()
{
    QUdpSocket socket;
    socket.bind(QHostAddress::AnyIPv4);
    return socket.localPort();
}

/// A discovery on a thread, and what it said.
class Side : public QObject {
public:
    Side(char letter, quint16 port) : id(somebody(letter))
    {
        discovery = m_thread.adopt(std::make_unique<Discovery>(id, port));
        connect(discovery, &Discovery::heard, this,
                [this](const PeerId &peer, const Endpoint &where) { heard[peer].append(where); });
        connect(discovery, &Discovery::gone, this, [this](const PeerId &peer) { gone.append(peer); });
        connect(discovery, &Discovery::impaired, this,
                [this](const std::optional<Error> &error) { impaired.append(error); });
        connect(discovery, &Discovery::examined, this, [this] { ++examined; });
        discovery->setLinkPort(quint16(5'000 + letter));
    }

    QHash<PeerId, QList<Endpoint>> heard;
    QList<PeerId> gone;
    QList<std::optional<Error>> impaired;
    int examined = 0;
    PeerId id;
    Discovery *discovery;

private:
    NetworkThread m_thread{u"discovery"_s};
};

/// Somebody who sends what he likes from this computer to the discovery port.
class Stranger {
public:
    explicit Stranger(quint16 port) : m_port(port) { m_socket.bind(QHostAddress::LocalHost); }

    void send(const QByteArray &datagram) { m_socket.writeDatagram(datagram, QHostAddress::LocalHost, m_port); }
    void send(Beacon::Kind kind, char letter = 's')
    {
        send(Beacon{kind, 6'000, somebody(letter), ++m_counter, 7}.encode());
    }
    QByteArrayList received(int milliseconds = 300)
    {
        QByteArrayList datagrams;
        QElapsedTimer timer;
        timer.start();
        while (!timer.hasExpired(milliseconds)) {
            m_socket.waitForReadyRead(10);
            while (m_socket.hasPendingDatagrams()) {
                QByteArray datagram(2'000, '\0');
                datagram.truncate(m_socket.readDatagram(datagram.data(), datagram.size()));
                datagrams.append(datagram);
            }
        }
        return datagrams;
    }

private:
    QUdpSocket m_socket;
    quint16 m_port;
    quint64 m_counter = 0;
};

} // namespace

class TestDiscovery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoProfilesOnOneMachineSeeEachOther()
    {
        Side a('a', m_port);
        Side b('b', m_port);
        a.discovery->setMode(Discovery::Mode::On);
        QElapsedTimer timer;
        timer.start();
        b.discovery->setMode(Discovery::Mode::On);
        QTRY_VERIFY(a.heard.contains(b.id) && b.heard.contains(a.id));
        qInfo("after %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 1'000);
        QCOMPARE(a.heard.value(b.id).first().port(), quint16(5'000 + 'b'));
        QVERIFY(!a.heard.contains(a.id) && !b.heard.contains(b.id)); // U6: our own came back, too

        b.discovery->setMode(Discovery::Mode::Off);
        QTRY_COMPARE_WITH_TIMEOUT(a.gone, QList{b.id}, 500);
        QTRY_COMPARE_WITH_TIMEOUT(b.gone, QList{a.id}, 500); // from another thread
    }

    void whoIsInvisibleSeesAndIsNotSeen()
    {
        Side seen('a', m_port);
        Side hidden('b', m_port);
        seen.discovery->setMode(Discovery::Mode::On);
        hidden.discovery->setMode(Discovery::Mode::Invisible);
        QTRY_COMPARE(hidden.heard.keys(), QList{seen.id});
        hidden.discovery->setMode(Discovery::Mode::On);
        QTRY_COMPARE(seen.heard.keys(), QList{hidden.id}); // and nobody else: no one is behind a Seek
        hidden.discovery->setMode(Discovery::Mode::Invisible);
        QTRY_COMPARE(seen.gone, QList{hidden.id});
    }

    void whoCannotBeDialledIsNotSeen()
    {
        Side seen('a', m_port);
        Side other('b', m_port);
        seen.discovery->setMode(Discovery::Mode::On);
        other.discovery->setMode(Discovery::Mode::On);
        QTRY_COMPARE(other.heard.keys(), QList{seen.id});
        seen.discovery->setLinkPort(0); // nothing listens any more
        QTRY_COMPARE(other.gone, QList{seen.id});
        other.heard.clear();
        QTest::qWait(int(Discovery::KeepAlive.count()) + 500); // the silence is what is tested
        QVERIFY(other.heard.isEmpty());
    }

    void aKnownAddressIsAsked()
    {
        const quint16 port = freePort();
        Side a('a', port);
        QUdpSocket friendSocket; // holds the port at its address alone: no group, no broadcast
        QVERIFY(friendSocket.bind(QHostAddress(u"127.0.0.9"_s), port));
        a.discovery->setKnown({*Endpoint::parse(u"tcp://127.0.0.9:4000")});
        a.discovery->setMode(Discovery::Mode::On);
        QTRY_VERIFY(friendSocket.hasPendingDatagrams());
        const auto asked = Beacon::decode(friendSocket.receiveDatagram().data());
        QVERIFY(asked && asked->kind == Beacon::Kind::Ask && asked->peer == a.id);
    }

    void anAskIsAnsweredOnceASecondAndNoLonger()
    {
        Side a('a', m_port);
        ready(a);
        Stranger stranger(m_port);
        for (int i = 0; i < 20; ++i)
            stranger.send(Beacon::Kind::Ask);
        const QByteArrayList answers = stranger.received();
        QCOMPARE(answers.size(), 1);
        QCOMPARE(answers.first().size(), Beacon::Bytes);
        const auto answer = Beacon::decode(answers.first());
        QVERIFY(answer && answer->kind == Beacon::Kind::Announce && answer->peer == a.id);
    }

    void whatIsNoBeaconIsPassedOver_data()
    {
        QTest::addColumn<QByteArray>("datagram");
        const QByteArray good = Beacon{Beacon::Kind::Announce, 6'000, somebody('x'), 1, 7}.encode();
        for (const int size : {0, 1, 55, 1'201, 9'000, 65'507})
            QTest::addRow("%d bytes", size) << good.leftJustified(size, 'x', true);
        const auto patched = [&](int where, const QByteArray &with) {
            return QByteArray(good).replace(where, 2, with);
        };
        QTest::newRow("port 0") << patched(6, QByteArray(2, '\0'));
        QTest::newRow("port 22") << patched(6, QByteArray("\0\x16", 2));
        QTest::newRow("port 1023") << patched(6, "\x03\xff");
        QTest::newRow("our own id") << Beacon{Beacon::Kind::Announce, 6'000, somebody('a'), 1, 7}.encode();
    }

    void whatIsNoBeaconIsPassedOver()
    {
        QFETCH(const QByteArray, datagram);
        Side a('a', m_port);
        ready(a);
        Stranger stranger(m_port);
        stranger.send(datagram);
        stranger.send(QByteArray());
        stranger.send(Beacon::Kind::Announce);
        QTRY_VERIFY(a.heard.contains(somebody('s'))); // the socket goes on
        QVERIFY(!a.heard.contains(somebody('x')) && !a.heard.contains(a.id));
        QCOMPARE(a.heard.value(somebody('s')), QList{*Endpoint::parse(u"tcp://127.0.0.1:6000")}); // its source
    }

    void offMeansNoSocket()
    {
        Side a('a', m_port);
        ready(a);
        a.discovery->setMode(Discovery::Mode::Off);
        Stranger stranger(m_port);
        a.discovery->examine(); // whatever else it is told
        a.discovery->setLinkPort(7'000);
        a.discovery->setKnown({*Endpoint::parse(u"tcp://127.0.0.1:7000")});
        QTRY_COMPARE(a.examined, 1);
        QUdpSocket alone; // without sharing the port
        QVERIFY(alone.bind(QHostAddress::AnyIPv4, m_port, QAbstractSocket::DontShareAddress));
    }

    void anotherProgramsPortIsSaid()
    {
        const quint16 port = freePort();
        QUdpSocket other4;
        QUdpSocket other6;
        QVERIFY(other4.bind(QHostAddress::AnyIPv4, port, QAbstractSocket::DontShareAddress));
        other6.bind(QHostAddress::AnyIPv6, port, QAbstractSocket::DontShareAddress);
        Side a('a', port);
        a.discovery->setMode(Discovery::Mode::On);
        QTRY_VERIFY(!a.impaired.isEmpty());
        QVERIFY(a.impaired.first().has_value());
        QCOMPARE(a.impaired.first()->kind, Error::Kind::PortInUse);
    }

    void aFloodIsReadNoFasterThanItsLimit()
    {
        Side a('a', m_port);
        ready(a);
        const int seconds = qEnvironmentVariableIntValue("KITH_FLOOD_SECONDS");
        const qint64 length = std::max(seconds * 1'000, 1'000);
        Stranger stranger(m_port);
        QElapsedTimer timer;
        timer.start();
        qint64 sent = 0;
        qint64 worst = 0;
        qint64 next = 100;
        while (!timer.hasExpired(length)) {
            const QByteArray id = QByteArray::number(++sent).rightJustified(PeerId::Bytes, 'f');
            stranger.send(Beacon{Beacon::Kind::Announce, 6'000, PeerId::fromBytes(id), 1, 7}.encode());
            if (timer.elapsed() < next)
                continue;
            next += 100;
            QElapsedTimer beat; // a turn of its thread
            beat.start();
            QMetaObject::invokeMethod(
                a.discovery, [] {}, Qt::BlockingQueuedConnection);
            worst = std::max(worst, beat.elapsed());
        }
        QCoreApplication::processEvents();
        const auto read = a.heard.size();
        qInfo("%lld sent in %lld s, %lld read, worst turn %lld ms", sent, length / 1'000, qint64(read), worst);
        QVERIFY(read >= 100);
        QVERIFY(read <= Discovery::MaxDatagramsPerSecond * (length / 1'000 + 2));
        QVERIFY(worst <= 200);
    }

    void init() { m_port = freePort(); }

private:
    /// On, its sockets open.
    static void ready(Side &side)
    {
        side.discovery->setMode(Discovery::Mode::On);
        QMetaObject::invokeMethod(
            side.discovery, [] {}, Qt::BlockingQueuedConnection);
    }

    quint16 m_port = 0;
};

QTEST_GUILESS_MAIN(TestDiscovery)
#include "tst_discovery.moc"

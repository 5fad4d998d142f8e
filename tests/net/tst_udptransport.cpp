// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transportfactory.h"
#include "net/watch.h"

#include <QTest>
#include <QUdpSocket>

#include <memory>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<Transport> direct(const PlainTextOptions &options = {},
                                  const QString &local = u"udp://127.0.0.1:0"_s)
{
    return PlainTextTransportFactory().direct(*Endpoint::parse(local, Endpoint::Use::Local), options);
}

} // namespace

class TestUdpTransport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachDatagramIsAMessage()
    {
        const auto a = direct();
        const auto b = direct();
        Watch atA(*a);
        Watch atB(*b);
        a->open();
        b->open();
        QCOMPARE(atA.state, Transport::State::Open);
        const MessageId one = atA.send(u"one"_s, atB.local);
        atA.send(u"two"_s, atB.local);
        QVERIFY(atA.is(one, Progress::Step::Sent));
        QCOMPARE(atA.online, QList<Endpoint>({atB.local}));
        QTRY_COMPARE(atB.texts, QStringList({u"one"_s, u"two"_s}));
        QCOMPARE(atB.online, QList<Endpoint>({atA.local}));
        atB.send(u"answer"_s);
        QTRY_COMPARE(atA.texts, QStringList({u"answer"_s}));
    }

    void qIsOfflineUntilItSpeaksAgain()
    {
        const auto transport = direct();
        Watch watch(*transport);
        transport->open();
        QUdpSocket peer;
        QVERIFY(peer.bind(QHostAddress::LocalHost));
        const auto say = [&](const QByteArray &bytes) {
            peer.writeDatagram(bytes, QHostAddress::LocalHost, watch.local.port());
        };
        say("q"); // from a stranger: nothing at all
        say("");
        say("hello");
        QTRY_COMPARE(watch.texts, QStringList({u"hello"_s}));
        QCOMPARE(watch.log.count(u"online"_s), 1);
        QVERIFY(watch.departures.isEmpty());
        say("q\r\n");
        QTRY_COMPARE(watch.departures, QList<Departure>({{Departure::Kind::SaidQ, {}}}));
        QVERIFY(watch.online.isEmpty());
        say("again");
        QTRY_COMPARE(watch.online.size(), 1);
        QCOMPARE(watch.texts, QStringList({u"hello"_s, u"again"_s}));
    }

    void aPeerIsKnownByTheNameThatWasAsked()
    {
        const auto a = direct();
        const auto b = direct();
        Watch atA(*a);
        Watch atB(*b);
        a->open();
        b->open();
        const Endpoint byName = *Endpoint::make(Endpoint::Scheme::Udp, u"localhost", atB.local.port());
        atA.send(u"hello"_s, byName);
        QTRY_COMPARE(atB.texts.size(), 1);
        atB.send(u"answer"_s);
        QTRY_COMPARE(atA.texts.size(), 1);
        QCOMPARE(atA.from, byName);
    }

    void anUnknownNameIsNoPeer()
    {
        const auto transport = direct();
        Watch watch(*transport);
        transport->open();
        const MessageId id = watch.send(u"hello"_s, *Endpoint::parse(u"udp://no-such-name.invalid:9"));
        QTRY_COMPARE(watch.departures.size(), 1);
        QCOMPARE(watch.departures.constFirst().error->kind, Error::Kind::HostNotFound);
        QVERIFY(watch.is(id, Progress::Step::NotSent));
    }

    void saysWhyItCouldNotBind()
    {
        const auto first = direct();
        Watch atFirst(*first);
        first->open();
        const auto second = direct({}, atFirst.local.toString());
        Watch atSecond(*second);
        second->open();
        QCOMPARE(atSecond.failures.size(), 1);
        QCOMPARE(atSecond.failures.constFirst().kind, Error::Kind::PortInUse);
        QCOMPARE(atSecond.failures.constFirst().subject, atFirst.local.toString());
    }

    void saysThatThereIsNoWay()
    {
        const auto transport = direct();
        Watch watch(*transport);
        transport->open();
        // From an address that only this computer knows, no other one can be reached.
        const MessageId id = watch.send(u"hello"_s, *Endpoint::parse(u"udp://192.0.2.1:9"));
        QCOMPARE(watch.progress(id)->step, Progress::Step::Failed);
        QVERIFY(watch.progress(id)->error.has_value());
    }

    void bothKindsOfAddressesWithoutALocalOne()
    {
        const auto transport = PlainTextTransportFactory().direct({}, {});
        Watch watch(*transport);
        transport->open();
        QVERIFY(watch.local.port() != 0);
        const auto other = direct();
        Watch atOther(*other);
        other->open();
        watch.send(u"hello"_s, atOther.local);
        QTRY_COMPARE(atOther.texts.size(), 1);
        atOther.send(u"answer"_s);
        QTRY_COMPARE(watch.texts.size(), 1);
        QCOMPARE(watch.from, atOther.local); // IPv4, though the socket is an IPv6 one
        QCOMPARE(watch.log.count(u"online"_s), 1);
    }

    void aFloodStopsAtWhatNobodyConsumed()
    {
        const auto transport = direct();
        Watch watch(*transport);
        watch.hold = true;
        transport->open();
        QUdpSocket peer;
        const QByteArray datagram(50'000, 'x');
        for (int round = 0; round < 10; ++round) {
            for (int i = 0; i < 10; ++i)
                peer.writeDatagram(datagram, QHostAddress::LocalHost, watch.local.port());
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY(watch.bytes >= Transport::MaxUnconsumedBytes);
        QVERIFY(watch.bytes <= Transport::MaxUnconsumedBytes + datagram.size());
        watch.hold = false;
        transport->consumed(watch.from, watch.bytes);
        peer.writeDatagram("after", QHostAddress::LocalHost, watch.local.port());
        QTRY_COMPARE(watch.texts.last(), u"after"_s);
    }

    void aLongTextGoesPieceByPiece()
    {
        const auto a = direct();
        const auto b = direct();
        Watch atA(*a);
        Watch atB(*b);
        a->open();
        b->open();
        const QString text = u"长"_s.repeated(800);
        const MessageId id = atA.send(text, atB.local);
        QCOMPARE(atA.progress(id)->pieces, 3);
        for (int answers = 1; answers < 3; ++answers) {
            QTRY_COMPARE(atB.texts.size(), answers);
            atB.send(u"ok"_s);
        }
        QTRY_VERIFY(atA.is(id, Progress::Step::Sent));
        QTRY_COMPARE(atB.texts.join(QString()), text);
        b->close(Farewell::SayQ);
        QTRY_COMPARE(atA.departures, QList<Departure>({{Departure::Kind::SaidQ, {}}}));
        QTRY_COMPARE(atB.state, Transport::State::Closed);
    }
};

QTEST_GUILESS_MAIN(TestUdpTransport)
#include "tst_udptransport.moc"

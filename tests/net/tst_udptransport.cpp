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
};

QTEST_GUILESS_MAIN(TestUdpTransport)
#include "tst_udptransport.moc"

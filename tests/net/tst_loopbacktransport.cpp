// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/loopbacktransport.h"
#include "net/watch.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestLoopbackTransport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        constexpr PlainTextOptions Taking{Framing::QuietGap, Charset::Gb18030, Turns::Take};
        constexpr PlainTextOptions Free{Framing::QuietGap, Charset::Gb18030, Turns::Free};
        pair = LoopbackTransport::makePair(*Endpoint::parse(u"tcp://192.0.2.1:80"),
                                           *Endpoint::parse(u"tcp://192.0.2.2:1024"), Taking, Free);
        atJoin = std::make_unique<Watch>(*pair.joined);
        atHost = std::make_unique<Watch>(*pair.host);
        pair.host->open();
        pair.joined->open();
        QCOMPARE(atJoin->online.size(), 1);
        QCOMPARE(atHost->online.size(), 1);
    }

    void encodedBytesCross()
    {
        atJoin->send(u"你好 😀"_s);
        QTRY_COMPARE(atHost->texts, QStringList({u"你好 😀"_s}));
        QCOMPARE(atHost->messages.constFirst().raw.toHex(), QByteArray("c4e3bac3209439fc36"));
        QCOMPARE(atHost->from.toString(), u"tcp://192.0.2.2:1024"_s);
    }

    void turnsAreTaken()
    {
        atJoin->send(u"one"_s);
        const MessageId two = atJoin->send(u"two"_s);
        QTRY_COMPARE(atHost->texts, QStringList({u"one"_s}));
        QVERIFY(atJoin->is(two, Progress::Step::Waiting));
        atHost->send(u"answer"_s);
        QTRY_COMPARE(atHost->texts, QStringList({u"one"_s, u"two"_s}));
    }

    void moreThanAPipeHolds()
    {
        pair.joined->sendNow(atJoin->online.constFirst());
        const QString text = u"x"_s.repeated(200'000);
        atJoin->send(text);
        QTRY_COMPARE(atHost->texts.join(QString()), text);
    }

    void farewell()
    {
        pair.joined->close(Farewell::SayQ);
        QTRY_COMPARE(atHost->departures, QList<Departure>({{Departure::Kind::SaidQ, {}}}));
        QTRY_COMPARE(atJoin->state, Transport::State::Closed);
        QCOMPARE(atJoin->departures, QList<Departure>({{Departure::Kind::WeLeft, {}}}));
    }

private:
    LoopbackTransport::Pair pair;
    std::unique_ptr<Watch> atJoin;
    std::unique_ptr<Watch> atHost;
};

QTEST_GUILESS_MAIN(TestLoopbackTransport)
#include "tst_loopbacktransport.moc"

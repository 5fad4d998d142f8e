// SPDX-License-Identifier: GPL-3.0-or-later
// The transports against peers that behave exactly as the tutorial's four programs do.
#include "net/transportfactory.h"
#include "net/watch.h"
#include "support/scriptedpeers.h"

#include <QSemaphore>
#include <QTest>

#include <memory>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

constexpr PlainTextOptions TakingTurns{Framing::QuietGap, Charset::Utf8, Turns::Take};

Endpoint at(Endpoint::Scheme scheme, quint16 port)
{
    return *Endpoint::make(scheme, u"127.0.0.1", port);
}
Endpoint here(const QString &text)
{
    return *Endpoint::parse(text, Endpoint::Use::Local);
}

QByteArray echo(const QByteArray &message)
{
    return "re: " + message.first(qMin<qsizetype>(message.size(), 8));
}
QByteArray plain(const QByteArray &)
{
    return "ok";
}

} // namespace

class TestScriptedPeers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTcpServerReadsOneMessageAtATime()
    {
        ScriptedTcpServer server(echo);
        const auto join = PlainTextTransportFactory().join(at(Endpoint::Scheme::Tcp, server.port()), TakingTurns);
        Watch watch(*join);
        join->open();
        QTRY_COMPARE(watch.online.size(), 1);
        for (const QString &text : {u"one"_s, u"two"_s, u"three"_s})
            watch.send(text);
        QTRY_COMPARE(watch.texts, QStringList({u"re: one"_s, u"re: two"_s, u"re: three"_s}));
        join->close(Farewell::SayQ);
        QTRY_COMPARE(watch.state, Transport::State::Closed);
        QTRY_COMPARE(server.clientsServed(), 1);
        QCOMPARE(server.received(), QByteArrayList({"one", "two", "three", "q"}));
        QCOMPARE(server.death(), QString());
    }

    void theTcpServerSurvivesALongTextAndAFarewellInTheMiddle()
    {
        ScriptedTcpServer server(plain);
        const auto join = PlainTextTransportFactory().join(at(Endpoint::Scheme::Tcp, server.port()), TakingTurns);
        Watch watch(*join);
        join->open();
        QTRY_COMPARE(watch.online.size(), 1);
        const QString text = u"长文本"_s.repeated(1000);
        const MessageId id = watch.send(text);
        join->close(Farewell::SayQ);
        QTRY_COMPARE(watch.state, Transport::State::Closed);
        QVERIFY(watch.is(id, Progress::Step::Sent));
        QCOMPARE(server.death(), QString());
        QByteArrayList received = server.received();
        QCOMPARE(received.takeLast(), "q");
        QCOMPARE(received.join(), text.toUtf8());
    }

    void qWaitsForTheAnswerButNotForEver()
    {
        QSemaphore typed;
        ScriptedTcpServer server([&typed](const QByteArray &) {
            typed.acquire();
            return QByteArray("late");
        });
        const auto join = PlainTextTransportFactory().join(at(Endpoint::Scheme::Tcp, server.port()), TakingTurns);
        Watch watch(*join);
        join->open();
        QTRY_COMPARE(watch.online.size(), 1);
        watch.send(u"one"_s);
        const MessageId waiting = watch.send(u"two"_s);
        QTRY_COMPARE(server.received().size(), 1);
        join->close(Farewell::SayQ);
        QTRY_COMPARE_WITH_TIMEOUT(watch.state, Transport::State::Closed, Transport::FarewellMilliseconds + 500);
        QVERIFY(watch.is(waiting, Progress::Step::NotSent));
        QCOMPARE(watch.log.last(), u"state 0"_s);
        typed.release(); // the user of the script types only now
        QTRY_COMPARE(server.received(), QByteArrayList({"one", "q"}));
        QCOMPARE(server.death(), QString());
    }

    void theTcpClientIsServed()
    {
        const auto host = PlainTextTransportFactory().host(here(u"tcp://127.0.0.1:0"_s), {});
        Watch watch(*host);
        host->open();
        connect(host.get(), &Transport::received, this, [&](const Endpoint &peer, const Received &message) {
            watch.send(u"answer to "_s + message.text, peer);
        });
        ScriptedTcpClient client(watch.local.port(), {"你好", "two"});
        QTRY_VERIFY(client.isOver());
        QCOMPARE(client.death(), QString());
        QCOMPARE(client.received(), QByteArrayList({"answer to 你好", "answer to two"}));
        QTRY_COMPARE(watch.departures, QList<Departure>({{Departure::Kind::Closed, {}}}));
        QCOMPARE(watch.turnsEnded, 0);
    }

    void theTcpClientGetsALongAnswerPieceByPiece()
    {
        const auto host = PlainTextTransportFactory().host(here(u"tcp://127.0.0.1:0"_s), {});
        Watch watch(*host);
        host->open();
        const QString text = u"长"_s.repeated(800);
        ScriptedTcpClient client(watch.local.port(), {"tell me", "go on", "more"});
        QTRY_COMPARE(watch.texts.size(), 1);
        watch.send(text);
        QTRY_VERIFY(client.isOver());
        QCOMPARE(client.death(), QString());
        QCOMPARE(client.received().join(), text.toUtf8());
    }

    void theUdpServerAnswersAndLeavesAtQ()
    {
        ScriptedUdpServer server(echo);
        const auto transport = PlainTextTransportFactory().direct(here(u"udp://127.0.0.1:0"_s), TakingTurns);
        Watch watch(*transport);
        transport->open();
        const Endpoint peer = at(Endpoint::Scheme::Udp, server.port());
        watch.send(u"one"_s, peer);
        watch.send(u"长"_s.repeated(800), peer);
        QTRY_COMPARE(watch.texts.size(), 4);
        transport->leave(peer, Farewell::SayQ);
        QTRY_VERIFY(server.isOver());
        QCOMPARE(server.received().last(), "q");
        QCOMPARE(server.death(), QString());
        QTRY_COMPARE(watch.departures, QList<Departure>({{Departure::Kind::WeLeft, {}}}));
    }

    void theUdpClientIsServed()
    {
        const auto transport = PlainTextTransportFactory().direct(here(u"udp://127.0.0.1:0"_s), {});
        Watch watch(*transport);
        transport->open();
        connect(transport.get(), &Transport::received, this, [&](const Endpoint &peer, const Received &message) {
            watch.send(u"re: "_s + message.text, peer);
        });
        ScriptedUdpClient client(watch.local.port(), {"one", "two"});
        QTRY_VERIFY(client.isOver());
        QCOMPARE(client.received(), QByteArrayList({"re: one", "re: two"}));
    }
};

QTEST_GUILESS_MAIN(TestScriptedPeers)
#include "tst_scriptedpeers.moc"

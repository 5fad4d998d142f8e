// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transportfactory.h"
#include "net/watch.h"

#include <QTcpServer>
#include <QTest>

#include <memory>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

Endpoint anyPort()
{
    return *Endpoint::parse(u"tcp://127.0.0.1:0", Endpoint::Use::Local);
}
Endpoint tcp(const QString &host, int port)
{
    return *Endpoint::make(Endpoint::Scheme::Tcp, host, port);
}

constexpr PlainTextOptions Free{};
constexpr PlainTextOptions TakingTurns{Framing::QuietGap, Charset::Utf8, Turns::Take};
constexpr PlainTextOptions InLines{Framing::Lines, Charset::Utf8, Turns::Free};

/// A host and one that joined it, both open.
struct Couple {
    explicit Couple(const PlainTextOptions &joined, const PlainTextOptions &hosting = Free)
    {
        PlainTextTransportFactory factory;
        HostOptions options;
        options.plainText = hosting;
        host = factory.host(anyPort(), options);
        atHost = std::make_unique<Watch>(*host);
        host->open();
        join = factory.join(atHost->local, joined);
        atJoin = std::make_unique<Watch>(*join);
        join->open();
    }
    bool connected() const { return atHost->online.size() == 1 && atJoin->online.size() == 1; }

    std::unique_ptr<Transport> host;
    std::unique_ptr<Transport> join;
    std::unique_ptr<Watch> atHost;
    std::unique_ptr<Watch> atJoin;
};

} // namespace

class TestTcpTransports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void carriesTextBothWays()
    {
        Couple couple(TakingTurns);
        QTRY_VERIFY(couple.connected());
        QCOMPARE(couple.atJoin->log, QStringList({u"state 1"_s, u"state 2"_s, u"online"_s}));
        const MessageId id = couple.atJoin->send(u"你好 😀"_s);
        QVERIFY(couple.atJoin->is(id, Progress::Step::Sent));
        QTRY_COMPARE(couple.atHost->texts, QStringList({u"你好 😀"_s}));
        QCOMPARE(couple.atHost->from, couple.atHost->online.constFirst());
        couple.atHost->send(u"welcome"_s);
        QTRY_COMPARE(couple.atJoin->texts, QStringList({u"welcome"_s}));
        QCOMPARE(couple.atJoin->turnsEnded, 0);
    }

    void waitsForTheAnswer()
    {
        Couple couple(TakingTurns);
        QTRY_VERIFY(couple.connected());
        couple.atJoin->send(u"one"_s);
        const MessageId two = couple.atJoin->send(u"two"_s);
        QVERIFY(couple.atJoin->is(two, Progress::Step::Waiting));
        QTRY_COMPARE(couple.atHost->texts, QStringList({u"one"_s}));
        couple.atHost->send(u"answer"_s);
        QTRY_VERIFY(couple.atJoin->is(two, Progress::Step::Sent));
        QTRY_COMPARE(couple.atHost->texts, QStringList({u"one"_s, u"two"_s}));
    }

    void linesAreMessagesAndNeverWait()
    {
        Couple couple(InLines, InLines);
        QTRY_VERIFY(couple.connected());
        couple.atJoin->send(u"one"_s);
        couple.atJoin->send(u"two\nthree"_s);
        QTRY_COMPARE(couple.atHost->texts, QStringList({u"one"_s, u"two"_s, u"three"_s}));
    }

    void aLongTextArrivesWhole()
    {
        Couple couple(Free);
        QTRY_VERIFY(couple.connected());
        const QString text = u"长文😀"_s.repeated(300);
        const MessageId id = couple.atJoin->send(text);
        QVERIFY(couple.atJoin->is(id, Progress::Step::Partly));
        for (int answers = 1; !couple.atJoin->is(id, Progress::Step::Sent); ++answers) {
            QTRY_COMPARE(couple.atHost->texts.size(), answers);
            couple.atHost->send(u"ok"_s);
            QTRY_COMPARE(couple.atJoin->texts.size(), answers);
        }
        const int pieces = couple.atJoin->progress(id)->pieces;
        QTRY_COMPARE(couple.atHost->texts.size(), pieces);
        QCOMPARE(couple.atHost->texts.join(QString()), text);
    }

    void qEndsTheConversation()
    {
        Couple couple(Free);
        QTRY_VERIFY(couple.connected());
        couple.join->close(Farewell::SayQ);
        QTRY_COMPARE(couple.atHost->departures.size(), 1);
        QCOMPARE(couple.atHost->departures.constFirst(), (Departure{Departure::Kind::SaidQ, {}}));
        QVERIFY(couple.atHost->texts.isEmpty());
        QTRY_COMPARE(couple.atJoin->state, Transport::State::Closed);
        QCOMPARE(couple.atJoin->departures.constFirst(), (Departure{Departure::Kind::WeLeft, {}}));
        QCOMPARE(couple.atJoin->log.last(), u"state 0"_s);
        QCOMPARE(couple.atHost->state, Transport::State::Open);
    }

    void saysWhyItCouldNotConnect()
    {
        QTcpServer reserved;
        QVERIFY(reserved.listen(QHostAddress::LocalHost));
        const quint16 port = reserved.serverPort();
        reserved.close();
        PlainTextTransportFactory factory;
        const auto join = factory.join(tcp(u"127.0.0.1"_s, port), Free);
        Watch watch(*join);
        join->open();
        QTRY_COMPARE(watch.departures.size(), 1);
        QCOMPARE(watch.departures.constFirst().kind, Departure::Kind::Failed);
        QCOMPARE(watch.departures.constFirst().error->kind, Error::Kind::ConnectionRefused);
        QCOMPARE(watch.departures.constFirst().error->subject, tcp(u"127.0.0.1"_s, port).toString());
        QTRY_COMPARE(watch.state, Transport::State::Closed);
    }
};

QTEST_GUILESS_MAIN(TestTcpTransports)
#include "tst_tcptransports.moc"

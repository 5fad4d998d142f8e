// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/plaintextlink.h"
#include "net/platform.h"
#include "net/rawclient.h"
#include "net/transportfactory.h"
#include "net/watch.h"
#include "support/residentmemory.h"
#include "support/sanitizers.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTest>

#include <memory>
#include <thread>
#include <vector>

#include <malloc.h>
#include <unistd.h>

using namespace kith;
using kith::test::FiguresCount;
using kith::test::residentBytes;
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
        QTRY_VERIFY(couple.atJoin->is(id, Progress::Step::Sent));
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

    void saysThatANameIsUnknown()
    {
        const auto join = PlainTextTransportFactory().join(tcp(u"no-such-name.invalid"_s, 80), Free);
        Watch watch(*join);
        join->open();
        QTRY_COMPARE(watch.departures.size(), 1);
        QCOMPARE(watch.departures.constFirst().error->kind, Error::Kind::HostNotFound);
        QTRY_COMPARE(watch.state, Transport::State::Closed);
    }

    void saysThatThereIsNoWay()
    {
        // 255.255.255.255 is no address of a computer: the system refuses at once, whatever networks there are.
        const auto join = PlainTextTransportFactory().join(tcp(u"255.255.255.255"_s, 80), Free);
        Watch watch(*join);
        join->open();
        QTRY_COMPARE(watch.departures.size(), 1);
        QCOMPARE(watch.departures.constFirst().error->kind, Error::Kind::Unreachable);
    }

    void namesTheSystemsErrors_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, int code, Error::Kind kind) {
            QTest::newRow(name) << code << int(kind);
        };
        row("refused", ECONNREFUSED, Error::Kind::ConnectionRefused);
        row("no network", ENETUNREACH, Error::Kind::Unreachable);
        row("no host", EHOSTUNREACH, Error::Kind::Unreachable);
        row("network down", ENETDOWN, Error::Kind::Unreachable);
        row("timed out", ETIMEDOUT, Error::Kind::TimedOut);
        row("reset", ECONNRESET, Error::Kind::ConnectionLost);
        row("no descriptor", EMFILE, Error::Kind::TooManyDescriptors);
        row("other", EIO, Error::Kind::NetworkFailed);
    }
    void namesTheSystemsErrors()
    {
        QFETCH(const int, code);
        QFETCH(const int, kind);
        const Error error = platform::networkError(code, u"tcp://a:1"_s);
        QCOMPARE(int(error.kind), kind);
        QCOMPARE(error.subject, u"tcp://a:1"_s);
        QVERIFY(!error.detail.isEmpty());
    }

    void saysWhyItCouldNotListen_data()
    {
        QTest::addColumn<QString>("local");
        QTest::addColumn<int>("kind");
        QTest::newRow("in use") << QString() << int(Error::Kind::PortInUse);
        QTest::newRow("not ours") << u"tcp://192.0.2.1:0"_s << int(Error::Kind::AddressNotLocal);
        QTest::newRow("unknown name") << u"tcp://no-such-name.invalid:0"_s << int(Error::Kind::HostNotFound);
    }
    void saysWhyItCouldNotListen()
    {
        QFETCH(const QString, local);
        QFETCH(const int, kind);
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const Endpoint endpoint = local.isEmpty() ? tcp(u"127.0.0.1"_s, other.serverPort())
                                                  : *Endpoint::parse(local, Endpoint::Use::Local);
        const auto host = PlainTextTransportFactory().host(endpoint, {});
        Watch watch(*host);
        host->open();
        QTRY_COMPARE(watch.failures.size(), 1);
        QCOMPARE(int(watch.failures.constFirst().kind), kind);
        QCOMPARE(watch.failures.constFirst().subject, endpoint.toString());
        QCOMPARE(watch.state, Transport::State::Closed);
    }

    void whatWasNotSentIsReportedBeforeTheEnd()
    {
        Couple couple(TakingTurns);
        QTRY_VERIFY(couple.connected());
        couple.atJoin->send(u"one"_s);
        const MessageId two = couple.atJoin->send(u"two"_s);
        couple.host->close(Farewell::Silently);
        QTRY_COMPARE(couple.atJoin->departures, QList<Departure>({{Departure::Kind::Closed, {}}}));
        QVERIFY(couple.atJoin->is(two, Progress::Step::NotSent));
        const QStringList &log = couple.atJoin->log;
        QCOMPARE(log.sliced(log.size() - 3), QStringList({u"progress %1 0/1"_s.arg(int(Progress::Step::NotSent)),
                                                          u"offline 1"_s, u"state 0"_s}));
        couple.join->send(couple.atJoin->from, {two, u"two"_s});
        QCOMPARE(couple.atJoin->progress(two)->error->kind, Error::Kind::NotConnected);
    }

    void leavingSilentlyShowsAtOnce()
    {
        const auto host = PlainTextTransportFactory().host(anyPort(), {});
        Watch watch(*host);
        host->open();
        RawClient client(watch.local.port());
        QTRY_COMPARE(watch.online.size(), 1);
        host->leave(watch.online.constFirst(), Farewell::Silently);
        QVERIFY(client.sawTheEnd());
        client.finish();
        QTRY_COMPARE(watch.departures, QList<Departure>({{Departure::Kind::WeLeft, {}}}));
    }

    void sendNowEndsTheWaiting()
    {
        Couple couple(TakingTurns);
        QTRY_VERIFY(couple.connected());
        couple.atJoin->send(u"one"_s);
        const MessageId two = couple.atJoin->send(u"two"_s);
        couple.join->sendNow(couple.atJoin->online.constFirst());
        QTRY_VERIFY(couple.atJoin->is(two, Progress::Step::Sent));
        QCOMPARE(couple.atJoin->turnsEnded, 1);
        QTRY_COMPARE(couple.atHost->texts.join(QString()), u"onetwo"_s);
    }

    void aPeerThatVanishes_data()
    {
        QTest::addColumn<bool>("reset");
        QTest::addColumn<int>("kind");
        QTest::newRow("in an orderly way") << false << int(Departure::Kind::Closed);
        QTest::newRow("with a reset") << true << int(Departure::Kind::Failed);
    }
    void aPeerThatVanishes()
    {
        QFETCH(const bool, reset);
        QFETCH(const int, kind);
        HostOptions options;
        options.plainText = InLines;
        const auto host = PlainTextTransportFactory().host(anyPort(), options);
        Watch watch(*host);
        host->open();
        RawClient client(watch.local.port());
        client.say("whole\nhal");
        QTRY_COMPARE(watch.texts, QStringList({u"whole"_s}));
        reset ? client.reset() : client.finish();
        QTRY_COMPARE(watch.departures.size(), 1);
        QCOMPARE(int(watch.departures.constFirst().kind), kind);
        QCOMPARE(watch.texts, QStringList({u"whole"_s, u"hal"_s})); // what had arrived is not lost
        if (reset)
            QCOMPARE(watch.departures.constFirst().error->kind, Error::Kind::ConnectionLost);
        QCOMPARE(watch.state, Transport::State::Open);
    }

    void aMessageInTheMiddleFailsWithThePeer()
    {
        const auto host = PlainTextTransportFactory().host(anyPort(), {});
        Watch watch(*host);
        host->open();
        RawClient client(watch.local.port());
        client.say("hello");
        QTRY_COMPARE(watch.online.size(), 1);
        const MessageId whole = watch.send(QString(3000, u'x'));
        const MessageId behind = watch.send(u"behind"_s);
        QTRY_VERIFY(watch.is(whole, Progress::Step::Partly));
        client.finish();
        QTRY_COMPARE(watch.departures.size(), 1);
        QCOMPARE(watch.progress(whole)->step, Progress::Step::Failed);
        QCOMPARE(watch.progress(whole)->error->kind, Error::Kind::Interrupted);
        QVERIFY(watch.is(behind, Progress::Step::NotSent));
    }

    void aCharacterSplitByTheNetworkIsJoined()
    {
        const auto host = PlainTextTransportFactory().host(anyPort(), {});
        Watch watch(*host);
        host->open();
        RawClient client(watch.local.port());
        client.say("\xe4\xbd");
        QTest::qWait(3 * int(PlainTextLink::QuietGap.count())); // the quiet itself is what is tested
        QVERIFY(watch.texts.isEmpty());
        client.say("\xa0");
        QTRY_COMPARE(watch.texts, QStringList({u"你"_s}));
        client.say("\xe4\xbd");
        QTRY_COMPARE(watch.texts.size(), 2); // in the end it is shown as it is
        QVERIFY(watch.messages.last().malformed);
    }

    void anAnswerOfNothingIsAnAnswer()
    {
        HostOptions options;
        options.plainText = TakingTurns;
        const auto host = PlainTextTransportFactory().host(anyPort(), options);
        Watch watch(*host);
        host->open();
        RawClient client(watch.local.port());
        QTRY_COMPARE(watch.online.size(), 1);
        watch.send(u"one"_s);
        const MessageId two = watch.send(u"two"_s);
        client.say("\r\n");
        QTRY_VERIFY(watch.is(two, Progress::Step::Sent));
        QVERIFY(watch.texts.isEmpty());
    }

    void oneAtATimeServesTheNextWhenTheFirstHasLeft()
    {
        HostOptions options;
        options.clients = HostOptions::Clients::OneAtATime;
        const auto host = PlainTextTransportFactory().host(anyPort(), options);
        Watch watch(*host);
        host->open();
        RawClient first(watch.local.port());
        RawClient second(watch.local.port());
        second.say("second");
        first.say("first");
        QTRY_COMPARE(watch.texts, QStringList({u"first"_s}));
        QCOMPARE(watch.online.size(), 1);
        first.say("q");
        QTRY_COMPARE(watch.texts, QStringList({u"first"_s, u"second"_s}));
        QVERIFY(watch.impairments.isEmpty());
    }

    void serversAreFoundOverIpv6AndReportedAsIpv4()
    {
        const auto host =
            PlainTextTransportFactory().host(*Endpoint::parse(u"tcp://[::]:0", Endpoint::Use::Local), {});
        Watch watch(*host);
        host->open();
        RawClient client(watch.local.port());
        QTRY_COMPARE(watch.online.size(), 1);
        QCOMPARE(watch.online.constFirst().host(), u"127.0.0.1"_s);
    }

    void aFloodStopsAtWhatNobodyConsumed()
    {
        const auto host = PlainTextTransportFactory().host(anyPort(), {});
        Watch watch(*host);
        watch.hold = true;
        host->open();
        RawClient client(watch.local.port());
        client.say("begin");
        QTRY_COMPARE(watch.texts.size(), 1);
        constexpr qint64 Total = 100'000'000;
        const QByteArray block(1'000'000, 'x');
        std::thread flood([&client, &block] {
            for (qint64 sent = 0; sent < Total; sent += block.size())
                client.say(block);
        });
        const qint64 before = residentBytes();
        qint64 most = before;
        qint64 seen = 0;
        qint64 largest = 0;
        QElapsedTimer time;
        time.start();
        while (seen < Total && time.elapsed() < 20'000) {
            QTRY_VERIFY(!watch.messages.isEmpty());
            QCoreApplication::processEvents();
            most = qMax(most, residentBytes());
            const QList<Received> taken = std::exchange(watch.messages, {});
            watch.texts.clear();
            qint64 bytes = 0;
            for (const Received &message : taken) {
                bytes += message.bytes;
                largest = qMax(largest, message.bytes);
            }
            QVERIFY(bytes < Transport::MaxUnconsumedBytes + PlainTextDecoder::MaxMessageBytes);
            seen += bytes;
            host->consumed(watch.from, bytes);
        }
        flood.join();
        QVERIFY(seen >= Total);
        QVERIFY(largest <= PlainTextDecoder::MaxMessageBytes);
        qInfo("100 MB at once: %.1f MiB more resident memory, %lld ms", double(most - before) / 1048576,
              time.elapsed());
        QVERIFY(!FiguresCount || most - before < 6 * 1024 * 1024); // most of it two messages on their way
    }

    void readingStopsWhileNothingIsConsumed()
    {
        HostOptions options;
        options.plainText = InLines;
        const auto host = PlainTextTransportFactory().host(anyPort(), options);
        Watch watch(*host);
        watch.hold = true;
        host->open();
        RawClient client(watch.local.port());
        std::thread flood([&client] { client.say(QByteArray("0123456789abcde\n").repeated(1 << 18)); }); // 4 MiB
        QTRY_VERIFY(watch.bytes >= Transport::MaxUnconsumedBytes);
        QTest::qWait(50); // nothing may happen for a while
        QVERIFY(watch.bytes < Transport::MaxUnconsumedBytes + PlainTextLink::MaxReadPerTurn);
        watch.hold = false;
        host->consumed(watch.from, watch.bytes);
        QTRY_COMPARE(watch.bytes, qint64(4) << 20);
        flood.join();
    }

    void aThousandClients()
    {
        platform::raiseDescriptorLimit();
        HostOptions options;
        options.plainText = InLines;
        const auto host = PlainTextTransportFactory().host(anyPort(), options);
        Watch watch(*host);
        connect(host.get(), &Transport::received, this,
                [&](const Endpoint &peer, const Received &message) { watch.send(message.text, peer); });
        host->open();
        const size_t before = ::mallinfo2().uordblks; // resident memory would hide what earlier tests gave back
        constexpr int Count = 1000;
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < Count; ++i) {
            clients.push_back(std::make_unique<RawClient>(watch.local.port()));
            clients.back()->say("hello " + QByteArray::number(i) + '\n');
        }
        QTRY_COMPARE(watch.texts.size(), Count);
        const size_t each = (::mallinfo2().uordblks - before) / Count;
        qInfo("1,000 clients: %.1f KiB of memory each", double(each) / 1024);
        QVERIFY(each < 24 * 1024);
        for (int i = 0; i < Count; ++i)
            QCOMPARE(clients[size_t(i)]->read(), "hello " + QByteArray::number(i) + '\n');
        QVERIFY(watch.impairments.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTcpTransports)
#include "tst_tcptransports.moc"

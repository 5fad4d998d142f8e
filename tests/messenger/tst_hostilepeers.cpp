// SPDX-License-Identifier: GPL-3.0-or-later
// What hostile people do to a whole Kith: strangers, friends who mean no good, and somebody in a friend's place. Ids in
// brackets are those of the list of attacks. KITH_IMPOSTORS, KITH_RACES, KITH_STRANGERS, KITH_STORM_SECONDS and
// KITH_UNREAD make them more than in the suite.
#include "messenger/peers.h"
#include "net/linkside.h"
#include "net/rawtls.h"
#include "support/flood.h"
#include "support/node.h"
#include "support/sanitizers.h"

#include <QDir>
#include <QTcpServer>
#include <QUdpSocket>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <ctime>
#include <thread>
#include <vector>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Phase = ComparisonProgress::Phase;
using Trust = Contact::Trust;

namespace {

int count(const char *variable, int otherwise)
{
    const int wanted = qEnvironmentVariableIntValue(variable);
    return wanted > 0 ? wanted : otherwise;
}

/// Dials without a pause.
Peers::Options eager()
{
    Peers::Options options = Node::quietly();
    options.limits.firstRetry = options.limits.lastRetry = 1ms;
    options.limits.dialsASecond = 1'000'000;
    options.limits.handshakesASecond = 1'000'000;
    return options;
}

Contact contactOf(Node &node, const PeerId &peer)
{
    return node.messenger.contact(node.messenger.peers().contactOf(peer)).value_or(Contact());
}

ConversationId conversationWith(Node &node, const PeerId &peer)
{
    return node.messenger.find(node.messenger.peers().contactOf(peer));
}

qsizetype eventsIn(Node &node, const ConversationId &conversation, Message::Event event)
{
    const QList<Message> all = node.history(conversation);
    return std::count_if(all.cbegin(), all.cend(), [event](const Message &message) {
        return message.kind == Message::Kind::System && message.event == event;
    });
}

template <typename Type>
qsizetype countOf(const LinkSide &side)
{
    return std::count_if(side.messages.cbegin(), side.messages.cend(),
                         [](const wire::Message &message) { return std::holds_alternative<Type>(message); });
}

double cpuSeconds(clockid_t whose)
{
    timespec used{};
    ::clock_gettime(whose, &used);
    return double(used.tv_sec) + double(used.tv_nsec) * 1e-9;
}

int openFiles()
{
    return int(QDir(u"/proc/self/fd"_s).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System).size());
}

/// Nothing of what strangers said is in `directory`, also not in a page that is no longer used.
void verifyNothingIsKept(const QString &directory, const QByteArray &said)
{
    const QFileInfoList files = QDir(directory).entryInfoList(QDir::Files);
    QVERIFY(!files.isEmpty());
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(said), qPrintable(info.fileName()));
    }
    Node again(directory);
    QVERIFY(again.messenger.contacts().isEmpty());
    QVERIFY(again.messenger.conversations().isEmpty());
}

} // namespace

class TestHostilePeers : public QObject {
    Q_OBJECT

    /// `side` calls `node`; more calls of it make further links.
    static void call(LinkSide &side, Node &node)
    {
        const auto linksBefore = side.up.size();
        side.links->dial(node.messenger.peers().self(), node.invitation().endpoint);
        QTRY_VERIFY(side.up.size() > linksBefore);
    }
    static void say(LinkSide &side, Node &node, const wire::Message &message)
    {
        const PeerId to = node.messenger.peers().self();
        side.links->send(to, side.linkWith(to), message);
    }
    /// `side` calls, greets, and is taken for a friend.
    static void befriend(LinkSide &side, Node &node)
    {
        call(side, node);
        say(side, node, wire::Greeting{u"hello"_s});
        QTRY_COMPARE(node.messenger.peers().introductions().size(), 1);
        QVERIFY(!node.messenger.peers().accept(side.id()).isNull());
        QTRY_COMPARE(countOf<wire::GreetingAnswer>(side), 1);
    }
    /// Somebody at `server` becomes the friend of `node`, who holds an invitation there, and leaves.
    static void wasThere(Node &node, RawServer &server, const Identity &identity)
    {
        QVERIFY(node.messenger.peers().befriend({identity.id(), endpointOf(server.port())}));
        RawTls::Options options = RawTls::with(identity);
        options.serves = true;
        RawTls host(server.accept(), options);
        QVERIFY(host.shakeHands());
        const auto hello = host.next();
        QVERIFY(hello && std::holds_alternative<wire::Hello>(*hello));
        wire::HelloOk ok;
        ok.peer = identity.id();
        ok.nonce = std::get<wire::Hello>(*hello).nonce;
        ok.name = u"Bob"_s;
        QVERIFY(host.say(ok) && host.say(wire::GreetingAnswer{wire::GreetingVerdict::Accepted}));
        QTRY_VERIFY(contactOf(node, identity.id()).isFriend());
    }
    static Endpoint endpointOf(quint16 port) { return *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", port); }

private Q_SLOTS:
    void initTestCase() { ::signal(SIGPIPE, SIG_IGN); } // OpenSSL's own sockets do not avoid it

    // Strangers

    void nothingOfAStrangerIsKept_data() // [A13]
    {
        QTest::addColumn<QList<wire::Message>>("said");
        QTest::addColumn<bool>("ends");
        QTest::addColumn<int>("introductions");
        const wire::Text text{MessageId::random(), 7, {}, u"kept by nobody"_s, {}};
        using List = QList<wire::Message>;
        QTest::addRow("a text") << List{text} << false << 1; // who believes to be a friend asks to be one
        QTest::addRow("an acknowledgement") << List{wire::Ack{{MessageId::random()}}} << true << 0;
        QTest::addRow("what was read") << List{wire::Read{1'000'000}} << false << 0;
        QTest::addRow("typing") << List{wire::Typing{wire::Activity::Typing}} << false << 0;
        QTest::addRow("an answer to no greeting")
            << List{wire::GreetingAnswer{wire::GreetingVerdict::Accepted}, text} << false << 1;
        QTest::addRow("a comparison") << List{Comparison::Commit{QByteArray(Comparison::CommitmentBytes, 'c')}}
                                      << false << 0;
        QTest::addRow("a step of no comparison")
            << List{Comparison::Reveal{QByteArray(Comparison::NonceBytes, 'r')}} << false << 0;
        QTest::addRow("a call back") << List{wire::CallBackRequest{4'000, 1}} << false << 0;
        QTest::addRow("an answer to no call back") << List{wire::CallBackAnswer{}} << false << 0;
        QTest::addRow("presence") << List{wire::Presence{wire::Availability::Busy, u"kept by nobody"_s}} << false
                                  << 0;
        QTest::addRow("hosts") << List{wire::Hosts{{{QByteArray(wire::HostPlace::AddressBytes, 'h'), 80}}}}
                               << false << 0;
        QTest::addRow("a greeting to a host that is none")
            << List{wire::Greeting{u"kept by nobody"_s, 8080}} << false << 1;
        QTest::addRow("a greeting") << List{wire::Greeting{u"kept by nobody"_s}} << false << 1;
    }
    void nothingOfAStrangerIsKept()
    {
        QFETCH(const QList<wire::Message>, said);
        QFETCH(const bool, ends);
        QFETCH(const int, introductions);
        QTemporaryDir directory;
        {
            Node ann(directory.path());
            ann.goOnline(u"Ann"_s);
            Peers &peers = ann.messenger.peers();
            QSignalSpy compared(&peers, &Peers::comparisonChanged);
            QSignalSpy typing(&peers, &Peers::typingChanged);
            LinkSide mallory({}, u"Mallory"_s);
            call(mallory, ann);
            for (const wire::Message &message : said)
                say(mallory, ann, message);
            // Behind all that; where the link has ended, it is not heard.
            say(mallory, ann, wire::Presence{wire::Availability::Away, u"the end"_s});
            if (ends)
                QTRY_COMPARE(mallory.down.size(), 1);
            else
                QTRY_COMPARE(peers.nearby(mallory.id())->presence.status, u"the end"_s);
            QCOMPARE(peers.introductions().size(), introductions);
            const auto isPresence = [](const wire::Message &m) {
                return std::holds_alternative<wire::Presence>(m);
            };
            QVERIFY(std::all_of(mallory.messages.cbegin(), mallory.messages.cend(), isPresence));
            QVERIFY(ann.added.isEmpty());
            QVERIFY(compared.isEmpty() && typing.isEmpty());
            QVERIFY(ann.messenger.contacts().isEmpty());
            QVERIFY(ann.messenger.conversations().isEmpty());
        }
        verifyNothingIsKept(directory.path(), "kept by nobody");
    }

    void fewIntroductionsAreKeptAndNoneOnTheDisk() // [D8]
    {
        const int many = count("KITH_STRANGERS", 110);
        QTemporaryDir directory;
        {
            Node ann(directory.path());
            ann.goOnline(u"Ann"_s, eager());
            Peers &peers = ann.messenger.peers();
            QSignalSpy gone(&peers, &Peers::introductionGone);
            const Pulse pulse;
            for (int i = 0; i < many; ++i) {
                const Identity identity = LinkSide::newIdentity();
                RawTls stranger(RawSocket(peers.local().port()), RawTls::with(identity));
                QVERIFY(stranger.shakeHands() && stranger.greet(identity.id()));
                QVERIFY(stranger.say(wire::Greeting{QString(300, u'w')}));
                if (i % 20 == 0 || i == many - 1) // let it be heard, before it is gone
                    QTRY_VERIFY(!peers.introductions().isEmpty() &&
                                peers.introductions().constLast().peer == identity.id());
            }
            QTRY_VERIFY(peers.nearby().isEmpty());
            QCOMPARE(peers.introductions().size(), Peers::MaxIntroductions);
            QCOMPARE(gone.size(), many - Peers::MaxIntroductions);
            QTRY_VERIFY(peers.nearby().isEmpty());
            qInfo("%d strangers, %lld KiB more memory", many, qlonglong(pulse.growthBytes() / 1024));
            // And one of them says it again and again.
            LinkSide mallory;
            call(mallory, ann);
            const Pulse busy;
            std::jthread speaker([&mallory, self = peers.self(), link = mallory.linkWith(peers.self())] {
                for (int i = 1; i <= 10'000; ++i)
                    mallory.links->send(self, link, wire::Greeting{QString::number(i) + QString(300, u'w')});
                mallory.links->send(self, link, wire::Greeting{u"enough"_s});
            });
            QTRY_COMPARE(peers.introductions().constLast().words, u"enough"_s);
            QCOMPARE(peers.introductions().size(), Peers::MaxIntroductions);
            QVERIFY(ann.messenger.contacts().isEmpty());
            qInfo("10,000 more greetings of one, worst gap %lld ms, %lld KiB more memory in all",
                  busy.worstGapMilliseconds(), qlonglong(pulse.growthBytes() / 1024));
            QVERIFY(!WaitsCount || busy.worstGapMilliseconds() < 200);
            QVERIFY(!FiguresCount || pulse.growthBytes() < 64 * Megabyte);
        }
        verifyNothingIsKept(directory.path(), QByteArray(300, 'w'));
    }

    void aStormOfConnectionsStopsNobody() // [D1]
    {
        const int seconds = count("KITH_STORM_SECONDS", 2);
        Node ann;
        Peers::Options options = Node::quietly();
        options.limits = LinkLimits(); // those of the released program
        ann.goOnline(u"Ann"_s, options);
        LinkSide ben;
        befriend(ben, ann);
        const PeerId self = ann.messenger.peers().self();
        const quint16 port = ann.messenger.peers().local().port();
        const int filesBefore = openFiles();
        std::atomic<int> connected = 0;
        std::atomic<int> most = 0;
        std::atomic<double> stormSeconds = 0;
        std::jthread storm([&](const std::stop_token &stop) {
            std::vector<RawSocket> open; // each stays for half a second
            QElapsedTimer clock;
            clock.start();
            while (!stop.stop_requested()) {
                for (int due = int(clock.elapsed()); connected < due; ++connected) { // a thousand a second
                    RawSocket one(port, INADDR_LOOPBACK + 1 + quint32(connected % 250));
                    if (one.isConnected())
                        one.say("\x16");
                    open.push_back(std::move(one));
                }
                if (open.size() > 500)
                    open.erase(open.begin(), open.end() - 500);
                most = std::max(most.load(), openFiles() - int(open.size()));
                std::this_thread::sleep_for(1ms); // its pace, not that of the test
            }
            stormSeconds = cpuSeconds(CLOCK_THREAD_CPUTIME_ID);
        });
        const Pulse pulse;
        QElapsedTimer clock;
        clock.start();
        const double cpuBefore = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
        qint64 slowest = 0;
        int said = 0;
        while (clock.elapsed() < seconds * 1000) {
            QElapsedTimer way;
            way.start();
            ben.say(self, QString::number(++said));
            QVERIFY(QTest::qWaitFor([&] { return ann.added.size() == said; }));
            slowest = std::max(slowest, way.elapsed());
        }
        storm.request_stop();
        storm.join();
        const double cpu = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - cpuBefore - stormSeconds;
        const double share = 1000 * cpu / double(clock.elapsed());
        qInfo("%d connections in %d s, at most %d sockets of ours, %d messages meanwhile, the slowest in %lld ms, "
              "worst gap %lld ms, %.0f %% of a core, %.1f MiB more memory",
              connected.load(), seconds, most - filesBefore, said, slowest, pulse.worstGapMilliseconds(),
              share * 100, double(pulse.growthBytes()) / Megabyte);
        QVERIFY(connected >= seconds * 500);
        QVERIFY(most - filesBefore <= 256);
        QVERIFY(slowest < 1000);
        QVERIFY(!FiguresCount || share < 0.6);
        QVERIFY(!WaitsCount || pulse.worstGapMilliseconds() < 200);
        QVERIFY(ben.down.isEmpty());
    }

    void strangersOfOneNameAreTwo() // [U9]
    {
        OnlineNode ann(u"Ann"_s);
        LinkSide bob({}, u"Bob"_s);
        befriend(bob, ann);
        LinkSide other({}, u"B\u043Eb"_s); // a Cyrillic o
        call(other, ann);
        Peers &peers = ann.messenger.peers();
        QTRY_COMPARE(peers.nearby().size(), 2);
        QVERIFY(bob.id().shortForm() != other.id().shortForm());
        const QString shown = peers.nearby(other.id())->name;
        QCOMPARE(peers.mistakableFor(shown, other.id()), peers.contactOf(bob.id()));
        QVERIFY(peers.mistakableFor(u"Bob"_s, bob.id()).isNull()); // it is nobody else
    }

    // Friends who break the rules

    void aFriendWhoBreaksARuleIsCutOff_data() // [A13]
    {
        QTest::addColumn<QList<wire::Message>>("said");
        using List = QList<wire::Message>;
        QTest::addRow("an acknowledgement of what was never sent") << List{wire::Ack{{MessageId::random()}}};
        const QByteArray number(Comparison::NonceBytes, 'n');
        QTest::addRow("an answer to no comparison") << List{Comparison::Nonce{number}};
        QTest::addRow("a number that was not asked for") << List{Comparison::Reveal{number}};
        const Comparison::Commit commit{QByteArray(Comparison::CommitmentBytes, 'c')};
        QTest::addRow("a second commitment") << List{commit, commit};
    }
    void aFriendWhoBreaksARuleIsCutOff()
    {
        QFETCH(const QList<wire::Message>, said);
        OnlineNode ann(u"Ann"_s);
        LinkSide mallory;
        befriend(mallory, ann);
        const ConversationId conversation = conversationWith(ann, mallory.id());
        const qsizetype before = ann.history(conversation).size();
        for (const wire::Message &message : said)
            say(mallory, ann, message);
        QTRY_COMPARE(mallory.down.size(), 1);
        QCOMPARE(ann.history(conversation).size(), before);
        QCOMPARE(contactOf(ann, mallory.id()).trust, Trust::Seen);
    }

    void whoIsCutOffHearsWhatWasSaidBefore()
    {
        OnlineNode ann(u"Ann"_s);
        LinkSide mallory;
        befriend(mallory, ann);
        const PeerId self = ann.messenger.peers().self();
        // In one record, so that Ann hears both at once.
        mallory.links->say(self, mallory.linkWith(self),
                           {{wire::Greeting{u"once more"_s}, wire::Ack{{MessageId::random()}}}});
        QTRY_COMPARE(mallory.down.size(), 1);
        QCOMPARE(countOf<wire::GreetingAnswer>(mallory), 2);
    }

    void whoWasGoneBeforeTheCommitIsToldOfItInTheNextGreeting()
    {
        OnlineNode ann(u"Ann"_s);
        LinkSide ben;
        befriend(ben, ann);
        const PeerId self = ann.messenger.peers().self();
        ben.say(self, u"and off"_s);
        ben.links->close(self);
        QTRY_COMPARE(ann.received(), QStringList{u"and off"_s});
        QTRY_VERIFY(ann.messenger.peers().nearby().isEmpty());
        call(ben, ann);
        QCOMPARE(ben.up.constLast().knownCounter, ben.counter);
    }

    void threeComparisonsAnHourAreAnswered_data() // [T25]
    {
        QTest::addColumn<bool>("links");
        QTest::addRow("over one link") << false;
        QTest::addRow("over a link each") << true;
    }
    void threeComparisonsAnHourAreAnswered()
    {
        QFETCH(const bool, links);
        constexpr int Attempts = 1000;
        OnlineNode ann(u"Ann"_s);
        LinkSide mallory;
        befriend(mallory, ann);
        const PeerId self = ann.messenger.peers().self();
        const QByteArray number(Comparison::NonceBytes, 'n');
        const Comparison::Commit commit{Comparison::commitment(mallory.id(), self, number)};
        for (int i = 1; i <= Comparison::MaxAttemptsAnHour; ++i) {
            say(mallory, ann, commit);
            QTRY_COMPARE(countOf<Comparison::Nonce>(mallory), i);
            say(mallory, ann, Comparison::Reveal{number});
            if (!links)
                continue;
            mallory.links->close(self);
            QTRY_VERIFY(ann.messenger.peers().nearby().isEmpty());
            call(mallory, ann);
        }
        for (int i = Comparison::MaxAttemptsAnHour; i < Attempts; ++i)
            say(mallory, ann, commit);
        mallory.say(self, u"behind them"_s);
        QTRY_COMPARE(ann.received(), QStringList{u"behind them"_s});
        mallory.say(self, u"and behind what was answered"_s);
        QTRY_COMPARE(countOf<wire::Ack>(mallory), 2);
        QCOMPARE(countOf<Comparison::Nonce>(mallory), Comparison::MaxAttemptsAnHour);
        QCOMPARE(countOf<wire::CompareLocked>(mallory), Attempts - Comparison::MaxAttemptsAnHour);
        const ContactId contact = ann.messenger.peers().contactOf(mallory.id());
        QCOMPARE(ann.messenger.contact(contact)->trust, Trust::Seen);
        QSignalSpy progress(&ann.messenger.peers(), &Peers::comparisonChanged);
        ann.messenger.peers().compare(contact); // nor do ours go on meanwhile
        QCOMPARE(progress.last().at(1).value<ComparisonProgress>().phase, Phase::Locked);
    }

    void tenThousandMessagesAtOnceAreKeptOnce() // [D7]
    {
        constexpr int Messages = 10'000;
        OnlineNode ann(u"Ann"_s);
        LinkSide mallory;
        befriend(mallory, ann);
        const PeerId self = ann.messenger.peers().self();
        QList<wire::Text> texts;
        for (int i = 1; i <= Messages; ++i)
            texts.append({MessageId::random(), i, {}, QString::number(i) + QString(100, u'x'), {}});
        QElapsedTimer clock;
        clock.start();
        const Pulse pulse;
        const quint64 link = mallory.linkWith(self);
        std::jthread speaker([&] {
            for (const wire::Text &text : std::as_const(texts)) {
                mallory.links->send(self, link, text);
                if (text.counter % 10 == 0)
                    mallory.links->send(self, link, text); // once more, as after a lost acknowledgement
            }
        });
        QTRY_COMPARE_WITH_TIMEOUT(ann.added.size(), Messages, 60'000);
        const double seconds = double(clock.elapsed()) / 1000;
        qInfo("%d messages kept in %.2f s, worst gap %lld ms, %.1f MiB more memory", Messages, seconds,
              pulse.worstGapMilliseconds(), double(pulse.growthBytes()) / Megabyte);
        QVERIFY(!WaitsCount || pulse.worstGapMilliseconds() < 200);
        QVERIFY(!FiguresCount || pulse.growthBytes() < 64 * Megabyte);
        mallory.counter = Messages;
        mallory.say(self, u"last"_s);
        QTRY_COMPARE(ann.added.size(), Messages + 1);
        QStringList expected;
        for (const wire::Text &text : texts)
            expected.append(text.text);
        expected.append(u"last"_s);
        QCOMPARE(ann.received(), expected);
        QVERIFY(mallory.down.isEmpty());
        const QList<Message> kept = ann.history(conversationWith(ann, mallory.id()));
        QCOMPARE(kept.constLast().text, u"last"_s);
    }

    void whatAFriendDoesNotReadStaysOnTheDisk() // [D4]
    {
        const int messages = count("KITH_UNREAD", 2000);
        Node ann;
        Peers::Options options = Node::quietly();
        options.limits.pingAfter = options.limits.pong = options.limits.writing = 300ms;
        ann.goOnline(u"Ann"_s, options);
        const Identity mallory = LinkSide::newIdentity();
        RawTls deaf(RawSocket(ann.messenger.peers().local().port()), RawTls::with(mallory));
        QVERIFY(deaf.shakeHands() && deaf.greet(mallory.id()));
        QVERIFY(deaf.say(wire::Greeting{u"hello"_s}));
        QTRY_COMPARE(ann.messenger.peers().introductions().size(), 1);
        const ConversationId conversation = ann.messenger.peers().accept(mallory.id());
        QSignalSpy links(&ann.messenger.peers(), &Peers::linkChanged);
        const Pulse pulse;
        const QString text(400, u'x');
        qsizetype mostSent = 0;
        int said = 0;
        while (said < messages) {
            for (int i = 0; i < 100; ++i, ++said)
                QVERIFY(ann.messenger.send(conversation, text));
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE_WITH_TIMEOUT(ann.phase(conversation), Link::Phase::Offline, 20'000);
        QVERIFY(links.last().at(1).value<Link>().error.has_value());
        QTRY_VERIFY(!ann.messenger.isBusy());
        QHash<MessageId, Message::State> states;
        for (const auto &arguments : ann.changed) {
            const auto message = arguments.first().value<Message>();
            states.insert(message.id, message.state);
            mostSent += message.state == Message::State::Sent ? 1 : 0;
        }
        QCOMPARE(states.size(), messages);
        for (const Message::State state : std::as_const(states))
            QCOMPARE(state, Message::State::Queued);
        qInfo("%d messages for one who does not read, %lld handed to the link, worst gap %lld ms, %.1f MiB more "
              "memory",
              said, qlonglong(mostSent), pulse.worstGapMilliseconds(), double(pulse.growthBytes()) / Megabyte);
        QVERIFY(mostSent <= 1000); // a mebibyte in the worst case, PeerDelivery::MaxInFlightBytes
    }

    void manyNoticesStopNothing_data() // [D7]
    {
        QTest::addColumn<QString>("kind");
        QTest::addRow("typing") << u"typing"_s;
        QTest::addRow("presence") << u"presence"_s;
        QTest::addRow("what was read") << u"read"_s;
    }
    void manyNoticesStopNothing()
    {
        QFETCH(const QString, kind);
        constexpr int Notices = 50'000;
        OnlineNode ann(u"Ann"_s);
        LinkSide mallory;
        befriend(mallory, ann);
        const PeerId self = ann.messenger.peers().self();
        const Pulse pulse;
        QElapsedTimer clock;
        clock.start();
        std::jthread speaker([&, link = mallory.linkWith(self)] {
            for (int i = 0; i < Notices; ++i) {
                if (kind == u"typing"_s)
                    mallory.links->send(self, link, wire::Typing{wire::Activity(i % 2)});
                else if (kind == u"presence"_s)
                    mallory.links->send(self, link, wire::Presence{wire::Availability(i % 3), {}});
                else
                    mallory.links->send(self, link, wire::Read{i + 1});
            }
            mallory.links->send(self, link, wire::Text{MessageId::random(), 1, {}, u"behind them"_s, {}});
        });
        QTRY_COMPARE_WITH_TIMEOUT(ann.received().size(), 1, 60'000);
        qInfo("%d notices in %.2f s, worst gap %lld ms, %.1f MiB more memory", Notices,
              double(clock.elapsed()) / 1000, pulse.worstGapMilliseconds(),
              double(pulse.growthBytes()) / Megabyte);
        QVERIFY(!WaitsCount || pulse.worstGapMilliseconds() < 200);
    }

    void aClockThatGoesBackwardsChangesNoOrder() // [T22, T23]
    {
        OnlineNode ann(u"Ann"_s);
        LinkSide ben;
        befriend(ben, ann);
        using Time = std::chrono::milliseconds;
        const QList<Time> times = {
            Time::max(), Time(4'102'444'800'000), Time(2'147'483'648'000), Time(1), Time(0), Time(-1),
            Time::min()};
        QStringList expected;
        for (const Time time : times) {
            expected.append(QString::number(qint64(time.count())));
            say(ben, ann, wire::Text{MessageId::random(), expected.size(), time, expected.constLast(), {}});
        }
        QTRY_COMPARE(ann.received(), expected);
        QStringList kept;
        for (const Message &message : ann.history(conversationWith(ann, ben.id()))) {
            kept.append(message.text);
            QCOMPARE(message.counter, kept.size());
            QVERIFY(message.sentAt.isValid());
        }
        QCOMPARE(kept, expected);
    }

    // Somebody in a friend's place

    void impostorsHearNothingAtAll() // [T1]
    {
        const int runs = count("KITH_IMPOSTORS", 50);
        const Identity bob = LinkSide::newIdentity();
        const Identity mallory = LinkSide::newIdentity();
        Node ann;
        ann.goOnline(u"Ann"_s, eager());
        RawServer place;
        wasThere(ann, place, bob);
        const ConversationId conversation = conversationWith(ann, bob.id());
        const auto secret = ann.messenger.send(conversation, u"secret"_s);
        QVERIFY(secret);
        QSignalSpy failed(&ann.messenger.peers(), &Peers::dialFailed);
        qsizetype told = 0;
        for (int run = 0; run < runs; ++run) {
            RawTls::Options options = RawTls::with(mallory);
            options.serves = true;
            options.asks = run % 2 == 0;
            RawTls impostor(place.accept(), options);
            QVERIFY(!impostor.shakeHands());
            told += impostor.read().size();
        }
        qInfo("%d impostors, %lld bytes told to them", runs, qlonglong(told));
        QCOMPARE(told, 0);
        const auto changed = [&] {
            return std::count_if(failed.cbegin(), failed.cend(), [](const QList<QVariant> &arguments) {
                return arguments.at(2).value<Error>().kind == Error::Kind::PeerChanged;
            });
        };
        QTRY_VERIFY(changed() >= runs);
        QTRY_COMPARE(contactOf(ann, bob.id()).trust,
                     Trust::Changed); // he had his time to prove that he is elsewhere
        QCOMPARE(contactOf(ann, bob.id()).changedTo, mallory.id());
        QTRY_COMPARE(eventsIn(ann, conversation, Message::Event::KeyChanged), 1); // said once
        QCOMPARE(ann.state(*secret), Message::State::Queued);
        QVERIFY(ann.messenger.peers().nearby().isEmpty());
    }

    void whoIsInBetweenAtFirstIsNotVerified() // [T2]
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        const Identity mallory = LinkSide::newIdentity();
        LinkSide likeBob(*Identity::fromPrivateKey(mallory.privateKey().view()), {}, u"Bob"_s);
        LinkSide likeAnn(*Identity::fromPrivateKey(mallory.privateKey().view()), {}, u"Ann"_s);
        befriend(likeBob, ann);
        befriend(likeAnn, bob);
        const Contact here = contactOf(ann, mallory.id());
        const Contact there = contactOf(bob, mallory.id());
        QCOMPARE(here.displayName(), u"Bob"_s);
        QCOMPARE(here.trust, Trust::Seen);
        QCOMPARE(there.trust, Trust::Seen);
        QVERIFY(!ann.messenger.peers().safetyNumber(here.id).isEmpty());
        QVERIFY(ann.messenger.peers().safetyNumber(here.id) != bob.messenger.peers().safetyNumber(there.id));
    }

    void aFriendIsNeverSpokenToInPlainText() // [T8]
    {
        const int runs = count("KITH_IMPOSTORS", 50);
        const Identity bob = LinkSide::newIdentity();
        Node ann;
        ann.goOnline(u"Ann"_s, eager());
        RawServer place;
        wasThere(ann, place, bob);
        const ConversationId conversation = conversationWith(ann, bob.id());
        const auto secret = ann.messenger.send(conversation, u"secret"_s);
        QVERIFY(secret);
        for (int run = 0; run < runs; ++run) {
            RawSocket plain = place.accept();
            QByteArray heard(4096, '\0');
            heard.truncate(qMax<ssize_t>(0, ::recv(plain.fd(), heard.data(), size_t(heard.size()), 0)));
            QVERIFY(!heard.isEmpty());
            QCOMPARE(heard.front(), '\x16');
            if (run % 2 == 0)
                QVERIFY(plain.say("It is me, Bob. Write in plain text, please.\r\n"));
            else
                ::shutdown(plain.fd(), SHUT_WR);
            const auto rest = plain.readToTheEnd();
            QVERIFY(rest.has_value());
            heard += *rest;
            // Handshakes and alerts of TLS, nothing else.
            qsizetype at = 0;
            while (at + 5 <= heard.size() && (heard.at(at) == '\x16' || heard.at(at) == '\x15'))
                at += 5 + quint8(heard.at(at + 3)) * 256 + quint8(heard.at(at + 4));
            QCOMPARE(at, heard.size());
            QVERIFY(!heard.contains("secret") && !heard.contains("Ann"));
        }
        QTRY_COMPARE(ann.messenger.peers().nearby().size(), 0);
        QCOMPARE(ann.state(*secret), Message::State::Queued);
        QCOMPARE(ann.messenger.conversations().size(), 1);
        QCOMPARE(contactOf(ann, bob.id()).trust, Trust::Verified);
    }

    void aLineThatClaimsToBeAFriendStaysOutside() // [T9]
    {
        OnlineNode ann(u"Ann"_s);
        const quint16 shared = ann.host().port();
        LinkSide bob({}, u"Bob"_s);
        befriend(bob, ann);
        const ConversationId conversation = conversationWith(ann, bob.id());
        const QString claim =
            u"Bob: it is me, %1, at %2"_s.arg(bob.id().toString(), QString::number(bob.endpoint.port()));
        RawSocket liar(shared);
        QVERIFY(liar.say(claim.toUtf8() + "\n"));
        QTRY_COMPARE(ann.received().size(), 1);
        const auto message = ann.added.last().first().value<Message>();
        QVERIFY(message.conversation != conversation);
        QVERIFY(message.via != Via::PeerLink);
        QCOMPARE(message.protection, Protection::None);
        const auto contact = ann.messenger.contact(message.sender);
        QVERIFY(contact && !contact->isPerson());
        QVERIFY(ann.history(conversation).isEmpty());
        // And what is answered there goes to the address, not to the friend.
        QVERIFY(ann.messenger.send(message.conversation, u"who are you?"_s));
        bob.say(ann.messenger.peers().self(), u"here I am"_s);
        QTRY_COMPARE(ann.history(conversation).size(), 1);
        QVERIFY(bob.texts.isEmpty());
    }

    void oneLinkIsLeftWhenBothDialAtOnce() // [T16]
    {
        const int races = count("KITH_RACES", 5);
        for (int race = 0; race < races; ++race) {
            Node ann;
            ann.goOnline(u"Ann"_s, eager());
            Node bob;
            bob.goOnline(u"Bob"_s, eager());
            const auto here = ann.messenger.peers().befriend(bob.invitation());
            const auto there = bob.messenger.peers().befriend(ann.invitation());
            QVERIFY(here && there);
            QStringList texts;
            for (int i = 1; i <= 5; ++i) {
                texts.append(QString::number(i));
                QVERIFY(ann.messenger.send(*here, texts.constLast()));
                QVERIFY(bob.messenger.send(*there, texts.constLast()));
            }
            QTRY_COMPARE(ann.received(), texts);
            QTRY_COMPARE(bob.received(), texts);
            QTRY_VERIFY(!ann.messenger.isBusy() && !bob.messenger.isBusy());
            QCOMPARE(ann.messenger.peers().nearby().size(), 1);
            QCOMPARE(bob.messenger.peers().nearby().size(), 1);
            QCOMPARE(ann.received(), texts);
            QCOMPARE(bob.received(), texts);
        }
        qInfo("%d races, nothing lost or doubled", races);
    }

    // Beacons that lie

    void aForgedBeaconChangesNothingOfAFriend_data() // [U2]
    {
        QTest::addColumn<bool>("linked");
        QTest::addColumn<bool>("dead");
        QTest::addRow("who is there, at another Kith") << true << false;
        QTest::addRow("who is there, where nobody is") << true << true;
        QTest::addRow("who is away, at another Kith") << false << false;
        QTest::addRow("who is away, where nobody is") << false << true;
    }
    void aForgedBeaconChangesNothingOfAFriend()
    {
        QFETCH(const bool, linked);
        QFETCH(const bool, dead);
        Node ann;
        Forger forger;
        ann.goOnline(u"Ann"_s, forger.hearing(eager()));
        LinkSide mallory({}, u"Bob"_s);
        mallory.listen();
        auto bob = std::make_unique<LinkSide>(LinkLimits(), u"Bob"_s);
        bob->listen();
        QTRY_VERIFY(!mallory.endpoint.isNull() && !bob->endpoint.isNull());
        const PeerId id = bob->id();
        const quint16 port = bob->endpoint.port();
        QVERIFY(ann.messenger.peers().befriend({id, bob->endpoint}));
        QTRY_COMPARE(bob->up.size(), 1);
        say(*bob, ann, wire::GreetingAnswer{wire::GreetingVerdict::Accepted});
        QTRY_VERIFY(contactOf(ann, id).isFriend());
        Identity twin = bob->twin();
        if (!linked) {
            bob.reset();
            QTRY_VERIFY(ann.messenger.peers().nearby().isEmpty());
        }

        QSignalSpy failed(&ann.messenger.peers(), &Peers::dialFailed);
        const auto triedAt = [&](const Endpoint &where) {
            return std::any_of(failed.cbegin(), failed.cend(), [&](const QList<QVariant> &arguments) {
                return arguments.at(1).value<Endpoint>() == where;
            });
        };
        const quint16 nobodysPort = deadPort();
        for (int i = 0; i < 10; ++i) { // more than the endpoints that are remembered
            const quint16 lie = dead ? quint16(nobodysPort - i) : mallory.endpoint.port();
            forger.announce(id, lie);
            if (!linked)
                QTRY_VERIFY(triedAt(Forger::endpointThere(lie)));
        }
        if (linked) { // heard behind them
            LinkSide eve;
            eve.listen();
            QTRY_VERIFY(!eve.endpoint.isNull());
            forger.announce(eve.id(), eve.endpoint.port());
            QTRY_COMPARE(eve.up.size(), 1);
        }
        QCOMPARE(contactOf(ann, id).trust, Trust::Verified);
        QCOMPARE(contactOf(ann, id).endpoint, endpointOf(port));
        if (!linked) { // it is found again where it was, and does nothing for it itself
            bob = std::make_unique<LinkSide>(std::move(twin), LinkLimits(), u"Bob"_s);
            bob->links->listen(port);
            QTRY_COMPARE(bob->up.size(), 1);
        }
        const auto sent = ann.messenger.send(conversationWith(ann, id), u"still you?"_s);
        QTRY_COMPARE(bob->texts, QStringList{u"still you?"_s});
        QVERIFY(mallory.texts.isEmpty());
        QCOMPARE(contactOf(ann, id).trust, Trust::Verified);
        QCOMPARE(contactOf(ann, id).endpoint, endpointOf(port));
        QCOMPARE(bob->down.size(), 0);
        QVERIFY(sent);
    }

    void aForgedBeaconIsNotRememberedWithANewFriend_data() // [U2]
    {
        QTest::addColumn<bool>("asks");
        QTest::addRow("who asked us") << false;
        QTest::addRow("whom we asked") << true;
    }
    void aForgedBeaconIsNotRememberedWithANewFriend()
    {
        QFETCH(const bool, asks);
        Node ann;
        Forger forger;
        ann.goOnline(u"Ann"_s, forger.hearing(eager()));
        LinkSide mallory({}, u"Bob"_s);
        mallory.listen();
        LinkSide eve;
        eve.listen();
        QTRY_VERIFY(!mallory.endpoint.isNull() && !eve.endpoint.isNull());
        PeerId id;
        QSignalSpy failed(&ann.messenger.peers(), &Peers::dialFailed);
        {
            LinkSide bob({}, u"Bob"_s);
            id = bob.id();
            call(bob, ann);
            forger.announce(id, mallory.endpoint.port());
            forger.announce(eve.id(), eve.endpoint.port()); // heard behind it
            QTRY_COMPARE(ann.messenger.peers().nearby().size(), 2);
            if (asks) {
                ann.messenger.peers().greet(id);
                QTRY_COMPARE(countOf<wire::Greeting>(bob), 1);
                say(bob, ann, wire::GreetingAnswer{wire::GreetingVerdict::Accepted});
            } else {
                say(bob, ann, wire::Greeting{u"hello"_s});
                QTRY_COMPARE(ann.messenger.peers().introductions().size(), 1);
                ann.messenger.peers().accept(id);
            }
            QTRY_VERIFY(contactOf(ann, id).isFriend());
        }
        // Bob is gone: whoever is where the beacon said is not Bob, and nothing else.
        QTRY_VERIFY(!failed.isEmpty());
        QCOMPARE(contactOf(ann, id).trust, Trust::Seen);
        QVERIFY(mallory.texts.isEmpty());
    }

private:
    /// Says in the discovery what is not so, from this computer.
    class Forger {
    public:
        Forger()
        {
            QUdpSocket free;
            free.bind(QHostAddress::AnyIPv4);
            m_port = free.localPort();
            m_socket.bind(elsewhere());
        }
        /// Another computer, as far as anybody can see.
        static QHostAddress elsewhere() { return QHostAddress(u"127.0.0.2"_s); }
        static Endpoint endpointThere(quint16 port)
        {
            return *Endpoint::make(Endpoint::Scheme::Tcp, elsewhere().toString(), port);
        }
        Peers::Options hearing(Peers::Options options) const
        {
            options.visibility = Peers::Visibility::On;
            options.discoveryPort = m_port;
            return options;
        }
        void announce(const PeerId &who, quint16 port)
        {
            const Beacon beacon{Beacon::Kind::Announce, port, who, ++m_counter, 7};
            QVERIFY(m_socket.writeDatagram(beacon.encode(), QHostAddress::LocalHost, m_port) > 0);
        }

    private:
        QUdpSocket m_socket;
        quint16 m_port = 0;
        quint64 m_counter = quint64(1) << 62;
    };

    /// The highest of ten at which, for now, nobody listens.
    static quint16 deadPort()
    {
        QTcpServer server;
        return server.listen(QHostAddress(QHostAddress::LocalHost)) ? server.serverPort() : quint16(0);
    }
};

QTEST_GUILESS_MAIN(TestHostilePeers)
#include "tst_hostilepeers.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Joining a host: encrypted where a Kith is known, in plain text where none is, between whole Kiths on the loopback.
#include "messenger/peers.h"
#include "net/linkside.h"
#include "net/rawtls.h"
#include "support/node.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QUdpSocket>

#include <algorithm>
#include <csignal>
#include <functional>
#include <future>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

using Standing = Contact::Standing;

namespace {

Contact contactOf(Node &node, const PeerId &peer)
{
    return node.messenger.contact(node.messenger.peers().contactOf(peer)).value_or(Contact());
}

PeerId idOf(Node &node)
{
    return node.messenger.peers().self();
}

Endpoint loopback(quint16 port)
{
    return *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", port);
}

Endpoint tcp(QStringView text)
{
    return *Endpoint::parse(text, Endpoint::Use::Local);
}

/// A wire between two programs that somebody listens to.
class Tap : public QObject {
public:
    explicit Tap(quint16 target)
    {
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
        connect(&m_server, &QTcpServer::newConnection, this, [this, target] {
            QTcpSocket *near = m_server.nextPendingConnection();
            auto *far = new QTcpSocket(near);
            far->connectToHost(QHostAddress::LocalHost, target);
            connect(near, &QTcpSocket::readyRead, far, [this, near, far] {
                const QByteArray bytes = near->readAll();
                there += bytes;
                if (m_isHolding)
                    m_held = [far, bytes] { far->write(bytes); };
                else
                    far->write(bytes);
            });
            connect(far, &QTcpSocket::readyRead, near, [this, near, far] {
                const QByteArray bytes = far->readAll();
                back += bytes;
                near->write(bytes);
            });
            connect(near, &QTcpSocket::disconnected, far, &QTcpSocket::disconnectFromHost);
            connect(far, &QTcpSocket::disconnected, near, &QTcpSocket::disconnectFromHost);
        });
    }
    quint16 port() const { return m_server.serverPort(); }
    void hold() { m_isHolding = true; } ///< The first words of whoever connects, until release().
    void release()
    {
        m_isHolding = false;
        m_held();
    }

    QByteArray there; ///< From whoever connects,
    QByteArray back;  ///< and what was answered.

private:
    QTcpServer m_server;
    bool m_isHolding = false;
    std::function<void()> m_held;
};

/// Whether `bytes` are records of TLS from the first to the last.
bool isAllTls(const QByteArray &bytes)
{
    qsizetype at = 0;
    while (at + 5 <= bytes.size() && bytes.at(at) >= '\x14' && bytes.at(at) <= '\x17')
        at += 5 + quint8(bytes.at(at + 3)) * 256 + quint8(bytes.at(at + 4));
    return !bytes.isEmpty() && bytes.front() == '\x16' && at >= bytes.size();
}

/// Whoever sees it: a host tells strangers nothing else. What the discovery says goes to a port of its own.
Peers::Options openly()
{
    Peers::Options options = Node::quietly();
    options.visibility = Peers::Visibility::On;
    QUdpSocket own;
    if (!own.bind(QHostAddress::LocalHost))
        qFatal("no port for the discovery");
    options.discoveryPort = own.localPort();
    return options;
}

} // namespace

class TestJoins : public QObject {
    Q_OBJECT

    /// A link between strangers.
    static void meet(Node &one, const Invitation &invitation, Node &other)
    {
        QVERIFY(one.messenger.peers().befriend(invitation));
        QTRY_COMPARE(other.messenger.peers().introductions().size(), 1);
        other.messenger.peers().decline(idOf(one));
        QTRY_COMPARE(contactOf(one, idOf(other)).standing, Standing::Stranger);
        QVERIFY(other.messenger.contacts().isEmpty());
    }
    static void meet(Node &one, Node &other) { meet(one, other.invitation(), other); }
    static void befriend(Node &one, Node &other)
    {
        QVERIFY(one.messenger.peers().befriend(other.invitation()));
        QTRY_COMPARE(other.messenger.peers().introductions().size(), 1);
        QVERIFY(!other.messenger.peers().accept(idOf(one)).isNull());
        QTRY_VERIFY(contactOf(one, idOf(other)).isFriend());
    }
    static QList<Endpoint> hostsOf(Node &node, const PeerId &peer)
    {
        return node.messenger.peers().nearby(peer).value_or(NearbyPeer()).hosts;
    }
    static Result<ConversationId> resultOf(const QFuture<Result<ConversationId>> &future)
    {
        const bool isDone = QTest::qWaitFor([&] { return future.isFinished(); }, 20'000);
        return isDone ? future.result() : failure(Error::Kind::TimedOut);
    }
    /// The conversation that joining `endpoint` opens.
    static ConversationId join(Node &node, const Endpoint &endpoint)
    {
        return resultOf(node.messenger.joinAutomatically(endpoint)).value_or(ConversationId());
    }
    static bool isWithPerson(Node &node, const ConversationId &id)
    {
        const auto conversation = node.messenger.conversation(id);
        return conversation && conversation->endpoint.isNull();
    }
    static KithThere kithAt(Node &node, const Endpoint &endpoint)
    {
        const auto there = node.messenger.peers().kithAt(endpoint);
        const bool isDone = QTest::qWaitFor([&] { return there.isFinished(); });
        return isDone ? there.result() : KithThere();
    }
    static qsizetype plainClients(Node &node)
    {
        const QList<Conversation> all = node.messenger.conversations();
        return std::count_if(all.cbegin(), all.cend(),
                             [](const Conversation &one) { return !one.endpoint.isNull(); });
    }

private Q_SLOTS:
    void initTestCase() { ::signal(SIGPIPE, SIG_IGN); } // OpenSSL's own sockets do not avoid it

    void twoKithsGoEncrypted()
    {
        Node ann;
        Node bob;
        ann.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s, openly());
        Tap tap(bob.messenger.peers().local().port());
        meet(ann, {idOf(bob), loopback(tap.port())}, bob);
        const Endpoint host = bob.host();
        QTRY_COMPARE(hostsOf(ann, idOf(bob)), QList<Endpoint>{host});

        const ConversationId here = join(ann, host);
        QVERIFY(isWithPerson(ann, here));
        const auto secret = ann.messenger.send(here, u"in secret"_s); // at once, as in any conversation
        QVERIFY(secret);
        QTRY_COMPARE(bob.received(), QStringList{u"in secret"_s}); // nobody there was asked
        QTRY_COMPARE(ann.state(*secret), Message::State::Delivered);
        QVERIFY(contactOf(ann, idOf(bob)).isFriend() && contactOf(bob, idOf(ann)).isFriend());
        QVERIFY(bob.messenger.peers().introductions().isEmpty());
        const auto arrived = bob.added.last().first().value<Message>();
        QCOMPARE(arrived.protection, Protection::Encrypted);
        QVERIFY(bob.messenger.send(arrived.conversation, u"in secret too"_s));
        QTRY_COMPARE(ann.received(), QStringList{u"in secret too"_s});

        QVERIFY(isAllTls(tap.there) && isAllTls(tap.back));
        QVERIFY(!(tap.there + tap.back).contains("secret"));
        QCOMPARE(plainClients(bob) + plainClients(ann), 0);
        // Whoever hosts sees who came.
        const ConversationId there = arrived.conversation;
        const HostId id = bob.messenger.hosts().constFirst().id;
        const auto guests = [&] { return bob.messenger.host(id)->connected; };
        QCOMPARE(bob.messenger.link(there).host, id);
        QCOMPARE(guests(), 1);
        bob.messenger.close(there);
        QCOMPARE(guests(), 0);
        QVERIFY(bob.messenger.link(there).isOnline()); // a person is no client
        QCOMPARE(join(ann, host), here);               // a friend is opened
        QTRY_COMPARE(guests(), 1);
        bob.messenger.stopHost(id);
        QTRY_VERIFY(bob.messenger.link(there).host.isNull());
        QCOMPARE(guests(), 0);
        QVERIFY(bob.messenger.link(there).isOnline());
    }

    void plainTextIsPlainTextWhereItWasChosen()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const Endpoint host = bob.host();
        QTRY_COMPARE(hostsOf(ann, idOf(bob)), QList<Endpoint>{host});
        const ConversationId chosen = ann.messenger.join(host);
        QVERIFY(!isWithPerson(ann, chosen));
        QTRY_VERIFY(ann.messenger.link(chosen).isOnline());
        QVERIFY(ann.messenger.send(chosen, u"for everybody"_s));
        QTRY_COMPARE(bob.received(), QStringList{u"for everybody"_s});
        QCOMPARE(bob.added.last().first().value<Message>().protection, Protection::None);
        QCOMPARE(plainClients(bob), 1);

        // And a host of plain text alone is for nobody a Kith.
        HostOptions options;
        options.links = HostOptions::Links::Refused;
        const Endpoint plain = bob.host(options);
        const ConversationId there = join(ann, plain);
        QVERIFY(!isWithPerson(ann, there));
        QTRY_VERIFY(ann.messenger.link(there).isOnline());
        QCOMPARE(hostsOf(ann, idOf(bob)), QList<Endpoint>{host});
    }

    void aSimpleProgramNeverGetsAByteOfTls()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob); // on the same computer as the program
        const Endpoint host = bob.host();
        QTRY_COMPARE(hostsOf(ann, idOf(bob)), QList<Endpoint>{host});
        RawServer program;
        for (const QString &name : {u"127.0.0.1"_s, u"localhost"_s}) {
            const Endpoint there = *Endpoint::make(Endpoint::Scheme::Tcp, name, program.port());
            const ConversationId id = join(ann, there);
            QVERIFY(!isWithPerson(ann, id));
            QTRY_VERIFY(ann.messenger.link(id).isOnline());
            RawSocket client = program.accept();
            QVERIFY(ann.messenger.send(id, u"hello"_s));
            QTRY_VERIFY(
                std::any_of(ann.changed.cbegin(), ann.changed.cend(), [](const QList<QVariant> &arguments) {
                    return arguments.first().value<Message>().state == Message::State::Sent;
                }));
            ann.messenger.close(id);
            ::shutdown(client.fd(), SHUT_WR);
            auto all = std::async(std::launch::async, [&client] { return client.readToTheEnd(); });
            QTRY_VERIFY(all.wait_for(std::chrono::seconds(0)) ==
                        std::future_status::ready); // it may be this thread that sends
            QCOMPARE(all.get().value_or("nothing"), "hello");
            ann.changed.clear();
        }
        QVERIFY(!program.hasCaller());
    }

    void aNameLeadsToTheKithThere()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const Endpoint host = bob.host();
        QTRY_COMPARE(hostsOf(ann, idOf(bob)), QList<Endpoint>{host});
        const Endpoint named = *Endpoint::make(Endpoint::Scheme::Tcp, u"localhost", host.port());
        QCOMPARE(kithAt(ann, named), (KithThere{idOf(bob), KithThere::How::Hosts}));
        QVERIFY(isWithPerson(ann, join(ann, named)));
    }

    void thePortOfTheLinksIsAKithToo()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const Endpoint port = bob.invitation().endpoint;
        QCOMPARE(kithAt(ann, port), (KithThere{idOf(bob), KithThere::How::Listens}));
        QCOMPARE(kithAt(ann, loopback(quint16(port.port() + 1))), KithThere());
        QCOMPARE(kithAt(ann, ann.invitation().endpoint), KithThere()); // the own one
    }

    void whoBeginsAndEndsToHostSaysSo()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const Endpoint first = bob.host();
        const Endpoint second = bob.host();
        QTRY_COMPARE(hostsOf(ann, idOf(bob)), (QList<Endpoint>{first, second}));
        bob.messenger.stopHost(bob.messenger.hosts().constFirst().id);
        QTRY_COMPARE(hostsOf(ann, idOf(bob)), QList<Endpoint>{second});
        QCOMPARE(kithAt(ann, first), KithThere());
        const auto end = bob.messenger.shutDown();
        QTRY_VERIFY(ann.messenger.peers().nearby().isEmpty());
        QCOMPARE(kithAt(ann, second), KithThere()); // left in order: any program may be there now
    }

    void whoIsHiddenTellsNothing()
    {
        Node ann;
        Node bob;
        ann.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s, openly());
        meet(ann, bob);
        const Endpoint host = bob.host();
        QTRY_COMPARE(hostsOf(ann, idOf(bob)), QList<Endpoint>{host});
        bob.messenger.peers().setPresence({Presence::Availability::Invisible, {}});
        QTRY_VERIFY(hostsOf(ann, idOf(bob)).isEmpty());
        bob.messenger.peers().setPresence({Presence::Availability::Online, {}});
        QTRY_COMPARE(hostsOf(ann, idOf(bob)), QList<Endpoint>{host});
        bob.messenger.peers().setVisibility(Peers::Visibility::Off); // to strangers
        QTRY_VERIFY(hostsOf(ann, idOf(bob)).isEmpty());
        QVERIFY(ann.messenger.peers().nearby(idOf(bob)));
        QCOMPARE(kithAt(ann, host), KithThere());
        QVERIFY(!isWithPerson(ann, join(ann, host)));
    }

    void whoIsBlockedIsNotLetIn()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const Endpoint host = bob.host();
        bob.messenger.peers().block(idOf(ann));
        QTRY_VERIFY(ann.messenger.peers().nearby().isEmpty());
        ann.messenger.removeContact(contactOf(ann, idOf(bob)).id);
        const auto refused = resultOf(ann.messenger.peers().join(host));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::PeerRefused);
        QCOMPARE(contactOf(bob, idOf(ann)).standing, Standing::Blocked);
        QVERIFY(ann.messenger.conversations().isEmpty());

        // Nor does anybody come to one who is blocked.
        bob.messenger.peers().unblock(idOf(ann));
        ann.messenger.peers().block(idOf(bob));
        const auto own = resultOf(ann.messenger.peers().join(host));
        QVERIFY(!own);
        QCOMPARE(own.error().kind, Error::Kind::PersonBlocked);
    }

    void onlyAHostLetsEverybodyIn_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("off"); // from the port that is hosted
        QTest::addColumn<bool>("isLetIn");
        QTest::addRow("that port") << u"tcp://127.0.0.1:0"_s << 0 << true;
        QTest::addRow("another port") << u"tcp://127.0.0.1:0"_s << 1 << false;
        QTest::addRow("no port") << u"tcp://127.0.0.1:0"_s << -1 << false;
    }
    void onlyAHostLetsEverybodyIn()
    {
        QFETCH(const QString, host);
        QFETCH(const int, off);
        QFETCH(const bool, isLetIn);
        OnlineNode ann(u"Ann"_s);
        const quint16 port = ann.host().port();
        LinkSide eve({}, u"Eve"_s);
        eve.links->dial(idOf(ann), ann.invitation().endpoint);
        QTRY_COMPARE(eve.up.size(), 1);
        const auto joins = quint16(off < 0 ? 0 : port + off);
        eve.links->send(idOf(ann), eve.linkWith(idOf(ann)), wire::Greeting{u"let me in"_s, joins});
        if (isLetIn)
            QTRY_VERIFY(contactOf(ann, eve.id()).isFriend());
        else
            QTRY_COMPARE(ann.messenger.peers().introductions().size(), 1);
        QCOMPARE(ann.messenger.contacts().size(), isLetIn ? 1 : 0);
    }

    void aLiarIsNotBelieved()
    {
        OnlineNode ann(u"Ann"_s);
        LinkSide eve({}, u"Eve"_s);
        eve.links->dial(idOf(ann), ann.invitation().endpoint);
        QTRY_COMPARE(eve.up.size(), 1);
        const auto say = [&](const QByteArray &address, quint16 port) {
            eve.links->send(idOf(ann), eve.linkWith(idOf(ann)),
                            wire::Hosts{{{QByteArray::fromHex(address), port},
                                         {QByteArray::fromHex("00000000000000000000ffff7f000001"), 9}}});
        };
        say("00000000000000000000ffffcb007107", 8080); // 203.0.113.7 is somebody else's
        QTRY_COMPARE(hostsOf(ann, eve.id()), QList<Endpoint>{loopback(9)});
        QCOMPARE(kithAt(ann, tcp(u"tcp://203.0.113.7:8080")), KithThere());
        // Two strangers who say the same: nobody can know.
        QCOMPARE(kithAt(ann, loopback(9)).peer, eve.id());
        LinkSide mallory({}, u"Mallory"_s);
        mallory.links->dial(idOf(ann), ann.invitation().endpoint);
        QTRY_COMPARE(mallory.up.size(), 1);
        mallory.links->send(idOf(ann), mallory.linkWith(idOf(ann)),
                            wire::Hosts{{{QByteArray::fromHex("00000000000000000000ffff7f000001"), 9}}});
        QTRY_COMPARE(hostsOf(ann, mallory.id()).size(), 1);
        QCOMPARE(kithAt(ann, loopback(9)), KithThere());
    }

    void whatIsMeantForAFriendWaitsForItsKey()
    {
        OnlineNode ann(u"Ann"_s);
        auto bob = std::make_unique<OnlineNode>(u"Bob"_s);
        befriend(ann, *bob);
        const PeerId peer = idOf(*bob);
        const Endpoint host = bob->host();
        QTRY_COMPARE(hostsOf(ann, peer), QList<Endpoint>{host});
        bob.reset(); // without a word
        QTRY_VERIFY(ann.messenger.peers().nearby().isEmpty());
        QTcpServer impostor;
        QVERIFY(impostor.listen(QHostAddress::LocalHost, host.port()));
        const ConversationId id = join(ann, host);
        QVERIFY(isWithPerson(ann, id));
        const auto secret = ann.messenger.send(id, u"for Bob alone"_s);
        QVERIFY(secret);
        QCOMPARE(ann.state(*secret), Message::State::Queued);
        QVERIFY(!impostor.hasPendingConnections());
        QCOMPARE(ann.messenger.conversations().size(), 1);
    }

    // Encrypted, or not at all

    void goesToWhoeverIsThere()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        const Endpoint host = bob.host();
        Tap tap(host.port());
        const auto id = resultOf(ann.messenger.peers().join(loopback(tap.port())));
        QVERIFY(id && isWithPerson(ann, *id));
        QVERIFY(ann.messenger.send(*id, u"in secret"_s));
        // The wire has another port than the host, so that this is a greeting like any other.
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        QVERIFY(isAllTls(tap.there));
        const auto again = resultOf(ann.messenger.peers().join(host)); // linked already
        QVERIFY(again && *again == *id);
        QTRY_COMPARE(bob.received(), QStringList{u"in secret"_s});
        QVERIFY(isAllTls(tap.there) && isAllTls(tap.back));
    }

    void goesToAHostThatNobodyTold()
    {
        Node ann;
        Node bob;
        Peers::Options hidden = Node::quietly();
        hidden.visibility = Peers::Visibility::Off;
        ann.goOnline(u"Ann"_s, hidden);
        bob.goOnline(u"Bob"_s, hidden);
        const auto id = resultOf(ann.messenger.peers().join(bob.host()));
        QVERIFY(id);
        QTRY_VERIFY(contactOf(bob, idOf(ann)).isFriend());
        QTRY_VERIFY(contactOf(ann, idOf(bob)).isFriend());
        QCOMPARE(plainClients(bob) + plainClients(ann), 0);
    }

    void saysWhyNobodyWasReached_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<int>("kind");
        QTest::addRow("nobody") << u"nobody"_s << int(Error::Kind::ConnectionRefused);
        QTest::addRow("a simple program") << u"program"_s << int(Error::Kind::NotEncrypted);
        QTest::addRow("a program that ends at once") << u"end"_s << int(Error::Kind::NotEncrypted);
        QTest::addRow("oneself") << u"self"_s << int(Error::Kind::OwnIdentity);
    }
    void saysWhyNobodyWasReached()
    {
        QFETCH(const QString, where);
        QFETCH(const int, kind);
        OnlineNode ann(u"Ann"_s);
        QTcpServer program;
        QVERIFY(program.listen(QHostAddress::LocalHost));
        connect(&program, &QTcpServer::newConnection, &program, [&] {
            QTcpSocket *client = program.nextPendingConnection();
            if (where == u"program")
                client->write("Hello, who are you?\n");
            else
                client->disconnectFromHost();
        });
        if (where == u"nobody")
            program.close();
        const quint16 port = program.isListening() ? program.serverPort() : RawServer().port();
        const Endpoint there = where == u"self" ? ann.invitation().endpoint : loopback(port);
        const auto id = resultOf(ann.messenger.peers().join(there));
        QVERIFY(!id);
        QCOMPARE(int(id.error().kind), kind);
        QVERIFY(ann.messenger.contacts().isEmpty());
    }

    void nobodyIsGreetedOnceItIsCancelled()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        QSignalSpy went(&bob.messenger.peers(), &Peers::nearbyGone);
        Tap tap(bob.host().port());
        tap.hold();
        auto joining = ann.messenger.peers().join(loopback(tap.port()));
        auto other = ann.messenger.joinAutomatically(loopback(9));
        other.cancel();
        QTRY_VERIFY(!tap.there.isEmpty());
        joining.cancel();
        tap.release();
        QTRY_VERIFY(joining.isFinished() && other.isFinished());
        QTRY_COMPARE(went.size(), 1);
        QVERIFY(ann.messenger.conversations().isEmpty());
        QVERIFY(bob.messenger.contacts().isEmpty());
    }

    void nothingIsEncryptedWithoutAKey()
    {
        Node ann;
        Node bob;
        const Endpoint host = bob.host();
        const auto refused = resultOf(ann.messenger.peers().join(host));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::IdentityNotOpen);
        const ConversationId id = join(ann, host);
        QTRY_VERIFY(ann.messenger.link(id).isOnline()); // plain text
        bob.goOnline(u"Bob"_s);                         // the host was there before the key
        ann.goOnline(u"Ann"_s);
        QVERIFY(resultOf(ann.messenger.peers().join(host)));
        QTRY_VERIFY(contactOf(bob, idOf(ann)).isFriend());
    }
};

QTEST_GUILESS_MAIN(TestJoins)
#include "tst_joins.moc"

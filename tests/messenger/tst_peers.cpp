// SPDX-License-Identifier: GPL-3.0-or-later
// People: how they become friends, what they say, and what becomes of it, between whole Kiths on the loopback.
#include "messenger/peers.h"
#include "net/linkside.h"
#include "store/identityfile.h"
#include "support/node.h"

#include <QUdpSocket>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

using Standing = Contact::Standing;
using Trust = Contact::Trust;

class TestPeers : public QObject {
    Q_OBJECT

    static Contact contactOf(Node &node, const PeerId &peer)
    {
        return node.messenger.contact(node.messenger.peers().contactOf(peer)).value_or(Contact());
    }

    static ConversationId conversationWith(Node &node, Node &other)
    {
        return node.messenger.find(node.messenger.peers().contactOf(other.messenger.peers().self()));
    }

    /// `one` holds the invitation of `other`, who accepts.
    static void befriend(Node &one, Node &other)
    {
        const PeerId asking = one.messenger.peers().self();
        const PeerId asked = other.messenger.peers().self();
        QVERIFY(one.messenger.peers().befriend(other.invitation()));
        QTRY_COMPARE(other.messenger.peers().introductions().size(), 1);
        QVERIFY(!other.messenger.peers().accept(asking).isNull());
        QTRY_VERIFY(contactOf(one, asked).isFriend());
        QVERIFY(contactOf(other, asking).isFriend());
    }

    static Identity copyOf(const Identity &identity)
    {
        return *Identity::fromPrivateKey(identity.privateKey().view());
    }

    static QList<Message::Event> events(Node &node, const ConversationId &id)
    {
        QList<Message::Event> list;
        for (const Message &message : node.history(id)) {
            if (message.kind == Message::Kind::System)
                list.append(message.event);
        }
        return list;
    }

private Q_SLOTS:
    void strangersBecomeFriends()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        Peers &asking = ann.messenger.peers();
        Peers &asked = bob.messenger.peers();
        QSignalSpy introduced(&asked, &Peers::introduced);

        const auto conversation = asking.befriend(bob.invitation(), u"It's me, <b>Ann</b>"_s);
        QVERIFY(conversation);
        QCOMPARE(contactOf(ann, asked.self()).standing, Standing::Asked);
        QCOMPARE(contactOf(ann, asked.self()).trust, Trust::Verified); // the invitation has the whole id
        QTRY_COMPARE(introduced.size(), 1);
        const auto introduction = introduced.first().first().value<Introduction>();
        QCOMPARE(introduction.peer, asking.self());
        QCOMPARE(introduction.name, u"Ann"_s);
        QCOMPARE(introduction.words, u"It's me, <b>Ann</b>"_s);
        QVERIFY(bob.messenger.contacts().isEmpty()); // nothing is kept before it is accepted

        const ConversationId there = asked.accept(asking.self());
        QVERIFY(!there.isNull());
        QVERIFY(asked.introductions().isEmpty());
        QTRY_VERIFY(contactOf(ann, asked.self()).isFriend());
        QCOMPARE(contactOf(bob, asking.self()).displayName(), u"Ann"_s);
        QCOMPARE(contactOf(bob, asking.self()).trust, Trust::Seen);
        QCOMPARE(ann.messenger.link(*conversation).role, Link::Role::Peer);
        QVERIFY(ann.messenger.link(*conversation).isOnline());

        const auto hello = ann.messenger.send(*conversation, u"你好 👍"_s);
        QVERIFY(hello);
        QTRY_COMPARE(bob.received(), QStringList{u"你好 👍"_s});
        QTRY_COMPARE(ann.state(*hello), Message::State::Delivered);
        QVERIFY(bob.messenger.send(there, u" q "_s)); // no word to leave with, here
        QTRY_COMPARE(ann.received(), QStringList{u" q "_s});
        const Message kept = bob.history(there).constFirst();
        QCOMPARE(kept.via, Via::PeerLink);
        QCOMPARE(kept.protection, Protection::Encrypted);
        QCOMPARE(kept.counter, 1);
        QCOMPARE(kept.id, *hello);
        QCOMPARE(ann.history(*conversation).constLast().protection, Protection::Verified);
    }

    void aProfileStaysWhoItWas()
    {
        QTemporaryDir directory;
        const auto open = [&](Node &node) {
            QFuture<Result<Peers::Opening>> opening =
                node.messenger.peers().open(directory.path(), Node::quietly(), {});
            const bool isDone = QTest::qWaitFor([&] { return opening.isFinished(); });
            return isDone ? opening.result() : failure(Error::Kind::TimedOut);
        };
        PeerId self;
        {
            Node node(directory.path());
            QVERIFY(node.messenger.peers().knownSelf().isNull());
            const auto opening = open(node);
            QVERIFY(opening && opening->isNew);
            self = node.messenger.peers().self();
            QVERIFY(!self.isNull());
        }
        {
            Node node(directory.path());
            QCOMPARE(node.messenger.peers().knownSelf(), self);
            const auto opening = open(node);
            QVERIFY(opening && !opening->isNew);
            QCOMPARE(node.messenger.peers().self(), self);
        }
        QVERIFY(QFile::remove(IdentityFile(directory.path()).name()));
        Node node(directory.path());
        const auto opening = open(node);
        QVERIFY(!opening); // never a new one silently
        QCOMPARE(opening.error().kind, Error::Kind::IdentityMissing);
        QVERIFY(!node.messenger.peers().isRunning());
    }

    void thePassphraseOfTheKeyIsSetChangedAndRemoved()
    {
        QTemporaryDir directory;
        const auto passphrase = [](const char *text) { return SecretBytes(QByteArrayView(text)); };
        const auto kindOf = [](QFuture<Result<void>> sealing) {
            const bool isDone = QTest::qWaitFor([&] { return sealing.isFinished(); });
            const Result<void> result = isDone ? sealing.result() : failure(Error::Kind::TimedOut);
            return result ? std::nullopt : std::optional(result.error().kind);
        };
        const auto open = [&](Node &node, SecretBytes secret) {
            QFuture<Result<Peers::Opening>> opening =
                node.messenger.peers().open(directory.path(), Node::quietly(), std::move(secret));
            return QTest::qWaitFor([&] { return opening.isFinished(); }) && opening.result().has_value();
        };
        {
            Node node(directory.path());
            Peers &peers = node.messenger.peers();
            QCOMPARE(kindOf(peers.seal({}, passphrase("one"))), Error::Kind::IdentityMissing); // before it is open
            QVERIFY(open(node, {}));
            QVERIFY(!peers.isSealed());
            // At once: each waits for the one before it.
            QFuture<Result<void>> first = peers.seal({}, passphrase("one"));
            QFuture<Result<void>> second = peers.seal(passphrase("one"), passphrase("two"));
            QVERIFY(!first.isFinished()); // the work is another thread's
            QCOMPARE(kindOf(first), std::nullopt);
            QCOMPARE(kindOf(second), std::nullopt);
            QVERIFY(peers.isSealed());
            QCOMPARE(kindOf(peers.seal({}, {})), Error::Kind::PassphraseNeeded);
            QCOMPARE(kindOf(peers.seal(passphrase("one"), {})), Error::Kind::PassphraseWrong);
            QVERIFY(peers.isSealed());
        }
        {
            Node node(directory.path());
            Peers &peers = node.messenger.peers();
            QVERIFY(!open(node, passphrase("one")));
            QVERIFY(open(node, passphrase("two")));
            QVERIFY(peers.isSealed());
            QCOMPARE(kindOf(peers.seal(passphrase("two"), {})), std::nullopt);
            QVERIFY(!peers.isSealed());
        }
        Node node(directory.path());
        QVERIFY(open(node, {}));
    }

    void aKeyThatIsNowhereKeptCannotBeSealed()
    {
        OnlineNode ann(u"Ann"_s);
        QFuture<Result<void>> sealing = ann.messenger.peers().seal({}, SecretBytes(QByteArrayView("one")));
        QTRY_VERIFY(sealing.isFinished());
        QCOMPARE(sealing.result().error().kind, Error::Kind::IdentityMissing);
    }

    void networksAreSwitched()
    {
        using Switch = Peers::Switch;
        using Kind = NearbyNetwork::Kind;
        Node node; // before it goes among people
        Peers &peers = node.messenger.peers();
        const auto loopback = [&] {
            for (const NearbyNetwork &network : peers.networks()) {
                if (network.kind == Kind::Loopback)
                    return network;
            }
            return NearbyNetwork();
        };
        const QString name = loopback().interface;
        QVERIFY(!name.isEmpty()); // every computer has one
        QVERIFY(loopback().addresses.contains(u"127.0.0.1"_s));
        QVERIFY(loopback().isUsed && loopback().isUsedByDefault());
        QSignalSpy changed(&peers, &Peers::networksChanged);
        peers.setSwitches({{name, Switch::Off}, {u"kith-nowhere0"_s, Switch::On}});
        QCOMPARE(changed.size(), 1);
        QVERIFY(!loopback().isUsed && loopback().isUsedByDefault());
        peers.setSwitches(peers.switches());
        QCOMPARE(changed.size(), 1);

        // The discovery keeps to what was chosen before it began, and to what is chosen later.
        QUdpSocket free;
        QVERIFY(free.bind(QHostAddress::LocalHost, 0));
        Peers::Options options = Node::quietly();
        options.visibility = Peers::Visibility::On;
        options.discoveryPort = free.localPort();
        free.close();
        QHash<QString, Switch> none;
        for (const NearbyNetwork &network : peers.networks())
            none.insert(network.interface, Switch::Off);
        peers.setSwitches(none);
        node.goOnline(u"Ann"_s, options);
        Node bob;
        Node cat;
        bob.goOnline(u"Bob"_s, options);
        cat.goOnline(u"Cat"_s, options);
        QTRY_COMPARE(bob.messenger.peers().nearby().size(), 1);
        QVERIFY(peers.nearby().isEmpty());
        changed.clear();
        peers.setSwitches({});
        QTRY_COMPARE(changed.size(), 2); // of the choice, and of the discovery that follows it
        QTRY_COMPARE(peers.nearby().size(), 2);
    }

    void ownWordsAreForFriends()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        const PeerId self = bob.messenger.peers().self();
        const auto seen = [&] { return ann.messenger.peers().nearby(self).value_or(NearbyPeer()).presence; };
        bob.messenger.peers().setPresence({Presence::Availability::Away, u"at the doctor's"_s});
        QVERIFY(ann.messenger.peers().befriend(bob.invitation()));
        QTRY_COMPARE(seen(), (Presence{Presence::Availability::Away, {}}));
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        bob.messenger.peers().accept(ann.messenger.peers().self());
        QTRY_COMPARE(seen(), (Presence{Presence::Availability::Away, u"at the doctor's"_s}));
    }

    void safetyNumbersAreTheSameOnBothSides()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const QString here = ann.messenger.peers().safetyNumber(contactOf(ann, bob.messenger.peers().self()).id);
        const QString there = bob.messenger.peers().safetyNumber(contactOf(bob, ann.messenger.peers().self()).id);
        QCOMPARE(here.count(u' '), 11);
        QCOMPARE(here, there);
    }

    void whatIsWrittenBeforeTheAnswerWaitsForIt()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        const auto conversation = ann.messenger.peers().befriend(bob.invitation());
        const auto first = ann.messenger.send(*conversation, u"one"_s);
        QVERIFY(ann.messenger.send(*conversation, u"two"_s));
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        QCOMPARE(ann.state(*first), Message::State::Queued);
        QVERIFY(bob.received().isEmpty());
        bob.messenger.peers().accept(ann.messenger.peers().self());
        QTRY_COMPARE(bob.received(), (QStringList{u"one"_s, u"two"_s}));
        QTRY_COMPARE(ann.state(*first), Message::State::Delivered);
    }

    void bothMayAskAtOnce()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        QVERIFY(ann.messenger.peers().befriend(bob.invitation()));
        QVERIFY(bob.messenger.peers().befriend(ann.invitation()));
        QTRY_VERIFY(contactOf(ann, bob.messenger.peers().self()).isFriend());
        QTRY_VERIFY(contactOf(bob, ann.messenger.peers().self()).isFriend());
        QCOMPARE(ann.messenger.peers().nearby().size(), 1);
        QVERIFY(ann.messenger.peers().introductions().isEmpty());
    }

    void whoIsDeclinedIsToldAndAsksNoMore()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        QSignalSpy declined(&ann.messenger.peers(), &Peers::declined);
        QVERIFY(ann.messenger.peers().befriend(bob.invitation()));
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        bob.messenger.peers().decline(ann.messenger.peers().self());
        QTRY_COMPARE(declined.size(), 1);
        QCOMPARE(contactOf(ann, bob.messenger.peers().self()).standing, Standing::Stranger);
        ann.messenger.peers().greet(bob.messenger.peers().self(), u"please"_s);
        QTRY_COMPARE(declined.size(), 2);
        QVERIFY(bob.messenger.peers().introductions().isEmpty());
        QVERIFY(bob.messenger.contacts().isEmpty());
    }

    void whatWasSaidIsHeardBeforeTheLinkEnds()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        const PeerId asking = ann.messenger.peers().self();
        QSignalSpy declined(&ann.messenger.peers(), &Peers::declined);
        QVERIFY(ann.messenger.peers().befriend(bob.invitation()));
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        bob.messenger.peers().decline(asking);
        bob.messenger.peers().block(asking);
        QTRY_COMPARE(declined.size(), 1);
    }

    void whoIsBlockedIsNotHeard()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const ConversationId conversation = conversationWith(ann, bob);
        QSignalSpy refused(&ann.messenger.peers(), &Peers::dialFailed);
        bob.messenger.peers().block(ann.messenger.peers().self());
        QTRY_COMPARE(ann.phase(conversation), Link::Phase::Offline);
        const auto unheard = ann.messenger.send(conversation, u"are you there?"_s);
        QTRY_VERIFY(!refused.isEmpty());
        QCOMPARE(refused.last().at(2).value<Error>().kind, Error::Kind::PeerRefused);
        QCOMPARE(ann.state(*unheard), Message::State::Queued);
        QVERIFY(bob.received().isEmpty());

        bob.messenger.peers().unblock(ann.messenger.peers().self());
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1); // what she wrote asks anew
        QCOMPARE(bob.messenger.peers().introductions().constFirst().words, u"are you there?"_s);
        bob.messenger.peers().accept(ann.messenger.peers().self());
        QTRY_COMPARE(bob.received(), QStringList{u"are you there?"_s});
        QTRY_COMPARE(ann.state(*unheard), Message::State::Delivered);
    }

    void nothingUnblocksButUnblocking()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        Peers &peers = ann.messenger.peers();
        const PeerId other = bob.messenger.peers().self();
        befriend(ann, bob);
        peers.block(other);
        QTRY_VERIFY(peers.nearby().isEmpty());
        const auto followed = peers.befriend(bob.invitation(), u"hello again"_s);
        QVERIFY(!followed);
        QCOMPARE(followed.error().kind, Error::Kind::PersonBlocked);
        QCOMPARE(followed.error().subject, u"Bob"_s);
        QVERIFY(sentence(followed.error()).contains(u"Unblock"));
        QVERIFY(peers.greet(other, u"hello again"_s).isNull());
        QCOMPARE(contactOf(ann, other).standing, Standing::Blocked);
        peers.unblock(other);
        QVERIFY(peers.befriend(bob.invitation()));
        QTRY_VERIFY(contactOf(ann, other).isFriend()); // Bob had never ended it
    }

    void whoHadForgottenAFriendAndGreetsItGetsAll()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        ann.messenger.removeContact(contactOf(ann, bob.messenger.peers().self()).id);
        QVERIFY(bob.messenger.send(conversationWith(bob, ann), u"one"_s));
        QTRY_COMPARE(ann.messenger.peers().introductions().size(), 1);
        QVERIFY(bob.messenger.send(conversationWith(bob, ann), u"two"_s));
        QVERIFY(ann.messenger.peers().befriend(bob.invitation())); // without a look at who had written
        QTRY_COMPARE(ann.received(), (QStringList{u"one"_s, u"two"_s}));
        QTRY_VERIFY(!bob.messenger.isBusy());
    }

    void whatALinkHasIsShownAsSent()
    {
        OnlineNode ann(u"Ann"_s);
        LinkSide bob; // who acknowledges nothing
        bob.listen();
        QTRY_VERIFY(!bob.endpoint.isNull());
        const auto conversation = ann.messenger.peers().befriend({bob.id(), bob.endpoint});
        QTRY_COMPARE(bob.up.size(), 1);
        const PeerId self = ann.messenger.peers().self();
        bob.links->send(self, bob.linkWith(self), wire::GreetingAnswer{wire::GreetingVerdict::Accepted});
        QTRY_VERIFY(contactOf(ann, bob.id()).isFriend());
        const auto sent = ann.messenger.send(*conversation, u"on its way"_s);
        QTRY_COMPARE(bob.texts, QStringList{u"on its way"_s});
        QCOMPARE(ann.state(*sent), Message::State::Sent);
        QCOMPARE(ann.history(*conversation).constLast().state,
                 Message::State::Sent); // though the disk knows nothing of it
        bob.links->setBlocked({self});  // or she would dial again and send it again
        QTRY_COMPARE(ann.state(*sent), Message::State::Queued);
        QCOMPARE(ann.history(*conversation).constLast().state, Message::State::Queued);
    }

    void whoWasRemovedMayAskAgain()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        bob.messenger.removeContact(contactOf(bob, ann.messenger.peers().self()).id);
        QVERIFY(bob.messenger.contacts().isEmpty());
        const auto written = ann.messenger.send(conversationWith(ann, bob), u"hello?"_s);
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        QVERIFY(bob.received().isEmpty());
        QVERIFY(ann.state(*written) != Message::State::Delivered);
        bob.messenger.peers().accept(ann.messenger.peers().self());
        QTRY_COMPARE(bob.received(), QStringList{u"hello?"_s});
    }

    void aFriendWhoIsAwayGetsItLater()
    {
        QTemporaryDir here;
        QTemporaryDir there;
        const Identity annKey = *Identity::create();
        const Identity bobKey = *Identity::create();
        MessageId first;
        {
            Node ann(here.path());
            ann.goOnline(u"Ann"_s, copyOf(annKey));
            {
                Node bob(there.path());
                bob.goOnline(u"Bob"_s, copyOf(bobKey));
                befriend(ann, bob);
            }
            const ConversationId conversation = ann.messenger.conversations().constFirst().id;
            QTRY_COMPARE(ann.phase(conversation), Link::Phase::Offline);
            QCOMPARE(ann.messenger.peers().presence(contactOf(ann, bobKey.id()).id), Presence());
            first = *ann.messenger.send(conversation, u"1"_s);
            for (int i = 2; i <= 300; ++i)
                QVERIFY(ann.messenger.send(conversation, QString::number(i)));
            QTRY_COMPARE(ann.history(conversation).size(), 300);
            QCOMPARE(ann.state(first), Message::State::Queued);
        }
        Node bob(there.path());
        bob.goOnline(u"Bob"_s, copyOf(bobKey));
        Node ann(here.path());
        QCOMPARE(ann.messenger.peers().knownSelf(), annKey.id());
        ann.goOnline(u"Ann"_s, copyOf(annKey));
        QVERIFY(ann.messenger.peers().befriend(bob.invitation())); // Bob is at another port now
        QTRY_COMPARE(bob.received().size(), 300);
        QStringList expected;
        for (int i = 1; i <= 300; ++i)
            expected += QString::number(i);
        QCOMPARE(bob.received(), expected);
        QTRY_COMPARE(ann.state(first), Message::State::Delivered);
        QTRY_VERIFY(!ann.messenger.isBusy());
    }

    void nothingIsLostOrDoubledWhenLinksBreak()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        const ConversationId conversation = conversationWith(ann, bob);
        constexpr int Count = 2000;
        QStringList expected;
        for (int i = 1; i <= Count; ++i) {
            QVERIFY(ann.messenger.send(conversation, QString::number(i)));
            expected += QString::number(i);
            if (i % 100 != 0)
                continue;
            // The link goes in the middle of it: Bob wants nothing to do with her, and changes his mind.
            const PeerId self = ann.messenger.peers().self();
            bob.messenger.peers().block(self);
            bob.messenger.peers().unblock(self);
            QTRY_VERIFY(!bob.messenger.peers().introductions().isEmpty() || contactOf(bob, self).isFriend());
            bob.messenger.peers().accept(self);
        }
        QTRY_COMPARE_WITH_TIMEOUT(bob.received().size(), Count, 30'000);
        QCOMPARE(bob.received(), expected);
        QTRY_VERIFY(!ann.messenger.isBusy());
        QTRY_COMPARE(bob.history(conversationWith(bob, ann)).size(), Count);
    }

    void presenceTypingAndReceipts()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        Peers &peers = ann.messenger.peers();
        Peers &other = bob.messenger.peers();
        const ContactId bobHere = peers.contactOf(other.self());
        const ContactId annThere = other.contactOf(peers.self());
        QTRY_COMPARE(peers.presence(bobHere).availability, Presence::Availability::Online);
        other.setPresence({Presence::Availability::Busy, u"in a meeting"_s});
        QTRY_COMPARE(peers.presence(bobHere), (Presence{Presence::Availability::Busy, u"in a meeting"_s}));
        other.setPresence({Presence::Availability::Invisible, u"hidden"_s});
        QTRY_COMPARE(peers.presence(bobHere), Presence());
        other.setPresence({Presence::Availability::Online, {}});
        QTRY_VERIFY(peers.presence(bobHere).isThere());

        peers.setTyping(conversationWith(ann, bob), true);
        QTRY_VERIFY(other.isTyping(annThere));
        peers.setTyping(conversationWith(ann, bob), false);
        QTRY_VERIFY(!other.isTyping(annThere));

        const auto seen = ann.messenger.send(conversationWith(ann, bob), u"seen?"_s);
        QTRY_COMPARE(ann.state(*seen), Message::State::Delivered);
        bob.messenger.markRead(conversationWith(bob, ann));
        QTRY_COMPARE(ann.state(*seen), Message::State::Read);
        const auto looking = // Bob's window reads what is added at once
            connect(&bob.messenger, &Messenger::messageAdded, &bob.messenger,
                    [&](const Message &message) { bob.messenger.markRead(message.conversation); });
        const auto watched = ann.messenger.send(conversationWith(ann, bob), u"are you looking?"_s);
        QTRY_COMPARE(ann.state(*watched), Message::State::Read);
        disconnect(looking);

        other.setReceipts(false, true);
        other.setTypingNotices(false, true);
        const auto unsaid = ann.messenger.send(conversationWith(ann, bob), u"and this?"_s);
        QTRY_COMPARE(bob.received().size(), 3);
        bob.messenger.markRead(conversationWith(bob, ann));
        other.setTyping(conversationWith(bob, ann), true);
        QVERIFY(
            bob.messenger.send(conversationWith(bob, ann), u"later"_s)); // behind anything that was said before
        QTRY_COMPARE(ann.received().size(), 1);
        QCOMPARE(ann.state(*unsaid), Message::State::Delivered);
        QVERIFY(!peers.isTyping(bobHere));
    }

    void sixDigitsAreTheSameAndVerify()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(bob, ann); // so that Ann has only seen Bob
        const ContactId bobHere = ann.messenger.peers().contactOf(bob.messenger.peers().self());
        const ContactId annThere = bob.messenger.peers().contactOf(ann.messenger.peers().self());
        const auto code = [](Node &node, const ContactId &id) {
            return node.messenger.peers().comparison(id).code;
        };
        ann.messenger.peers().compare(bobHere);
        QTRY_VERIFY(!code(ann, bobHere).isEmpty());
        QTRY_VERIFY(!code(bob, annThere).isEmpty());
        QCOMPARE(code(ann, bobHere), code(bob, annThere));
        QCOMPARE(code(ann, bobHere).size(), 6);
        QVERIFY(ann.messenger.peers().comparison(bobHere).isOurs);
        QVERIFY(!bob.messenger.peers().comparison(annThere).isOurs);
        ann.messenger.peers().finishComparison(bobHere, true);
        QCOMPARE(contactOf(ann, bob.messenger.peers().self()).trust, Trust::Verified);
        QTRY_VERIFY(events(ann, conversationWith(ann, bob)).contains(Message::Event::Verified));

        for (int i = 0; i < 2; ++i) { // three an hour
            ann.messenger.peers().compare(bobHere);
            QTRY_VERIFY(!code(ann, bobHere).isEmpty());
            QTRY_COMPARE(code(bob, annThere), code(ann, bobHere));
            ann.messenger.peers().finishComparison(bobHere, true);
        }
        QSignalSpy progress(&ann.messenger.peers(), &Peers::comparisonChanged);
        ann.messenger.peers().compare(bobHere);
        QCOMPARE(progress.last().at(1).value<ComparisonProgress>().phase, ComparisonProgress::Phase::Locked);
    }

    void whoAsksLearnsThatTheOtherSideIsLocked()
    {
        QTemporaryDir here;
        const Identity annKey = *Identity::create();
        OnlineNode bob(u"Bob"_s);
        using Phase = ComparisonProgress::Phase;
        const PeerId self = bob.messenger.peers().self();
        {
            Node ann(here.path());
            ann.goOnline(u"Ann"_s, copyOf(annKey));
            befriend(ann, bob);
            for (int i = 0; i < Comparison::MaxAttemptsAnHour; ++i) {
                Peers &peers = ann.messenger.peers();
                peers.compare(peers.contactOf(self));
                QTRY_COMPARE(peers.comparison(peers.contactOf(self)).phase, Phase::Code);
                peers.finishComparison(peers.contactOf(self), true);
            }
        }
        Node ann(here.path()); // which has not counted
        ann.goOnline(u"Ann"_s, copyOf(annKey));
        Peers &peers = ann.messenger.peers();
        const ContactId bobHere = peers.contactOf(self);
        QTRY_VERIFY(peers.nearby(self));
        QSignalSpy progress(&peers, &Peers::comparisonChanged);
        peers.compare(bobHere);
        QTRY_COMPARE(progress.size(), 2);
        const auto last = progress.last().at(1).value<ComparisonProgress>();
        QCOMPARE(last, (ComparisonProgress{Phase::Locked, true, {}}));
        QCOMPARE(peers.comparison(bobHere).phase, Phase::None);

        peers.compare(bobHere);
        peers.finishComparison(bobHere, false); // given up before the answer, which ends nothing
        QVERIFY(ann.messenger.send(conversationWith(ann, bob), u"behind it"_s));
        QTRY_COMPARE(bob.received(), QStringList{u"behind it"_s});
        QVERIFY(bob.messenger.send(conversationWith(bob, ann), u"and behind the answer"_s));
        QTRY_COMPARE(ann.received(), QStringList{u"and behind the answer"_s});
        QVERIFY(ann.messenger.link(conversationWith(ann, bob)).isOnline());
    }

    void anotherKeyInTheFriendsPlaceStopsTheSending()
    {
        OnlineNode ann(u"Ann"_s);
        const Identity bobKey = *Identity::create();
        QTemporaryDir there;
        quint16 port = 0;
        ConversationId conversation;
        {
            Node bob(there.path());
            bob.goOnline(u"Bob"_s, copyOf(bobKey));
            port = bob.messenger.peers().local().port();
            befriend(ann, bob);
            conversation = conversationWith(ann, bob);
        }
        const ContactId bobHere = ann.messenger.peers().contactOf(bobKey.id());
        Node mallory;
        Peers::Options place = Node::quietly();
        place.port = port;
        mallory.goOnline(u"Bob"_s, place);
        QCOMPARE(mallory.messenger.peers().local().port(), port);

        QTRY_COMPARE(contactOf(ann, bobKey.id()).trust, Trust::Changed);
        QCOMPARE(contactOf(ann, bobKey.id()).changedTo, mallory.messenger.peers().self());
        const auto secret = ann.messenger.send(conversation, u"secret"_s);
        QTRY_VERIFY(events(ann, conversation).contains(Message::Event::KeyChanged));
        QVERIFY(mallory.messenger.peers().nearby().isEmpty()); // no link ever came up

        // The right key is back, at another port: still nothing is sent before Ann has decided.
        Node bob(there.path());
        bob.goOnline(u"Bob"_s, copyOf(bobKey));
        QVERIFY(bob.messenger.peers().befriend(ann.invitation()));
        QTRY_COMPARE(ann.phase(conversation), Link::Phase::Online);
        QVERIFY(
            bob.messenger.send(conversationWith(bob, ann), u"it is me"_s)); // behind what else she would have sent
        QTRY_COMPARE(ann.received(), QStringList{u"it is me"_s});
        QVERIFY(bob.received().isEmpty());
        ann.messenger.peers().keepKnownKey(bobHere);
        QTRY_COMPARE(bob.received(), QStringList{u"secret"_s});
        QTRY_COMPARE(ann.state(*secret), Message::State::Delivered);
        QCOMPARE(contactOf(ann, bobKey.id()).trust, Trust::Seen);
        QVERIFY(mallory.received().isEmpty());
    }

    void aNewKeyCanBeAccepted()
    {
        OnlineNode ann(u"Ann"_s);
        const Identity lost = *Identity::create();
        quint16 port = 0;
        {
            Node bob;
            bob.goOnline(u"Bob"_s, copyOf(lost));
            port = bob.messenger.peers().local().port();
            befriend(ann, bob);
        }
        const ContactId id = ann.messenger.peers().contactOf(lost.id());
        const ConversationId conversation = ann.messenger.find(id);
        const auto queued = ann.messenger.send(conversation, u"still there?"_s);
        Node bob;
        Peers::Options place = Node::quietly();
        place.port = port;
        bob.goOnline(u"Bob"_s, place);
        QTRY_COMPARE(contactOf(ann, lost.id()).trust, Trust::Changed);
        ann.messenger.peers().acceptNewKey(id);
        QCOMPARE(ann.messenger.contact(id)->peer, bob.messenger.peers().self());
        QCOMPARE(ann.messenger.contact(id)->trust, Trust::Seen);
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1); // Bob knows nobody any more
        bob.messenger.peers().accept(ann.messenger.peers().self());
        QTRY_COMPARE(bob.received(), QStringList{u"still there?"_s});
        QTRY_COMPARE(ann.state(*queued), Message::State::Delivered);
        QVERIFY(events(ann, conversation).contains(Message::Event::NewKey));
    }

    void anAddressThatPassedToAnotherFriendIsNoAttack()
    {
        OnlineNode ann(u"Ann"_s);
        const Identity bobKey = *Identity::create();
        const Identity eveKey = *Identity::create();
        quint16 port = 0;
        {
            Node eve;
            eve.goOnline(u"Eve"_s, copyOf(eveKey));
            befriend(ann, eve);
        }
        {
            Node bob;
            bob.goOnline(u"Bob"_s, copyOf(bobKey));
            port = bob.messenger.peers().local().port();
            befriend(ann, bob);
        }
        QSignalSpy failed(&ann.messenger.peers(), &Peers::dialFailed);
        Node eve;
        Peers::Options place = Node::quietly();
        place.port = port;
        eve.goOnline(u"Eve"_s, copyOf(eveKey), place);
        const auto isChanged = [&] {
            return std::any_of(failed.cbegin(), failed.cend(), [](const auto &arguments) {
                return arguments.at(2).template value<Error>().kind == Error::Kind::PeerChanged;
            });
        };
        QTRY_VERIFY(isChanged());
        QCOMPARE(contactOf(ann, bobKey.id()).trust, Trust::Verified);
    }

    void aFriendWhoMovedIsNoAttack_data()
    {
        QTest::addColumn<QString>("elsewhere");
        QTest::addColumn<bool>("changed");
        QTest::addRow("at another address") << u"127.0.0.2"_s << false;
        QTest::addRow("where it was") << u"127.0.0.1"_s << true; // at another port: it proves nothing
        QTest::addRow("nowhere") << QString() << true;
    }
    void aFriendWhoMovedIsNoAttack()
    {
        QFETCH(const QString, elsewhere);
        QFETCH(const bool, changed);
        Node ann;
        Peers::Options patient = Node::quietly();
        if (!elsewhere.isEmpty())
            patient.moving = std::chrono::hours(1);
        ann.goOnline(u"Ann"_s, patient);
        const Identity bobKey = *Identity::create();
        QTemporaryDir there;
        quint16 port = 0;
        {
            Node bob(there.path());
            bob.goOnline(u"Bob"_s, copyOf(bobKey));
            port = bob.messenger.peers().local().port();
            befriend(ann, bob);
        }
        const auto secret = ann.messenger.send(ann.messenger.find(contactOf(ann, bobKey.id()).id), u"secret"_s);
        QVERIFY(secret);
        Node stranger; // whom the address has passed to
        Peers::Options place = Node::quietly();
        place.port = port;
        QSignalSpy failed(&ann.messenger.peers(), &Peers::dialFailed);
        const auto isChanged = [&] {
            return std::any_of(failed.cbegin(), failed.cend(), [](const auto &arguments) {
                return arguments.at(2).template value<Error>().kind == Error::Kind::PeerChanged;
            });
        };
        stranger.goOnline(u"Stranger"_s, place);
        QTRY_VERIFY(isChanged());
        std::unique_ptr<Node> bob;
        if (!elsewhere.isEmpty()) {
            bob = std::make_unique<Node>(there.path());
            bob->goOnline(u"Bob"_s, copyOf(bobKey));
            const Invitation moved{bobKey.id(), *Endpoint::make(Endpoint::Scheme::Tcp, elsewhere,
                                                                bob->messenger.peers().local().port())};
            QVERIFY(ann.messenger.peers().befriend(moved));
        }
        if (changed) {
            QTRY_COMPARE(contactOf(ann, bobKey.id()).trust, Trust::Changed);
            QCOMPARE(contactOf(ann, bobKey.id()).changedTo, stranger.messenger.peers().self());
            if (bob) {
                QVERIFY(bob->messenger.send(conversationWith(*bob, ann), u"behind what she would send"_s));
                QTRY_COMPARE(ann.received().size(), 1);
                QVERIFY(bob->received().isEmpty());
            }
        } else {
            QTRY_COMPARE(bob->received(), QStringList{u"secret"_s});
            QTRY_COMPARE(ann.state(*secret), Message::State::Delivered);
            QCOMPARE(contactOf(ann, bobKey.id()).trust, Trust::Verified);
        }
        QVERIFY(stranger.received().isEmpty());
    }

    void anAddressThatIsOursNowIsNoAttack()
    {
        QTemporaryDir here;
        const Identity annKey = *Identity::create();
        const Identity bobKey = *Identity::create();
        quint16 port = 0;
        {
            Node ann(here.path());
            ann.goOnline(u"Ann"_s, copyOf(annKey));
            Node bob;
            bob.goOnline(u"Bob"_s, copyOf(bobKey));
            port = bob.messenger.peers().local().port();
            befriend(ann, bob);
        }
        // Two profiles on one computer, and Ann's takes the port that was Bob's.
        Node ann(here.path());
        QSignalSpy failed(&ann.messenger.peers(), &Peers::dialFailed);
        Peers::Options place = Node::quietly();
        place.port = port;
        ann.goOnline(u"Ann"_s, copyOf(annKey), place);
        QCOMPARE(ann.messenger.peers().local().port(), port);
        const auto isChanged = [&] {
            return std::any_of(failed.cbegin(), failed.cend(), [](const auto &arguments) {
                return arguments.at(2).template value<Error>().kind == Error::Kind::PeerChanged;
            });
        };
        QTRY_VERIFY(isChanged());
        QCOMPARE(contactOf(ann, bobKey.id()).trust, Trust::Verified);
    }

    void theDoctorAsksAFriendToCallBack()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        befriend(ann, bob);
        QSignalSpy examined(&ann.messenger.peers(), &Peers::examined);
        ann.messenger.peers().examine();
        ann.messenger.peers().examine(); // while one is under way
        QTRY_COMPARE(examined.size(), 1);
        const auto findings = examined.first().first().value<QList<doctor::Finding>>();
        const auto has = [&](doctor::Finding::Kind kind) {
            return std::any_of(findings.cbegin(), findings.cend(),
                               [kind](const auto &f) { return f.kind == kind; });
        };
        QVERIFY(has(doctor::Finding::Kind::DiscoveryOff));
        QVERIFY(has(doctor::Finding::Kind::FriendReachesUs));
        QCOMPARE(examined.size(), 1);
        QVERIFY(ann.messenger.link(conversationWith(ann, bob)).isOnline());
    }

    void theDoctorAsksAFriendOfThisMoment()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        QVERIFY(ann.messenger.peers().befriend(bob.invitation()));
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        QSignalSpy examined(&bob.messenger.peers(), &Peers::examined);
        bob.messenger.peers().accept(ann.messenger.peers().self());
        bob.messenger.peers().examine(); // Ann hears it behind the answer, or it is a stranger who asks
        QTRY_COMPARE(examined.size(), 1);
    }

    void anOlderProfileSaysSo()
    {
        QTemporaryDir there;
        const Identity bobKey = *Identity::create();
        OnlineNode ann(u"Ann"_s);
        {
            Node bob(there.path());
            bob.goOnline(u"Bob"_s, copyOf(bobKey));
            befriend(ann, bob);
            QVERIFY(bob.messenger.send(conversationWith(bob, ann), u"1"_s));
            QTRY_COMPARE(ann.received().size(), 1);
            QTRY_VERIFY(!bob.messenger.isBusy());
        }
        QTemporaryDir copy;
        for (const QString &name : QDir(there.path()).entryList(QDir::Files))
            QVERIFY(QFile::copy(there.filePath(name), copy.filePath(name)));
        {
            Node bob(there.path());
            bob.goOnline(u"Bob"_s, copyOf(bobKey));
            QVERIFY(bob.messenger.peers().befriend(ann.invitation()));
            QVERIFY(bob.messenger.send(conversationWith(bob, ann), u"2"_s));
            QTRY_COMPARE(ann.received().size(), 2);
            QTRY_VERIFY(!bob.messenger.isBusy());
        }
        Node bob(copy.path());
        bob.goOnline(u"Bob"_s, copyOf(bobKey));
        QVERIFY(bob.messenger.peers().befriend(ann.invitation()));
        const ConversationId conversation = conversationWith(bob, ann);
        QTRY_VERIFY(events(bob, conversation).contains(Message::Event::OlderHere));
        QVERIFY(bob.messenger.send(conversation, u"3"_s)); // and gets a counter that was never given
        QTRY_COMPARE(ann.received(), (QStringList{u"1"_s, u"2"_s, u"3"_s}));
        QCOMPARE(ann.history(conversationWith(ann, bob)).constLast().counter, 3);
    }
};

QTEST_GUILESS_MAIN(TestPeers)
#include "tst_peers.moc"

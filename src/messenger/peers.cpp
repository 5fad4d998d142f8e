// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/peers.h"

#include "core/future.h"
#include "core/lookalike.h"
#include "core/nickname.h"
#include "core/safetynumber.h"
#include "messenger/comparisons.h"
#include "messenger/delivery.h"
#include "messenger/history.h"
#include "messenger/peerdelivery.h"
#include "messenger/peernetwork.h"
#include "messenger/roster.h"
#include "net/localaddresses.h"
#include "net/peerlinks.h"
#include "net/tlscontext.h"
#include "store/identityfile.h"

#include <QPromise>
#include <QSet>
#include <QThread>
#include <QTimer>

#include <algorithm>

namespace kith {

namespace {

using Standing = Contact::Standing;
using Trust = Contact::Trust;
using Availability = Presence::Availability;
using Clock = std::chrono::steady_clock;

/// How long somebody types who does not say so again, and how often it is said again.
constexpr std::chrono::milliseconds TypingShown{8'000};
constexpr std::chrono::milliseconds TypingSaid{4'000};
/// What closeAll() allows.
constexpr std::chrono::milliseconds ClosingLimit{3'000};
/// How much of what a stranger wrote introduces it, in UTF-16 units: MaxGreetingBytes in the worst case.
constexpr qsizetype MaxWords = wire::MaxGreetingBytes / 3;

QString cut(QString text, qsizetype most)
{
    if (text.size() > most)
        text.truncate(most - (text.at(most).isLowSurrogate() ? 1 : 0));
    return text;
}

wire::Presence onTheWire(const Presence &presence)
{
    const auto availability = [&] {
        switch (presence.availability) {
        case Availability::Online:
            return wire::Availability::Online;
        case Availability::Away:
            return wire::Availability::Away;
        case Availability::Busy:
            return wire::Availability::Busy;
        case Availability::Offline:
        case Availability::Invisible:
            return wire::Availability::Invisible;
        }
        return wire::Availability::Online;
    };
    return {availability(), presence.status};
}

Presence fromTheWire(const wire::Presence &presence)
{
    const QString status = cut(presence.status, Presence::MaxStatusLength).simplified();
    switch (presence.availability) {
    case wire::Availability::Online:
        return {Availability::Online, status};
    case wire::Availability::Away:
        return {Availability::Away, status};
    case wire::Availability::Busy:
        return {Availability::Busy, status};
    case wire::Availability::Invisible:
        return {Availability::Offline, {}};
    }
    return {Availability::Online, status};
}

} // namespace

class Peers::Private {
public:
    /// Somebody with whom a link is up.
    struct Linked {
        LinkedPeer peer;
        NearbyPeer shown;
    };

    Private(Peers &owner, const Parts &p) : q(owner), parts(p), delivery(p.store, p.roster, p.delivery) {}

    // What the network says
    void linkUp(const LinkedPeer &peer);
    void linkDown(const PeerId &peer, quint64 link, const Departure &departure);
    void received(const PeerId &peer, quint64 link, const wire::Message &message, qint64 bytes);
    void dialFailed(const PeerId &peer, const Endpoint &endpoint, const PeerId &found, const Error &error);
    void heard(const PeerId &peer, const Endpoint &where);
    void gone(const PeerId &peer);

    // What people say
    void take(const Linked &from, const wire::Text &text);
    void take(const Linked &from, const wire::Ack &ack);
    void take(const Linked &from, const wire::Read &read);
    void take(const Linked &from, const wire::Typing &typing);
    void take(const Linked &from, const wire::Presence &presence);
    void take(const Linked &from, const wire::Greeting &greeting);
    void take(const Linked &from, const wire::GreetingAnswer &answer);
    void takeStep(const Linked &from, const Comparison::Step &step);

    const Contact *contactOf(const PeerId &peer) const
    {
        return parts.roster.contact(parts.roster.contactOf(peer));
    }
    const Contact *contactWith(const ConversationId &id) const;
    void begin();
    void dial(const Contact &contact);
    void block();
    void send(const PeerId &peer, const wire::Message &message);
    void sayReadUpTo(const Contact &contact);
    void introduce(const Linked &from, const QString &words);
    void forgetIntroduction(const PeerId &peer);
    /// Both have agreed.
    void befriended(const ContactId &id);
    ConversationId welcome(Contact contact, Standing standing);
    void setTrust(const ContactId &id, Trust trust);
    void setLink(const Contact &contact, Link::Phase phase, const Departure *departure = nullptr);
    void setPresence(const PeerId &peer, const Presence &presence);
    void setTyping(const ContactId &id, bool typing);
    void tellComparison(const PeerId &peer, const ComparisonProgress &progress);
    void sendStep(const PeerId &peer, const Comparison::Step &step);
    void sendToAll(const wire::Message &message);

    Peers &q;
    Parts parts;
    PeerDelivery delivery;
    Comparisons comparisons;
    PeerId knownSelf;
    PeerId self;
    QString name;
    Visibility visibility = Visibility::Off;
    Presence own{Availability::Online, {}};
    bool tellsReceipts = true;
    bool showsReceipts = true;
    bool tellsTyping = true;
    bool showsTyping = true;
    Endpoint local;
    quint16 askedPort = 0;
    QHash<PeerId, Linked> linked;
    QList<PeerId> nearOrder;
    QHash<PeerId, Endpoint> heardAt; // as beacons say: unproven
    QHash<PeerId, QString> words;    // of our greetings, until they are answered
    QList<Introduction> introductions;
    QSet<PeerId> declined;
    QHash<ConversationId, Link> links;
    QHash<ContactId, quint64> typing; // by which notice, so that an older one does not end it
    quint64 typingNotices = 0;
    QHash<PeerId, Clock::time_point> typingSaid;
    std::shared_ptr<QPromise<void>> closing;
};

// What the network says

void Peers::Private::begin()
{
    PeerLinks &net = *parts.network.links();
    for (const Contact &contact : parts.roster.contacts()) {
        if (!contact.isPerson())
            continue;
        net.setKnownCounter(contact.peer, contact.receivedCounter);
        if (contact.isFriend() || contact.standing == Standing::Asked)
            dial(contact);
    }
    block();
}

void Peers::Private::dial(const Contact &contact)
{
    if (self.isNull())
        return;
    QList<Endpoint> known;
    for (const Contact &other : parts.roster.contacts()) {
        const bool isWanted = other.isFriend() || other.standing == Standing::Asked;
        if (other.isPerson() && isWanted && !other.endpoint.isNull())
            known.append(other.endpoint);
    }
    parts.network.discovery()->setKnown(known);
    const Endpoint where = heardAt.value(contact.peer, contact.endpoint);
    if (!where.isNull())
        parts.network.links()->dial(contact.peer, where);
}

void Peers::Private::block()
{
    if (self.isNull())
        return;
    QList<PeerId> blocked;
    for (const Contact &contact : parts.roster.contacts()) {
        if (contact.isPerson() && contact.standing == Standing::Blocked)
            blocked.append(contact.peer);
    }
    parts.network.links()->setBlocked(blocked);
}

void Peers::Private::linkUp(const LinkedPeer &peer)
{
    Linked &entry = linked[peer.peer];
    entry.peer = peer;
    entry.shown = {
        peer.peer, peer.name, peer.endpoint, {Availability::Online, {}}, QDateTime::currentDateTimeUtc()};
    if (!nearOrder.contains(peer.peer))
        nearOrder.append(peer.peer);
    const NearbyPeer shown = entry.shown;
    if (own.availability != Availability::Online || !own.status.isEmpty())
        send(peer.peer, onTheWire(own));
    if (const Contact *known = contactOf(peer.peer)) {
        const ContactId id = known->id;
        parts.roster.change(id, [&](Contact &c) {
            c.lastSeenAt = QDateTime::currentDateTimeUtc();
            c.nickname = peer.name;
            if (peer.direction == LinkedPeer::Direction::Dialled)
                c.endpoint = peer.endpoint;
        });
        const Contact now = *parts.roster.contact(id);
        welcome(now, now.standing);
    }
    Q_EMIT q.nearbyChanged(shown);
}

/// Begins to talk over a link that is up, as far as both have agreed.
ConversationId Peers::Private::welcome(Contact contact, Standing standing)
{
    ConversationId conversation = parts.roster.find(contact.id);
    if (contact.id.isNull()) {
        contact.standing = standing;
        conversation = parts.roster.add(contact);
    } else if (contact.standing != standing) {
        parts.roster.change(contact.id, [&](Contact &c) { c.standing = standing; });
    }
    const Contact now = *parts.roster.contact(parts.roster.contactOf(contact.peer));
    dial(now);
    const auto up = linked.constFind(now.peer);
    if (up == linked.constEnd())
        return conversation;
    const LinkedPeer peer = up->peer;
    const Presence presence = up->shown.presence;
    setLink(now, Link::Phase::Online);
    Q_EMIT q.presenceChanged(now.id, presence);
    if (parts.roster.raiseSent(now.id, peer.knownCounter) && now.isFriend())
        parts.delivery.addEvent(conversation, Message::Event::OlderHere);
    if (standing == Standing::Asked)
        send(now.peer, wire::Greeting{words.value(now.peer)});
    delivery.linkUp(peer);
    if (standing == Standing::Friend)
        sayReadUpTo(now);
    return conversation;
}

void Peers::Private::linkDown(const PeerId &peer, quint64 link, const Departure &departure)
{
    const auto found = linked.find(peer);
    if (found == linked.end() || found->peer.link != link)
        return;
    linked.erase(found);
    nearOrder.removeOne(peer);
    delivery.linkDown(peer);
    typingSaid.remove(peer);
    const Contact *known = contactOf(peer);
    if (!known)
        delivery.forget(peer);
    if (!known && !heardAt.contains(peer))
        parts.network.links()->close(peer);
    if (known) {
        const Contact contact = *known;
        if (comparisons.lost(peer))
            tellComparison(peer, {ComparisonProgress::Phase::Gone, false, {}});
        setTyping(contact.id, false);
        setLink(contact, Link::Phase::Offline, &departure);
        Q_EMIT q.presenceChanged(contact.id, {});
    }
    Q_EMIT q.nearbyGone(peer);
}

void Peers::Private::heard(const PeerId &peer, const Endpoint &where)
{
    const Contact *known = contactOf(peer);
    if (known && known->standing == Standing::Blocked)
        return;
    heardAt.insert(peer, where);
    parts.network.links()->dial(peer, where);
}

void Peers::Private::gone(const PeerId &peer)
{
    heardAt.remove(peer);
    if (!contactOf(peer) && !linked.contains(peer))
        parts.network.links()->close(peer); // a link that still answers says more than a beacon that did not come
}

/// Somebody else in the person's place: an attack, an address that has passed to another person, or a new key.
void Peers::Private::dialFailed(const PeerId &peer, const Endpoint &endpoint, const PeerId &found,
                                const Error &error)
{
    const Contact *known = contactOf(peer);
    const bool isElsewhere = linked.contains(peer);
    if (error.kind == Error::Kind::PeerChanged && known && !isElsewhere) {
        const bool wasThere = known->endpoint == endpoint && known->lastSeenAt.isValid();
        const bool isSomebodyKnown = !found.isNull() && (contactOf(found) || linked.contains(found));
        if (isSomebodyKnown || !wasThere) {
            parts.network.links()->forgetEndpoint(peer, endpoint);
        } else if (known->standing != Standing::Blocked) {
            const ContactId id = known->id;
            const bool isNews = known->trust != Trust::Changed;
            parts.roster.change(id, [&](Contact &c) {
                c.trust = Trust::Changed;
                c.changedTo = found;
            });
            if (isNews)
                parts.delivery.addEvent(parts.roster.find(id), Message::Event::KeyChanged);
        }
    }
    Q_EMIT q.dialFailed(peer, endpoint, error);
}

void Peers::Private::received(const PeerId &peer, quint64 link, const wire::Message &message, qint64 bytes)
{
    const auto found = linked.constFind(peer);
    if (found == linked.constEnd() || found->peer.link != link)
        return;
    const Linked from = *found;
    const auto *text = std::get_if<wire::Text>(&message);
    const Contact *contact = contactOf(peer);
    if (text && contact && contact->standing == Standing::Asked) {
        befriended(contact->id); // it has us as a friend already
        contact = contactOf(peer);
    }
    if (text && contact && contact->isFriend())
        return delivery.take(peer, link, *text, bytes); // which says when it is dealt with
    parts.network.links()->consumed(peer, link, bytes);
    std::visit(
        [&](const auto &it) {
            using Type = std::decay_t<decltype(it)>;
            constexpr bool isStep = std::is_same_v<Type, Comparison::Commit> ||
                                    std::is_same_v<Type, Comparison::Nonce> ||
                                    std::is_same_v<Type, Comparison::Reveal>;
            if constexpr (isStep)
                takeStep(from, it);
            else if constexpr (requires { take(from, it); })
                take(from, it);
        },
        message);
}

// What people say

void Peers::Private::take(const Linked &from, const wire::Text &text)
{
    delivery.passOver(from.peer.peer, text);
    introduce(from, text.text); // it believes that we are friends; what it wrote comes again once we are
}

void Peers::Private::take(const Linked &from, const wire::Ack &ack)
{
    if (!delivery.take(from.peer.peer, ack))
        parts.network.links()->shutOut(from.peer.peer, from.peer.link,
                                       QStringLiteral("an acknowledgement of what was never sent"));
}

void Peers::Private::take(const Linked &from, const wire::Read &read)
{
    const Contact *contact = contactOf(from.peer.peer);
    if (!contact || !contact->isFriend() || !showsReceipts || !parts.store)
        return;
    const ConversationId conversation = parts.roster.find(contact->id);
    whenFinished(parts.store->markReadByPeer(conversation, read.counter), &q,
                 [this, conversation](const Result<QList<MessageId>> &ids) {
                     if (!ids)
                         return Q_EMIT q.storeFailed(ids.error());
                     parts.history.tellChanged(conversation, *ids);
                 });
}

void Peers::Private::take(const Linked &from, const wire::Typing &notice)
{
    const Contact *contact = contactOf(from.peer.peer);
    if (contact && contact->isFriend() && showsTyping)
        setTyping(contact->id, notice.activity == wire::Activity::Typing);
}

void Peers::Private::take(const Linked &from, const wire::Presence &presence)
{
    setPresence(from.peer.peer, fromTheWire(presence));
}

void Peers::Private::take(const Linked &from, const wire::Greeting &greeting)
{
    const PeerId peer = from.peer.peer;
    const Contact *contact = contactOf(peer);
    const bool isAgreed = contact && (contact->isFriend() || contact->standing == Standing::Asked);
    if (isAgreed) {
        send(peer, wire::GreetingAnswer{wire::GreetingVerdict::Accepted});
        if (contact->standing == Standing::Asked)
            befriended(contact->id);
    } else if (declined.contains(peer)) {
        send(peer, wire::GreetingAnswer{wire::GreetingVerdict::Declined});
    } else {
        introduce(from, greeting.text);
    }
}

void Peers::Private::take(const Linked &from, const wire::GreetingAnswer &answer)
{
    const Contact *contact = contactOf(from.peer.peer);
    const bool isAccepted = answer.verdict == wire::GreetingVerdict::Accepted;
    if (contact && contact->isFriend() && isAccepted)
        return delivery.startOver(from.peer.peer); // it had forgotten us, and took nothing
    if (!contact || contact->standing != Standing::Asked)
        return;
    const ContactId id = contact->id;
    words.remove(from.peer.peer);
    if (isAccepted)
        return befriended(id);
    parts.roster.change(id, [](Contact &c) { c.standing = Standing::Stranger; });
    Q_EMIT q.declined(id);
}

void Peers::Private::takeStep(const Linked &from, const Comparison::Step &step)
{
    const PeerId peer = from.peer.peer;
    const Contact *contact = contactOf(peer);
    if (!contact || !contact->isFriend())
        return;
    const Comparisons::Step next = comparisons.take(self, peer, step, Clock::now());
    if (next.send)
        sendStep(peer, *next.send);
    tellComparison(peer, next.progress);
    if (next.isBroken)
        parts.network.links()->shutOut(peer, from.peer.link, QStringLiteral("a step of a comparison not due"));
}

// How it is shown

const Contact *Peers::Private::contactWith(const ConversationId &id) const
{
    const Conversation *conversation = parts.roster.conversation(id);
    const Contact *contact = conversation ? parts.roster.contact(conversation->contact) : nullptr;
    return contact && contact->isPerson() ? contact : nullptr;
}

void Peers::Private::send(const PeerId &peer, const wire::Message &message)
{
    if (const auto to = linked.constFind(peer); to != linked.constEnd())
        parts.network.links()->send(peer, to->peer.link, message);
}

void Peers::Private::sendToAll(const wire::Message &message)
{
    for (const Linked &to : std::as_const(linked))
        parts.network.links()->send(to.peer.peer, to.peer.link, message);
}

void Peers::Private::sendStep(const PeerId &peer, const Comparison::Step &step)
{
    std::visit([&](const auto &it) { send(peer, it); }, step);
}

/// All that there is was seen: says so, up to the newest.
void Peers::Private::sayReadUpTo(const Contact &contact)
{
    const Conversation *conversation = parts.roster.conversation(parts.roster.find(contact.id));
    const bool isRead = conversation && conversation->unread == 0 && contact.receivedCounter > 0;
    if (isRead && contact.isFriend() && tellsReceipts)
        send(contact.peer, wire::Read{contact.receivedCounter});
}

void Peers::Private::introduce(const Linked &from, const QString &said)
{
    const PeerId peer = from.peer.peer;
    const Contact *contact = contactOf(peer);
    if (declined.contains(peer) || (contact && contact->standing == Standing::Blocked))
        return;
    const Introduction introduction{peer, from.shown.name, cut(said, MaxWords), QDateTime::currentDateTimeUtc()};
    const auto known = std::find_if(introductions.begin(), introductions.end(),
                                    [&](const Introduction &i) { return i.peer == peer; });
    if (known != introductions.end()) {
        if (known->words == introduction.words && known->name == introduction.name)
            return;
        *known = introduction;
    } else {
        if (introductions.size() >= MaxIntroductions)
            forgetIntroduction(PeerId(introductions.constFirst().peer));
        introductions.append(introduction);
    }
    Q_EMIT q.introduced(introduction);
}

void Peers::Private::forgetIntroduction(const PeerId &peer)
{
    if (introductions.removeIf([&](const Introduction &i) { return i.peer == peer; }) > 0)
        Q_EMIT q.introductionGone(peer);
}

void Peers::Private::befriended(const ContactId &id)
{
    parts.roster.change(id, [](Contact &c) { c.standing = Standing::Friend; });
    const Contact contact = *parts.roster.contact(id);
    words.remove(contact.peer);
    forgetIntroduction(contact.peer);
    delivery.resume(contact.peer);
}

void Peers::Private::setTrust(const ContactId &id, Trust trust)
{
    parts.roster.change(id, [trust](Contact &c) {
        c.trust = trust;
        c.changedTo = {};
    });
    if (const Contact *contact = parts.roster.contact(id))
        delivery.resume(PeerId(contact->peer));
}

void Peers::Private::setLink(const Contact &contact, Link::Phase phase, const Departure *departure)
{
    const ConversationId conversation = parts.roster.find(contact.id);
    Link &link = links[conversation];
    link.phase = phase;
    link.role = Link::Role::Peer;
    link.since = QDateTime::currentDateTimeUtc();
    link.end = !departure                                   ? Link::End::None
               : departure->kind == Departure::Kind::Failed ? Link::End::Failed
               : departure->kind == Departure::Kind::WeLeft ? Link::End::WeLeft
                                                            : Link::End::Closed;
    link.error = departure ? departure->error : std::nullopt;
    const Link now = link;
    Q_EMIT q.linkChanged(conversation, now);
}

void Peers::Private::setPresence(const PeerId &peer, const Presence &presence)
{
    const auto found = linked.find(peer);
    if (found == linked.end() || found->shown.presence == presence)
        return;
    found->shown.presence = presence;
    const NearbyPeer shown = found->shown;
    if (const Contact *contact = contactOf(peer))
        Q_EMIT q.presenceChanged(ContactId(contact->id), presence);
    Q_EMIT q.nearbyChanged(shown);
}

void Peers::Private::setTyping(const ContactId &id, bool isTyping)
{
    const bool was = typing.contains(id);
    if (!isTyping) {
        typing.remove(id);
    } else {
        const quint64 notice = ++typingNotices;
        typing.insert(id, notice);
        QTimer::singleShot(TypingShown, &q, [this, id, notice] {
            if (typing.value(id) == notice)
                setTyping(id, false);
        });
    }
    if (was != isTyping)
        Q_EMIT q.typingChanged(id, isTyping);
}

void Peers::Private::tellComparison(const PeerId &peer, const ComparisonProgress &progress)
{
    if (const Contact *contact = contactOf(peer))
        Q_EMIT q.comparisonChanged(ContactId(contact->id), progress);
}

// Peers

Peers::Peers(const Parts &parts, QObject *parent) : QObject(parent), d(std::make_unique<Private>(*this, parts))
{
    parts.delivery.setIsUnderWay([this](const MessageId &id) { return d->delivery.isInFlight(id); });
    connect(&d->delivery, &PeerDelivery::storeFailed, this, &Peers::storeFailed);
    connect(&d->delivery, &PeerDelivery::wentBack, this, [this](const PeerId &peer) {
        if (const Contact *contact = d->contactOf(peer))
            d->parts.delivery.addEvent(d->parts.roster.find(contact->id), Message::Event::OlderThere);
    });
}

Peers::~Peers()
{
    d->parts.delivery.setIsUnderWay({});
    for (QThread *reader : findChildren<QThread *>())
        reader->wait(); // a passphrase takes a second to try
    if (!isRunning())
        return;
    d->parts.network.links()->disconnect(this);
    d->parts.network.discovery()->disconnect(this);
}

QFuture<Result<Peers::Opening>> Peers::open(const QString &directory, const Options &options,
                                            SecretBytes passphrase)
{
    using Opened = Result<IdentityFile::Opened>;
    auto read = std::make_shared<Opened>(failure(Error::Kind::IdentityFailed, directory));
    auto sealed = std::make_shared<SecretBytes>(std::move(passphrase));
    auto done = std::make_shared<QPromise<Result<Opening>>>();
    done->start();
    QThread *reader = QThread::create(
        [read, sealed, directory, known = knownSelf()] { *read = IdentityFile(directory).open(known, *sealed); });
    reader->setParent(this);
    connect(reader, &QThread::finished, this, [this, reader, read, done, options] {
        reader->deleteLater();
        Result<Opening> opening = failure(Error::Kind::IdentityFailed);
        if (!*read) {
            opening = tl::unexpected(read->error());
        } else {
            const Opening found{(*read)->isNew, (*read)->wasOpenToOthers};
            opening = start(std::move((*read)->identity), options).map([found] { return found; });
        }
        done->addResult(opening);
        done->finish();
    });
    reader->start();
    return done->future();
}

Result<void> Peers::start(Identity identity, const Options &options)
{
    Q_ASSERT(!isRunning());
    auto context = TlsContext::make(std::move(identity));
    if (!context)
        return tl::unexpected(context.error());
    d->self = (*context)->identity().id();
    d->askedPort = options.port;
    d->parts.network.open(std::move(*context), options.limits, options.discoveryPort);
    PeerLinks *links = d->parts.network.links();
    Discovery *discovery = d->parts.network.discovery();
    connect(links, &PeerLinks::linkUp, this, [this](const LinkedPeer &peer) { d->linkUp(peer); });
    connect(links, &PeerLinks::linkDown, this,
            [this](const PeerId &peer, quint64 link, const Departure &departure) {
                d->linkDown(peer, link, departure);
            });
    connect(links, &PeerLinks::received, this,
            [this](const PeerId &peer, quint64 link, const wire::Message &message, qint64 bytes) {
                d->received(peer, link, message, bytes);
            });
    connect(links, &PeerLinks::notTaken, this,
            [this](const PeerId &peer, quint64 link, const wire::Message &message) {
                const auto *text = std::get_if<wire::Text>(&message);
                if (text && d->linked.value(peer).peer.link == link)
                    d->delivery.notTaken(peer, *text);
            });
    connect(links, &PeerLinks::roomAgain, this, [this](const PeerId &peer) { d->delivery.roomAgain(peer); });
    connect(links, &PeerLinks::dialFailed, this,
            [this](const PeerId &peer, const Endpoint &endpoint, const PeerId &found, const Error &error) {
                d->dialFailed(peer, endpoint, found, error);
            });
    connect(links, &PeerLinks::impaired, this, &Peers::impaired);
    connect(links, &PeerLinks::listeningFailed, this, [this, links](const Error &error) {
        if (std::exchange(d->askedPort, 0) != 0)
            return links->listen(0); // the beacon tells the port, so any will do
        Q_EMIT impaired(error);
    });
    connect(links, &PeerLinks::listening, this, [this, discovery](const Endpoint &local) {
        d->local = local;
        discovery->setLinkPort(local.port());
        Q_EMIT listening(local);
    });
    connect(links, &PeerLinks::closed, this, [this] {
        if (const auto promise = std::exchange(d->closing, nullptr))
            promise->finish();
    });
    connect(discovery, &Discovery::heard, this,
            [this](const PeerId &peer, const Endpoint &where) { d->heard(peer, where); });
    connect(discovery, &Discovery::gone, this, [this](const PeerId &peer) { d->gone(peer); });
    connect(discovery, &Discovery::impaired, this, &Peers::impaired);
    if (d->parts.store && d->knownSelf != d->self) {
        whenFinished(d->parts.store->setSelf(d->self), this, [this](const Result<void> &kept) {
            if (!kept)
                Q_EMIT storeFailed(kept.error());
        });
    }
    d->knownSelf = d->self;
    setName(options.name);
    d->delivery.setLinks(*links);
    d->begin();
    links->listen(options.port);
    setVisibility(options.visibility);
    return {};
}

void Peers::setName(const QString &name)
{
    d->name = cleanNickname(name);
    if (isRunning())
        d->parts.network.links()->setSelf({d->name, 0, 0});
}

void Peers::setVisibility(Visibility visibility)
{
    d->visibility = visibility;
    if (isRunning())
        d->parts.network.discovery()->setMode(visibility);
}

void Peers::setPresence(const Presence &presence)
{
    d->own = presence;
    if (presence.availability == Availability::Offline)
        d->own.availability = Availability::Invisible;
    d->own.status = cut(presence.status.simplified(), Presence::MaxStatusLength);
    d->sendToAll(onTheWire(d->own));
}

void Peers::setReceipts(bool told, bool shown)
{
    d->tellsReceipts = told;
    d->showsReceipts = shown;
}

void Peers::setTypingNotices(bool told, bool shown)
{
    d->tellsTyping = told;
    d->showsTyping = shown;
}

ConversationId Peers::greet(const PeerId &peer, const QString &words)
{
    const auto introduced = std::any_of(d->introductions.cbegin(), d->introductions.cend(),
                                        [&](const Introduction &i) { return i.peer == peer; });
    if (introduced)
        return accept(peer); // it asked first
    const Contact *known = d->contactOf(peer);
    if (known && known->isFriend())
        return d->parts.roster.find(known->id);
    const auto near = nearby(peer);
    if (!known && !near)
        return {};
    d->words.insert(peer, cut(words, MaxWords));
    Contact contact;
    if (known) {
        contact = *known;
    } else {
        contact.peer = peer;
        contact.nickname = near->name;
        contact.lastSeenAt = near->since;
        contact.endpoint = d->heardAt.value(peer);
    }
    const bool wasBlocked = contact.standing == Standing::Blocked;
    const ConversationId conversation = d->welcome(contact, Standing::Asked);
    if (wasBlocked)
        d->block();
    return conversation;
}

Result<ConversationId> Peers::befriend(const Invitation &invitation, const QString &words)
{
    if (invitation.peer == self())
        return failure(Error::Kind::OwnIdentity, invitation.endpoint.toString());
    const Contact *known = d->contactOf(invitation.peer);
    if (known && known->isFriend()) {
        const ContactId id = known->id;
        setVerified(id, true);
        d->parts.network.links()->dial(invitation.peer, invitation.endpoint);
        return d->parts.roster.find(id);
    }
    d->words.insert(invitation.peer, cut(words, MaxWords));
    Contact contact = known ? *known : Contact();
    contact.peer = invitation.peer;
    contact.trust = Trust::Verified;
    if (contact.endpoint.isNull())
        contact.endpoint = invitation.endpoint;
    if (known) {
        d->parts.roster.change(contact.id, [&](Contact &c) {
            c.trust = contact.trust;
            c.endpoint = contact.endpoint;
        });
    }
    const bool wasBlocked = contact.standing == Standing::Blocked;
    const ConversationId conversation = d->welcome(contact, Standing::Asked);
    if (wasBlocked)
        d->block();
    if (isRunning())
        d->parts.network.links()->dial(invitation.peer, invitation.endpoint);
    return conversation;
}

ConversationId Peers::accept(const PeerId &peer)
{
    const auto found = std::find_if(d->introductions.cbegin(), d->introductions.cend(),
                                    [&](const Introduction &i) { return i.peer == peer; });
    if (found == d->introductions.cend())
        return {};
    const Contact *known = d->contactOf(peer);
    Contact contact = known ? *known : Contact();
    if (!known) {
        contact.peer = peer;
        contact.nickname = found->name;
        contact.origin = Contact::Origin::Stranger;
        contact.lastSeenAt = found->at;
        contact.endpoint = d->heardAt.value(peer);
    }
    d->forgetIntroduction(peer);
    d->send(peer, wire::GreetingAnswer{wire::GreetingVerdict::Accepted});
    return d->welcome(contact, Standing::Friend);
}

void Peers::decline(const PeerId &peer)
{
    d->declined.insert(peer);
    d->send(peer, wire::GreetingAnswer{wire::GreetingVerdict::Declined});
    d->forgetIntroduction(peer);
}

void Peers::block(const PeerId &peer)
{
    d->forgetIntroduction(peer);
    if (const Contact *known = d->contactOf(peer)) {
        d->parts.roster.change(ContactId(known->id), [](Contact &c) { c.standing = Standing::Blocked; });
    } else {
        Contact contact;
        contact.peer = peer;
        contact.nickname = d->linked.value(peer).shown.name;
        contact.origin = Contact::Origin::Stranger;
        contact.standing = Standing::Blocked;
        d->parts.roster.add(contact);
    }
    d->block();
}

void Peers::unblock(const PeerId &peer)
{
    const Contact *known = d->contactOf(peer);
    if (!known || known->standing != Standing::Blocked)
        return;
    const ContactId id = known->id;
    const Conversation *conversation = d->parts.roster.conversation(d->parts.roster.find(id));
    if (conversation && !conversation->last)
        d->parts.roster.remove(id); // it was here only to be blocked
    else
        d->parts.roster.change(id, [](Contact &c) { c.standing = Standing::Stranger; });
    d->block();
    if (isRunning() && d->heardAt.contains(peer))
        d->parts.network.links()->dial(peer, d->heardAt.value(peer));
}

void Peers::setVerified(const ContactId &id, bool verified)
{
    const Contact *contact = d->parts.roster.contact(id);
    if (!contact || !contact->isPerson() || contact->trust == Trust::Changed)
        return;
    const bool isNews = verified && contact->trust != Trust::Verified;
    d->setTrust(id, verified ? Trust::Verified : Trust::Seen);
    if (isNews)
        d->parts.delivery.addEvent(d->parts.roster.find(id), Message::Event::Verified);
}

void Peers::compare(const ContactId &id)
{
    const Contact *contact = d->parts.roster.contact(id);
    if (!contact || !contact->isFriend() || !d->linked.contains(contact->peer))
        return;
    const PeerId peer = contact->peer;
    const ComparisonProgress now = d->comparisons.progress(peer);
    if (now.phase == ComparisonProgress::Phase::Waiting)
        return d->tellComparison(peer, now);
    const Comparisons::Step step = d->comparisons.begin(self(), peer, Clock::now());
    if (step.send)
        d->sendStep(peer, *step.send);
    d->tellComparison(peer, step.progress);
}

void Peers::finishComparison(const ContactId &id, bool same)
{
    const Contact *contact = d->parts.roster.contact(id);
    if (!contact)
        return;
    const PeerId peer = contact->peer;
    const bool isDue = d->comparisons.progress(peer).phase == ComparisonProgress::Phase::Code;
    d->comparisons.forget(peer);
    if (isDue)
        setVerified(id, same);
    d->tellComparison(peer, {});
}

void Peers::keepKnownKey(const ContactId &id)
{
    const Contact *contact = d->parts.roster.contact(id);
    if (contact && contact->trust == Trust::Changed)
        d->setTrust(id, Trust::Seen);
}

void Peers::acceptNewKey(const ContactId &id)
{
    const Contact *contact = d->parts.roster.contact(id);
    if (!contact || contact->trust != Trust::Changed || contact->changedTo.isNull())
        return;
    const Contact before = *contact;
    const PeerId fresh = before.changedTo;
    d->parts.network.links()->close(before.peer);
    d->delivery.forget(before.peer);
    if (const ContactId other = d->contactOf(fresh) ? d->contactOf(fresh)->id : ContactId(); !other.isNull()) {
        // The person is there already, under the new key: this is what was said under the old one.
        d->parts.roster.change(id, [](Contact &c) {
            c.trust = Trust::Seen;
            c.changedTo = {};
            c.standing = Standing::Stranger;
        });
        return;
    }
    d->parts.roster.change(id, [&](Contact &c) {
        c.peer = fresh;
        c.trust = Trust::Seen;
        c.changedTo = {};
        c.receivedCounter = 0;
    });
    d->parts.delivery.addEvent(d->parts.roster.find(id), Message::Event::NewKey);
    d->welcome(*d->parts.roster.contact(id), Standing::Asked); // the other side knows nobody any more
}

void Peers::setTyping(const ConversationId &conversation, bool typing)
{
    const Contact *contact = d->contactWith(conversation);
    if (!contact || !contact->isFriend() || !d->tellsTyping || !d->linked.contains(contact->peer))
        return;
    const PeerId peer = contact->peer;
    const auto said = d->typingSaid.constFind(peer);
    const bool isSaid = said != d->typingSaid.constEnd();
    if (typing && isSaid && Clock::now() - *said < TypingSaid)
        return;
    if (!typing && !isSaid)
        return;
    if (typing)
        d->typingSaid.insert(peer, Clock::now());
    else
        d->typingSaid.remove(peer);
    d->send(peer, wire::Typing{typing ? wire::Activity::Typing : wire::Activity::Stopped});
}

void Peers::examine()
{
    Q_EMIT examined({{doctor::Finding::Kind::DiscoveryOff}});
}

// Queries

PeerId Peers::knownSelf() const
{
    return d->knownSelf;
}

PeerId Peers::self() const
{
    return d->self;
}

QList<NearbyPeer> Peers::nearby() const
{
    QList<NearbyPeer> list;
    for (const PeerId &peer : std::as_const(d->nearOrder))
        list.append(d->linked.value(peer).shown);
    return list;
}

std::optional<NearbyPeer> Peers::nearby(const PeerId &peer) const
{
    const auto found = d->linked.constFind(peer);
    return found == d->linked.constEnd() ? std::nullopt : std::optional(found->shown);
}

QList<Introduction> Peers::introductions() const
{
    return d->introductions;
}

Presence Peers::presence(const ContactId &contact) const
{
    const Contact *known = d->parts.roster.contact(contact);
    const auto near = known && known->isPerson() ? nearby(known->peer) : std::nullopt;
    return near ? near->presence : Presence();
}

Presence Peers::ownPresence() const
{
    return d->own;
}

bool Peers::isTyping(const ContactId &contact) const
{
    return d->typing.contains(contact);
}

QString Peers::name() const
{
    return d->name;
}

Peers::Visibility Peers::visibility() const
{
    return d->visibility;
}

Endpoint Peers::local() const
{
    return d->local;
}

QList<Invitation> Peers::invitations() const
{
    QList<Invitation> list;
    if (d->local.isNull())
        return list;
    for (const Endpoint &endpoint : reachableEndpoints(d->local))
        list.append({self(), endpoint});
    return list;
}

QString Peers::safetyNumber(const ContactId &contact) const
{
    const Contact *known = d->parts.roster.contact(contact);
    return known ? kith::safetyNumber(self(), known->peer) : QString();
}

ComparisonProgress Peers::comparison(const ContactId &contact) const
{
    const Contact *known = d->parts.roster.contact(contact);
    return known ? d->comparisons.progress(known->peer) : ComparisonProgress();
}

ContactId Peers::contactOf(const PeerId &peer) const
{
    return d->parts.roster.contactOf(peer);
}

ContactId Peers::mistakableFor(const QString &name, const PeerId &peer) const
{
    const LookalikeName asked(name);
    for (const Contact &contact : d->parts.roster.contacts()) {
        const bool isOther = contact.isPerson() && contact.peer != peer && contact.standing != Standing::Blocked;
        if (!isOther)
            continue;
        for (const QString &known : {contact.name, contact.nickname}) {
            if (asked.likenessTo(LookalikeName(known)) != Likeness::Different)
                return contact.id;
        }
    }
    return {};
}

std::optional<Link> Peers::link(const ConversationId &conversation) const
{
    if (!d->contactWith(conversation))
        return std::nullopt;
    return d->links.value(conversation);
}

bool Peers::isBusy() const
{
    return d->delivery.isBusy();
}

// For Messenger

void Peers::load(const PeerId &knownSelf)
{
    if (!isRunning()) {
        d->knownSelf = knownSelf;
        return;
    }
    if (d->parts.store && knownSelf != d->self)
        static_cast<void>(d->parts.store->setSelf(d->self));
    d->begin();
}

void Peers::rest()
{
    if (!isRunning())
        return;
    for (const Contact &contact : d->parts.roster.contacts()) {
        if (!contact.isPerson())
            continue;
        d->parts.network.links()->close(contact.peer);
        d->delivery.forget(contact.peer);
    }
    d->links.clear();
}

QFuture<void> Peers::closeAll()
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    if (!isRunning()) {
        promise->finish();
        return promise->future();
    }
    d->closing = promise;
    d->parts.network.discovery()->setMode(Visibility::Off);
    d->parts.network.links()->closeAll(wire::ByeReason::Leaving);
    QTimer::singleShot(ClosingLimit, this, [this, promise] {
        if (std::exchange(d->closing, nullptr))
            promise->finish();
    });
    return promise->future();
}

void Peers::markRead(const ConversationId &conversation)
{
    if (const Contact *contact = d->contactWith(conversation))
        d->sayReadUpTo(Contact(*contact));
}

void Peers::reconnect(const ConversationId &conversation)
{
    if (const Contact *contact = d->contactWith(conversation))
        d->dial(Contact(*contact));
}

void Peers::aboutToRemove(const ContactId &contact)
{
    if (const Contact *known = d->parts.roster.contact(contact); known && known->isPerson())
        d->delivery.forget(PeerId(known->peer));
}

} // namespace kith

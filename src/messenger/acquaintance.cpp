// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/acquaintance.h"

#include "core/displaytext.h"
#include "core/firstunits.h"
#include "core/future.h"
#include "messenger/delivery.h"
#include "messenger/history.h"
#include "messenger/peernetwork.h"
#include "messenger/roster.h"

#include <algorithm>
#include <utility>

namespace kith {

namespace {

using Trust = Contact::Trust;

/// How much introduces somebody, in UTF-16 units: MaxGreetingBytes in the worst case.
constexpr qsizetype MaxWords = wire::MaxGreetingBytes / 3;

QString firstWords(QString text)
{
    shorten(text, MaxWords);
    return text;
}

Link::End endOf(const Departure &departure)
{
    switch (departure.kind) {
    case Departure::Kind::Failed:
        return Link::End::Failed;
    case Departure::Kind::WeLeft:
        return Link::End::WeLeft;
    case Departure::Kind::SaidQ:
    case Departure::Kind::Closed:
        break;
    }
    return Link::End::Closed;
}

} // namespace

Acquaintance::Acquaintance(const Peers::Parts &parts, Neighbours &neighbours, KeyTrust &trust, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_neighbours(neighbours)
    , m_trust(trust)
    , m_delivery(parts.store, parts.roster, parts.delivery, neighbours)
{
    parts.delivery.setIsUnderWay([this](const MessageId &id) { return m_delivery.isInFlight(id); });
    parts.history.setUnderWay([this](const ConversationId &id) { return m_delivery.inFlight(id); });
    connect(&neighbours, &Neighbours::cameUp, this, &Acquaintance::cameUp);
    connect(&neighbours, &Neighbours::wentDown, this, &Acquaintance::wentDown);
    connect(&neighbours, &Neighbours::received, this, &Acquaintance::received);
    connect(&neighbours, &Neighbours::notTaken, this, [this](const PeerId &peer, const wire::Message &message) {
        if (const auto *text = std::get_if<wire::Text>(&message))
            m_delivery.notTaken(peer, *text);
    });
    connect(&neighbours, &Neighbours::presenceChanged, this, [this](const PeerId &peer, const Presence &presence) {
        if (const ContactId id = m_parts.roster.contactOf(peer); !id.isNull())
            Q_EMIT presenceChanged(id, presence);
    });
    connect(&trust, &KeyTrust::settled, &m_delivery, &PeerDelivery::resume);
    connect(&m_typing, &TypingNotices::changed, this, &Acquaintance::typingChanged);
    connect(&m_delivery, &PeerDelivery::storeFailed, this, &Acquaintance::storeFailed);
    connect(&m_delivery, &PeerDelivery::acknowledged, this, [this](const PeerId &peer) {
        if (const Contact *contact = m_parts.roster.person(peer))
            sayReadUpTo(Contact(*contact)); // what came while it was looked at
    });
    connect(&parts.history, &History::changed, &m_delivery, &PeerDelivery::lookAgain);
    connect(&m_delivery, &PeerDelivery::wentBack, this,
            [this](const PeerId &peer) { addEvent(peer, Message::Event::OlderThere); });
}

Acquaintance::~Acquaintance()
{
    m_parts.delivery.setIsUnderWay({});
    m_parts.history.setUnderWay({});
}

void Acquaintance::begin()
{
    PeerLinks &links = *m_parts.network.links();
    connect(&links, &PeerLinks::roomAgain, &m_delivery, &PeerDelivery::roomAgain,
            Qt::ConnectionType(Qt::QueuedConnection | Qt::UniqueConnection));
    for (const Contact &contact : m_parts.roster.contacts()) {
        if (!contact.isPerson())
            continue;
        links.setKnownCounter(contact.peer, contact.receivedCounter);
        if (contact.isFriend() || contact.standing == Standing::Asked)
            m_neighbours.seek(contact.peer, contact.endpoint);
        if (const auto link = m_neighbours.link(contact.peer))
            talk(contact, *link);
    }
    tellBlocked();
    m_isResting = false;
}

void Acquaintance::rest()
{
    m_isResting = true; // what comes meanwhile is not kept, and comes again
    for (const Contact &contact : m_parts.roster.contacts()) {
        if (!contact.isPerson() || !m_neighbours.isOpen())
            continue;
        m_neighbours.leaveAlone(contact.peer);
        m_neighbours.close(contact.peer);
        m_delivery.forget(contact.peer);
    }
    m_links.clear();
}

// Becoming friends

/// Where somebody who is linked can be dialled; null: nothing is proven. A beacon alone is not enough, anybody can send
/// one: where it leads, another key would be taken for a new one of the person.
Endpoint Acquaintance::whereIs(const PeerId &peer) const
{
    const auto link = m_neighbours.link(peer);
    if (!link)
        return {};
    return link->direction == LinkedPeer::Direction::Dialled ? link->endpoint : m_neighbours.heardAlongside(*link);
}

/// Keeps `contact`, who may be new, in this standing, looks for it, and talks to it if it is there.
ConversationId Acquaintance::begin(const Contact &contact, Standing standing)
{
    if (contact.id.isNull()) {
        Contact fresh = contact;
        fresh.standing = standing;
        m_parts.roster.add(fresh);
    } else {
        m_parts.roster.change(contact.id, [&](Contact &c) { c.standing = standing; });
    }
    const Contact now = *m_parts.roster.person(contact.peer);
    m_neighbours.seek(now.peer, now.endpoint);
    if (const auto link = m_neighbours.link(now.peer))
        talk(now, *link);
    return m_parts.roster.find(now.id);
}

/// Says what is to be said over a link that is up, as far as both have agreed.
void Acquaintance::talk(const Contact &contact, const LinkedPeer &link)
{
    setLink(contact, Link::Phase::Online);
    if (const auto near = m_neighbours.nearby(contact.peer))
        Q_EMIT presenceChanged(contact.id, near->presence);
    if (m_parts.roster.raiseSent(contact.id, link.knownCounter) && contact.isFriend())
        addEvent(contact.peer, Message::Event::OlderHere);
    if (contact.standing == Standing::Asked)
        m_neighbours.send(contact.peer, m_greetings.value(contact.peer));
    m_delivery.linkUp(link);
    sayReadUpTo(contact);
}

ConversationId Acquaintance::greet(const PeerId &peer, const QString &words)
{
    return ask(peer, {firstWords(words), 0});
}

Result<ConversationId> Acquaintance::join(const PeerId &peer, quint16 port)
{
    const Contact *known = m_parts.roster.person(peer);
    if (known && known->isFriend())
        m_neighbours.send(peer, wire::Greeting{{}, port}); // so that it knows at which of its hosts we are
    const ConversationId conversation = ask(peer, {{}, port});
    return conversation.isNull() ? Result<ConversationId>(failure(Error::Kind::NotConnected, peer.shortForm()))
                                 : conversation;
}

ConversationId Acquaintance::ask(const PeerId &peer, const wire::Greeting &greeting)
{
    if (m_introductions.of(peer))
        return accept(peer); // it asked first
    const Contact *known = m_parts.roster.person(peer);
    if (known && known->isFriend())
        return m_parts.roster.find(known->id);
    const auto near = m_neighbours.nearby(peer);
    const bool isBlocked = known && known->isBlocked();
    if (isBlocked || (!known && !near))
        return {};
    m_greetings.insert(peer, greeting);
    if (known)
        return begin(Contact(*known), Standing::Asked);
    Contact contact;
    contact.peer = peer;
    contact.nickname = near->name;
    contact.lastSeenAt = near->since;
    contact.endpoint = whereIs(peer);
    return begin(contact, Standing::Asked);
}

Result<ConversationId> Acquaintance::befriend(const Invitation &invitation, const QString &words)
{
    if (invitation.peer == m_neighbours.self())
        return failure(Error::Kind::OwnIdentity, invitation.endpoint.toString());
    const Contact *known = m_parts.roster.person(invitation.peer);
    if (known && known->isBlocked())
        return failure(Error::Kind::PersonBlocked, displayName(known->displayName()));
    m_neighbours.seek(invitation.peer, invitation.endpoint);
    if (known) {
        const ContactId id = known->id;
        m_parts.roster.change(id, [&](Contact &c) {
            if (c.endpoint.isNull())
                c.endpoint = invitation.endpoint;
        });
        m_trust.setVerified(id, true);
        const Contact now = *m_parts.roster.contact(id);
        if (now.isFriend())
            return m_parts.roster.find(id);
        m_greetings.insert(now.peer, {firstWords(words), 0});
        return begin(now, Standing::Asked);
    }
    m_greetings.insert(invitation.peer, {firstWords(words), 0});
    Contact contact;
    contact.peer = invitation.peer;
    contact.trust = Trust::Verified;
    contact.endpoint = invitation.endpoint;
    return begin(contact, Standing::Asked);
}

ConversationId Acquaintance::accept(const PeerId &peer)
{
    const auto introduction = m_introductions.of(peer);
    if (!introduction)
        return {};
    return letIn(peer, introduction->name, introduction->at);
}

ConversationId Acquaintance::letIn(const PeerId &peer, const QString &name, const QDateTime &at)
{
    forgetIntroduction(peer);
    m_neighbours.send(peer, wire::GreetingAnswer{wire::GreetingVerdict::Accepted});
    if (const Contact *known = m_parts.roster.person(peer))
        return begin(Contact(*known), Standing::Friend);
    Contact contact;
    contact.peer = peer;
    contact.nickname = name;
    contact.origin = Contact::Origin::Stranger;
    contact.lastSeenAt = at;
    contact.endpoint = whereIs(peer);
    return begin(contact, Standing::Friend);
}

void Acquaintance::decline(const PeerId &peer)
{
    m_introductions.decline(peer);
    m_neighbours.send(peer, wire::GreetingAnswer{wire::GreetingVerdict::Declined});
    forgetIntroduction(peer);
}

void Acquaintance::block(const PeerId &peer)
{
    const auto near = m_neighbours.nearby(peer);
    const auto introduction = m_introductions.of(peer);
    forgetIntroduction(peer);
    if (const Contact *known = m_parts.roster.person(peer)) {
        m_parts.roster.change(ContactId(known->id), [](Contact &c) { c.standing = Standing::Blocked; });
    } else {
        Contact contact;
        contact.peer = peer;
        contact.nickname = near ? near->name : introduction ? introduction->name : QString();
        contact.origin = Contact::Origin::Stranger;
        contact.standing = Standing::Blocked;
        m_parts.roster.add(contact);
    }
    tellBlocked();
    m_neighbours.leaveAlone(peer);
}

void Acquaintance::unblock(const PeerId &peer)
{
    const Contact *known = m_parts.roster.person(peer);
    if (!known || known->standing != Standing::Blocked)
        return;
    const ContactId id = known->id;
    const Conversation *conversation = m_parts.roster.conversation(m_parts.roster.find(id));
    const bool isUnknown = known->name.isEmpty() && known->note.isEmpty() && known->group.isEmpty() &&
                           known->trust == Trust::Seen && known->sentCounter == 0 && known->receivedCounter == 0;
    if (isUnknown && conversation && !conversation->last)
        m_parts.roster.remove(id); // it was here only to be blocked
    else
        m_parts.roster.change(id, [](Contact &c) { c.standing = Standing::Stranger; });
    tellBlocked();
    m_neighbours.meetAgain(peer);
}

void Acquaintance::tellBlocked()
{
    if (!m_neighbours.isOpen())
        return;
    QList<PeerId> blocked;
    for (const Contact &contact : m_parts.roster.contacts()) {
        if (contact.isPerson() && contact.isBlocked())
            blocked.append(contact.peer);
    }
    m_neighbours.setBlocked(blocked);
}

void Acquaintance::acceptNewKey(const ContactId &id)
{
    const Contact *contact = m_parts.roster.contact(id);
    const bool isOpen = m_neighbours.isOpen(); // a locked key judges nobody
    if (!isOpen || !contact || contact->trust != Trust::Changed || contact->changedTo.isNull())
        return;
    if (contact->isBlocked())
        return; // whoever has the key now
    const PeerId before = contact->peer;
    const PeerId fresh = contact->changedTo;
    m_neighbours.leaveAlone(before);
    m_neighbours.close(before);
    m_delivery.linkDown(before); // what it had waits again
    m_delivery.forget(before);
    if (m_parts.roster.person(fresh)) {
        // The person is there already, under the new key: this is what was said under the old one.
        m_parts.roster.change(id, [](Contact &c) {
            c.trust = Trust::Seen;
            c.changedTo = {};
            c.standing = Standing::Stranger;
        });
        return;
    }
    m_parts.roster.change(id, [&](Contact &c) {
        c.peer = fresh;
        c.trust = Trust::Seen;
        c.changedTo = {};
        c.receivedCounter = 0;
    });
    addEvent(fresh, Message::Event::NewKey);
    begin(Contact(*m_parts.roster.contact(id)), Standing::Asked); // the other side knows nobody any more
}

void Acquaintance::welcome(const PeerId &guest, const HostId &host)
{
    const ConversationId conversation = m_parts.roster.find(m_parts.roster.contactOf(guest));
    const Link before = m_links.value(conversation);
    if (host.isNull() || host == before.host || !before.isOnline())
        return;
    seeOff(conversation); // from where it was
    Link &link = m_links[conversation];
    link.host = host;
    const Link now = link;
    Q_EMIT guestCame(host);
    Q_EMIT linkChanged(conversation, now);
}

void Acquaintance::seeOff(const ConversationId &conversation)
{
    const auto link = m_links.find(conversation);
    if (link == m_links.end() || link->host.isNull())
        return;
    const HostId host = std::exchange(link->host, {});
    const Link now = *link;
    Q_EMIT guestLeft(host);
    Q_EMIT linkChanged(conversation, now);
}

void Acquaintance::keepGuests(const QList<OpenHost> &hosts)
{
    for (const ConversationId &conversation : m_links.keys()) {
        const HostId host = m_links.value(conversation).host;
        const auto isThat = [&host](const OpenHost &one) { return one.id == host; };
        if (!host.isNull() && std::none_of(hosts.cbegin(), hosts.cend(), isThat))
            seeOff(conversation);
    }
}

void Acquaintance::befriended(const ContactId &id)
{
    m_parts.roster.change(id, [](Contact &c) { c.standing = Standing::Friend; });
    const PeerId peer = m_parts.roster.contact(id)->peer;
    m_greetings.remove(peer);
    forgetIntroduction(peer);
    m_delivery.resume(peer);
}

void Acquaintance::introduce(const LinkedPeer &from, const QString &words)
{
    const Contact *contact = m_parts.roster.person(from.peer);
    if (contact && contact->isBlocked())
        return;
    const Introduction introduction{from.peer, from.name, firstWords(words), QDateTime::currentDateTimeUtc()};
    const Introductions::Noted noted = m_introductions.note(introduction);
    if (noted.dropped)
        Q_EMIT introductionGone(*noted.dropped);
    if (noted.isNews)
        Q_EMIT introduced(introduction);
}

void Acquaintance::forgetIntroduction(const PeerId &peer)
{
    if (m_introductions.forget(peer))
        Q_EMIT introductionGone(peer);
}

void Acquaintance::aboutToRemove(const Contact &contact)
{
    seeOff(m_parts.roster.find(contact.id));
    m_delivery.forget(contact.peer);
    m_delivery.discardAll(m_parts.roster.find(contact.id));
    m_greetings.remove(contact.peer);
    m_neighbours.leaveAlone(contact.peer);
}

// What comes over links

void Acquaintance::cameUp(const LinkedPeer &peer)
{
    const ContactId id = m_parts.roster.contactOf(peer.peer);
    if (id.isNull())
        return;
    m_trust.linkUp(peer); // before anything is said
    m_parts.roster.change(id, [&](Contact &c) {
        c.lastSeenAt = QDateTime::currentDateTimeUtc();
        c.nickname = peer.name;
        if (peer.direction == LinkedPeer::Direction::Dialled)
            c.endpoint = peer.endpoint;
    });
    talk(Contact(*m_parts.roster.contact(id)), peer);
}

void Acquaintance::wentDown(const PeerId &peer, const Departure &departure)
{
    m_delivery.linkDown(peer);
    m_typing.linkDown(peer);
    m_trust.linkDown(peer);
    const Contact *known = m_parts.roster.person(peer);
    if (!known)
        return m_delivery.forget(peer);
    const Contact contact = *known;
    m_typing.set(contact.id, false);
    seeOff(m_parts.roster.find(contact.id));
    setLink(contact, Link::Phase::Offline, &departure);
    Q_EMIT presenceChanged(contact.id, {});
}

void Acquaintance::received(const LinkedPeer &from, const wire::Message &message, qint64 bytes)
{
    const auto *text = std::get_if<wire::Text>(&message);
    const Contact *contact = m_parts.roster.person(from.peer);
    if (text && contact && contact->standing == Standing::Asked) {
        befriended(contact->id); // it has us as a friend already
        contact = m_parts.roster.person(from.peer);
    }
    if (text && contact && contact->isFriend() && !m_isResting)
        return m_delivery.take(from.peer, from.link, *text, bytes); // which says when it is dealt with
    m_neighbours.consumed(from.peer, from.link, bytes);
    if (text && m_isResting)
        return;
    std::visit(
        [&](const auto &it) {
            if constexpr (requires { take(from, it); })
                take(from, it);
        },
        message);
}

void Acquaintance::take(const LinkedPeer &from, const wire::Text &text)
{
    m_delivery.passOver(from.peer, text);
    introduce(from, text.text); // it believes that we are friends; what it wrote comes again once we are
}

void Acquaintance::take(const LinkedPeer &from, const wire::Ack &ack)
{
    if (!m_delivery.take(from.peer, ack))
        m_neighbours.shutOut(from.peer, from.link, QStringLiteral("an acknowledgement of what was never sent"));
}

void Acquaintance::take(const LinkedPeer &from, const wire::Read &read)
{
    const Contact *contact = m_parts.roster.person(from.peer);
    if (!contact || !contact->isFriend() || !m_receipts.shown || !m_parts.store)
        return;
    const auto waiting = m_readUpTo.find(from.peer);
    if (waiting != m_readUpTo.end()) {
        *waiting = std::max(*waiting, read.counter);
        return;
    }
    m_readUpTo.insert(from.peer, 0);
    noteRead(from.peer, m_parts.roster.find(contact->id), read.counter);
}

/// One at a time: whoever says it a thousand times a second is noted as often as the disk can take it.
void Acquaintance::noteRead(const PeerId &peer, const ConversationId &conversation, qint64 counter)
{
    whenFinished(m_parts.store->markReadByPeer(conversation, counter), this,
                 [this, peer, conversation, counter](const Result<QList<MessageId>> &ids) {
                     const qint64 next = m_readUpTo.take(peer);
                     if (!ids)
                         return Q_EMIT storeFailed(ids.error());
                     if (next > counter) {
                         m_readUpTo.insert(peer, 0);
                         noteRead(peer, conversation, next);
                     }
                     m_parts.history.tellChanged(conversation, *ids);
                 });
}

void Acquaintance::take(const LinkedPeer &from, const wire::Typing &notice)
{
    const Contact *contact = m_parts.roster.person(from.peer);
    if (contact && contact->isFriend() && m_typingNotices.shown)
        m_typing.set(ContactId(contact->id), notice.activity == wire::Activity::Typing);
}

void Acquaintance::take(const LinkedPeer &from, const wire::Greeting &greeting)
{
    const Contact *contact = m_parts.roster.person(from.peer);
    if (contact && contact->isBlocked())
        return; // by a link that is about to end
    const bool isAsked = contact && contact->standing == Standing::Asked;
    const HostId host = greeting.joins == 0 ? HostId() : m_neighbours.hostFor(from.peer, greeting.joins);
    if (isAsked || (contact && contact->isFriend())) {
        const ContactId id = contact->id;
        m_neighbours.send(from.peer, wire::GreetingAnswer{wire::GreetingVerdict::Accepted});
        if (isAsked)
            befriended(id); // both asked
        else
            m_delivery.startOver(from.peer); // whoever greets a friend may have forgotten us, and took nothing
        welcome(from.peer, host);
    } else if (!host.isNull()) {
        letIn(from.peer, from.name, QDateTime::currentDateTimeUtc()); // as anybody who comes to a host
        welcome(from.peer, host);
    } else if (m_introductions.isDeclined(from.peer)) {
        m_neighbours.send(from.peer, wire::GreetingAnswer{wire::GreetingVerdict::Declined});
    } else {
        introduce(from, greeting.text);
    }
}

void Acquaintance::take(const LinkedPeer &from, const wire::GreetingAnswer &answer)
{
    const bool isAccepted = answer.verdict == wire::GreetingVerdict::Accepted;
    const Contact *contact = m_parts.roster.person(from.peer);
    if (contact && contact->isFriend() && isAccepted)
        return m_delivery.startOver(from.peer); // it had forgotten us, and took nothing
    if (!contact || contact->standing != Standing::Asked)
        return;
    const ContactId id = contact->id;
    if (isAccepted)
        return befriended(id);
    m_greetings.remove(from.peer);
    m_neighbours.leaveAlone(from.peer);
    m_parts.roster.change(id, [](Contact &c) { c.standing = Standing::Stranger; });
    Q_EMIT declined(id);
}

void Acquaintance::take(const LinkedPeer &from, const wire::CallBackRequest &request)
{
    const Contact *contact = m_parts.roster.person(from.peer);
    if (contact && contact->isFriend())
        Q_EMIT callBackAsked(from, request);
}

void Acquaintance::take(const LinkedPeer &from, const wire::CallBackAnswer &answer)
{
    Q_EMIT callBackAnswered(from, answer);
}

void Acquaintance::take(const LinkedPeer &from, const Comparison::Step &step)
{
    const Contact *contact = m_parts.roster.person(from.peer);
    if (contact && contact->isFriend() && !m_trust.take(from, step))
        m_neighbours.shutOut(from.peer, from.link, QStringLiteral("a step of a comparison not due"));
}

void Acquaintance::take(const LinkedPeer &from, const wire::CompareLocked &)
{
    m_trust.comparisonRefused(from.peer);
}

// What we say

void Acquaintance::sayReadUpTo(const Contact &contact)
{
    const Conversation *conversation = m_parts.roster.conversation(m_parts.roster.find(contact.id));
    const bool isRead = conversation && conversation->unread == 0 && contact.receivedCounter > 0;
    if (isRead && contact.isFriend() && m_receipts.told && isSeen())
        m_neighbours.send(contact.peer, wire::Read{contact.receivedCounter});
}

/// Whether friends may know that this person is here.
bool Acquaintance::isSeen() const
{
    return m_neighbours.presence().availability != Presence::Availability::Invisible;
}

void Acquaintance::setTyping(const Contact &contact, bool typing)
{
    const bool isTold =
        contact.isFriend() && m_typingNotices.told && isSeen() && m_neighbours.isLinked(contact.peer);
    if (isTold && m_typing.isDue(contact.peer, typing))
        m_neighbours.send(contact.peer, wire::Typing{typing ? wire::Activity::Typing : wire::Activity::Stopped});
}

void Acquaintance::setLink(const Contact &contact, Link::Phase phase, const Departure *departure)
{
    const ConversationId conversation = m_parts.roster.find(contact.id);
    Link &link = m_links[conversation];
    link.phase = phase;
    link.role = Link::Role::Peer;
    link.since = QDateTime::currentDateTimeUtc();
    link.end = departure ? endOf(*departure) : Link::End::None;
    link.error = departure ? departure->error : std::nullopt;
    const Link now = link;
    Q_EMIT linkChanged(conversation, now);
}

void Acquaintance::addEvent(const PeerId &peer, Message::Event event)
{
    m_parts.delivery.addEvent(m_parts.roster.find(m_parts.roster.contactOf(peer)), event);
}

} // namespace kith

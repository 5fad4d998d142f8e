// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/peerdelivery.h"

#include "core/future.h"
#include "messenger/delivery.h"
#include "messenger/neighbours.h"
#include "messenger/roster.h"
#include "net/peerlinks.h"
#include "store/store.h"

#include <algorithm>
#include <utility>

namespace kith {

namespace {

/// What is read of the outbox at a time.
constexpr int OutboxPage = 256;
/// What a message costs the link beyond its text, about.
constexpr qint64 FrameBytes = 64;

qint64 weightOf(const Message &message)
{
    return message.text.size() * 3 + FrameBytes; // at most 3 bytes of UTF-8 for a unit
}

wire::Text onTheWire(const Message &message)
{
    wire::Text text;
    text.id = message.id;
    text.counter = message.counter;
    text.sentAt = std::chrono::milliseconds(message.sentAt.toMSecsSinceEpoch());
    text.text = message.text;
    text.replyTo = message.replyTo;
    return text;
}

} // namespace

PeerDelivery::PeerDelivery(Store *store, Roster &roster, Delivery &delivery, Neighbours &neighbours,
                           QObject *parent)
    : QObject(parent), m_store(store), m_roster(roster), m_delivery(delivery), m_neighbours(neighbours)
{
    connect(&neighbours, &Neighbours::turnEnds, this, &PeerDelivery::tell);
    connect(&delivery, &Delivery::queuedForPerson, this, &PeerDelivery::onKept);
}

// Ours

void PeerDelivery::onKept(const Message &message)
{
    if (!m_store)
        m_unkept[message.conversation].emplace(message.counter, message);
    const Contact *contact = m_roster.personIn(message.conversation);
    if (!contact)
        return;
    Stream &stream = m_streams[contact->peer];
    const bool isNext = !stream.hasMore && !stream.isReading && mayGive(contact->peer, stream);
    if (isNext && hasRoom(stream) && message.counter > stream.sentUpTo)
        return give(contact->peer, stream, message);
    stream.sentUpTo = std::min(stream.sentUpTo, message.counter - 1); // it had to wait, and others did not
    stream.hasMore = true;
    pump(contact->peer);
}

void PeerDelivery::linkUp(const LinkedPeer &peer)
{
    Stream &stream = m_streams[peer.peer];
    stream.link = peer.link;
    stream.sentUpTo = 0;
    stream.hasMore = true;
    stream.isStalled = false;
    stream.saidWentBack = false;
    const Contact *contact = m_roster.person(peer.peer);
    stream.hadBefore = contact ? contact->receivedCounter : 0;
    pump(peer.peer);
}

void PeerDelivery::linkDown(const PeerId &peer)
{
    m_forgotten.remove(peer);
    const auto found = m_streams.find(peer);
    if (found == m_streams.end())
        return;
    Stream &stream = found->second;
    stream.link = 0;
    stream.acknowledge.clear(); // they come again, and so will the acknowledgement
    stream.repeated.clear();
    stream.passedOver.reset();
    stream.inFlightBytes = 0;
    for (auto &[counter, message] : std::exchange(stream.inFlight, {})) {
        m_inFlight.remove(message.id);
        m_delivery.show(message, Message::State::Queued); // as it is on the disk: nobody knows whether it arrived
    }
}

void PeerDelivery::resume(const PeerId &peer)
{
    if (const auto found = m_streams.find(peer); found != m_streams.end()) {
        found->second.hasMore = true;
        pump(peer);
    }
}

void PeerDelivery::startOver(const PeerId &peer)
{
    const auto found = m_streams.find(peer);
    if (found == m_streams.end() || found->second.link == 0)
        return;
    Stream &stream = found->second;
    for (const auto &[counter, message] : stream.inFlight) {
        if (stream.repeated.contains(message.id))
            continue; // once is enough, whoever asks again
        stream.repeated.insert(message.id);
        m_neighbours.send(peer, onTheWire(message));
    }
    pump(peer);
}

void PeerDelivery::lookAgain(const ConversationId &conversation)
{
    const Contact *contact = m_roster.personIn(conversation);
    if (!contact)
        return;
    const PeerId peer = contact->peer;
    if (const auto found = m_streams.find(peer); found != m_streams.end()) {
        found->second.sentUpTo = 0;
        found->second.hasMore = true;
        pump(peer);
    }
}

void PeerDelivery::forget(const PeerId &peer)
{
    const auto found = m_streams.find(peer);
    if (found == m_streams.end())
        return;
    for (const auto &[counter, message] : found->second.inFlight)
        m_inFlight.remove(message.id);
    if (!found->second.inFlight.empty())
        m_forgotten.insert(peer);
    m_streams.erase(found);
}

bool PeerDelivery::mayGive(const PeerId &peer, const Stream &stream) const
{
    const Contact *contact = m_roster.person(peer);
    return stream.link != 0 && !stream.isStalled && contact && contact->standing == Contact::Standing::Friend &&
           contact->trust != Contact::Trust::Changed;
}

bool PeerDelivery::hasRoom(const Stream &stream)
{
    return qsizetype(stream.inFlight.size()) < MaxInFlight && stream.inFlightBytes < MaxInFlightBytes;
}

/// Sees to it that what the outbox holds goes to the link, as far as there is room.
void PeerDelivery::pump(const PeerId &peer)
{
    Stream &stream = m_streams[peer];
    if (!stream.hasMore || stream.isReading || !mayGive(peer, stream) || !hasRoom(stream))
        return;
    stream.isReading = true;
    stream.hasMore = false;
    const qsizetype room = MaxInFlight - qsizetype(stream.inFlight.size());
    readOutbox(peer, stream.sentUpTo, int(std::min<qsizetype>(room, OutboxPage)));
}

void PeerDelivery::readOutbox(const PeerId &peer, qint64 after, int limit)
{
    const ConversationId conversation = conversationWith(peer);
    const quint64 link = m_streams[peer].link;
    if (m_store) {
        whenFinished(m_store->outbox(conversation, after, limit), this,
                     [this, peer, link, limit](const Result<QList<Message>> &messages) {
                         if (messages)
                             return giveAll(peer, link, *messages, limit);
                         if (const auto found = m_streams.find(peer); found != m_streams.end()) {
                             found->second.isReading = false;
                             found->second.hasMore = true; // for the next message, or the next link
                         }
                         Q_EMIT storeFailed(messages.error());
                     });
        return;
    }
    QList<Message> messages;
    const auto &outbox = m_unkept[conversation];
    for (auto it = outbox.upper_bound(after); it != outbox.end() && messages.size() < limit; ++it)
        messages.append(it->second);
    giveAll(peer, link, messages, limit);
}

/// What the outbox answered, as far as there is still room.
void PeerDelivery::giveAll(const PeerId &peer, quint64 link, const QList<Message> &messages, int limit)
{
    bool isAllGiven = true;
    for (const Message &message : messages) {
        const auto found = m_streams.find(peer); // whoever is told of a message may forget the person
        if (found == m_streams.end())
            return;
        Stream &stream = found->second;
        isAllGiven = stream.link == link && mayGive(peer, stream) && hasRoom(stream);
        if (!isAllGiven)
            break;
        if (m_inFlight.contains(message.id))
            stream.sentUpTo = std::max(stream.sentUpTo, message.counter);
        else
            give(peer, stream, message);
    }
    if (const auto found = m_streams.find(peer); found != m_streams.end()) {
        found->second.isReading = false; // until here nothing newer was given in between
        found->second.hasMore = found->second.hasMore || !isAllGiven || messages.size() >= limit;
        pump(peer);
    }
}

void PeerDelivery::give(const PeerId &peer, Stream &stream, const Message &message)
{
    stream.sentUpTo = message.counter;
    stream.inFlightBytes += weightOf(message);
    stream.inFlight.insert_or_assign(message.counter, message);
    m_inFlight.insert(message.id, {peer, message.counter});
    m_neighbours.send(peer, onTheWire(message));
    m_delivery.show(message, Message::State::Sent);
}

void PeerDelivery::land(Stream &stream, const Message &message)
{
    stream.inFlightBytes -= weightOf(message);
    m_inFlight.remove(message.id);
}

bool PeerDelivery::take(const PeerId &peer, const wire::Ack &ack)
{
    for (const MessageId &id : ack.ids) {
        const auto known = m_streams.find(peer); // whoever is told of a message may forget the person
        if (known == m_streams.end() || known->second.link == 0)
            return m_forgotten.contains(peer); // it was on its way
        Stream &stream = known->second;
        const auto flying = m_inFlight.constFind(id);
        const bool isFlying = flying != m_inFlight.constEnd() && flying->peer == peer;
        if (!isFlying && stream.repeated.remove(id))
            continue;
        if (!isFlying)
            return false;
        const auto landed = stream.inFlight.find(flying->counter);
        const Message message = landed->second;
        stream.inFlight.erase(landed);
        land(stream, message);
        if (!m_store)
            m_unkept[message.conversation].erase(message.counter);
        m_delivery.settle(message, Message::State::Delivered);
    }
    pump(peer);
    return true;
}

void PeerDelivery::notTaken(const PeerId &peer, const wire::Text &text)
{
    Stream &stream = m_streams[peer];
    const auto found = stream.inFlight.find(text.counter);
    if (found == stream.inFlight.end() || found->second.id != text.id)
        return; // of a link that is gone
    const Message message = found->second;
    stream.inFlight.erase(found);
    land(stream, message);
    stream.sentUpTo = std::min(stream.sentUpTo, text.counter - 1);
    stream.hasMore = true;
    stream.isStalled = true;
    m_delivery.show(message, Message::State::Queued);
}

void PeerDelivery::roomAgain(const PeerId &peer)
{
    if (const auto found = m_streams.find(peer); found != m_streams.end()) {
        found->second.isStalled = false;
        pump(peer);
    }
}

QSet<MessageId> PeerDelivery::inFlight(const ConversationId &conversation) const
{
    const Contact *contact = m_roster.personIn(conversation);
    const auto found = contact ? m_streams.find(contact->peer) : m_streams.end();
    QSet<MessageId> ids;
    if (found == m_streams.end())
        return ids;
    for (const auto &[counter, message] : found->second.inFlight)
        ids.insert(message.id);
    return ids;
}

bool PeerDelivery::isBusy() const
{
    return std::any_of(m_streams.cbegin(), m_streams.cend(), [](const auto &entry) {
        const Stream &stream = entry.second;
        return stream.link != 0 && (!stream.inFlight.empty() || stream.isReading || !stream.acknowledge.isEmpty());
    });
}

// Theirs

void PeerDelivery::passOver(const PeerId &peer, const wire::Text &text)
{
    std::optional<qint64> &first = m_streams[peer].passedOver;
    first = std::min(first.value_or(text.counter), text.counter);
}

void PeerDelivery::take(const PeerId &peer, quint64 link, const wire::Text &text, qint64 bytes)
{
    const ConversationId conversation = conversationWith(peer);
    const Contact *contact = m_roster.person(peer);
    if (!contact)
        return;
    Stream &stream = m_streams[peer];
    if (stream.passedOver && text.counter > *stream.passedOver)
        return m_neighbours.consumed(peer, link, bytes);
    stream.passedOver.reset();
    if (!stream.unkept.contains(text.id)) {
        if (stream.unkeptBytes >= MaxUnkeptBytes) // while the disk is full: what comes has to be kept in memory
            return m_neighbours.shutOut(peer, link, QStringLiteral("too much that was not acknowledged"));
        stream.unkept.insert(text.id, bytes);
        stream.unkeptBytes += bytes;
    }
    Message message;
    message.id = text.id;
    message.conversation = conversation;
    message.sender = contact->id;
    message.sentAt = wire::toDateTime(text.sentAt);
    message.receivedAt = QDateTime::currentDateTimeUtc();
    message.counter = text.counter;
    message.via = Via::PeerLink;
    message.protection = contact->trust == Contact::Trust::Verified ? Protection::Verified : Protection::Encrypted;
    message.text = text.text;
    message.bytes = text.text.toUtf8().size();
    message.replyTo = text.replyTo;
    message.state = Message::State::Received;
    m_delivery.receive(message,
                       [this, peer, link, bytes, id = text.id, counter = text.counter](bool isKept, bool isNew) {
                           Stream &now = m_streams[peer];
                           now.unkeptBytes -= now.unkept.take(id);
                           const Contact *sender = m_roster.person(peer);
                           if (isKept && isNew && sender && counter <= now.hadBefore && !now.saidWentBack) {
                               now.saidWentBack = true;
                               Q_EMIT wentBack(peer);
                           }
                           if (sender && isKept) {
                               m_roster.noteReceived(sender->id, counter);
                               m_neighbours.setKnownCounter(peer, sender->receivedCounter);
                           }
                           kept(peer, link, id, bytes, isKept);
                       });
}

void PeerDelivery::kept(const PeerId &peer, quint64 link, const MessageId &id, qint64 bytes, bool isKept)
{
    m_neighbours.consumed(peer, link, bytes);
    Stream &stream = m_streams[peer];
    if (stream.link != link || !isKept)
        return; // it comes again over the next one, and is acknowledged there
    stream.acknowledge.append(id);
    if (!m_toTell.contains(peer))
        m_toTell.append(peer);
    m_neighbours.endTurnSoon();
}

/// Commits end several at a time: one acknowledgement tells of all.
void PeerDelivery::tell()
{
    for (const PeerId &peer : std::exchange(m_toTell, {})) {
        const auto found = m_streams.find(peer);
        if (found == m_streams.end() || found->second.link == 0)
            continue;
        Stream &stream = found->second;
        const QList<MessageId> ids = std::exchange(stream.acknowledge, {});
        for (qsizetype i = 0; i < ids.size(); i += wire::MaxAcknowledged)
            m_neighbours.send(peer, wire::Ack{ids.mid(i, wire::MaxAcknowledged)});
        Q_EMIT acknowledged(peer);
    }
}

ConversationId PeerDelivery::conversationWith(const PeerId &peer) const
{
    return m_roster.find(m_roster.contactOf(peer));
}

} // namespace kith

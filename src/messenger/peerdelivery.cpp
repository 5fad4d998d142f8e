// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/peerdelivery.h"

#include "core/future.h"
#include "messenger/delivery.h"
#include "messenger/roster.h"
#include "net/peerlinks.h"
#include "store/store.h"

#include <algorithm>

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

PeerDelivery::PeerDelivery(Store *store, Roster &roster, Delivery &delivery, QObject *parent)
    : QObject(parent), m_store(store), m_roster(roster), m_delivery(delivery)
{
    connect(&delivery, &Delivery::queuedForPerson, this, &PeerDelivery::onKept);
}

// Ours

void PeerDelivery::onKept(const Message &message)
{
    if (!m_store)
        m_unkept[message.conversation].emplace(message.counter, message);
    const Conversation *conversation = m_roster.conversation(message.conversation);
    const Contact *contact = conversation ? m_roster.contact(conversation->contact) : nullptr;
    if (!contact)
        return;
    Stream &stream = m_streams[contact->peer];
    const bool isNext = !stream.hasMore && !stream.isReading && mayGive(contact->peer, stream);
    if (isNext && hasRoom(stream) && message.counter > stream.sentUpTo)
        return give(contact->peer, stream, message);
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
    pump(peer.peer);
}

void PeerDelivery::linkDown(const PeerId &peer)
{
    const auto found = m_streams.find(peer);
    if (found == m_streams.end())
        return;
    Stream &stream = found->second;
    stream.link = 0;
    stream.acknowledge.clear(); // they come again, and so will the acknowledgement
    stream.consumed = 0;
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
        stream.repeated.insert(message.id);
        m_links->send(peer, stream.link, onTheWire(message));
    }
    pump(peer);
}

void PeerDelivery::forget(const PeerId &peer)
{
    const auto found = m_streams.find(peer);
    if (found == m_streams.end())
        return;
    for (const auto &[counter, message] : found->second.inFlight)
        m_inFlight.remove(message.id);
    m_unkept.remove(conversationWith(peer));
    m_streams.erase(found);
}

bool PeerDelivery::mayGive(const PeerId &peer, const Stream &stream) const
{
    const Contact *contact = m_roster.contact(m_roster.contactOf(peer));
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
    const auto answer = [this, peer, limit, link = m_streams[peer].link](const QList<Message> &messages) {
        const auto found = m_streams.find(peer);
        if (found == m_streams.end())
            return;
        Stream &stream = found->second;
        stream.isReading = false;
        if (messages.size() >= limit)
            stream.hasMore = true;
        if (stream.link == link) {
            for (const Message &message : messages) {
                if (!mayGive(peer, stream) || !hasRoom(stream)) {
                    stream.hasMore = true;
                    break;
                }
                give(peer, stream, message);
            }
        }
        pump(peer);
    };
    if (!m_store) {
        QList<Message> messages;
        const auto &outbox = m_unkept[conversation];
        for (auto it = outbox.upper_bound(after); it != outbox.end() && messages.size() < limit; ++it)
            messages.append(it->second);
        return answer(messages);
    }
    whenFinished(m_store->outbox(conversation, after, limit), this,
                 [this, answer](const Result<QList<Message>> &messages) {
                     if (!messages)
                         Q_EMIT storeFailed(messages.error());
                     answer(messages.value_or(QList<Message>()));
                 });
}

void PeerDelivery::give(const PeerId &peer, Stream &stream, const Message &message)
{
    stream.sentUpTo = message.counter;
    stream.inFlightBytes += weightOf(message);
    stream.inFlight.insert_or_assign(message.counter, message);
    m_inFlight.insert(message.id, {peer, message.counter});
    m_links->send(peer, stream.link, onTheWire(message));
    m_delivery.show(message, Message::State::Sent);
}

void PeerDelivery::land(Stream &stream, const Message &message)
{
    stream.inFlightBytes -= weightOf(message);
    m_inFlight.remove(message.id);
}

bool PeerDelivery::take(const PeerId &peer, const wire::Ack &ack)
{
    Stream &stream = m_streams[peer];
    for (const MessageId &id : ack.ids) {
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

QList<Message> PeerDelivery::inFlight(const ConversationId &conversation) const
{
    const Conversation *known = m_roster.conversation(conversation);
    const Contact *contact = known ? m_roster.contact(known->contact) : nullptr;
    QList<Message> messages;
    if (const auto found = contact ? m_streams.find(contact->peer) : m_streams.end(); found != m_streams.end()) {
        for (const auto &[counter, message] : found->second.inFlight)
            messages.append(message);
    }
    return messages;
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
    const Contact *contact = m_roster.contact(m_roster.contactOf(peer));
    if (!contact)
        return;
    Stream &stream = m_streams[peer];
    if (stream.passedOver && text.counter > *stream.passedOver)
        return m_links->consumed(peer, link, bytes);
    stream.passedOver.reset();
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
    m_delivery.receive(message, [this, peer, link, text, bytes](bool isKept, bool isNew) {
        Stream &now = m_streams[peer];
        const Contact *sender = m_roster.contact(m_roster.contactOf(peer));
        if (isKept && isNew && sender && text.counter <= sender->receivedCounter && !now.saidWentBack) {
            now.saidWentBack = true;
            Q_EMIT wentBack(peer);
        }
        if (sender && isKept)
            m_roster.noteReceived(sender->id, text.counter);
        kept(peer, link, text, bytes, isKept);
    });
}

void PeerDelivery::kept(const PeerId &peer, quint64 link, const wire::Text &text, qint64 bytes, bool isKept)
{
    Stream &stream = m_streams[peer];
    if (stream.link != link)
        return; // it comes again over the next one, and is acknowledged there
    stream.consumed += bytes;
    if (isKept)
        stream.acknowledge.append(text.id);
    if (!m_toTell.contains(peer))
        m_toTell.append(peer);
    tellSoon();
}

/// Commits end several at a time: one acknowledgement tells of all.
void PeerDelivery::tellSoon()
{
    if (std::exchange(m_isTelling, true))
        return;
    QMetaObject::invokeMethod(this, &PeerDelivery::tell, Qt::QueuedConnection);
}

void PeerDelivery::tell()
{
    m_isTelling = false;
    for (const PeerId &peer : std::exchange(m_toTell, {})) {
        const auto found = m_streams.find(peer);
        if (found == m_streams.end() || found->second.link == 0)
            continue;
        Stream &stream = found->second;
        const QList<MessageId> ids = std::exchange(stream.acknowledge, {});
        for (qsizetype i = 0; i < ids.size(); i += wire::MaxAcknowledged)
            m_links->send(peer, stream.link, wire::Ack{ids.mid(i, wire::MaxAcknowledged)});
        m_links->consumed(peer, stream.link, std::exchange(stream.consumed, 0));
        if (const Contact *contact = m_roster.contact(m_roster.contactOf(peer)))
            m_links->setKnownCounter(peer, contact->receivedCounter);
    }
}

ConversationId PeerDelivery::conversationWith(const PeerId &peer) const
{
    return m_roster.find(m_roster.contactOf(peer));
}

} // namespace kith

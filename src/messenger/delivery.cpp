// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/delivery.h"

#include "core/firstunits.h"
#include "core/future.h"
#include "messenger/connections.h"
#include "messenger/keeper.h"
#include "messenger/roster.h"

#include <algorithm>
#include <utility>

namespace kith {

namespace {

/// How much of the newest message the conversation list needs.
constexpr qsizetype PreviewCharacters = 200;

/// The message as a page of history would carry it.
Message excerpt(Message message, qsizetype length = Message::ShownCharacters)
{
    message.raw.clear();
    message.isExcerpt = shorten(message.text, length) || message.isExcerpt;
    return message;
}

} // namespace

Delivery::Delivery(Store *store, Keeper *keeper, Roster &roster, Connections &connections, QObject *parent)
    : QObject(parent), m_store(store), m_keeper(keeper), m_roster(roster), m_connections(connections)
{
    if (keeper) {
        connect(keeper, &Keeper::healthChanged, this, [this](StoreHealth health) {
            if (health == StoreHealth::Fine)
                sendAllQueued();
        });
    }
    connect(&connections, &Connections::received, this, &Delivery::onReceived);
    connect(&connections, &Connections::progressed, this, &Delivery::onProgress);
    connect(&connections, &Connections::linkChanged, this, &Delivery::onLinkChanged);
}

MessageId Delivery::send(const ConversationId &conversation, const QString &text)
{
    Message message;
    message.id = MessageId::random();
    message.conversation = conversation;
    message.sentAt = message.receivedAt = QDateTime::currentDateTimeUtc();
    message.via = viaOf(conversation);
    message.text = text;
    message.charset = m_roster.conversation(conversation)->options.charset;
    if (const Contact *contact = m_roster.contact(m_roster.conversation(conversation)->contact);
        contact && contact->isPerson()) {
        message.counter = m_roster.nextCounter(contact->id);
        message.protection =
            contact->trust == Contact::Trust::Verified ? Protection::Verified : Protection::Encrypted;
    }
    message.state = canHandOver(conversation) ? Message::State::Sending : Message::State::Queued;
    if (const auto flushing = m_flushing.find(conversation); flushing != m_flushing.end())
        ++*flushing;
    m_outbox.insert(message.id, message);
    m_uncommitted.insert(message.id);
    add(message);
    keep(
        message, [this, id = message.id](const Result<Place> &kept) { committed(id, kept); },
        [this, id = message.id](const Error &reason) {
            m_uncommitted.remove(id);
            if (m_outbox.contains(id))
                delayed(m_outbox.take(id), reason);
        });
    return message.id;
}

void Delivery::committed(const MessageId &id, const Result<Place> &kept)
{
    if (m_discarded.remove(id))
        return;
    const bool wasDelayed = unsavedRow(id) >= 0;
    if (wasDelayed)
        m_outbox.insert(id, m_unsaved.takeAt(unsavedRow(id)));
    m_uncommitted.remove(id);
    const auto found = m_outbox.find(id);
    if (found == m_outbox.end())
        return;
    if (!kept) {
        Message failed = m_outbox.take(id);
        failed.state = Message::State::Failed;
        failed.failure = kept.error().kind;
        Q_EMIT messageChanged(excerpt(failed));
        Q_EMIT storeFailed(kept.error());
        return;
    }
    found->place = *kept;
    found->failure.reset();
    const Message saved = *found;
    updateLast(saved, [&](Message &last) { last.place = saved.place; });
    if (saved.state != Message::State::Sending)
        m_outbox.remove(id);
    Q_EMIT messageChanged(excerpt(saved));
    if (saved.state == Message::State::Sending)
        handOver(id);
    else if (saved.via == Via::PeerLink)
        Q_EMIT queuedForPerson(saved);
}

void Delivery::sendAgain(const ConversationId &conversation, const MessageId &id)
{
    if (!m_store)
        return;
    whenFinished(m_store->message(id), this, [this, conversation, id](const Result<Message> &found) {
        if (!found)
            return Q_EMIT storeFailed(found.error());
        if (found->state != Message::State::Failed || !m_roster.conversation(conversation))
            return;
        send(conversation, found->text);
        discard(conversation, id);
    });
}

void Delivery::discard(const ConversationId &conversation, const MessageId &id)
{
    if (m_outbox.contains(id) || !m_store || (m_isUnderWay && m_isUnderWay(id)))
        return; // handed over already
    if (const int row = unsavedRow(id); row >= 0) {
        m_unsaved.removeAt(row);
        m_discarded.insert(id);
        Q_EMIT messageRemoved(conversation, id);
        return;
    }
    whenFinished(m_store->remove(id), this, [this, conversation, id](const Result<void> &removed) {
        if (!removed)
            return Q_EMIT storeFailed(removed.error());
        Q_EMIT messageRemoved(conversation, id);
    });
}

int Delivery::waiting(const ConversationId &conversation) const
{
    int count = 0;
    for (auto it = m_progress.keyBegin(); it != m_progress.keyEnd(); ++it)
        count += m_outbox.value(*it).conversation == conversation ? 1 : 0;
    return count;
}

bool Delivery::isWaiting(const MessageId &id) const
{
    return m_progress.contains(id);
}

bool Delivery::isBusy() const
{
    if (!m_outbox.isEmpty() || !m_flushing.isEmpty())
        return true;
    return std::any_of(m_phases.cbegin(), m_phases.cend(),
                       [](Link::Phase phase) { return phase == Link::Phase::Connecting; });
}

void Delivery::afterHandOver(std::function<void()> then)
{
    if (!m_store || (m_uncommitted.isEmpty() && m_flushing.isEmpty()))
        return then();
    // The store answers in the order of the questions: this answer comes after all that is under way.
    whenFinished(
        m_store->message(MessageId()), this,
        [this, then = std::move(then)](const Result<Message> &) mutable { afterHandOver(std::move(then)); });
}

void Delivery::onReceived(const ConversationId &id, const Received &received)
{
    const Conversation *conversation = m_roster.conversation(id);
    if (!conversation) {
        m_connections.consumed(id, received.bytes);
        return;
    }
    Message message;
    message.id = MessageId::random();
    message.conversation = id;
    message.sender = conversation->contact;
    message.sentAt = message.receivedAt = QDateTime::currentDateTimeUtc();
    message.via = viaOf(id);
    message.text = received.text;
    message.raw = received.raw;
    message.charset = received.charset;
    message.malformed = received.malformed;
    message.bytes = received.bytes;
    message.state = Message::State::Received;
    keepAndShow(message);
}

/// Shows a message that is not ours once it is kept, or when the disk lets it wait. What waits is not reported as
/// consumed: before it becomes too much, the connection stops reading.
void Delivery::keepAndShow(const Message &message)
{
    // Only the excerpt waits with us for the commit: a megabyte a message would add up.
    m_incoming.insert(message.id, excerpt(message));
    keep(
        message, [this, id = message.id](const Result<Place> &kept) { shown(id, kept); },
        [this, id = message.id](const Error &reason) { showWaiting(id, reason); });
}

/// Theirs has to wait for the disk.
void Delivery::showWaiting(const MessageId &id, const Error &reason)
{
    Message waiting = m_incoming.value(id);
    waiting.failure = reason.kind;
    m_unsaved.append(waiting);
    add(waiting);
}

void Delivery::receive(const Message &message, std::function<void(bool, bool)> then)
{
    const MessageId id = message.id;
    m_whenReceived[id].append(std::move(then));
    if (m_whenReceived.value(id).size() > 1)
        return; // the same, again, before the commit
    m_incoming.insert(id, excerpt(message));
    if (!m_keeper) {
        const Place place{message.receivedAt.toMSecsSinceEpoch(), ++m_lastSequence};
        const bool isNew = !m_everReceived.contains(id);
        m_everReceived.insert(id);
        return received(id, Store::Kept{place, isNew});
    }
    m_keeper->keep<Store::Kept>([message](Store &store) { return store.receive(message); },
                                [this, id](const Result<Store::Kept> &kept) { received(id, kept); },
                                [this, id](const Error &reason) { showWaiting(id, reason); });
}

void Delivery::received(const MessageId &id, const Result<Store::Kept> &kept)
{
    const bool isNew = kept && kept->isNew;
    if (isNew || unsavedRow(id) >= 0) {
        shown(id, kept.map([](const Store::Kept &k) { return k.place; }));
    } else {
        m_incoming.remove(id);
        if (!kept)
            Q_EMIT storeFailed(kept.error()); // it is not acknowledged, and comes again
    }
    bool isFirst = true;
    for (const auto &then : m_whenReceived.take(id))
        then(kept.has_value(), isNew && std::exchange(isFirst, false));
}

void Delivery::shown(const MessageId &id, const Result<Place> &kept)
{
    Message message = m_incoming.take(id);
    const int row = unsavedRow(id);
    const bool isEvent = message.kind == Message::Kind::System;
    if (row >= 0)
        m_unsaved.removeAt(row);
    if (!isEvent)
        m_connections.consumed(message.conversation, message.bytes);
    if (kept)
        message.place = *kept;
    else
        message.failure = kept.error().kind; // better seen than lost
    if (row >= 0) {
        updateLast(message, [&](Message &last) { last.place = message.place; });
        Q_EMIT messageChanged(message);
    } else if (kept || !isEvent) {
        add(message);
    }
    if (!kept)
        Q_EMIT storeFailed(kept.error());
}

/// Ours has to wait for the disk: it is in the queue, and nobody was given it.
void Delivery::delayed(Message message, const Error &reason)
{
    message.state = Message::State::Queued;
    message.failure = reason.kind;
    m_unsaved.append(message);
    updateLast(message, [](Message &last) { last.state = Message::State::Queued; });
    Q_EMIT messageChanged(excerpt(message));
}

void Delivery::onProgress(const ConversationId &id, const MessageId &message, const Progress &progress)
{
    switch (progress.step) {
    case Progress::Step::Waiting:
    case Progress::Step::Partly:
        if (!m_outbox.contains(message))
            return;
        m_progress.insert(message, progress);
        Q_EMIT progressChanged(id, message, progress.sent, progress.pieces);
        return;
    case Progress::Step::Sent:
        return settle(message, Message::State::Sent, std::nullopt, progress.pieces);
    case Progress::Step::NotSent:
        return settle(message, Message::State::Queued, std::nullopt, progress.pieces);
    case Progress::Step::Failed:
        return settle(message, Message::State::Failed,
                      progress.error ? progress.error->kind : Error::Kind::Interrupted, progress.pieces);
    }
}

void Delivery::onLinkChanged(const ConversationId &id, const Link &link)
{
    const Link::Phase before = m_phases.value(id, Link::Phase::Offline);
    m_phases.insert(id, link.phase);
    if (link.phase == before)
        return;
    const bool connected = link.role != Link::Role::Direct; // a datagram socket knows of no peer until it speaks
    if (link.phase == Link::Phase::Online) {
        const Conversation *conversation = m_roster.conversation(id);
        const bool hasHistory = conversation && conversation->last;
        if (connected)
            addEvent(id, Message::Event::Online);
        if (hasHistory) // else nothing can be queued, and asking would cut a burst of commits short
            sendQueued(id);
    } else if (before == Link::Phase::Online) {
        if (link.end == Link::End::SaidQ)
            addEvent(id, Message::Event::SaidQ);
        else if (connected && link.end != Link::End::WeLeft)
            addEvent(id, link.end == Link::End::Failed ? Message::Event::Lost : Message::Event::Closed);
    }
}

/// Gives a committed message to its connection; where that is gone by now, it stays queued.
void Delivery::handOver(const MessageId &id)
{
    const Message message = m_outbox.value(id);
    if (!m_connections.isOnline(message.conversation))
        return settle(id, Message::State::Queued, std::nullopt, 1);
    m_connections.send(message.conversation, {id, message.text});
}

/// Sends what was typed while there was no connection, before anything newer.
void Delivery::sendQueued(const ConversationId &id)
{
    const Conversation *conversation = m_roster.conversation(id);
    if (!m_store || !conversation || m_flushing.contains(id) || m_keeper->health() != StoreHealth::Fine)
        return;
    m_flushing.insert(id, 0);
    whenFinished(m_store->queued(id), this, [this, id](const Result<QList<Message>> &queued) {
        const int cameMeanwhile = m_flushing.take(id);
        if (!queued)
            return Q_EMIT storeFailed(queued.error());
        if (!m_connections.isOnline(id))
            return;
        for (const Message &message : *queued) {
            if (m_outbox.contains(message.id))
                continue;
            Message sending = message;
            sending.state = Message::State::Sending;
            m_outbox.insert(sending.id, sending);
            m_uncommitted.insert(sending.id);
            whenFinished(m_store->setState(sending.id, Message::State::Sending), this,
                         [this, messageId = sending.id](const Result<void> &kept) {
                             m_uncommitted.remove(messageId);
                             if (!kept) {
                                 m_outbox.remove(messageId);
                                 return Q_EMIT storeFailed(kept.error());
                             }
                             Q_EMIT messageChanged(excerpt(m_outbox.value(messageId)));
                             handOver(messageId);
                         });
        }
        if (cameMeanwhile > 0)
            sendQueued(id);
    });
}

/// Commits what became of one of our messages, then tells.
void Delivery::settle(const MessageId &id, Message::State state, std::optional<Error::Kind> failure, int pieces)
{
    if (!m_outbox.contains(id))
        return;
    Message message = m_outbox.take(id);
    message.state = state;
    message.failure = failure;
    message.pieces = pieces;
    if (m_progress.remove(id))
        Q_EMIT progressChanged(message.conversation, id, pieces, pieces);
    commitState(message);
}

void Delivery::settle(const Message &message, Message::State state)
{
    Message settled = message;
    settled.state = state;
    commitState(settled);
}

void Delivery::show(Message message, Message::State state)
{
    message.state = state;
    updateLast(message, [&](Message &last) { last.state = state; });
    Q_EMIT messageChanged(excerpt(message));
}

void Delivery::commitState(const Message &message)
{
    const auto tell = [this, settled = excerpt(message)](const Result<void> &kept) {
        if (!kept)
            return Q_EMIT storeFailed(kept.error());
        updateLast(settled, [&](Message &last) { last.state = settled.state; });
        Q_EMIT messageChanged(settled);
    };
    if (!m_keeper)
        return tell({});
    const auto write = [id = message.id, state = message.state, failure = message.failure,
                        pieces = message.pieces](Store &store) {
        return store.setState(id, state, failure, pieces);
    };
    m_keeper->keep<void>(write, tell, [this, message = excerpt(message)](const Error &) {
        const bool isPromise = message.state == Message::State::Sent || message.state == Message::State::Delivered;
        if (!isPromise) // that is said only of what is kept
            Q_EMIT messageChanged(message);
    });
}

/// Shows a message at the end of its conversation.
void Delivery::add(const Message &message)
{
    m_roster.change(message.conversation, Roster::Keep::Never, [&](Conversation &c) {
        if (!c.last ||
            c.last->receivedAt <= message.receivedAt) // a commit may end after something newer was typed
            c.last = excerpt(message, PreviewCharacters);
        if (message.kind != Message::Kind::System && !message.isMine())
            ++c.unread;
    });
    Q_EMIT messageAdded(excerpt(message));
}

void Delivery::updateLast(const Message &message, const std::function<void(Message &)> &edit)
{
    const Conversation *conversation = m_roster.conversation(message.conversation);
    if (conversation && conversation->last && conversation->last->id == message.id)
        m_roster.change(message.conversation, Roster::Keep::Never, [&](Conversation &c) { edit(*c.last); });
}

void Delivery::addEvent(const ConversationId &id, Message::Event event)
{
    const Conversation *conversation = m_roster.conversation(id);
    if (!conversation)
        return;
    Message message;
    message.id = MessageId::random();
    message.conversation = id;
    message.sender = conversation->contact;
    message.kind = Message::Kind::System;
    message.event = event;
    message.sentAt = message.receivedAt = QDateTime::currentDateTimeUtc();
    message.via = viaOf(id);
    keepAndShow(message);
}

void Delivery::keep(const Message &message, std::function<void(const Result<Place> &)> then,
                    std::function<void(const Error &)> delayed)
{
    if (!m_keeper)
        return then(Place{message.receivedAt.toMSecsSinceEpoch(), ++m_lastSequence});
    const auto write = [this, message](Store &store) {
        if (m_discarded.contains(message.id))
            return QtFuture::makeReadyFuture(Result<Place>(Place()));
        Message now = message;
        if (message.isMine() && unsavedRow(message.id) >= 0)
            now.state = Message::State::Queued;
        return store.append(now);
    };
    m_keeper->keep<Place>(write, std::move(then), std::move(delayed),
                          message.isMine() ? message.text.size() * qint64(sizeof(QChar)) : 0);
}

void Delivery::sendAllQueued()
{
    for (auto phase = m_phases.cbegin(); phase != m_phases.cend(); ++phase) {
        if (phase.value() == Link::Phase::Online)
            sendQueued(phase.key());
    }
}

QList<Message> Delivery::unsaved(const ConversationId &conversation) const
{
    QList<Message> found;
    for (const Message &message : m_unsaved) {
        if (message.conversation == conversation)
            found.append(excerpt(message));
    }
    return found;
}

int Delivery::unsavedRow(const MessageId &id) const
{
    const auto found =
        std::find_if(m_unsaved.cbegin(), m_unsaved.cend(), [&](const Message &m) { return m.id == id; });
    return found == m_unsaved.cend() ? -1 : int(found - m_unsaved.cbegin());
}

bool Delivery::canHandOver(const ConversationId &id) const
{
    const bool isKept = !m_keeper || m_keeper->health() == StoreHealth::Fine;
    return isKept && m_connections.isOnline(id) && !m_flushing.contains(id);
}

Via Delivery::viaOf(const ConversationId &id) const
{
    if (m_roster.conversation(id)->endpoint.isNull())
        return Via::PeerLink;
    return m_roster.conversation(id)->endpoint.scheme() == Endpoint::Scheme::Tcp ? Via::PlainTcp : Via::PlainUdp;
}

} // namespace kith

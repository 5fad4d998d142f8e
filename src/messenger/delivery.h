// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"
#include "core/strongid.h"
#include "messenger/link.h"
#include "net/transport.h"
#include "protocol/received.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>

namespace kith {

class Roster;
class Connections;
class Store;

/// Messages on their way: out through the store to a connection, and in from a connection through the store.
/// Nothing is shown as sent or received before it is committed, and nothing of unknown fate is ever sent twice by
/// itself.
class Delivery final : public QObject {
    Q_OBJECT

public:
    /// All are borrowed; `store` null: nothing is kept.
    Delivery(Store *store, Roster &roster, Connections &connections, QObject *parent = nullptr);

    MessageId send(const ConversationId &conversation, const QString &text);
    void sendAgain(const ConversationId &conversation, const MessageId &id);
    void discard(const ConversationId &conversation, const MessageId &id);

    int waiting(const ConversationId &conversation) const;
    bool isWaiting(const MessageId &id) const;
    /// Whether one of our messages still has to be committed or sent on an open or opening connection.
    bool isBusy() const;
    /// Calls `then` once everything sent so far is committed and given to its connection, or could not be.
    void afterHandOver(std::function<void()> then);

Q_SIGNALS:
    void messageAdded(const kith::Message &message);
    void messageChanged(const kith::Message &message);
    void messageRemoved(const kith::ConversationId &conversation, const kith::MessageId &message);
    void progressChanged(const kith::ConversationId &conversation, const kith::MessageId &message, int sentPieces,
                         int pieces);
    void storeFailed(const kith::Error &error);

private:
    void onReceived(const ConversationId &id, const Received &received);
    void onProgress(const ConversationId &id, const MessageId &message, const Progress &progress);
    void onLinkChanged(const ConversationId &id, const Link &link);
    void handOver(const MessageId &id);
    void sendQueued(const ConversationId &id);
    void settle(const MessageId &id, Message::State state, std::optional<Error::Kind> failure, int pieces);
    void add(const Message &message);
    void updateLast(const Message &message, const std::function<void(Message &)> &edit);
    void addEvent(const ConversationId &id, Message::Event event);
    void keep(const Message &message, std::function<void(const Result<Place> &)> then);
    bool canHandOver(const ConversationId &id) const;
    Via viaOf(const ConversationId &id) const;

    Store *m_store;
    Roster &m_roster;
    Connections &m_connections;
    QHash<MessageId, Message> m_outbox;    ///< Ours that are not settled yet, whole.
    QSet<MessageId> m_uncommitted;         ///< Of these, the ones that no connection was given yet.
    QHash<MessageId, Progress> m_progress; ///< Of those that wait for an answer.
    QHash<ConversationId, int> m_flushing; ///< Queued messages are being read; how many came meanwhile.
    QHash<ConversationId, Link::Phase> m_phases;
    qint64 m_lastSequence = 0; ///< Where nothing is kept.
};

} // namespace kith

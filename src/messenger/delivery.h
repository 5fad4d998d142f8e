// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"
#include "core/strongid.h"
#include "messenger/link.h"
#include "net/transport.h"
#include "protocol/received.h"
#include "store/store.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>

namespace kith {

class Connections;
class Keeper;
class Roster;

/// Messages on their way: out through the store to a connection, and in from a connection through the store.
/// Nothing is shown as sent or received before it is committed, and nothing of unknown fate is ever sent twice by
/// itself.
class Delivery final : public QObject {
    Q_OBJECT

public:
    /// All are borrowed; `store` and `keeper` are both null where nothing is kept.
    Delivery(Store *store, Keeper *keeper, Roster &roster, Connections &connections, QObject *parent = nullptr);

    MessageId send(const ConversationId &conversation, const QString &text);
    void sendAgain(const ConversationId &conversation, const MessageId &id);
    void discard(const ConversationId &conversation, const MessageId &id);
    /// Keeps and shows a message that came over a link, unless one of its id is there. `then` is called when it is on the
    /// disk, or cannot be.
    void receive(const Message &message, std::function<void(bool isKept, bool isNew)> then);
    /// Commits what became of a message to a person, whole, then tells.
    void settle(const Message &message, Message::State state);
    /// Shows another state of it than the one on the disk, for as long as the link has it.
    void show(Message message, Message::State state);
    /// Says something about the person, at the end of the conversation.
    void addEvent(const ConversationId &id, Message::Event event);
    /// How to learn whether a link has a message, so that it cannot be taken back.
    void setIsUnderWay(std::function<bool(const MessageId &)> isUnderWay) { m_isUnderWay = std::move(isUnderWay); }

    int waiting(const ConversationId &conversation) const;
    bool isWaiting(const MessageId &id) const;
    /// Whether one of our messages still has to be committed or sent on an open or opening connection.
    bool isBusy() const;
    /// Calls `then` once everything sent so far is committed and given to its connection, or could not be.
    void afterHandOver(std::function<void()> then);
    /// What is shown of a conversation and waits for the disk, in the order in which it came.
    QList<Message> unsaved(const ConversationId &conversation) const;

Q_SIGNALS:
    void messageAdded(const kith::Message &message);
    void messageChanged(const kith::Message &message);
    void messageRemoved(const kith::ConversationId &conversation, const kith::MessageId &message);
    void progressChanged(const kith::ConversationId &conversation, const kith::MessageId &message, int sentPieces,
                         int pieces);
    void storeFailed(const kith::Error &error);
    /// A message to a person is on the disk, and waits for its link. In the order of the counters.
    void queuedForPerson(const kith::Message &message);

private:
    void onReceived(const ConversationId &id, const Received &received);
    void onProgress(const ConversationId &id, const MessageId &message, const Progress &progress);
    void onLinkChanged(const ConversationId &id, const Link &link);
    void handOver(const MessageId &id);
    void sendQueued(const ConversationId &id);
    void settle(const MessageId &id, Message::State state, std::optional<Error::Kind> failure, int pieces);
    void commitState(const Message &message);
    void add(const Message &message);
    void updateLast(const Message &message, const std::function<void(Message &)> &edit);
    void committed(const MessageId &id, const Result<Place> &kept);
    void keepAndShow(const Message &message);
    void shown(const MessageId &id, const Result<Place> &kept);
    void received(const MessageId &id, const Result<Store::Kept> &kept);
    void showWaiting(const MessageId &id, const Error &reason);
    void delayed(Message message, const Error &reason);
    void keep(const Message &message, std::function<void(const Result<Place> &)> then,
              std::function<void(const Error &)> delayed);
    void sendAllQueued();
    int unsavedRow(const MessageId &id) const; ///< -1: it does not wait for the disk.
    bool canHandOver(const ConversationId &id) const;
    Via viaOf(const ConversationId &id) const;

    Store *m_store;
    Keeper *m_keeper;
    Roster &m_roster;
    Connections &m_connections;
    QHash<MessageId, Message> m_outbox;    ///< Ours that are not settled yet, whole.
    QSet<MessageId> m_uncommitted;         ///< Of these, the ones that no connection was given yet.
    QHash<MessageId, Message> m_incoming;  ///< Theirs and events, on their way to the disk, as excerpts.
    QList<Message> m_unsaved;              ///< Shown, and waiting for the disk; ours are whole.
    QSet<MessageId> m_discarded;           ///< Ours that were taken back while they waited for the disk.
    QHash<MessageId, Progress> m_progress; ///< Of those that wait for an answer.
    QHash<ConversationId, int> m_flushing; ///< Queued messages are being read; how many came meanwhile.
    QHash<ConversationId, Link::Phase> m_phases;
    /// Who wants to know when what came over a link is kept; of one that came twice, both.
    QHash<MessageId, QList<std::function<void(bool, bool)>>> m_whenReceived;
    std::function<bool(const MessageId &)> m_isUnderWay;
    QSet<MessageId> m_everReceived; ///< Where nothing is kept.
    qint64 m_lastSequence = 0;      ///< Where nothing is kept.
};

} // namespace kith

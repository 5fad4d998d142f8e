// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"
#include "store/store.h"

#include <QHash>
#include <QList>

namespace kith {

class Database;

/// The table of messages. The keys that it gives are the sequences of their places. No page shows what is in the bin.
class MessageTable final {
public:
    explicit MessageTable(Database &database) : m_database(database) {}

    /// The place of the message, new or as it was. A time and a sequence that it has already are kept, the sequence
    /// only where it is free. Errors: StoreFailed when its conversation or its sender is not
    /// kept.
    /// The counter of one of ours, if it is higher, becomes the sentCounter of whom the conversation is with.
    Result<Place> append(const Message &message);
    /// The same of a message that was kept elsewhere, and no counter of a contact is touched.
    Result<Place> insert(const Message &message);
    /// Adds a message that came, unless it is there; its counter, if it is higher, becomes the receivedCounter of its
    /// sender. Where the id belongs to a message of another conversation or of somebody else nothing is changed, and
    /// there is no place. Errors: as of append().
    Result<Store::Kept> receive(const Message &message);
    /// Ours that were delivered become read; which ones, in the order of their counters.
    Result<QList<MessageId>> markReadByPeer(const ConversationId &conversation, qint64 counter);
    Result<void> setState(const MessageId &id, Message::State state, std::optional<Error::Kind> failure,
                          int pieces);
    Result<void> setDecoding(const MessageId &id, const QString &text, const QByteArray &raw, Charset charset,
                             bool malformed);
    Result<void> setStarred(const QList<MessageId> &ids, bool starred);
    Result<void> setComment(const MessageId &id, const QString &comment);
    Result<void> remove(const MessageId &id);
    /// Sees to it that no sequence given so far is given again, whatever is removed next.
    Result<void> reserveSequences();
    /// The highest sequence that was ever given; 0: none.
    Result<qint64> newestSequence();
    /// Turns what was being sent when the last run ended into Failed(Interrupted).
    Result<void> failInterrupted();

    Result<QList<Message>> latest(const ConversationId &conversation, int limit);
    Result<QList<Message>> before(const ConversationId &conversation, const Place &place, int limit);
    Result<QList<Message>> after(const ConversationId &conversation, const Place &place, int limit);
    /// `limit` messages, half of them before `place`.
    Result<QList<Message>> around(const ConversationId &conversation, const Place &place, int limit);
    Result<QList<Message>> queued(const ConversationId &conversation);
    /// Those with a counter after `afterCounter`, in the order of the counters.
    Result<QList<Message>> outbox(const ConversationId &conversation, qint64 afterCounter, int limit);
    Result<Message> message(const MessageId &id);
    Result<Message> at(qint64 sequence);
    /// The newest message of each conversation that has one, as an excerpt.
    Result<QHash<ConversationId, Message>> newest();

private:
    Result<void> setRead(const MessageId &id);

    Database &m_database;
};

} // namespace kith

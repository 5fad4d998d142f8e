// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"

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
    Result<Place> append(const Message &message);
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
    Result<Message> message(const MessageId &id);
    Result<Message> at(qint64 sequence);
    /// The newest message of each conversation that has one, as an excerpt.
    Result<QHash<ConversationId, Message>> newest();

private:
    Database &m_database;
};

} // namespace kith

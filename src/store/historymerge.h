// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "store/historyrecord.h"

#include <QHash>
#include <QList>
#include <QSet>

namespace kith {

class Database;

/// Some of what an import brings. Contacts come before the conversations with them, those before their messages.
struct HistoryBatch {
    enum class Sequences {
        New, ///< Messages get the next sequences, in the order of the batch.
        Kept ///< Each keeps its own where that is free: for a history that was empty when the import began.
    };

    QList<ContactRecord> contacts;
    QList<ConversationRecord> conversations;
    QList<MessageRecord> messages;
    Sequences sequences = Sequences::New;
    /// Conversations whose messages are all there now, so that what was read up to can be found among them.
    QList<ConversationId> complete;
};

/// What a batch brought.
struct HistoryMerged {
    qint64 contacts = 0;
    qint64 conversations = 0;
    qint64 messages = 0;
    qint64 known = 0;   ///< Messages that were there.
    qint64 notSent = 0; ///< New ones that waited to be sent.
    qint64 lost = 0;    ///< Messages whose conversation or sender is not there (any more).
    /// Those of the batch that are kept under another id, because their key, address or contact was known, or
    /// their id was somebody else's.
    QHash<ContactId, ContactId> contactIds;
    QHash<ConversationId, ConversationId> conversationIds;
    QSet<ConversationId> changed; ///< Conversations that got messages, stars or comments.
};

/// Adds what an import brings to the history. What is there wins: an import only adds rows and fills in what is empty,
/// so that doing it twice changes nothing. Messages that wait to be sent are marked as failed: an import never makes
/// Kith send. Nor does it make somebody a friend or a key a verified one, and the counters of the streams stay as they
/// are. A person is known by the key. To be run inside a transaction.
class HistoryMerge final {
public:
    explicit HistoryMerge(Database &database) : m_database(database) {}

    Result<HistoryMerged> merge(const HistoryBatch &batch);

private:
    Result<void> merge(ContactRecord record);
    Result<void> merge(ConversationRecord record, HistoryBatch::Sequences sequences);
    Result<void> merge(MessageRecord record, HistoryBatch::Sequences sequences);
    Result<void> insert(const ContactRecord &record);
    Result<void> insert(const ConversationRecord &record, HistoryBatch::Sequences sequences);
    Result<void> insert(const MessageRecord &record);
    Result<void> fillIn(const ContactId &id, const ContactRecord &record);
    Result<void> fillIn(const ConversationId &id, const ConversationRecord &record);
    Result<void> fillIn(const MessageRecord &record);
    Result<void> findReadMark(const ConversationId &id);

    Database &m_database;
    HistoryMerged m_merged;
};

} // namespace kith

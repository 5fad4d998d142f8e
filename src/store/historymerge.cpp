// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/historymerge.h"

#include "store/database.h"
#include "store/failurename.h"
#include "store/messagetable.h"

namespace kith {

namespace {

// The first column of the first row, as an id; null when there is none.
template <typename Id>
Result<Id> idOf(Statement &&row)
{
    return row.next().map([&](bool found) { return found ? Id::fromBytes(row.bytes(0)) : Id(); });
}

// Who has this key, whatever the id is.
Result<ContactId> findPerson(Database &database, const PeerId &peer)
{
    Statement person = database.statement("SELECT id FROM contacts WHERE peer = ?1");
    person.bindBlob(1, peer.toBytes());
    return idOf<ContactId>(std::move(person));
}

Result<ContactId> findContact(Database &database, const ContactRecord &record)
{
    if (record.contact.isPerson())
        return findPerson(database, record.contact.peer);
    Statement same = database.statement("SELECT id FROM contacts WHERE id = ?1");
    same.bindBlob(1, record.contact.id.toBytes());
    const auto known = same.next();
    if (!known)
        return tl::unexpected(known.error());
    if (*known)
        return record.contact.id;
    // The same address must not become two people. A person that was there once is not the address.
    Statement neighbour = database.statement(
        "SELECT id FROM contacts WHERE endpoint = ?1 AND endpoint <> '' AND peer IS NULL ORDER BY key LIMIT 1");
    neighbour.bindText(1, record.endpoint);
    return idOf<ContactId>(std::move(neighbour));
}

// A contact has one conversation, whatever its id was elsewhere; and no person gets what another one's holds.
Result<ConversationId> findConversation(Database &database, const ConversationRecord &record)
{
    Statement row =
        database.statement("SELECT c.id FROM conversations c JOIN contacts p ON p.key = c.contact WHERE p.id = ?2"
                           " OR (c.id = ?1 AND p.peer IS NULL"
                           " AND NOT EXISTS (SELECT 1 FROM contacts WHERE id = ?2 AND peer IS NOT NULL))"
                           " ORDER BY c.id = ?1 DESC, c.key LIMIT 1");
    row.bindBlob(1, record.conversation.id.toBytes());
    row.bindBlob(2, record.conversation.contact.toBytes());
    return idOf<ConversationId>(std::move(row));
}

template <typename Id>
Result<bool> isTaken(Database &database, std::string_view sql, const Id &id)
{
    Statement row = database.statement(sql);
    row.bindBlob(1, id.toBytes());
    return row.next();
}

enum class Presence { Missing, New, Known };

Result<Presence> presenceOf(Database &database, const Message &message)
{
    Statement row = database.statement("SELECT EXISTS (SELECT 1 FROM messages WHERE id = ?1),"
                                       " EXISTS (SELECT 1 FROM conversations WHERE id = ?2)"
                                       " AND (?3 IS NULL OR EXISTS (SELECT 1 FROM contacts WHERE id = ?3))");
    row.bindBlob(1, message.id.toBytes());
    row.bindBlob(2, message.conversation.toBytes());
    row.bindBlob(3, message.sender.isNull() ? QByteArray() : message.sender.toBytes());
    return row.next().map([&](bool) {
        if (row.integer(0) != 0)
            return Presence::Known;
        return row.integer(1) != 0 ? Presence::New : Presence::Missing;
    });
}

// What waits here would be sent at the next connection; a state of a newer version may mean the same.
bool couldBeSent(Message::State state)
{
    switch (state) {
    case Message::State::Received:
    case Message::State::Sent:
    case Message::State::Delivered:
    case Message::State::Read:
    case Message::State::Failed:
        return false;
    case Message::State::Queued:
    case Message::State::Sending:
        break;
    }
    return true;
}

} // namespace

Result<HistoryMerged> HistoryMerge::merge(const HistoryBatch &batch)
{
    m_merged = {};
    for (const ContactRecord &record : batch.contacts) {
        if (const auto done = merge(record); !done)
            return tl::unexpected(done.error());
    }
    for (const ConversationRecord &record : batch.conversations) {
        if (const auto done = merge(record, batch.sequences); !done)
            return tl::unexpected(done.error());
    }
    for (const MessageRecord &record : batch.messages) {
        if (const auto done = merge(record, batch.sequences); !done)
            return tl::unexpected(done.error());
    }
    for (const ConversationId &id : batch.complete) {
        if (const auto done = findReadMark(id); !done)
            return tl::unexpected(done.error());
    }
    return m_merged;
}

Result<void> HistoryMerge::merge(ContactRecord record)
{
    const auto known = findContact(m_database, record);
    if (!known)
        return tl::unexpected(known.error());
    if (known->isNull()) {
        const auto taken = isTaken(m_database, "SELECT 1 FROM contacts WHERE id = ?1", record.contact.id);
        if (!taken)
            return tl::unexpected(taken.error());
        if (*taken) { // by an address, or by somebody with another key
            const ContactId own = ContactId::random();
            m_merged.contactIds.insert(std::exchange(record.contact.id, own), own);
        }
        return insert(record);
    }
    if (*known != record.contact.id)
        m_merged.contactIds.insert(record.contact.id, *known);
    return fillIn(*known, record);
}

Result<void> HistoryMerge::insert(const ContactRecord &record)
{
    ++m_merged.contacts;
    // Whoever it was to whoever wrote the file: a stranger, and the key was never looked at.
    Statement statement = m_database.statement(
        "INSERT INTO contacts (id, endpoint, origin, name, category, note, added_at, last_seen_at, peer, nickname)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    statement.bindBlob(1, record.contact.id.toBytes());
    statement.bindText(2, record.endpoint);
    statement.bind(3, int(record.contact.origin));
    statement.bindText(4, record.contact.name);
    statement.bindText(5, record.contact.group);
    statement.bindText(6, record.contact.note);
    statement.bindTime(7, record.contact.addedAt);
    statement.bindTime(8, record.contact.lastSeenAt);
    statement.bindBlob(9, record.contact.isPerson() ? record.contact.peer.toBytes() : QByteArray());
    statement.bindText(10, record.contact.nickname);
    return statement.run();
}

Result<void> HistoryMerge::fillIn(const ContactId &id, const ContactRecord &record)
{
    Statement statement = m_database.statement(
        "UPDATE contacts SET name = iif(name = '', ?2, name), category = iif(category = '', ?3, category),"
        " note = iif(note = '', ?4, note), added_at = coalesce(added_at, ?5),"
        " last_seen_at = coalesce(last_seen_at, ?6), nickname = iif(nickname = '', ?7, nickname) WHERE id = ?1");
    statement.bindBlob(1, id.toBytes());
    statement.bindText(2, record.contact.name);
    statement.bindText(3, record.contact.group);
    statement.bindText(4, record.contact.note);
    statement.bindTime(5, record.contact.addedAt);
    statement.bindTime(6, record.contact.lastSeenAt);
    statement.bindText(7, record.contact.nickname);
    return statement.run();
}

Result<void> HistoryMerge::merge(ConversationRecord record, HistoryBatch::Sequences sequences)
{
    const auto known = findConversation(m_database, record);
    if (!known)
        return tl::unexpected(known.error());
    if (known->isNull()) {
        const auto taken =
            isTaken(m_database, "SELECT 1 FROM conversations WHERE id = ?1", record.conversation.id);
        if (!taken)
            return tl::unexpected(taken.error());
        if (*taken) {
            const ConversationId own = ConversationId::random();
            m_merged.conversationIds.insert(std::exchange(record.conversation.id, own), own);
        }
        return insert(record, sequences);
    }
    if (*known != record.conversation.id)
        m_merged.conversationIds.insert(record.conversation.id, *known);
    return fillIn(*known, record);
}

Result<void> HistoryMerge::insert(const ConversationRecord &record, HistoryBatch::Sequences sequences)
{
    const Conversation &conversation = record.conversation;
    Statement statement = m_database.statement(
        "INSERT INTO conversations (id, contact, endpoint, framing, charset, turns, bind_to, draft, read_time,"
        " read_up_to, pinned, muted, marked_unread) SELECT ?1, key, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13"
        " FROM contacts WHERE id = ?2");
    statement.bindBlob(1, conversation.id.toBytes());
    statement.bindBlob(2, conversation.contact.toBytes());
    statement.bindText(3, record.endpoint);
    statement.bind(4, int(conversation.options.framing));
    statement.bind(5, int(conversation.options.charset));
    statement.bind(6, int(conversation.options.turns));
    statement.bindText(7, record.bindTo);
    statement.bindText(8, conversation.draft);
    statement.bind(9, conversation.readUpTo.time);
    // The sequence is another one here, and found when the messages are there.
    statement.bind(10, sequences == HistoryBatch::Sequences::Kept ? conversation.readUpTo.sequence : 0);
    statement.bind(11, conversation.pinned ? 1 : 0);
    statement.bind(12, conversation.muted ? 1 : 0);
    statement.bind(13, conversation.markedUnread ? 1 : 0);
    const auto done = statement.run();
    m_merged.conversations += done ? m_database.changes() : 0;
    return done;
}

Result<void> HistoryMerge::fillIn(const ConversationId &id, const ConversationRecord &record)
{
    // A conversation without messages has nothing that a read mark could hide.
    Statement statement = m_database.statement(
        "UPDATE conversations SET draft = iif(draft = '', ?2, draft), bind_to = iif(bind_to = '', ?3, bind_to),"
        " read_time = iif(read_time = 0 AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation ="
        " conversations.key), ?4, read_time) WHERE id = ?1");
    statement.bindBlob(1, id.toBytes());
    statement.bindText(2, record.conversation.draft);
    statement.bindText(3, record.bindTo);
    statement.bind(4, record.conversation.readUpTo.time);
    return statement.run();
}

Result<void> HistoryMerge::findReadMark(const ConversationId &id)
{
    Statement statement =
        m_database.statement("UPDATE conversations SET read_up_to = coalesce((SELECT max(m.key) FROM messages m"
                             " WHERE m.conversation = conversations.key AND m.placed = read_time), 0)"
                             " WHERE id = ?1 AND read_up_to = 0 AND read_time <> 0");
    statement.bindBlob(1, id.toBytes());
    return statement.run();
}

Result<void> HistoryMerge::merge(MessageRecord record, HistoryBatch::Sequences sequences)
{
    Message &message = record.message;
    const auto presence = presenceOf(m_database, message);
    if (!presence)
        return tl::unexpected(presence.error());
    if (*presence == Presence::Missing) {
        ++m_merged.lost;
        return {};
    }
    if (*presence == Presence::Known) {
        ++m_merged.known;
        return fillIn(record);
    }
    if (couldBeSent(message.state)) {
        message.state = message.isMine() ? Message::State::Failed : Message::State::Received;
        record.failure = failureName(Error::Kind::Interrupted);
        m_merged.notSent += message.isMine() ? 1 : 0;
    }
    if (sequences == HistoryBatch::Sequences::New)
        message.place.sequence = 0;
    return insert(record);
}

Result<void> HistoryMerge::insert(const MessageRecord &record)
{
    Message message = record.message;
    message.failure = failureFromName(record.failure);
    if (const auto kept = MessageTable(m_database).insert(message); !kept)
        return tl::unexpected(kept.error());
    ++m_merged.messages;
    m_merged.changed.insert(message.conversation);
    if (message.failure || message.state != Message::State::Failed || record.failure.isEmpty())
        return {};
    Statement statement = m_database.statement("UPDATE messages SET failure = ?2 WHERE id = ?1");
    statement.bindBlob(1, message.id.toBytes());
    statement.bindText(2, record.failure); // of a newer version
    return statement.run();
}

Result<void> HistoryMerge::fillIn(const MessageRecord &record)
{
    const Message &message = record.message;
    if (!message.starred && message.comment.isEmpty())
        return {};
    Statement statement = m_database.statement(
        "UPDATE messages SET starred = max(starred, ?2), comment = iif(comment = '', ?3, comment)"
        " WHERE id = ?1 AND (starred < ?2 OR (comment = '' AND ?3 <> ''))");
    statement.bindBlob(1, message.id.toBytes());
    statement.bind(2, message.starred ? 1 : 0);
    statement.bindText(3, message.comment);
    const auto done = statement.run();
    if (done && m_database.changes() > 0)
        m_merged.changed.insert(message.conversation);
    return done;
}

} // namespace kith

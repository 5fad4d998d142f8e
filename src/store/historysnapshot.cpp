// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/historysnapshot.h"

#include "store/database.h"
#include "store/historyfile.h"
#include "store/messagerow.h"

#include <limits>

namespace kith {

namespace {

#define KITH_ROW "SELECT " KITH_MESSAGE_ROW ", m.text, m.raw "
#define KITH_ALLOWED                                                                                              \
    "m.placed >= ?1 AND m.placed < ?2 AND NOT EXISTS (SELECT 1 FROM bin b WHERE b.message = m.key) "

using namespace messagerow;

// Behind those of messagerow.
enum FurtherColumn { Text = End, Raw };

MessageRecord readMessage(const Statement &row)
{
    MessageRecord record;
    Message &message = record.message;
    message = messagerow::read(row);
    message.via = Via(row.integer(ViaColumn));
    message.protection = Protection(row.integer(ProtectionColumn));
    message.kind = Message::Kind(row.integer(KindColumn));
    message.event = Message::Event(row.integer(EventColumn));
    message.charset = Charset(row.integer(CharsetColumn));
    message.pieces = int(row.integer(Pieces));
    message.state = Message::State(row.integer(StateColumn));
    record.failure = row.bytes(Failure);
    message.text = row.text(Text);
    message.raw = row.bytes(Raw);
    return record;
}

ContactRecord readContact(const Statement &row)
{
    ContactRecord record;
    record.contact.id = ContactId::fromBytes(row.bytes(0));
    record.endpoint = row.text(1);
    record.contact.origin = Contact::Origin(row.integer(2));
    record.contact.name = row.text(3);
    record.contact.group = row.text(4);
    record.contact.note = row.text(5);
    record.contact.addedAt = row.time(6);
    record.contact.lastSeenAt = row.time(7);
    record.contact.peer = PeerId::fromBytes(row.bytes(8));
    record.contact.nickname = row.text(9);
    record.contact.standing = Contact::Standing(row.integer(10));
    record.contact.trust = Contact::Trust(row.integer(11));
    record.contact.changedTo = PeerId::fromBytes(row.bytes(12));
    return record;
}

ConversationRecord readConversation(const Statement &row)
{
    ConversationRecord record;
    Conversation &conversation = record.conversation;
    conversation.id = ConversationId::fromBytes(row.bytes(0));
    conversation.contact = ContactId::fromBytes(row.bytes(1));
    record.endpoint = row.text(2);
    conversation.options.framing = Framing(row.integer(3));
    conversation.options.charset = Charset(row.integer(4));
    conversation.options.turns = Turns(row.integer(5));
    record.bindTo = row.text(6);
    conversation.draft = row.text(7);
    conversation.readUpTo = {row.integer(8), row.integer(9)};
    conversation.pinned = row.integer(10) != 0;
    conversation.muted = row.integer(11) != 0;
    conversation.markedUnread = row.integer(12) != 0;
    return record;
}

template <typename Record>
Result<void> forEach(Statement &rows, Record (*read)(const Statement &),
                     const HistorySnapshot::Visit<Record> &visit)
{
    for (;;) {
        const auto found = rows.next();
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            return {};
        if (const auto visited = visit(read(rows)); !visited)
            return visited;
    }
}

} // namespace

HistorySnapshot::HistorySnapshot(std::unique_ptr<Database> database, const Selection &selection)
    : m_database(std::move(database))
    , m_from(selection.from.isValid() ? selection.from.toMSecsSinceEpoch() : std::numeric_limits<qint64>::min())
    , m_to(selection.to.isValid() ? selection.to.toMSecsSinceEpoch() : std::numeric_limits<qint64>::max())
{
}

HistorySnapshot::~HistorySnapshot() = default;

Result<std::unique_ptr<HistorySnapshot>> HistorySnapshot::open(const QString &file, const Selection &selection)
{
    auto database = openHistoryForReading(file);
    if (!database)
        return tl::unexpected(database.error());
    auto snapshot = std::unique_ptr<HistorySnapshot>(new HistorySnapshot(std::move(*database), selection));
    return snapshot->begin(selection.conversations).map([&] { return std::move(snapshot); });
}

// The read transaction begins with the first look at the file, here at its conversations. What is chosen is written to a
// table of the connection's own; the file stays open for reading only.
Result<void> HistorySnapshot::begin(const QList<ConversationId> &conversations)
{
    const auto ready =
        m_database->execute("PRAGMA query_only = OFF; BEGIN; CREATE TEMP TABLE chosen (key INTEGER PRIMARY KEY)");
    if (!ready)
        return ready;
    if (conversations.isEmpty())
        return m_database->execute("INSERT INTO chosen SELECT key FROM conversations");
    for (const ConversationId &id : conversations) {
        Statement choose = m_database->statement(
            "INSERT INTO chosen SELECT key FROM conversations WHERE id = ?1 ON CONFLICT DO NOTHING");
        choose.bindBlob(1, id.toBytes());
        if (const auto done = choose.run(); !done)
            return done;
    }
    return {};
}

Result<qint64> HistorySnapshot::countMessages()
{
    Statement row = m_database->statement("SELECT count(*) FROM chosen h CROSS JOIN messages m"
                                          " ON m.conversation = h.key WHERE " KITH_ALLOWED);
    row.bind(1, m_from);
    row.bind(2, m_to);
    return row.next().map([&](bool) { return row.integer(0); });
}

Result<void> HistorySnapshot::contacts(const Visit<ContactRecord> &visit)
{
    Statement rows = m_database->statement(
        "SELECT p.id, p.endpoint, p.origin, p.name, p.category, p.note, p.added_at, p.last_seen_at,"
        " p.peer, p.nickname, p.standing, p.trust, p.changed_to FROM contacts p"
        " WHERE (SELECT count(*) FROM chosen) = (SELECT count(*) FROM conversations)"
        " OR p.key IN (SELECT contact FROM conversations WHERE key IN (SELECT key FROM chosen))"
        " OR p.key IN (SELECT m.sender FROM chosen h CROSS JOIN messages m ON m.conversation = h.key) "
        "ORDER BY p.key");
    return forEach(rows, readContact, visit);
}

Result<void> HistorySnapshot::conversations(const Visit<ConversationRecord> &visit)
{
    Statement rows = m_database->statement(
        "SELECT c.id, p.id, c.endpoint, c.framing, c.charset, c.turns, c.bind_to, c.draft, c.read_time,"
        " c.read_up_to, c.pinned, c.muted, c.marked_unread FROM conversations c CROSS JOIN contacts p ON p.key = "
        "c.contact"
        " WHERE c.key IN (SELECT key FROM chosen) ORDER BY c.key");
    return forEach(rows, readConversation, visit);
}

Result<void> HistorySnapshot::messages(const Visit<MessageRecord> &visit)
{
    Statement rows = m_database->statement(
        KITH_ROW "FROM messages m CROSS JOIN conversations c ON c.key = m.conversation"
                 " LEFT JOIN contacts s ON s.key = m.sender"
                 " WHERE m.conversation IN (SELECT key FROM chosen) AND " KITH_ALLOWED "ORDER BY m.key");
    rows.bind(1, m_from);
    rows.bind(2, m_to);
    return forEach(rows, readMessage, visit);
}

Result<void> HistorySnapshot::messages(const ConversationId &conversation, const Visit<MessageRecord> &visit)
{
    Statement rows =
        m_database->statement(KITH_ROW "FROM conversations c CROSS JOIN messages m ON m.conversation = c.key"
                                       " LEFT JOIN contacts s ON s.key = m.sender"
                                       " WHERE c.id = ?3 AND c.key IN (SELECT key FROM chosen) AND " KITH_ALLOWED
                                       "ORDER BY m.placed, m.key");
    rows.bind(1, m_from);
    rows.bind(2, m_to);
    rows.bindBlob(3, conversation.toBytes());
    return forEach(rows, readMessage, visit);
}

} // namespace kith

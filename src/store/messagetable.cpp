// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/messagetable.h"

#include "core/firstunits.h"
#include "store/addressbook.h"
#include "store/database.h"
#include "store/failurename.h"
#include "store/messagerow.h"
#include "store/searchindex.h"

#include <algorithm>
#include <limits>

namespace kith {

namespace {

// What messages are read with, then what they answer. Excerpts cut bytes, not characters: SQLite's substr() of a text
// ends at U+0000.
#define KITH_MESSAGE_COLUMNS                                                                                      \
    "SELECT " KITH_MESSAGE_ROW ", q.key, q.placed, qs.id, substr(CAST(q.text AS BLOB), 1, 604), "
#define KITH_WHOLE "m.text, m.raw "
#define KITH_EXCERPT "substr(CAST(m.text AS BLOB), 1, 12292) "
// CROSS JOIN keeps the order: one conversation, then its messages by index.
#define KITH_FROM "FROM conversations c CROSS JOIN messages m ON m.conversation = c.key " KITH_OTHERS
// Who said it, and what it answers.
#define KITH_OTHERS                                                                                               \
    "LEFT JOIN contacts s ON s.key = m.sender LEFT JOIN messages q ON q.id = m.reply_to"                          \
    " LEFT JOIN contacts qs ON qs.key = q.sender "
#define KITH_SHOWN "NOT EXISTS (SELECT 1 FROM bin WHERE message = m.key) "

// One unit of UTF-16 is at most 3 bytes of UTF-8. The 4 bytes more show that a text goes on, and what is left of a
// character that they cut lies beyond the units shown.
static_assert(Message::ShownCharacters * 3 + 4 == 12292);
static_assert(Message::QuotedCharacters * 3 + 4 == 604);

using namespace messagerow;

// Behind those of messagerow.
enum FurtherColumn { QuoteKey = End, QuotePlaced, QuoteSender, QuoteText, Text, Raw };

enum class Extent { Excerpt, Whole };

constexpr std::string_view AppendSql =
    "INSERT INTO messages (key, id, conversation, sender, sent_at, received_at, counter, via, protection, kind, "
    "event,"
    " charset, malformed, bytes, pieces, state, failure, reply_to, edited_at, recalled_at, text, raw, starred, "
    "comment, placed) "
    // A sequence that is given already is kept where it was never given to another message.
    "VALUES (iif(?25 > (SELECT newest FROM removed) AND NOT EXISTS (SELECT 1 FROM messages WHERE key = ?25), ?25,"
    " max(coalesce((SELECT max(key) FROM messages), 0), (SELECT newest FROM removed)) + 1), ?1,"
    // -1 is nobody's key: an id that is not kept breaks the foreign key instead of becoming NULL, "this person".
    " coalesce((SELECT key FROM conversations WHERE id = ?2), -1),"
    " iif(?3 IS NULL, NULL, coalesce((SELECT key FROM contacts WHERE id = ?3), -1)),"
    " ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,"
    " iif(?24 <> 0, ?24, max(coalesce(?5, 0), coalesce((SELECT max(placed) FROM messages"
    " WHERE conversation = (SELECT key FROM conversations WHERE id = ?2)), 0)))) "
    "ON CONFLICT (id) DO NOTHING RETURNING key, placed";

template <typename T>
QByteArray optionalBytes(const T &id)
{
    return id.isNull() ? QByteArray() : id.toBytes();
}

int clampedInt(qint64 value, int least)
{
    return int(std::clamp<qint64>(value, least, std::numeric_limits<int>::max()));
}

// A file that a newer minor version wrote may hold numbers that this one does not know.
template <typename Enum>
Enum knownOr(Enum otherwise, Enum last, qint64 number)
{
    return number >= 0 && number <= qint64(last) ? Enum(number) : otherwise;
}

std::optional<Error::Kind> failureOf(const Statement &row)
{
    if (row.isNull(Failure))
        return std::nullopt;
    return failureFromName(row.bytes(Failure)).value_or(Error::Kind::NetworkFailed);
}

void readText(Message &message, const Statement &row, Extent extent)
{
    message.text = row.text(Text);
    if (extent == Extent::Whole) {
        message.raw = row.bytes(Raw);
        return;
    }
    message.isExcerpt = shorten(message.text, Message::ShownCharacters);
}

std::optional<Message::Quote> readQuote(const Statement &row)
{
    if (row.isNull(QuoteKey))
        return std::nullopt;
    Message::Quote quote;
    quote.sender = ContactId::fromBytes(row.bytes(QuoteSender));
    quote.text = row.text(QuoteText);
    shorten(quote.text, Message::QuotedCharacters);
    quote.place = {row.integer(QuotePlaced), row.integer(QuoteKey)};
    return quote;
}

Message readMessage(const Statement &row, Extent extent)
{
    Message message = messagerow::read(row);
    message.via = knownOr(Via::None, Via::PeerLink, row.integer(ViaColumn));
    message.protection = knownOr(Protection::None, Protection::Verified, row.integer(ProtectionColumn));
    // An unknown kind stays what it is: it is shown as "needs a newer Kith".
    message.kind = Message::Kind(clampedInt(row.integer(KindColumn), std::numeric_limits<int>::min()));
    message.event = knownOr(Message::Event::None, Message::Event::OlderThere, row.integer(EventColumn));
    message.charset = knownOr(Charset::Utf8, Charset::Gb18030, row.integer(CharsetColumn));
    message.pieces = clampedInt(row.integer(Pieces), 1);
    message.state = knownOr(message.sender.isNull() ? Message::State::Sent : Message::State::Received,
                            Message::State::Failed, row.integer(StateColumn));
    if (message.state == Message::State::Failed)
        message.failure = failureOf(row);
    message.quote = readQuote(row);
    readText(message, row, extent);
    return message;
}

Result<QList<Message>> readAll(Statement &rows, Extent extent)
{
    QList<Message> messages;
    for (;;) {
        const auto found = rows.next();
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            return messages;
        messages.append(readMessage(rows, extent));
    }
}

Result<Message> readOne(Statement &row, const QString &name)
{
    const auto found = row.next();
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return failure(Error::Kind::StoreFailed, name, QStringLiteral("There is no such message."));
    return readMessage(row, Extent::Whole);
}

Result<QList<Message>> reversed(Result<QList<Message>> messages)
{
    if (messages)
        std::reverse(messages->begin(), messages->end());
    return messages;
}

void bindPage(Statement &rows, const ConversationId &conversation, const Place &place, int limit)
{
    rows.bindBlob(1, conversation.toBytes());
    rows.bind(2, place.time);
    rows.bind(3, place.sequence);
    rows.bind(4, std::max(limit, 0)); // negative means "all" to SQLite
}

void bindFailure(Statement &statement, int index, Message::State state, std::optional<Error::Kind> failure)
{
    if (state == Message::State::Failed && failure)
        statement.bindText(index, failureName(*failure));
    else
        statement.bindNull(index);
}

// The raw bytes are not kept a second time when they are what the text says anyway.
void bindTextAndRaw(Statement &statement, int textIndex, int rawIndex, const QString &text, const QByteArray &raw)
{
    const QByteArray utf8 = text.toUtf8();
    statement.bindText(textIndex, utf8);
    statement.bindBlob(rawIndex, raw == utf8 ? QByteArray() : raw);
}

} // namespace

Result<Place> MessageTable::append(const Message &message)
{
    const auto place = insert(message);
    if (!place || !message.isMine() || message.counter <= 0)
        return place;
    return AddressBook(m_database).raiseSent(message.conversation, message.counter).map([&] { return *place; });
}

Result<Store::Kept> MessageTable::receive(const Message &message)
{
    // Not by what insert() answers: it tells the place of any message of that id.
    Statement known = m_database.statement(
        "SELECT m.placed, m.key, c.id = ?2 AND s.id IS ?3 FROM messages m JOIN conversations c ON c.key ="
        " m.conversation LEFT JOIN contacts s ON s.key = m.sender WHERE m.id = ?1");
    known.bindBlob(1, message.id.toBytes());
    known.bindBlob(2, message.conversation.toBytes());
    known.bindBlob(3, optionalBytes(message.sender));
    const auto found = known.next();
    if (!found)
        return tl::unexpected(found.error());
    if (*found && known.integer(2) == 0)
        return Store::Kept{Place(), false}; // it is not theirs
    const auto place = *found ? Result<Place>(Place{known.integer(0), known.integer(1)}) : insert(message);
    if (!place)
        return tl::unexpected(place.error());
    return AddressBook(m_database).raiseReceived(message.sender, message.counter).map([&] {
        return Store::Kept{*place, !*found};
    });
}

Result<Place> MessageTable::insert(const Message &message)
{
    Statement statement = m_database.statement(AppendSql);
    statement.bindBlob(1, message.id.toBytes());
    statement.bindBlob(2, message.conversation.toBytes());
    statement.bindBlob(3, optionalBytes(message.sender));
    statement.bindTime(4, message.sentAt);
    statement.bindTime(5, message.receivedAt);
    statement.bind(6, message.counter);
    statement.bind(7, int(message.via));
    statement.bind(8, int(message.protection));
    statement.bind(9, int(message.kind));
    statement.bind(10, int(message.event));
    statement.bind(11, int(message.charset));
    statement.bind(12, message.malformed ? 1 : 0);
    statement.bind(13, message.bytes);
    statement.bind(14, message.pieces);
    statement.bind(15, int(message.state));
    bindFailure(statement, 16, message.state, message.failure);
    statement.bindBlob(17, optionalBytes(message.replyTo));
    statement.bindTime(18, message.editedAt);
    statement.bindTime(19, message.recalledAt);
    bindTextAndRaw(statement, 20, 21, message.text, message.raw);
    statement.bind(22, message.starred ? 1 : 0);
    statement.bindText(23, message.comment);
    statement.bind(24, message.place.time);
    statement.bind(25, message.place.sequence);
    const auto added = statement.next();
    if (!added)
        return tl::unexpected(added.error());
    if (*added) {
        const Place place{statement.integer(1), statement.integer(0)};
        if (message.place.isNull())
            return place;
        // One that was given its sequence may stand where the index has been already.
        return SearchIndex(m_database).renew(message.id).map([&] { return place; });
    }
    Statement known = m_database.statement("SELECT placed, key FROM messages WHERE id = ?1");
    known.bindBlob(1, message.id.toBytes());
    return known.next().map([&](bool) { return Place{known.integer(0), known.integer(1)}; });
}

Result<void> MessageTable::setState(const MessageId &id, Message::State state, std::optional<Error::Kind> failure,
                                    int pieces)
{
    Statement statement =
        m_database.statement("UPDATE messages SET state = ?2, failure = ?3, pieces = ?4 WHERE id = ?1");
    statement.bindBlob(1, id.toBytes());
    statement.bind(2, int(state));
    bindFailure(statement, 3, state, failure);
    statement.bind(4, pieces);
    return statement.run();
}

Result<void> MessageTable::setRead(const MessageId &id)
{
    Statement statement = m_database.statement("UPDATE messages SET state = 5 WHERE id = ?1");
    statement.bindBlob(1, id.toBytes());
    return statement.run();
}

Result<void> MessageTable::setDecoding(const MessageId &id, const QString &text, const QByteArray &raw,
                                       Charset charset, bool malformed)
{
    Statement statement = m_database.statement(
        "UPDATE messages SET text = ?2, raw = ?3, charset = ?4, malformed = ?5 WHERE id = ?1");
    statement.bindBlob(1, id.toBytes());
    bindTextAndRaw(statement, 2, 3, text, raw);
    statement.bind(4, int(charset));
    statement.bind(5, malformed ? 1 : 0);
    return statement.run();
}

Result<void> MessageTable::setStarred(const QList<MessageId> &ids, bool starred)
{
    for (const MessageId &id : ids) {
        Statement statement = m_database.statement("UPDATE messages SET starred = ?2 WHERE id = ?1");
        statement.bindBlob(1, id.toBytes());
        statement.bind(2, starred ? 1 : 0);
        if (const auto done = statement.run(); !done)
            return done;
    }
    return {};
}

Result<void> MessageTable::setComment(const MessageId &id, const QString &comment)
{
    Statement statement = m_database.statement("UPDATE messages SET comment = ?2 WHERE id = ?1");
    statement.bindBlob(1, id.toBytes());
    statement.bindText(2, comment);
    return statement.run();
}

Result<void> MessageTable::remove(const MessageId &id)
{
    if (const auto reserved = reserveSequences(); !reserved)
        return reserved;
    Statement statement = m_database.statement("DELETE FROM messages WHERE id = ?1");
    statement.bindBlob(1, id.toBytes());
    return statement.run();
}

Result<void> MessageTable::reserveSequences()
{
    return m_database
        .statement("UPDATE removed SET newest = (SELECT max(key) FROM messages)"
                   " WHERE newest < (SELECT max(key) FROM messages)")
        .run();
}

Result<qint64> MessageTable::newestSequence()
{
    return m_database.integer("SELECT max(coalesce(max(key), 0), (SELECT newest FROM removed)) FROM messages");
}

Result<void> MessageTable::failInterrupted()
{
    // Spelt like the condition of the index messages_unsent, so that SQLite sees that it may use it.
    Statement statement = m_database.statement("UPDATE messages SET state = 6, failure = ?1 WHERE state = 2");
    statement.bindText(1, failureName(Error::Kind::Interrupted));
    return statement.run();
}

Result<QList<Message>> MessageTable::latest(const ConversationId &conversation, int limit)
{
    return before(conversation, Place::last(), limit);
}

Result<QList<Message>> MessageTable::before(const ConversationId &conversation, const Place &place, int limit)
{
    Statement rows = m_database.statement(KITH_MESSAGE_COLUMNS KITH_EXCERPT KITH_FROM
                                          "WHERE c.id = ?1 AND (m.placed, m.key) < (?2, ?3) AND " KITH_SHOWN
                                          "ORDER BY m.placed DESC, m.key DESC LIMIT ?4");
    bindPage(rows, conversation, place, limit);
    return reversed(readAll(rows, Extent::Excerpt));
}

Result<QList<Message>> MessageTable::after(const ConversationId &conversation, const Place &place, int limit)
{
    Statement rows = m_database.statement(KITH_MESSAGE_COLUMNS KITH_EXCERPT KITH_FROM
                                          "WHERE c.id = ?1 AND (m.placed, m.key) > (?2, ?3) AND " KITH_SHOWN
                                          "ORDER BY m.placed, m.key LIMIT ?4");
    bindPage(rows, conversation, place, limit);
    return readAll(rows, Extent::Excerpt);
}

Result<QList<Message>> MessageTable::around(const ConversationId &conversation, const Place &place, int limit)
{
    auto page = before(conversation, place, limit / 2);
    if (!page)
        return page;
    const Place justBefore{place.time, place.sequence - 1};
    const auto rest = after(conversation, justBefore, limit - int(page->size()));
    return rest.map([&](const QList<Message> &newer) { return *page + newer; });
}

Result<QList<Message>> MessageTable::queued(const ConversationId &conversation)
{
    Statement rows = m_database.statement(KITH_MESSAGE_COLUMNS KITH_WHOLE KITH_FROM
                                          "WHERE c.id = ?1 AND m.state = 1 AND " KITH_SHOWN "ORDER BY m.key");
    rows.bindBlob(1, conversation.toBytes());
    return readAll(rows, Extent::Whole);
}

Result<QList<Message>> MessageTable::outbox(const ConversationId &conversation, qint64 afterCounter, int limit)
{
    // "state = 1" is the condition of the index messages_outbox, in whose order they come.
    Statement rows = m_database.statement(KITH_MESSAGE_COLUMNS KITH_WHOLE KITH_FROM
                                          "WHERE c.id = ?1 AND m.state = 1 AND m.counter > ?2 AND m.sender IS NULL"
                                          " AND " KITH_SHOWN "ORDER BY m.counter LIMIT ?3");
    rows.bindBlob(1, conversation.toBytes());
    rows.bind(2, afterCounter);
    rows.bind(3, std::max(limit, 0)); // negative means "all" to SQLite
    return readAll(rows, Extent::Whole);
}

Result<QList<MessageId>> MessageTable::markReadByPeer(const ConversationId &conversation, qint64 counter)
{
    // "state = 4" is the condition of the index messages_unread_by_peer: what was read before is not looked at.
    Statement rows = m_database.statement("SELECT m.id FROM conversations c CROSS JOIN messages m"
                                          " ON m.conversation = c.key WHERE c.id = ?1 AND m.state = 4"
                                          " AND m.counter > 0 AND m.counter <= ?2 AND m.sender IS NULL"
                                          " ORDER BY m.counter");
    rows.bindBlob(1, conversation.toBytes());
    rows.bind(2, counter);
    QList<MessageId> ids;
    for (;;) {
        const auto found = rows.next();
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            break;
        ids.append(MessageId::fromBytes(rows.bytes(0)));
    }
    for (const MessageId &id : std::as_const(ids)) {
        if (const auto done = setRead(id); !done)
            return tl::unexpected(done.error());
    }
    return ids;
}

Result<Message> MessageTable::message(const MessageId &id)
{
    Statement row = m_database.statement(
        KITH_MESSAGE_COLUMNS KITH_WHOLE
        "FROM messages m JOIN conversations c ON c.key = m.conversation " KITH_OTHERS "WHERE m.id = ?1");
    row.bindBlob(1, id.toBytes());
    return readOne(row, id.toString());
}

Result<Message> MessageTable::at(qint64 sequence)
{
    Statement row = m_database.statement(
        KITH_MESSAGE_COLUMNS KITH_WHOLE
        "FROM messages m JOIN conversations c ON c.key = m.conversation " KITH_OTHERS "WHERE m.key = ?1");
    row.bind(1, sequence);
    return readOne(row, QString::number(sequence));
}

Result<QHash<ConversationId, Message>> MessageTable::newest()
{
    Statement rows =
        m_database.statement(KITH_MESSAGE_COLUMNS KITH_EXCERPT
                             "FROM conversations c JOIN messages m"
                             " ON m.key = (SELECT m.key FROM messages m WHERE m.conversation = c.key"
                             " AND " KITH_SHOWN "ORDER BY m.placed DESC, m.key DESC LIMIT 1) " KITH_OTHERS);
    return readAll(rows, Extent::Excerpt).map([](const QList<Message> &messages) {
        QHash<ConversationId, Message> newest;
        for (const Message &message : messages)
            newest.insert(message.conversation, message);
        return newest;
    });
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/searchindex.h"

#include "store/database.h"
#include "store/tokenizer.h"

namespace kith {

namespace {

// How far the words of removed messages are from being gone.
enum Wiping { Clean, Wanted, UnderWay };

// Pages of the index that one step of the merge writes: small enough to look at the clock in between.
constexpr int MergePages = 32;

} // namespace

// content='': the texts stand in the messages. detail=none: only which rows; SearchRule looks where. The rule tells
// which version of the tokens is in it.
Result<void> SearchIndex::make(Database &database)
{
    const QByteArray sql = R"(
        CREATE VIRTUAL TABLE search USING fts5(conversation, text, content='', columnsize=0, detail=none, tokenize='kith');
        CREATE TABLE search_state (
            reached INTEGER NOT NULL, -- every message up to this key is in the index
            rule INTEGER NOT NULL,    -- tokenizer::version()
            wiping INTEGER NOT NULL   -- 0: no removed word is left in it
        ) STRICT;
        INSERT INTO search_state VALUES (0, )" +
                           QByteArray::number(tokenizer::version()) + ", 0);";
    return database.execute(sql.constData());
}

Result<qint64> SearchIndex::reached()
{
    Statement row = m_database.statement("SELECT reached FROM search_state");
    return row.next().map([&](bool) { return row.integer(0); });
}

// With VALUES, never with SELECT: for a statement that may add several rows SQLite opens a savepoint, and at each of
// them FTS5 writes out what it has gathered.
Result<void> SearchIndex::tell(std::string_view sql, const Statement &row)
{
    Statement statement = m_database.statement(sql);
    statement.bind(1, row.integer(0));
    statement.bindText(2, tokenizer::conversation(row.integer(1)));
    statement.bindText(3, row.view(2));
    return statement.run();
}

Result<void> SearchIndex::add(const Statement &row)
{
    return tell("INSERT INTO search (rowid, conversation, text) VALUES (?1, ?2, ?3)", row);
}

// What the index was told of a row must be told again to take it back.
Result<void> SearchIndex::takeBack(const Statement &row)
{
    return tell("INSERT INTO search (search, rowid, conversation, text) VALUES ('delete', ?1, ?2, ?3)", row);
}

// Rows of key, conversation and text.
Result<void> SearchIndex::forgetRows(Statement &rows)
{
    int count = 0;
    for (;;) {
        const auto found = rows.next();
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            return count > 0 ? setWiping(Wanted) : Result<void>();
        if (++count > MostForgotten)
            return restart(Restart::Always);
        if (const auto done = takeBack(rows); !done)
            return done;
    }
}

Result<void> SearchIndex::forget(const MessageId &message)
{
    Statement rows =
        m_database.statement("SELECT key, conversation, text FROM messages WHERE id = ?1 AND kind <> 1"
                             " AND key <= (SELECT reached FROM search_state)");
    rows.bindBlob(1, message.toBytes());
    return forgetRows(rows);
}

Result<void> SearchIndex::forgetBin()
{
    Statement rows = m_database.statement(
        "SELECT m.key, m.conversation, m.text FROM bin b CROSS JOIN messages m ON m.key = b.message"
        " WHERE m.kind <> 1 AND m.key <= (SELECT reached FROM search_state)");
    return forgetRows(rows);
}

Result<void> SearchIndex::forget(const ContactId &contact)
{
    Statement rows = m_database.statement(
        "SELECT key, conversation, text FROM messages WHERE kind <> 1"
        " AND key <= (SELECT reached FROM search_state)"
        " AND (conversation IN (SELECT key FROM conversations WHERE contact = (SELECT key FROM contacts WHERE id ="
        " ?1)) OR sender = (SELECT key FROM contacts WHERE id = ?1))");
    rows.bindBlob(1, contact.toBytes());
    return forgetRows(rows);
}

Result<void> SearchIndex::renew(const MessageId &message)
{
    Statement row = m_database.statement("SELECT key, conversation, text FROM messages WHERE id = ?1 AND kind <> 1"
                                         " AND key <= (SELECT reached FROM search_state)");
    row.bindBlob(1, message.toBytes());
    const auto found = row.next();
    if (!found)
        return tl::unexpected(found.error());
    return *found ? add(row) : Result<void>();
}

Result<bool> SearchIndex::advance(QDeadlineTimer deadline)
{
    Statement rows = m_database.statement("SELECT key, conversation, text, kind FROM messages"
                                          " WHERE key > (SELECT reached FROM search_state) ORDER BY key");
    qint64 reached = 0;
    bool isMore = true;
    do {
        const auto found = rows.next();
        if (!found)
            return tl::unexpected(found.error());
        isMore = *found;
        if (!isMore)
            break;
        reached = rows.integer(0);
        if (rows.integer(3) == 1)
            continue;
        if (const auto done = add(rows); !done)
            return tl::unexpected(done.error());
    } while (!deadline.hasExpired());
    if (reached == 0)
        return false;
    Statement state = m_database.statement("UPDATE search_state SET reached = ?1");
    state.bind(1, reached);
    return state.run().map([&] { return isMore; });
}

Result<bool> SearchIndex::needsWipe()
{
    Statement row = m_database.statement("SELECT wiping FROM search_state");
    return row.next().map([&](bool) { return row.integer(0) != Clean; });
}

Result<void> SearchIndex::setWiping(int state)
{
    Statement statement = m_database.statement("UPDATE search_state SET wiping = ?1 WHERE wiping <> ?1");
    statement.bind(1, state);
    return statement.run();
}

// FTS5 only notes that a row is gone; its words stay where they are until the segments of the index are merged into
// one. A negative number begins that, a positive one goes on with it: https://www.sqlite.org/fts5.html, 6.8. Merging
// is over when a step changes nothing.
Result<bool> SearchIndex::wipe(QDeadlineTimer deadline)
{
    const auto state = m_database.integer("SELECT wiping FROM search_state");
    if (!state)
        return tl::unexpected(state.error());
    int pages = *state == Wanted ? -MergePages : MergePages;
    do {
        const qint64 before = m_database.totalChanges();
        Statement merge = m_database.statement("INSERT INTO search (search, rank) VALUES ('merge', ?1)");
        merge.bind(1, pages);
        if (const auto done = merge.run(); !done)
            return tl::unexpected(done.error());
        if (m_database.totalChanges() - before < 2)
            return setWiping(Clean).map([] { return false; });
        pages = MergePages;
    } while (!deadline.hasExpired());
    return setWiping(UnderWay).map([] { return true; });
}

Result<void> SearchIndex::restart(Restart when)
{
    const auto rule = m_database.integer("SELECT rule FROM search_state");
    if (!rule)
        return tl::unexpected(rule.error());
    if (when == Restart::IfOutdated && *rule == tokenizer::version())
        return {};
    Statement update = m_database.statement("UPDATE search_state SET reached = 0, wiping = 0, rule = ?1");
    update.bind(1, tokenizer::version());
    return m_database.statement("INSERT INTO search (search) VALUES ('delete-all')").run().and_then([&] {
        return update.run();
    });
}

} // namespace kith

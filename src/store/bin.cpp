// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/bin.h"

#include "store/database.h"
#include "store/messagetable.h"
#include "store/searchindex.h"

namespace kith {

namespace {

Result<void> runForEach(Database &database, std::string_view sql, const QList<MessageId> &ids)
{
    for (const MessageId &id : ids) {
        Statement statement = database.statement(sql);
        statement.bindBlob(1, id.toBytes());
        if (const auto done = statement.run(); !done)
            return done;
    }
    return {};
}

} // namespace

Result<void> Bin::add(const QList<MessageId> &ids)
{
    return runForEach(m_database, "INSERT OR IGNORE INTO bin SELECT key FROM messages WHERE id = ?1", ids);
}

Result<void> Bin::takeBack(const QList<MessageId> &ids)
{
    return runForEach(m_database, "DELETE FROM bin WHERE message = (SELECT key FROM messages WHERE id = ?1)", ids);
}

Result<void> Bin::empty()
{
    return MessageTable(m_database)
        .reserveSequences()
        .and_then([this] { return SearchIndex(m_database).forgetBin(); })
        .and_then([this] {
            return m_database.statement("DELETE FROM messages WHERE key IN (SELECT message FROM bin)").run();
        });
}

} // namespace kith

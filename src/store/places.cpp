// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/places.h"

#include "store/database.h"

#include <algorithm>

namespace kith {

namespace {

#define KITH_IN_CONVERSATION                                                                                      \
    "FROM messages m WHERE m.conversation = (SELECT key FROM conversations WHERE id = ?1) "
#define KITH_NOT_BINNED "AND NOT EXISTS (SELECT 1 FROM bin WHERE message = m.key) "

Result<Place> readPlace(Statement &row)
{
    return row.next().map([&](bool found) { return found ? Place{row.integer(0), row.integer(1)} : Place(); });
}

} // namespace

Result<Place> Places::first(const ConversationId &conversation)
{
    return edge("SELECT m.placed, m.key " KITH_IN_CONVERSATION KITH_NOT_BINNED "ORDER BY m.placed, m.key LIMIT 1",
                conversation);
}

Result<Place> Places::last(const ConversationId &conversation)
{
    return edge("SELECT m.placed, m.key " KITH_IN_CONVERSATION KITH_NOT_BINNED
                "ORDER BY m.placed DESC, m.key DESC LIMIT 1",
                conversation);
}

Result<Place> Places::firstFrom(const ConversationId &conversation, const QDateTime &instant)
{
    Statement row = m_database.statement("SELECT m.placed, m.key " KITH_IN_CONVERSATION
                                         "AND m.placed >= ?2 " KITH_NOT_BINNED "ORDER BY m.placed, m.key LIMIT 1");
    row.bindBlob(1, conversation.toBytes());
    row.bind(2, instant.toMSecsSinceEpoch());
    return readPlace(row);
}

Result<QList<QDate>> Places::days(const QList<ConversationId> &conversations, const QDate &first,
                                  const QDate &last)
{
    QList<QDate> days;
    const QDate end = std::min(last, first.addDays(Store::MaxDays - 1));
    for (QDate day = first; day.isValid() && day <= end; day = day.addDays(1)) {
        const qint64 from = day.startOfDay().toMSecsSinceEpoch();
        const auto found = hasMessages(conversations, from, day.addDays(1).startOfDay().toMSecsSinceEpoch());
        if (!found)
            return tl::unexpected(found.error());
        if (*found)
            days.append(day);
    }
    return days;
}

Result<Place> Places::edge(std::string_view sql, const ConversationId &conversation)
{
    Statement row = m_database.statement(sql);
    row.bindBlob(1, conversation.toBytes());
    return readPlace(row);
}

// What the program says about the connection makes no day.
Result<bool> Places::hasMessages(const ConversationId &conversation, qint64 from, qint64 to)
{
    Statement row =
        m_database.statement("SELECT 1 " KITH_IN_CONVERSATION
                             "AND m.placed >= ?2 AND m.placed < ?3 AND m.kind <> 1 " KITH_NOT_BINNED "LIMIT 1");
    row.bindBlob(1, conversation.toBytes());
    row.bind(2, from);
    row.bind(3, to);
    return row.next();
}

Result<bool> Places::hasMessages(const QList<ConversationId> &conversations, qint64 from, qint64 to)
{
    if (conversations.isEmpty()) {
        Statement row = m_database.statement(
            "SELECT 1 FROM conversations c WHERE EXISTS (SELECT 1 FROM messages m WHERE m.conversation = c.key"
            " AND m.placed >= ?1 AND m.placed < ?2 AND m.kind <> 1 " KITH_NOT_BINNED ") LIMIT 1");
        row.bind(1, from);
        row.bind(2, to);
        return row.next();
    }
    for (const ConversationId &conversation : conversations) {
        const auto found = hasMessages(conversation, from, to);
        if (!found || *found)
            return found;
    }
    return false;
}

} // namespace kith

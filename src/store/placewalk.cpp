// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/placewalk.h"

#include "store/database.h"

#include <algorithm>

namespace kith {

PlaceWalk::PlaceWalk(const ConversationId &conversation, const Place &end, qint64 most)
    : m_conversation(conversation), m_end(end), m_most(most)
{
}

Result<bool> PlaceWalk::step(Database &database, QDeadlineTimer deadline, const std::function<bool()> &isCanceled)
{
    for (;;) {
        const auto arrived = passSome(database);
        if (!arrived || *arrived)
            return arrived;
        if (deadline.hasExpired() || isCanceled())
            return false;
    }
}

/// The place of the message that `count` others stand before, from m_next on; null behind the last one.
Result<Place> PlaceWalk::nextAfter(Database &database, qint64 count)
{
    // The bin is nearly always empty, and asking it for each message takes longer than counting.
    const auto hasBin = database.integer("SELECT EXISTS (SELECT 1 FROM bin)");
    if (!hasBin)
        return tl::unexpected(hasBin.error());
    Statement row = database.statement(
        *hasBin
            ? "SELECT placed, key FROM messages WHERE conversation = (SELECT key FROM conversations WHERE id = ?1)"
              " AND (placed, key) >= (?2, ?3) AND NOT EXISTS (SELECT 1 FROM bin WHERE message = messages.key)"
              " ORDER BY placed, key LIMIT 1 OFFSET ?4"
            : "SELECT placed, key FROM messages WHERE conversation = (SELECT key FROM conversations WHERE id = ?1)"
              " AND (placed, key) >= (?2, ?3) ORDER BY placed, key LIMIT 1 OFFSET ?4");
    row.bindBlob(1, m_conversation.toBytes());
    row.bind(2, m_next.time);
    row.bind(3, m_next.sequence);
    row.bind(4, count);
    return row.next().map([&](bool found) { return found ? Place{row.integer(0), row.integer(1)} : Place(); });
}

Result<bool> PlaceWalk::begin(Database &database)
{
    m_isUnderWay = true;
    const auto first = nextAfter(database, 0);
    if (!first)
        return tl::unexpected(first.error());
    m_next = *first;
    return isAtEnd() || m_most <= 0;
}

// A stride that goes too far is halved; one message is passed in any case, as it stands before the end.
Result<bool> PlaceWalk::passSome(Database &database)
{
    if (!m_isUnderWay)
        return begin(database);
    const qint64 stride = std::min(m_stride, m_most - m_count);
    const auto next = nextAfter(database, stride);
    if (!next)
        return tl::unexpected(next.error());
    const bool isTooFar = next->isNull() || *next > m_end;
    if (isTooFar && stride > 1) {
        m_stride = stride / 2;
        return false;
    }
    m_count += stride;
    m_next = *next;
    return isAtEnd() || m_count == m_most;
}

} // namespace kith

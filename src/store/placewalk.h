// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/place.h"
#include "core/strongid.h"

#include <QDeadlineTimer>

#include <functional>
#include <limits>

namespace kith {

class Database;

/// Counts the messages of a conversation from its first one on, in steps: SQLite keeps no count of rows, and to count
/// a million takes it half a second.
class PlaceWalk final {
public:
    /// Messages that are passed at once, while nobody can interrupt.
    static constexpr int Stride = 4096;

    /// Goes until it meets `end` or has passed `most`.
    explicit PlaceWalk(const ConversationId &conversation, const Place &end = Place::last(),
                       qint64 most = std::numeric_limits<qint64>::max());

    /// Goes on until `deadline` or until `isCanceled` says so; true: it has arrived.
    Result<bool> step(Database &database, QDeadlineTimer deadline, const std::function<bool()> &isCanceled);

    qint64 count() const { return m_count; } ///< How many messages it has passed.
    Place place() const { return m_next; }   ///< Of the next message; null behind the last one.

private:
    Result<Place> nextAfter(Database &database, qint64 count);
    Result<bool> begin(Database &database);
    Result<bool> passSome(Database &database);
    bool isAtEnd() const { return m_next.isNull() || m_next >= m_end; }

    ConversationId m_conversation;
    Place m_end;
    qint64 m_most;
    qint64 m_count = 0;
    qint64 m_stride = Stride;
    Place m_next = Place::first();
    bool m_isUnderWay = false;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QtGlobal>

#include <compare>
#include <limits>

namespace kith {

/// Where a message stands in the order of its conversation: by time, and by its sequence where times are equal.
struct Place {
    /// Milliseconds since 1970, UTC: when the message was typed here or had arrived, and never before the message that
    /// came before it, whatever the clock did.
    qint64 time = 0;
    qint64 sequence = 0; ///< The key that the store gave; growing, never given twice; 0: not kept yet.

    bool isNull() const { return sequence == 0; }
    static constexpr Place first() { return {std::numeric_limits<qint64>::min(), 0}; } ///< Before every message.
    static constexpr Place last()                                                      ///< Behind every message.
    {
        return {std::numeric_limits<qint64>::max(), std::numeric_limits<qint64>::max()};
    }
    friend bool operator==(const Place &, const Place &) = default;
    friend std::strong_ordering operator<=>(const Place &a, const Place &b)
    {
        return a.time != b.time ? a.time <=> b.time : a.sequence <=> b.sequence;
    }
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Place)

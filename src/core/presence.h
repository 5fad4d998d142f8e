// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

namespace kith {

/// Whether somebody is there, and what it says of itself.
struct Presence {
    enum class Availability {
        Offline, ///< No link that answers, or it wants to be seen as offline.
        Online,
        Away,
        Busy,
        Invisible ///< Of ourselves only: friends see us as offline, what they write arrives.
    };

    Availability availability = Availability::Offline;
    QString status; ///< Its own words, as cleanStatus() leaves them; may be empty.

    static constexpr qsizetype MaxStatusLength = 70;

    /// `status` as it may be said and shown: one line, not too long.
    static QString cleanStatus(const QString &status);
    bool isThere() const
    {
        return availability != Availability::Offline && availability != Availability::Invisible;
    }
    friend bool operator==(const Presence &, const Presence &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Presence)

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/strongid.h"

#include <QDateTime>
#include <QMetaType>
#include <QString>

namespace kith {

/// One entry of the address book: every address that ever spoke, or that was typed in, is one.
struct Contact {
    /// The numbers are stored.
    enum class Origin {
        Typed = 0,   ///< The person entered the address.
        Stranger = 1 ///< The address spoke to us first.
    };

    ContactId id;
    Endpoint endpoint;
    Origin origin = Origin::Typed;
    QString name;  ///< The remark name that the person gave; empty: show the address.
    QString group; ///< The group that the person chose; empty: the default group of the origin.
    QString note;
    QDateTime addedAt;    ///< UTC.
    QDateTime lastSeenAt; ///< UTC; invalid: never.

    QString displayName() const { return name.isEmpty() ? endpoint.hostAndPort() : name; }
    friend bool operator==(const Contact &, const Contact &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Contact)

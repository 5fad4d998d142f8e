// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/error.h"
#include "core/strongid.h"

#include <QDateTime>
#include <QMetaType>

#include <optional>

namespace kith {

/// How a conversation is connected right now. Never stored.
struct Link {
    enum class Phase { Offline, Connecting, Online };
    enum class Role {
        None,   ///< Never connected since the program started.
        Client, ///< The peer connected to a port that this window hosts.
        Joined, ///< This window connected to the peer.
        Direct, ///< Datagrams.
        Peer    ///< The encrypted link with a person.
    };
    /// Why the link is offline.
    enum class End { None, SaidQ, Closed, WeLeft, Failed };

    Phase phase = Phase::Offline;
    Role role = Role::None;
    HostId host;     ///< With Role::Client; with Role::Peer that of ours which the person has joined, or null.
    Endpoint local;  ///< Our own side where it is known.
    QDateTime since; ///< UTC, when the phase began; invalid when never connected.
    End end = End::None;
    std::optional<Error> error; ///< With End::Failed.

    bool isOnline() const { return phase == Phase::Online; }
    friend bool operator==(const Link &, const Link &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Link)

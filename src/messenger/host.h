// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/error.h"
#include "core/strongid.h"
#include "net/transportfactory.h"

#include <QDateTime>
#include <QList>
#include <QMetaType>

#include <optional>

namespace kith {

/// A port that this window hosts: a TCP server, or a UDP port that was bound for anybody.
struct Host {
    enum class State { Opening, Listening, Stopped };

    HostId id;
    Endpoint local;            ///< As asked for; with the chosen port once it listens.
    QList<Endpoint> reachable; ///< What to hand out, the likeliest first; empty until it listens.
    HostOptions options;
    State state = State::Opening;
    QDateTime since;            ///< UTC, when it began to listen.
    int connected = 0;          ///< How many clients are online.
    std::optional<Error> error; ///< Why it stopped, or what impairs it while it listens (TooManyDescriptors).

    friend bool operator==(const Host &, const Host &) = default;
};

/// One of them that takes encrypted links too, and listens.
struct OpenHost {
    HostId id;
    Endpoint local;
    friend bool operator==(const OpenHost &, const OpenHost &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Host)

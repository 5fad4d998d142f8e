// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/peerid.h"

#include <QByteArray>

namespace kith {

/// The datagram by which Kith finds Kith, src/protocol/README.md. It says where to dial and proves nothing. It carries no
/// name, host, user or system, and it has one size, so that an answer is never longer than what asked for it.
struct Beacon {
    static constexpr qsizetype Bytes = 56;
    /// A longer datagram is not ours, whatever it begins with. Up to here, what follows the known part is ignored.
    static constexpr qsizetype MaxBytes = 1200;
    static constexpr quint16 MinPort = 1024;
    static constexpr quint16 DiscoveryPort = 7584; ///< UDP.

    enum class Kind {
        Announce = 1, ///< "I am here."
        Ask = 2,      ///< "I am here; who else?" Answered with an Announce, to the sender alone.
        Leave = 3,    ///< "I am gone."
        Seek = 4      ///< "Who is here?" The id is random: answered as an Ask, remembered as nobody.
    };

    Kind kind = Kind::Announce;
    quint16 port = MinPort; ///< Where the link listens (TCP), from MinPort on.
    PeerId peer;
    quint64 counter =
        0;           ///< Higher in every beacon of a peer, over restarts too: begins at the clock's milliseconds.
    quint64 run = 0; ///< Random, the same while the program runs: by it we know our own beacon when it comes back.

    /// The beacon that `datagram` is. Error: BadMessage, its detail saying what was wrong.
    static Result<Beacon> decode(QByteArrayView datagram);
    QByteArray encode() const;

    friend bool operator==(const Beacon &, const Beacon &) = default;
};

} // namespace kith

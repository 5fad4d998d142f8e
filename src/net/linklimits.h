// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace kith {

/// What strangers and peers may take of an encrypted port, and how long. Tests shorten the times.
struct LinkLimits {
    std::chrono::milliseconds firstByte{5'000};    ///< And for each further one of the handshake.
    std::chrono::milliseconds handshake{10'000};   ///< From the connection to HELLO-OK.
    std::chrono::milliseconds insideFrame{30'000}; ///< From its first byte to its last.
    std::chrono::milliseconds pingAfter{9'000};    ///< Of silence.
    std::chrono::milliseconds pong{5'000};         ///< With pingAfter: a dead link is known within 15 s.
    std::chrono::milliseconds probe{2'000};        ///< The same for an old link when a new one is there.
    std::chrono::milliseconds writing{60'000};     ///< Without a byte taken by the other side.
    std::chrono::milliseconds leaving{2'000};      ///< For the last bytes to go.

    int strangers = 32;         ///< Sockets at a time whose owners nobody knows yet; the oldest goes first.
    int strangersAnAddress = 4; ///< Of these, from one address; a further one is turned away.
    int handshakesASecond = 5;  ///< From one address.
    int dialsASecond = 10;      ///< Ours, to everybody together.

    std::chrono::milliseconds firstRetry{1'000};
    std::chrono::milliseconds lastRetry{300'000}; ///< Each wait is twice the one before, up to here, and uneven.
};

} // namespace kith

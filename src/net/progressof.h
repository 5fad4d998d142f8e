// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"
#include "protocol/turnqueue.h"

namespace kith {

/// What `report` means to those who listen to a transport. `cause` tells why a message was interrupted, if it is known.
Progress progressOf(const SendReport &report, const Endpoint &peer, const std::optional<Error> &cause = {});

} // namespace kith

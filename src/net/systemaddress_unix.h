// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/platform.h"

#include <netinet/in.h>
#include <sys/socket.h>

namespace kith::platform {

/// An address as the system's calls take it.
union SystemAddress {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
};

socklen_t fill(SystemAddress &system, const Address &address); ///< Returns its size.
Address read(const SystemAddress &system);

} // namespace kith::platform

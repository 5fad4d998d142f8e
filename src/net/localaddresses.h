// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"

#include <QList>

namespace kith {

/// The endpoints at which others can reach what listens at `local`, the likeliest first, IPv4 before IPv6.
/// For 0.0.0.0 and [::] one for each address of this computer, this computer's own loopback last; else `local` alone.
/// Reads the system's list of interfaces: quick, on any thread.
QList<Endpoint> reachableEndpoints(const Endpoint &local);

} // namespace kith

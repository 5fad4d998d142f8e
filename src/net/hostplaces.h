// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "net/peerlinks.h"
#include "protocol/wire.h"

#include <QList>

/// What one Kith tells another of where it hosts, and what the other one believes of it.
namespace kith::hostplaces {

/// Whether the other side of a link is a program on this computer.
enum class Where { Here, Elsewhere };

/// Reads the system's list of interfaces.
Where whereIs(const LinkedPeer &peer);

/// Of `hosts`, the local endpoints at which we take whoever comes, those that `peer` can reach: at our end of the link,
/// or on the same computer anywhere. At most wire::MaxHosts.
QList<wire::HostPlace> toTell(const QList<Endpoint> &hosts, const LinkedPeer &peer, Where where);
/// Of what `peer` told, what can be reached from here as it said: at its own end of the link, which has the address that
/// we see, or on the same computer. There, 0.0.0.0 and [::] mean every address of that kind.
QList<Endpoint> toBelieve(const QList<wire::HostPlace> &places, const LinkedPeer &peer, Where where);

/// Whether whoever connects to `target` comes to what listens at `place`. False where one of them is a name.
bool leadsTo(const Endpoint &target, const Endpoint &place);
/// The same where what is at `place` listens at every address of its computer.
bool leadsToComputer(const Endpoint &target, const Endpoint &place);

} // namespace kith::hostplaces

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/peers.h"

#include <QString>

namespace kith::doctorphrases {

// What the window says about the findings of "Why don't I see anyone?". Plain text.

/// Where others reach Kith, for the commands that open a firewall.
struct Ports {
    quint16 links = Peers::UsualPort;     ///< TCP.
    quint16 discovery = Peers::UsualPort; ///< UDP.
};

/// What was found. `name`: of the friend it is about; empty: "a friend".
QString sentence(const doctor::Finding &finding, const QString &name = {});
/// What to do about it; empty for what is good.
QString advice(const doctor::Finding &finding, const Ports &ports);
/// What to type into a terminal for that, one command a line; may be empty.
QString command(const doctor::Finding &finding, const Ports &ports);
QString weight(doctor::Finding::Weight weight);
/// All of it, to be handed on: without ids, addresses and names of people.
QString report(const QList<doctor::Finding> &findings, const Ports &ports);

} // namespace kith::doctorphrases

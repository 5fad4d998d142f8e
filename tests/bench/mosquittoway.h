// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace kith {

// Two clients of one Mosquitto broker, QoS 1 and no delay everywhere, nothing kept: `ping` and `flow` as LinkWay has them.

/// Starts the broker on the core of this process, which may end without warning: the broker goes with it.
void answerByBroker(const QString &what);
void askByBroker(const QString &what, quint16 port);

} // namespace kith

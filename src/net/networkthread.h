// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workerthread.h"

#include <memory>

namespace kith {

class Transport;

/// The one thread on which all transports live.
class NetworkThread {
public:
    // Its end ends the thread and destroys the transports that were adopted and not yet released.

    /// Moves `transport` to the thread. The pointer stays valid until release().
    Transport *adopt(std::unique_ptr<Transport> transport);
    /// Destroys `transport` on its thread once the events already queued to it have run.
    void release(Transport *transport);

private:
    WorkerThread m_worker{QStringLiteral("network")};
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThread>

#include <memory>

namespace kith {

class Transport;

/// The one thread on which all transports live. It runs Qt's own event dispatcher: the GLib one costs a socket
/// round trip about a fifth more.
class NetworkThread {
public:
    NetworkThread();
    ~NetworkThread(); ///< Ends the thread. Transports that were adopted and not yet released are destroyed.

    NetworkThread(const NetworkThread &) = delete;
    NetworkThread &operator=(const NetworkThread &) = delete;

    /// Moves `transport` to the thread. The pointer stays valid until release().
    Transport *adopt(std::unique_ptr<Transport> transport);
    /// Destroys `transport` on its thread once the events already queued to it have run.
    void release(Transport *transport);

private:
    QThread m_thread;
};

} // namespace kith

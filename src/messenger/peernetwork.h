// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/networkthread.h"

#include <memory>

namespace kith {

class Discovery;
class PeerLinks;
class TlsContext;
class TransportFactory;
struct LinkLimits;

/// The encrypted links, on the network thread, and the discovery, on a thread of its own. It must outlive the transports
/// of the hosts that share their port with the links.
class PeerNetwork {
public:
    /// Both are borrowed.
    PeerNetwork(NetworkThread &network, TransportFactory &transports);
    ~PeerNetwork();
    PeerNetwork(const PeerNetwork &) = delete;
    PeerNetwork &operator=(const PeerNetwork &) = delete;

    /// Makes both; once.
    void open(std::unique_ptr<TlsContext> context, const LinkLimits &limits, quint16 discoveryPort);

    PeerLinks *links() const { return m_links; }         ///< nullptr before open().
    Discovery *discovery() const { return m_discovery; } ///< nullptr before open().

private:
    NetworkThread &m_network;
    TransportFactory &m_transports;
    std::unique_ptr<NetworkThread> m_discoveryThread;
    PeerLinks *m_links = nullptr;     // goes with its thread, or by release()
    Discovery *m_discovery = nullptr; // goes with its thread
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/peernetwork.h"

#include "net/discovery.h"
#include "net/peerlinks.h"
#include "net/transportfactory.h"

namespace kith {

PeerNetwork::PeerNetwork(NetworkThread &network, TransportFactory &transports)
    : m_network(network), m_transports(transports)
{
}

PeerNetwork::~PeerNetwork()
{
    if (!m_links)
        return;
    m_transports.shareHosts(nullptr);
    m_network.release(m_links);
}

void PeerNetwork::open(std::unique_ptr<TlsContext> context, const LinkLimits &limits, quint16 discoveryPort)
{
    Q_ASSERT(!m_links);
    const PeerId self = context->identity().id();
    m_links = m_network.adopt(std::make_unique<PeerLinks>(std::move(context), limits));
    m_transports.shareHosts(m_links);
    m_discoveryThread = std::make_unique<NetworkThread>(QStringLiteral("discovery"));
    m_discovery = m_discoveryThread->adopt(std::make_unique<Discovery>(self, discoveryPort));
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcpjointransport.h"

#include "net/addresses.h"
#include "net/socketstream.h"
#include "net/tcpconnector.h"

namespace kith {

TcpJoinTransport::TcpJoinTransport(const Endpoint &remote, const PlainTextOptions &options)
    : StreamTransport(Endpoint()), m_remote(remote), m_options(options)
{
}

TcpJoinTransport::~TcpJoinTransport() = default;

void TcpJoinTransport::begin()
{
    m_connector = std::make_unique<TcpConnector>(m_remote, [this](Result<platform::Socket> socket) {
        m_connector.release()->deleteLater(); // it is the one that calls
        if (socket)
            connected(std::move(*socket));
        else
            giveUp(socket.error());
    });
    m_connector->start();
}

void TcpJoinTransport::connected(platform::Socket socket)
{
    const platform::Address local = platform::localAddress(socket.descriptor());
    opened(endpointOf(Endpoint::Scheme::Tcp, local.host, local.port));
    addLink(m_remote, std::make_unique<SocketStream>(std::move(socket), m_remote.toString()),
            PlainTextLink::Role::Joined, m_options);
}

void TcpJoinTransport::giveUp(const Error &error)
{
    stop();
    Q_EMIT peerOffline(m_remote, Departure{Departure::Kind::Failed, error});
    closeNow();
}

void TcpJoinTransport::stop()
{
    m_connector.reset();
}

void TcpJoinTransport::linkEnded()
{
    closeNow();
}

void TcpJoinTransport::doSetOptions(const Endpoint &peer, const PlainTextOptions &options)
{
    if (peer == m_remote)
        m_options = options; // also for a connection that is still being made
    StreamTransport::doSetOptions(peer, options);
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcphosttransport.h"
#include "net/tcpjointransport.h"
#include "net/transportfactory.h"
#include "net/udptransport.h"

namespace kith {

std::unique_ptr<Transport> PlainTextTransportFactory::host(const Endpoint &local, const HostOptions &options)
{
    return std::make_unique<TcpHostTransport>(local, options, m_links);
}

std::unique_ptr<Transport> PlainTextTransportFactory::join(const Endpoint &remote, const PlainTextOptions &options)
{
    return std::make_unique<TcpJoinTransport>(remote, options);
}

std::unique_ptr<Transport> PlainTextTransportFactory::direct(const Endpoint &local,
                                                             const PlainTextOptions &options)
{
    return std::make_unique<UdpTransport>(local, options);
}

} // namespace kith

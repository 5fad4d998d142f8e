// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/localaddresses.h"

#include <QNetworkInterface>

#include <algorithm>

namespace kith {

namespace {

int rank(const QHostAddress &address)
{
    const bool ipv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return (address.isLoopback() ? 4 : 0) + (address.isLinkLocal() ? 2 : 0) + (ipv6 ? 1 : 0);
}

} // namespace

QList<Endpoint> reachableEndpoints(const Endpoint &local)
{
    const bool ipv4Only = local.host() == u"0.0.0.0";
    if (!ipv4Only && local.host() != u"::")
        return {local};

    QList<QHostAddress> addresses = QNetworkInterface::allAddresses();
    std::stable_sort(addresses.begin(), addresses.end(),
                     [](const QHostAddress &a, const QHostAddress &b) { return rank(a) < rank(b); });
    QList<Endpoint> endpoints;
    for (const QHostAddress &address : std::as_const(addresses)) {
        if (ipv4Only && address.protocol() != QAbstractSocket::IPv4Protocol)
            continue;
        if (const auto endpoint = Endpoint::make(local.scheme(), address.toString(), local.port()))
            endpoints.append(*endpoint);
    }
    return endpoints.isEmpty() ? QList<Endpoint>{local} : endpoints;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/hostplaces.h"

#include "net/addresses.h"

#include <QHostAddress>
#include <QNetworkInterface>
#include <QtEndian>

#include <algorithm>

namespace kith::hostplaces {

namespace {

const QHostAddress EveryIpv4(QHostAddress::AnyIPv4);
const QHostAddress EveryAddress(QHostAddress::AnyIPv6);
const QByteArray Mapped = QByteArray(10, '\0') + QByteArray(2, '\xff'); // before an IPv4 address (RFC 4291)

QByteArray bytesOf(const QHostAddress &address)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol) { // Qt maps all but 0.0.0.0
        QByteArray bytes = Mapped + QByteArray(4, '\0');
        qToBigEndian(address.toIPv4Address(), bytes.data() + Mapped.size());
        return bytes;
    }
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    return QByteArray(reinterpret_cast<const char *>(bytes.c), wire::HostPlace::AddressBytes);
}

QHostAddress fromBytes(const QByteArray &bytes)
{
    if (bytes.startsWith(Mapped))
        return QHostAddress(qFromBigEndian<quint32>(bytes.constData() + Mapped.size()));
    return QHostAddress(reinterpret_cast<const quint8 *>(bytes.constData()));
}

/// Without regard to the scope: the same link-local address on two of our networks is nobody we know.
bool isSame(const QHostAddress &one, const QHostAddress &other)
{
    return bytesOf(one) == bytesOf(other);
}

bool isIpv4(const QHostAddress &address)
{
    return address.protocol() == QAbstractSocket::IPv4Protocol;
}

/// Where a connection to `address` goes: to no address at all means to this computer.
QHostAddress destination(const QHostAddress &address)
{
    if (address == EveryIpv4)
        return QHostAddress(QHostAddress::LocalHost);
    if (address == EveryAddress)
        return QHostAddress(QHostAddress::LocalHostIPv6);
    return fromBytes(bytesOf(address));
}

bool takesAt(const QHostAddress &bound, const QHostAddress &address)
{
    return bound == EveryAddress || (bound == EveryIpv4 && isIpv4(address)) || isSame(bound, address);
}

bool isAmong(const QHostAddress &address, const QList<QHostAddress> &own)
{
    return address.isLoopback() ||
           std::any_of(own.cbegin(), own.cend(), [&](const QHostAddress &one) { return isSame(one, address); });
}

/// Its loopback is one of its addresses.
bool isOfThisComputer(const QHostAddress &address)
{
    return isAmong(address, QNetworkInterface::allAddresses());
}

} // namespace

Where whereIs(const LinkedPeer &peer)
{
    const auto address = numericAddress(peer.remote);
    return address && isOfThisComputer(*address) ? Where::Here : Where::Elsewhere;
}

QList<wire::HostPlace> toTell(const QList<Endpoint> &hosts, const LinkedPeer &peer, Where where)
{
    const auto own = numericAddress(peer.local);
    QList<wire::HostPlace> places;
    for (const Endpoint &host : hosts) {
        const auto bound = numericAddress(host);
        const bool isReached = bound && own && (where == Where::Here || takesAt(*bound, *own));
        if (isReached && places.size() < wire::MaxHosts)
            places.append({bytesOf(where == Where::Here ? *bound : *own), host.port()});
    }
    return places;
}

QList<Endpoint> toBelieve(const QList<wire::HostPlace> &places, const LinkedPeer &peer, Where where)
{
    const auto seen = numericAddress(peer.remote);
    const auto own = where == Where::Here ? QNetworkInterface::allAddresses() : QList<QHostAddress>();
    QList<Endpoint> hosts;
    for (const wire::HostPlace &place : places) {
        const QHostAddress said = fromBytes(place.address);
        const bool isEvery = said == EveryIpv4 || said == EveryAddress;
        const bool isTrue =
            where == Where::Here ? isEvery || isAmong(said, own) : seen && !isEvery && isSame(said, *seen);
        const auto host = Endpoint::make(Endpoint::Scheme::Tcp, said.toString(), place.port, Endpoint::Use::Local);
        if (isTrue && host && !hosts.contains(*host))
            hosts.append(*host);
    }
    return hosts;
}

bool leadsTo(const Endpoint &target, const Endpoint &place)
{
    const auto address = numericAddress(target);
    const auto bound = numericAddress(place);
    if (!address || !bound || target.port() != place.port())
        return false;
    const QHostAddress to = destination(*address);
    const bool isEvery = *bound == EveryIpv4 || *bound == EveryAddress;
    return takesAt(*bound, to) && (!isEvery || isOfThisComputer(to));
}

bool leadsToComputer(const Endpoint &target, const Endpoint &place)
{
    const auto address = numericAddress(target);
    const auto other = numericAddress(place);
    if (!address || !other || target.port() != place.port())
        return false;
    const QHostAddress to = destination(*address);
    return isSame(to, *other) || (isOfThisComputer(to) && isOfThisComputer(*other));
}

} // namespace kith::hostplaces

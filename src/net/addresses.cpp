// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/addresses.h"

namespace kith {

QHostAddress withoutIpv6Clothes(const QHostAddress &address)
{
    bool ipv4 = false;
    const quint32 number = address.toIPv4Address(&ipv4);
    return ipv4 ? QHostAddress(number) : address;
}

Endpoint endpointOf(Endpoint::Scheme scheme, const QHostAddress &address, quint16 port)
{
    const QString host = withoutIpv6Clothes(address).toString();
    return Endpoint::make(scheme, host, port, Endpoint::Use::Local).value_or(Endpoint());
}

std::optional<QHostAddress> numericAddress(const Endpoint &endpoint)
{
    QHostAddress address;
    if (!address.setAddress(endpoint.host()))
        return std::nullopt;
    return address;
}

QHostAddress addressToBind(const QHostAddress &address)
{
    if (address == QHostAddress(QHostAddress::AnyIPv6))
        return QHostAddress(QHostAddress::Any); // Qt's AnyIPv6 shuts IPv4 out
    return address;
}

Error bindError(QAbstractSocket::SocketError error, const QString &words, const Endpoint &local)
{
    Error result{Error::Kind::NetworkFailed, local.toString(), words};
    switch (error) {
    case QAbstractSocket::AddressInUseError:
        result.kind = Error::Kind::PortInUse;
        break;
    case QAbstractSocket::SocketAccessError:
        result.kind = Error::Kind::PortNotAllowed;
        break;
    case QAbstractSocket::SocketAddressNotAvailableError:
        result.kind = Error::Kind::AddressNotLocal;
        break;
    case QAbstractSocket::SocketResourceError:
        result.kind = Error::Kind::TooManyDescriptors;
        break;
    default:
        break;
    }
    return result;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"

#include <QAbstractSocket>
#include <QHostAddress>

#include <optional>

namespace kith {

/// `address`, as IPv4 if it is an IPv4 address inside an IPv6 one (::ffff:1.2.3.4).
QHostAddress withoutIpv6Clothes(const QHostAddress &address);

/// The endpoint that an address and a port of the system are; an IPv4 address inside an IPv6 one becomes IPv4.
Endpoint endpointOf(Endpoint::Scheme scheme, const QHostAddress &address, quint16 port);

/// The address that the host of `endpoint` is, without asking a name server; nullopt for a name.
std::optional<QHostAddress> numericAddress(const Endpoint &endpoint);

/// What to bind for `local`: 0.0.0.0 is every IPv4 address, :: every address of both kinds.
QHostAddress addressToBind(const QHostAddress &address);

/// Why `local` could not be bound. Kinds: PortInUse, PortNotAllowed, AddressNotLocal, TooManyDescriptors, NetworkFailed.
Error bindError(QAbstractSocket::SocketError error, const QString &words, const Endpoint &local);

} // namespace kith

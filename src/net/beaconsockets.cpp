// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/beaconsockets.h"

#include <algorithm>

namespace kith {

const QHostAddress &BeaconSockets::group4()
{
    static const QHostAddress group(QStringLiteral("239.255.75.84")); // RFC 2365: of this site
    return group;
}

const QHostAddress &BeaconSockets::group6()
{
    static const QHostAddress group(QStringLiteral("ff12::4b49:5448")); // RFC 4291: transient, of this link
    return group;
}

Result<void> BeaconSockets::open(quint16 port)
{
    using platform::Family;
    close();
    m_port = port;
    std::optional<Error> error;
    for (const Index index : {Shared4, Own4, Shared6, Own6}) {
        const bool shared = index == Shared4 || index == Shared6;
        const Family family = index == Shared4 || index == Own4 ? Family::Ipv4 : Family::Ipv6;
        auto socket = platform::openDatagrams(family, shared ? port : quint16(0));
        if (!socket) {
            error = error.value_or(socket.error());
            continue;
        }
        Channel &channel = m_channels[index];
        channel.socket = std::move(*socket);
        const int descriptor = channel.socket.descriptor();
        channel.notifier = watchSocket(descriptor, QSocketNotifier::Read, this);
        connect(channel.notifier.get(), &QSocketNotifier::activated, this,
                [this, descriptor] { Q_EMIT readable(descriptor); });
    }
    const auto whole = [this](Index a, Index b) { return descriptor(a) >= 0 && descriptor(b) >= 0; };
    if (whole(Shared4, Own4) || whole(Shared6, Own6))
        return {};
    close();
    return tl::unexpected(*error);
}

void BeaconSockets::close()
{
    for (Channel &channel : m_channels) {
        channel.notifier.reset(); // before its descriptor is gone
        channel.socket = {};
    }
    m_interfaces.clear();
}

void BeaconSockets::use(const QList<platform::Interface> &interfaces)
{
    m_interfaces = interfaces;
    for (const platform::Interface &interface : interfaces) {
        // A group that was joined on an interface that went is left by the system. What comes through one that is no
        // longer used is not looked at: uses().
        if (descriptor(Shared4) >= 0 && !interface.ipv4.isEmpty())
            platform::joinGroup(descriptor(Shared4), group4(), interface.index);
        if (descriptor(Shared6) >= 0 && !interface.ipv6.isNull())
            platform::joinGroup(descriptor(Shared6), group6(), interface.index);
    }
}

void BeaconSockets::listen(bool on)
{
    for (Channel &channel : m_channels) {
        if (channel.notifier)
            channel.notifier->setEnabled(on);
    }
}

int BeaconSockets::shout(QByteArrayView datagram, Way way)
{
    int taken = 0;
    for (const platform::Interface &interface : std::as_const(m_interfaces))
        taken += shoutOn(interface, datagram, way) > 0 ? 1 : 0;
    return taken;
}

int BeaconSockets::shoutOn(const platform::Interface &interface, QByteArrayView datagram, Way way)
{
    int taken = 0;
    const auto send = [&](Index index, const QHostAddress &to, const QHostAddress &from) {
        if (descriptor(index) >= 0 &&
            platform::sendTo(descriptor(index), datagram, {to, m_port}, interface.index, from))
            ++taken;
    };
    switch (way) {
    case Way::Multicast:
        if (!interface.ipv4.isEmpty())
            send(Own4, group4(), interface.ipv4.first().address);
        break;
    case Way::Broadcast:
        for (const platform::Interface::Ipv4 &ipv4 : interface.ipv4) {
            if (!ipv4.broadcast.isNull())
                send(Own4, ipv4.broadcast, ipv4.address);
        }
        break;
    case Way::Multicast6:
        if (!interface.ipv6.isNull()) {
            QHostAddress group = group6();
            group.setScopeId(interface.name);
            send(Own6, group, interface.ipv6);
        }
        break;
    }
    return taken;
}

void BeaconSockets::tell(QByteArrayView datagram, const platform::Address &to, int by)
{
    const bool v4 = to.host.protocol() == QAbstractSocket::IPv4Protocol;
    const int own = descriptor(v4 ? Own4 : Own6);
    const int from = by >= 0 ? by : own;
    if (from >= 0)
        platform::sendTo(from, datagram, to);
}

bool BeaconSockets::uses(int interface) const
{
    return std::any_of(m_interfaces.begin(), m_interfaces.end(),
                       [interface](const platform::Interface &one) { return one.index == interface; });
}

bool BeaconSockets::isOwnBroadcast(const QHostAddress &address) const
{
    return std::any_of(m_interfaces.begin(), m_interfaces.end(), [&](const platform::Interface &interface) {
        return std::any_of(interface.ipv4.begin(), interface.ipv4.end(),
                           [&](const platform::Interface::Ipv4 &ipv4) { return ipv4.broadcast == address; });
    });
}

} // namespace kith

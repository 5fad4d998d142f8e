// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/platformdatagrams.h"
#include "net/socketwatch.h"

#include <QObject>

#include <array>

namespace kith {

/// The sockets of the discovery, and the interfaces by which it speaks to everybody.
///
/// For each of IPv4 and IPv6 there are two: one at the common port, which every Kith of this computer shares, hears what
/// goes to everybody; one with a port of its own sends, so that answers come back to this program and no other.
class BeaconSockets final : public QObject {
    Q_OBJECT

public:
    /// The ways to everybody on an interface.
    enum class Way { Multicast, Broadcast, Multicast6 };
    static constexpr std::array Ways{Way::Multicast, Way::Broadcast, Way::Multicast6};

    using QObject::QObject;

    static const QHostAddress &group4();
    static const QHostAddress &group6();

    /// Opens what the system gives. Errors: see platform::networkError(); IPv4 or IPv6 alone is none.
    Result<void> open(quint16 port);
    void close();
    /// The interfaces from now on.
    void use(const QList<platform::Interface> &interfaces);
    /// Stops and goes on to say that something can be read.
    void listen(bool on);

    /// To everybody, one way, on each interface that has it; returns on how many.
    int shout(QByteArrayView datagram, Way way);
    /// To one address, from the socket `by` that heard it, or from the own one.
    void tell(QByteArrayView datagram, const platform::Address &to, int by = -1);
    bool uses(int interface) const;
    bool isOwnBroadcast(const QHostAddress &address) const;
    const QList<platform::Interface> &interfaces() const { return m_interfaces; }

Q_SIGNALS:
    void readable(int descriptor);

private:
    struct Channel {
        platform::Socket socket;
        SocketWatch notifier;
    };
    enum Index { Shared4, Own4, Shared6, Own6 };

    int descriptor(Index index) const { return m_channels[index].socket.descriptor(); }
    int shoutOn(const platform::Interface &interface, QByteArrayView datagram, Way way);

    std::array<Channel, 4> m_channels;
    QList<platform::Interface> m_interfaces;
    quint16 m_port = 0;
};

} // namespace kith

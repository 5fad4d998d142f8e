// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/platform.h"

#include <QList>
#include <QString>

namespace kith::platform {

/// Datagrams with the interface that they came through or leave by, and the list of interfaces.

/// A network interface that is up.
struct Interface {
    enum class Kind {
        Network,  ///< A cable, a radio, a bridge that was made for them.
        Loopback, ///< This computer alone.
        Virtual   ///< A VPN or another point-to-point link, or the inside of containers and virtual machines.
    };
    struct Ipv4 {
        QHostAddress address;
        QHostAddress broadcast; ///< Null if there is none.
        friend bool operator==(const Ipv4 &, const Ipv4 &) = default;
    };

    int index = 0;
    QString name;
    Kind kind = Kind::Network;
    QList<Ipv4> ipv4;
    QHostAddress ipv6; ///< Link-local, with its scope; null if there is none.

    friend bool operator==(const Interface &, const Interface &) = default;
};

/// In the order of their indices; those without an address are left out.
QList<Interface> interfaces();
/// Whether `name` is one that docker, a VPN, or the like gives to its interfaces.
bool isVirtualName(QStringView name);

/// Readable whenever an interface or an address came or went; invalid where the system does not say.
Socket interfaceChanges();
void drain(int descriptor); ///< Reads what is there and throws it away.

struct Datagram {
    enum class Via { Unicast, Multicast, Broadcast };
    qint64 bytes = 0; ///< 0 is an empty one; what did not fit is lost.
    Address from;     ///< A link-local address has its scope.
    int interface = 0;
    Via via = Via::Unicast;
};

enum class Family { Ipv4, Ipv6 };

/// A datagram socket for every address of one family. With a port, others on this computer may open the same one, and
/// all hear what goes to groups and by broadcast; with 0 the port is this socket's alone. Errors: see networkError().
Result<Socket> openDatagrams(Family family, quint16 port);
/// Whether the group is heard through `interface` now; joining again is no failure.
bool joinGroup(int descriptor, const QHostAddress &group, int interface);
/// The next datagram; WouldBlock: none waits.
Outcome::Kind receive(int descriptor, char *data, qint64 size, Datagram *datagram);
/// Sends by `interface`, from its address `from`; 0 and null: as the system's routes say. Whether the system took it.
bool sendTo(int descriptor, QByteArrayView data, const Address &to, int interface = 0,
            const QHostAddress &from = {});

} // namespace kith::platform

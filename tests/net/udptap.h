// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/platform.h"

#include <QString>

#include <array>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>

namespace kith {

/// Counts the UDP datagrams that go through an interface of another process's network namespace from now on. Nothing
/// else is: what the system says of itself there (IPv6 finds routers, groups and doubles) is not the program's.
class UdpTap {
public:
    struct Count {
        qint64 packets = 0;
        qint64 bytes = 0; ///< With the headers, that of Ethernet too.
    };

    UdpTap(qint64 process, const QString &interface)
    {
        // A socket belongs to the namespace in which it was made.
        const platform::Socket ours(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
        const platform::Socket theirs(
            ::open(qPrintable(QStringLiteral("/proc/%1/ns/net").arg(process)), O_RDONLY | O_CLOEXEC));
        if (::setns(theirs.descriptor(), CLONE_NEWNET) != 0)
            qFatal("no way into the namespace");
        m_socket = platform::Socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        sockaddr_ll where{};
        where.sll_family = AF_PACKET;
        where.sll_protocol = htons(ETH_P_ALL);
        where.sll_ifindex = int(::if_nametoindex(qPrintable(interface)));
        const bool bound = where.sll_ifindex > 0 &&
                           ::bind(m_socket.descriptor(), reinterpret_cast<sockaddr *>(&where), sizeof where) == 0;
        if (::setns(ours.descriptor(), CLONE_NEWNET) != 0 || !bound)
            qFatal("cannot listen at the interface");
    }

    Count sent() { return read(), m_sent; }
    Count got() { return read(), m_got; }

private:
    void read()
    {
        std::array<unsigned char, 128> frame; // only its head counts
        while (true) {
            sockaddr_ll from{};
            socklen_t size = sizeof from;
            const ssize_t bytes = ::recvfrom(m_socket.descriptor(), frame.data(), frame.size(), MSG_TRUNC,
                                             reinterpret_cast<sockaddr *>(&from), &size);
            if (bytes < 0)
                return;
            const int protocol = from.sll_protocol == htons(ETH_P_IP)     ? frame[ETH_HLEN + 9]
                                 : from.sll_protocol == htons(ETH_P_IPV6) ? frame[ETH_HLEN + 6]
                                                                          : -1;
            if (protocol != IPPROTO_UDP)
                continue;
            Count &count = from.sll_pkttype == PACKET_OUTGOING ? m_sent : m_got;
            ++count.packets;
            count.bytes += bytes;
        }
    }

    platform::Socket m_socket;
    Count m_sent;
    Count m_got;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/platformdatagrams.h"

#include "net/systemaddress_unix.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>

#include <ifaddrs.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netpacket/packet.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace kith::platform {

namespace {

// More than our turn takes, so that a burst is not lost while a turn runs.
constexpr int ReceiveBufferBytes = 256 * 1024;
constexpr int Hops = 1; // groups and broadcasts are for this network alone

bool setOption(int descriptor, int level, int name, int value)
{
    return ::setsockopt(descriptor, level, name, &value, sizeof value) == 0;
}

Interface::Kind kindOf(const ifaddrs &entry)
{
    if ((entry.ifa_flags & IFF_LOOPBACK) != 0)
        return Interface::Kind::Loopback;
    if ((entry.ifa_flags & IFF_POINTOPOINT) != 0 || isVirtualName(QString::fromUtf8(entry.ifa_name)))
        return Interface::Kind::Virtual;
    return Interface::Kind::Network;
}

QHostAddress hostOf(const sockaddr *address)
{
    return address != nullptr ? QHostAddress(address) : QHostAddress();
}

/// Not while IPv6 still looks whether a neighbour has the same address: nothing can be sent from it until then.
bool isReady(const QHostAddress &host)
{
    const Socket probe(::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    SystemAddress system;
    const socklen_t size = fill(system, {host, 0});
    return probe.isValid() && ::bind(probe.descriptor(), &system.any, size) == 0;
}

void add(Interface &interface, const ifaddrs &entry)
{
    QHostAddress host = hostOf(entry.ifa_addr);
    if (entry.ifa_addr->sa_family == AF_INET) {
        const bool has = (entry.ifa_flags & IFF_BROADCAST) != 0;
        interface.ipv4.append({host, has ? hostOf(entry.ifa_broadaddr) : QHostAddress()});
    } else if (host.isLinkLocal()) {
        host.setScopeId(interface.name);
        if (isReady(host))
            interface.ipv6 = host;
    }
}

void readControl(const cmsghdr &header, Datagram &datagram)
{
    const unsigned char *data = CMSG_DATA(&header);
    if (header.cmsg_level == IPPROTO_IP && header.cmsg_type == IP_PKTINFO) {
        in_pktinfo info;
        std::memcpy(&info, data, sizeof info);
        datagram.interface = info.ipi_ifindex;
        if (IN_MULTICAST(ntohl(info.ipi_addr.s_addr)))
            datagram.via = Datagram::Via::Multicast;
        else if (info.ipi_addr.s_addr != info.ipi_spec_dst.s_addr) // the local address would be the same
            datagram.via = Datagram::Via::Broadcast;
    } else if (header.cmsg_level == IPPROTO_IPV6 && header.cmsg_type == IPV6_PKTINFO) {
        in6_pktinfo info;
        std::memcpy(&info, data, sizeof info);
        datagram.interface = int(info.ipi6_ifindex);
        if (IN6_IS_ADDR_MULTICAST(&info.ipi6_addr))
            datagram.via = Datagram::Via::Multicast;
    }
}

// Room for either kind, aligned as the system wants it.
struct alignas(cmsghdr) Control {
    std::array<char, CMSG_SPACE(sizeof(in_pktinfo)) + CMSG_SPACE(sizeof(in6_pktinfo))> bytes{};
};

template <typename Info>
void attach(msghdr &message, Control &control, int level, int type, const Info &info)
{
    message.msg_control = control.bytes.data();
    message.msg_controllen = CMSG_SPACE(sizeof info);
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = level;
    header->cmsg_type = type;
    header->cmsg_len = CMSG_LEN(sizeof info);
    std::memcpy(CMSG_DATA(header), &info, sizeof info);
}

} // namespace

bool isVirtualName(QStringView name)
{
    static constexpr std::array Beginnings{
        "docker"_L1, "podman"_L1,  "veth"_L1, "br-"_L1,   "virbr"_L1,   "vnet"_L1,      "lxc"_L1,      "lxdbr"_L1,
        "cni"_L1,    "flannel"_L1, "cali"_L1, "vmnet"_L1, "vboxnet"_L1, "tun"_L1,       "tap"_L1,      "wg"_L1,
        "ppp"_L1,    "vpn"_L1,     "zt"_L1,   "utun"_L1,  "ipsec"_L1,   "tailscale"_L1, "nordlynx"_L1, "dummy"_L1};
    return std::any_of(Beginnings.begin(), Beginnings.end(),
                       [name](QLatin1StringView beginning) { return name.startsWith(beginning); });
}

QList<Interface> interfaces()
{
    ifaddrs *first = nullptr;
    if (::getifaddrs(&first) != 0)
        return {};
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> list(first, ::freeifaddrs);
    std::map<int, Interface> found;
    for (const ifaddrs *entry = first; entry != nullptr; entry = entry->ifa_next) {
        const bool up = (entry->ifa_flags & IFF_UP) != 0 && (entry->ifa_flags & IFF_RUNNING) != 0;
        if (!up || entry->ifa_addr == nullptr)
            continue;
        const int family = entry->ifa_addr->sa_family;
        const int index = int(::if_nametoindex(entry->ifa_name));
        if (index == 0 || (family != AF_INET && family != AF_INET6))
            continue;
        Interface &interface = found[index];
        interface.index = index;
        interface.name = QString::fromUtf8(entry->ifa_name);
        interface.kind = kindOf(*entry);
        add(interface, *entry);
    }
    QList<Interface> result;
    for (const auto &[index, interface] : found) {
        if (!interface.ipv4.isEmpty() || !interface.ipv6.isNull())
            result.append(interface);
    }
    return result;
}

Socket interfaceChanges()
{
    Socket socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    SystemAddress system; // only for the cast that bind() wants
    static_assert(sizeof address <= sizeof system);
    std::memcpy(&system, &address, sizeof address);
    if (!socket.isValid() || ::bind(socket.descriptor(), &system.any, sizeof address) != 0)
        return {};
    return socket;
}

void drain(int descriptor)
{
    std::array<char, 8192> buffer;
    // ENOBUFS says that some were lost: that is a change, too.
    while (::recv(descriptor, buffer.data(), buffer.size(), 0) > 0 || errno == ENOBUFS) {
    }
}

Result<Socket> openDatagrams(Family family, quint16 port)
{
    const bool v4 = family == Family::Ipv4;
    const QHostAddress any = v4 ? QHostAddress(QHostAddress::AnyIPv4) : QHostAddress(QHostAddress::AnyIPv6);
    const QString subject = QStringLiteral("udp://%1:%2").arg(v4 ? u"0.0.0.0"_s : u"[::]"_s).arg(port);
    Socket socket(::socket(v4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int descriptor = socket.descriptor();
    if (!socket.isValid())
        return tl::unexpected(networkError(errno, subject));
    setOption(descriptor, SOL_SOCKET, SO_RCVBUF, ReceiveBufferBytes);
    if (port != 0)
        setOption(descriptor, SOL_SOCKET, SO_REUSEADDR,
                  1); // unlike SO_REUSEPORT, also between two people's accounts
    if (v4) {
        setOption(descriptor, SOL_SOCKET, SO_BROADCAST, 1);
        setOption(descriptor, IPPROTO_IP, IP_PKTINFO, 1);
        setOption(descriptor, IPPROTO_IP, IP_MULTICAST_TTL, Hops);
        setOption(descriptor, IPPROTO_IP, IP_MULTICAST_LOOP, 1);
        setOption(descriptor, IPPROTO_IP, IP_MULTICAST_ALL, 0); // only what this socket joined
    } else {
        setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        setOption(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
        setOption(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, Hops);
        setOption(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 1);
        setOption(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
    }
    SystemAddress system;
    const socklen_t size = fill(system, {any, port});
    if (::bind(descriptor, &system.any, size) != 0)
        return tl::unexpected(networkError(errno, subject));
    return socket;
}

bool joinGroup(int descriptor, const QHostAddress &group, int interface)
{
    SystemAddress system;
    const socklen_t size = fill(system, {group, 0});
    const int level = system.any.sa_family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
    group_req request{};
    request.gr_interface = quint32(interface);
    std::memcpy(&request.gr_group, &system, size);
    return ::setsockopt(descriptor, level, MCAST_JOIN_GROUP, &request, sizeof request) == 0 || errno == EADDRINUSE;
}

Outcome::Kind receive(int descriptor, char *data, qint64 size, Datagram *datagram)
{
    SystemAddress from;
    Control control;
    iovec part{data, size_t(size)};
    msghdr message{};
    message.msg_name = &from;
    message.msg_namelen = sizeof from;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes.data();
    message.msg_controllen = control.bytes.size();
    const ssize_t bytes = ::recvmsg(descriptor, &message, 0);
    if (bytes < 0) {
        const bool wait = errno == EAGAIN || errno == EWOULDBLOCK;
        return wait ? Outcome::Kind::WouldBlock : Outcome::Kind::Failed;
    }
    *datagram = {};
    datagram->bytes = bytes;
    datagram->from = read(from);
    for (cmsghdr *header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header))
        readControl(*header, *datagram);
    if (datagram->from.host.isLinkLocal() && from.any.sa_family == AF_INET6) {
        std::array<char, IF_NAMESIZE> name{};
        if (::if_indextoname(unsigned(datagram->interface), name.data()) != nullptr)
            datagram->from.host.setScopeId(QString::fromUtf8(name.data()));
    }
    return Outcome::Kind::Done;
}

bool sendTo(int descriptor, QByteArrayView data, const Address &to, int interface, const QHostAddress &from)
{
    SystemAddress system;
    SystemAddress source;
    Control control;
    std::array<char, 256> copy; // the system wants to be able to write there, though it does not
    Q_ASSERT(data.size() <= qsizetype(copy.size()));
    std::copy(data.begin(), data.end(), copy.begin());
    iovec part{copy.data(), size_t(data.size())};
    msghdr message{};
    message.msg_namelen = fill(system, to);
    message.msg_name = &system;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (interface != 0)
        fill(source, {from, 0});
    if (interface != 0 && system.any.sa_family == AF_INET) {
        in_pktinfo info{};
        info.ipi_ifindex = interface;
        info.ipi_spec_dst = source.v4.sin_addr;
        attach(message, control, IPPROTO_IP, IP_PKTINFO, info);
    } else if (interface != 0) {
        in6_pktinfo info{};
        info.ipi6_ifindex = unsigned(interface);
        info.ipi6_addr = source.v6.sin6_addr;
        attach(message, control, IPPROTO_IPV6, IPV6_PKTINFO, info);
    }
    return ::sendmsg(descriptor, &message, MSG_NOSIGNAL) == data.size();
}

} // namespace kith::platform

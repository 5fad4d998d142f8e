// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/platform.h"

#include "net/systemaddress_unix.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kith::platform {

namespace {

constexpr rlim_t MaxDescriptors = 65536;
// A peer that vanished without a word is noticed after about two minutes.
constexpr int KeepAliveIdleSeconds = 60;
constexpr int KeepAliveIntervalSeconds = 15;
constexpr int KeepAliveProbes = 4;

void setOption(int descriptor, int level, int name, int value)
{
    ::setsockopt(descriptor, level, name, &value, sizeof value); // each is a wish: without it all still works
}

void prepare(int descriptor)
{
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
    setOption(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, KeepAliveIdleSeconds);
    setOption(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, KeepAliveIntervalSeconds);
    setOption(descriptor, IPPROTO_TCP, TCP_KEEPCNT, KeepAliveProbes);
}

Outcome outcome(ssize_t result)
{
    if (result > 0)
        return {Outcome::Kind::Done, result};
    if (result == 0)
        return {Outcome::Kind::Ended};
    const int code = errno;
    if (code == EAGAIN || code == EWOULDBLOCK || code == EINTR)
        return {Outcome::Kind::WouldBlock};
    return {Outcome::Kind::Failed, 0, code};
}

} // namespace

socklen_t fill(SystemAddress &system, const Address &address)
{
    std::memset(&system, 0, sizeof system);
    if (address.host.protocol() != QAbstractSocket::IPv6Protocol) {
        system.v4.sin_family = AF_INET;
        system.v4.sin_port = htons(address.port);
        system.v4.sin_addr.s_addr = htonl(address.host.toIPv4Address());
        return sizeof system.v4;
    }
    system.v6.sin6_family = AF_INET6;
    system.v6.sin6_port = htons(address.port);
    const Q_IPV6ADDR bytes = address.host.toIPv6Address();
    std::memcpy(&system.v6.sin6_addr, &bytes, sizeof bytes);
    const QByteArray scope = address.host.scopeId().toUtf8();
    if (!scope.isEmpty()) {
        const unsigned number = ::if_nametoindex(scope.constData());
        system.v6.sin6_scope_id = number != 0 ? number : scope.toUInt();
    }
    return sizeof system.v6;
}

Address read(const SystemAddress &system)
{
    const bool v4 = system.any.sa_family == AF_INET;
    return Address{QHostAddress(&system.any), ntohs(v4 ? system.v4.sin_port : system.v6.sin6_port)};
}

Socket &Socket::operator=(Socket &&other) noexcept
{
    if (isValid())
        ::close(m_descriptor);
    m_descriptor = other.release();
    return *this;
}

Socket::~Socket()
{
    if (isValid())
        ::close(m_descriptor);
}

void raiseDescriptorLimit()
{
    rlimit limit;
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    const rlim_t wanted = std::min(limit.rlim_max, MaxDescriptors);
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

bool mayTakeDescriptor()
{
    rlimit limit;
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return true;
    // The system always gives the lowest free number, so the one it would give tells how many are in use.
    const Socket probe(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0));
    if (!probe.isValid())
        return errno != EMFILE && errno != ENFILE;
    return limit.rlim_cur == RLIM_INFINITY || rlim_t(probe.descriptor()) + ReservedDescriptors < limit.rlim_cur;
}

Accepted accept(qintptr server)
{
    SystemAddress from;
    socklen_t size = sizeof from;
    const int descriptor = ::accept4(int(server), &from.any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
        prepare(descriptor);
        return {Accepted::Kind::Client, Socket(descriptor), read(from)};
    }
    switch (const int code = errno) {
    case EAGAIN:
    case EINTR:
    case ECONNABORTED: // it has left again
    case EPROTO:
    case EPERM: // a firewall's word
        return {};
    default:
        return {Accepted::Kind::Failed, {}, {}, code};
    }
}

Result<Socket> connectTo(const Address &remote, const QString &subject)
{
    SystemAddress system;
    const socklen_t size = fill(system, remote);
    Socket socket(::socket(system.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket.isValid())
        return tl::unexpected(networkError(errno, subject));
    prepare(socket.descriptor());
    if (::connect(socket.descriptor(), &system.any, size) != 0 && errno != EINPROGRESS)
        return tl::unexpected(networkError(errno, subject));
    return socket;
}

int connectionError(int descriptor)
{
    int code = 0;
    socklen_t size = sizeof code;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 ? code : errno;
}

Outcome read(int descriptor, char *data, qint64 size)
{
    return outcome(::recv(descriptor, data, size_t(size), 0));
}

Outcome peek(int descriptor, char *byte)
{
    return outcome(::recv(descriptor, byte, 1, MSG_PEEK));
}

Outcome write(int descriptor, const char *data, qint64 size)
{
    return outcome(::send(descriptor, data, size_t(size), MSG_NOSIGNAL));
}

void finishWriting(int descriptor)
{
    ::shutdown(descriptor, SHUT_WR);
}

Address localAddress(int descriptor)
{
    SystemAddress system;
    socklen_t size = sizeof system;
    return ::getsockname(descriptor, &system.any, &size) == 0 ? read(system) : Address{};
}

Address remoteAddress(int descriptor)
{
    SystemAddress system;
    socklen_t size = sizeof system;
    return ::getpeername(descriptor, &system.any, &size) == 0 ? read(system) : Address{};
}

Error networkError(int code, const QString &subject)
{
    Error error{Error::Kind::NetworkFailed, subject, QString::fromLocal8Bit(std::strerror(code))};
    switch (code) {
    case ECONNREFUSED:
        error.kind = Error::Kind::ConnectionRefused;
        break;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
        error.kind = Error::Kind::Unreachable;
        break;
    case ETIMEDOUT:
        error.kind = Error::Kind::TimedOut;
        break;
    case ECONNRESET:
    case EPIPE:
    case ECONNABORTED:
        error.kind = Error::Kind::ConnectionLost;
        break;
    case EADDRINUSE:
        error.kind = Error::Kind::PortInUse;
        break;
    case EADDRNOTAVAIL:
        error.kind = Error::Kind::AddressNotLocal;
        break;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        error.kind = Error::Kind::TooManyDescriptors;
        break;
    default:
        break;
    }
    return error;
}

} // namespace kith::platform

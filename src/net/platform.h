// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QHostAddress>

#include <utility>

namespace kith::platform {

/// What Qt's sockets do not offer, or hide: one source file for each family of systems.

/// A descriptor that closes itself.
class Socket {
public:
    Socket() = default;
    explicit Socket(int descriptor) : m_descriptor(descriptor) {}
    Socket(Socket &&other) noexcept : m_descriptor(other.release()) {}
    Socket &operator=(Socket &&other) noexcept;
    ~Socket();

    bool isValid() const { return m_descriptor >= 0; }
    int descriptor() const { return m_descriptor; }
    int release() { return std::exchange(m_descriptor, -1); }

private:
    int m_descriptor = -1;
};

struct Address {
    QHostAddress host;
    quint16 port = 0;
};

/// How an operation on a socket that never blocks went: `bytes` if positive, else one of the others.
struct Outcome {
    enum class Kind { Done, WouldBlock, Ended, Failed };
    Kind kind = Kind::Done;
    qint64 bytes = 0;
    int code = 0; ///< With Failed: the system's error number.
};

struct Accepted {
    enum class Kind { Client, Nobody, Failed };
    Kind kind = Kind::Nobody;
    Socket socket; ///< With Client: ready to use, see below.
    Address from;
    int code = 0; ///< With Failed: the system's error number.
};

/// How many descriptors stay free for files, windows and outgoing connections when a host takes clients.
constexpr int ReservedDescriptors = 16;

/// Lets this process have as many descriptors as the system's hard limit allows, at most 65536. A program calls it
/// once, at its start; a library does not decide that.
void raiseDescriptorLimit();
/// Whether a further descriptor would leave ReservedDescriptors free.
bool mayTakeDescriptor();

/// The next waiting client of the listening socket `server`. Never blocks.
Accepted accept(qintptr server);
/// Begins to connect; the socket is writable when connectionError() knows the result. Errors: see networkError().
Result<Socket> connectTo(const Address &remote, const QString &subject);
/// 0 when the connection that was begun stands, else the system's error number.
int connectionError(int descriptor);

Outcome read(int descriptor, char *data, qint64 size);
Outcome peek(int descriptor, char *byte); ///< The next byte, which stays where it is.
Outcome write(int descriptor, const char *data, qint64 size);
void finishWriting(int descriptor); ///< The other side reads an end; it can still write.
Address localAddress(int descriptor);
Address remoteAddress(int descriptor);

/// The error that the system's error number `code` means for the endpoint `subject`.
Error networkError(int code, const QString &subject);

} // namespace kith::platform

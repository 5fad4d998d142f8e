// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/platform.h"

#include <QByteArray>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace kith {

/// A client that is no Kith: a blocking socket.
class RawClient {
public:
    explicit RawClient(quint16 port) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        union {
            sockaddr_in v4;
            sockaddr any;
        } address{};
        address.v4.sin_family = AF_INET;
        address.v4.sin_port = htons(port);
        address.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(m_socket.descriptor(), &address.any, sizeof address.v4) != 0)
            qFatal("cannot connect");
    }
    void say(const QByteArray &bytes)
    {
        for (qint64 sent = 0; sent < bytes.size();) {
            const ssize_t n =
                ::send(m_socket.descriptor(), bytes.constData() + sent, size_t(bytes.size() - sent), MSG_NOSIGNAL);
            if (n <= 0)
                return;
            sent += n;
        }
    }
    QByteArray read()
    {
        QByteArray bytes(1024, Qt::Uninitialized);
        bytes.truncate(qMax<ssize_t>(0, ::recv(m_socket.descriptor(), bytes.data(), 1024, 0)));
        return bytes;
    }
    bool sawTheEnd() // without waiting for it
    {
        char byte = 0;
        return ::recv(m_socket.descriptor(), &byte, 1, MSG_DONTWAIT) == 0;
    }
    void finish() { m_socket = platform::Socket(); }
    void reset()
    {
        const linger now{1, 0};
        ::setsockopt(m_socket.descriptor(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        finish();
    }

private:
    platform::Socket m_socket;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "identity/identity.h"
#include "net/platform.h"
#include "protocol/frame.h"
#include "protocol/wire.h"

#include <QElapsedTimer>

#include <arpa/inet.h>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <optional>
#include <poll.h>
#include <sys/socket.h>

namespace kith {

/// A blocking TCP socket that is no Kith; every wait ends after a while.
class RawSocket {
public:
    static constexpr int PatienceMilliseconds = 5000;

    RawSocket() = default;
    explicit RawSocket(platform::Socket socket) : m_socket(std::move(socket)) { setPatience(); }
    /// Dials; `from` is the own address, of 127.0.0.0/8.
    explicit RawSocket(quint16 port, quint32 from = INADDR_LOOPBACK)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        setPatience();
        Address own{};
        own.v4.sin_family = AF_INET;
        own.v4.sin_addr.s_addr = htonl(from);
        ::bind(fd(), &own.any, sizeof own.v4);
        Address remote{};
        remote.v4.sin_family = AF_INET;
        remote.v4.sin_port = htons(port);
        remote.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(fd(), &remote.any, sizeof remote.v4) != 0)
            m_socket = platform::Socket();
    }

    int fd() const { return m_socket.descriptor(); }
    bool isConnected() const { return m_socket.isValid(); }
    bool say(const QByteArray &bytes)
    {
        return ::send(fd(), bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) == bytes.size();
    }
    /// All that comes until the end; nullopt: it does not end.
    std::optional<QByteArray> readToTheEnd(int milliseconds = PatienceMilliseconds)
    {
        QByteArray all;
        QElapsedTimer clock;
        clock.start();
        char chunk[4096];
        while (true) {
            pollfd wait{fd(), POLLIN, 0};
            const int left = milliseconds - int(clock.elapsed());
            if (left < 0 || ::poll(&wait, 1, left) <= 0)
                return std::nullopt;
            const ssize_t n = ::recv(fd(), chunk, sizeof chunk, 0);
            if (n <= 0)
                return all;
            all.append(chunk, n);
        }
    }
    bool isOver() // without waiting
    {
        pollfd wait{fd(), POLLIN, 0};
        char byte = 0;
        return ::poll(&wait, 1, 0) > 0 && ::recv(fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
    }

private:
    union Address {
        sockaddr_in v4;
        sockaddr any;
    };
    void setPatience()
    {
        const timeval patience{PatienceMilliseconds / 1000, 0};
        ::setsockopt(fd(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(fd(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        const int now = 1; // not when the system has heard that what went before has arrived, 40 ms later
        ::setsockopt(fd(), IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
    }

    platform::Socket m_socket;
};

/// TLS with OpenSSL's own words and none of our rules: what a hostile program may do.
class RawTls {
public:
    struct Options {
        EVP_PKEY *key = nullptr;
        X509 *certificate = nullptr;
        QByteArray protocol = "kith/1";
        int newest = TLS1_3_VERSION;
        bool serves = false;
        bool asks = true; ///< For the client's certificate.
    };
    static Options with(const Identity &identity)
    {
        Options options;
        options.key = identity.key();
        options.certificate = identity.certificate();
        return options;
    }

    RawTls(RawSocket socket, const Options &options) : m_socket(std::move(socket))
    {
        m_context = SSL_CTX_new(TLS_method());
        SSL_CTX_set_security_level(m_context, 0);
        SSL_CTX_set_min_proto_version(m_context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(m_context, options.newest);
        SSL_CTX_set_session_cache_mode(m_context, SSL_SESS_CACHE_BOTH);
        SSL_CTX_set_app_data(m_context, this);
        SSL_CTX_sess_set_new_cb(m_context, [](SSL *ssl, SSL_SESSION *) {
            ++static_cast<RawTls *>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)))->m_tickets;
            return 0;
        });
        if (options.serves) {
            SSL_CTX_set_verify(m_context, options.asks ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
            SSL_CTX_set_cert_verify_callback(
                m_context, [](X509_STORE_CTX *, void *) { return 1; }, nullptr);
            SSL_CTX_set_alpn_select_cb(m_context, takeFirst, nullptr);
        }
        if (options.key != nullptr) {
            SSL_CTX_use_certificate(m_context, options.certificate);
            SSL_CTX_use_PrivateKey(m_context, options.key);
        }
        m_ssl = SSL_new(m_context);
        SSL_set_fd(m_ssl, m_socket.fd());
        if (options.serves) {
            SSL_set_accept_state(m_ssl);
            return;
        }
        SSL_set_connect_state(m_ssl);
        const QByteArray protocols = char(options.protocol.size()) + options.protocol;
        if (!options.protocol.isEmpty())
            SSL_set_alpn_protos(m_ssl, reinterpret_cast<const unsigned char *>(protocols.constData()),
                                unsigned(protocols.size()));
    }
    RawTls(const RawTls &) = delete;
    RawTls &operator=(const RawTls &) = delete;
    ~RawTls()
    {
        SSL_free(m_ssl);
        SSL_CTX_free(m_context);
    }

    SSL *ssl() { return m_ssl; }
    RawSocket &socket() { return m_socket; }
    int tickets() const { return m_tickets; }
    bool shakeHands()
    {
        ERR_clear_error();
        return SSL_do_handshake(m_ssl) == 1;
    }
    bool say(const QByteArray &bytes)
    {
        ERR_clear_error();
        return SSL_write(m_ssl, bytes.constData(), int(bytes.size())) == bytes.size();
    }
    bool say(const wire::Message &message) { return say(wire::toFrame(message)); }
    /// The bytes inside that came; empty when it is over or nothing comes.
    QByteArray read()
    {
        ERR_clear_error();
        QByteArray bytes(16384, '\0');
        const int n = SSL_read(m_ssl, bytes.data(), int(bytes.size()));
        m_isOver = m_isOver || (n <= 0 && SSL_get_error(m_ssl, n) != SSL_ERROR_WANT_READ);
        bytes.truncate(qMax(n, 0));
        return bytes;
    }
    /// The next message; nullopt when it is over or nothing comes.
    std::optional<wire::Message> next()
    {
        while (true) {
            const auto outcome = m_splitter.next();
            if (const auto *body = std::get_if<QByteArrayView>(&outcome)) {
                const auto message = wire::decode(*body);
                return message ? std::optional(*message) : std::nullopt;
            }
            const QByteArray bytes = read();
            if (bytes.isEmpty())
                return std::nullopt;
            m_splitter.feed(bytes);
        }
    }
    /// Says HELLO as `self`; whether HELLO-OK came.
    bool greet(const PeerId &self)
    {
        wire::Hello hello;
        hello.peer = self;
        hello.nonce = QByteArray(wire::HelloNonceBytes, 'n');
        const bool said = say(hello);
        const auto answer = next();
        return said && answer && std::holds_alternative<wire::HelloOk>(*answer);
    }
    /// Reads until the other side ends it; false: it does not.
    bool ends()
    {
        while (!m_isOver && !read().isEmpty()) {
        }
        return m_isOver;
    }

private:
    static int takeFirst(SSL *, const unsigned char **out, unsigned char *outSize, const unsigned char *in,
                         unsigned int, void *)
    {
        *outSize = *in;
        *out = in + 1;
        return SSL_TLSEXT_ERR_OK;
    }

    RawSocket m_socket;
    SSL_CTX *m_context;
    SSL *m_ssl;
    FrameSplitter m_splitter;
    int m_tickets = 0;
    bool m_isOver = false;
};

/// A port at which a hostile program waits.
class RawServer {
public:
    RawServer() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const timeval patience{RawSocket::PatienceMilliseconds / 1000, 0};
        ::setsockopt(m_socket.descriptor(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::bind(m_socket.descriptor(), reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 ||
            ::listen(m_socket.descriptor(), 128) != 0)
            qFatal("cannot listen");
    }
    quint16 port() const { return platform::localAddress(m_socket.descriptor()).port; }
    bool hasCaller() const // without waiting
    {
        pollfd wait{m_socket.descriptor(), POLLIN, 0};
        return ::poll(&wait, 1, 0) > 0;
    }
    RawSocket accept()
    {
        return RawSocket(platform::Socket(::accept4(m_socket.descriptor(), nullptr, nullptr, SOCK_CLOEXEC)));
    }

private:
    platform::Socket m_socket;
};

} // namespace kith

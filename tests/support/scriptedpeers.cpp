// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scriptedpeers.h"

#include <QStringDecoder>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kith::test {

namespace {

constexpr int Waiting = 5;

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// As the system's functions want it.
union Address {
    sockaddr_in v4;
    sockaddr any;
};

void close(std::atomic<int> &descriptor)
{
    if (const int old = descriptor.exchange(-1); old >= 0)
        ::close(old);
}

/// Python's send(): BrokenPipeError when the other side is gone.
bool sendTo(int descriptor, const QByteArray &bytes)
{
    return ::send(descriptor, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) >= 0;
}

} // namespace

ScriptedPeer::~ScriptedPeer()
{
    Q_ASSERT(!m_thread.joinable());
}

void ScriptedPeer::run(std::function<void()> program)
{
    m_thread = std::thread([this, program = std::move(program)] {
        program();
        m_over = true;
    });
}

void ScriptedPeer::stop()
{
    m_stopping = true;
    for (const int descriptor : {m_main.load(), m_client.load()}) {
        if (descriptor >= 0)
            ::shutdown(descriptor, SHUT_RDWR); // wakes a blocking call; an unconnected UDP socket wakes as well
    }
    if (m_thread.joinable())
        m_thread.join();
    close(m_client);
    close(m_main);
}

QByteArrayList ScriptedPeer::received() const
{
    const std::lock_guard lock(m_mutex);
    return m_received;
}

QString ScriptedPeer::death() const
{
    const std::lock_guard lock(m_mutex);
    return m_death;
}

void ScriptedPeer::took(const QByteArray &bytes)
{
    const std::lock_guard lock(m_mutex);
    m_received.append(bytes);
}

void ScriptedPeer::die(const QString &exception)
{
    if (m_stopping)
        return;
    const std::lock_guard lock(m_mutex);
    m_death = exception;
}

bool ScriptedPeer::isText(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    const QString text = decoder.decode(bytes);
    if (!decoder.hasError())
        return true;
    die(QStringLiteral("UnicodeDecodeError"));
    return false;
}

int ScriptedPeer::socket(int type, bool toBind)
{
    const int descriptor = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    m_main = descriptor;
    if (toBind) {
        Address address{loopback(0)};
        socklen_t size = sizeof address;
        if (::bind(descriptor, &address.any, sizeof address.v4) != 0 ||
            ::getsockname(descriptor, &address.any, &size) != 0)
            qFatal("a scripted peer cannot bind");
        m_port = ntohs(address.v4.sin_port);
    }
    return descriptor;
}

// tcpqq_server.py

ScriptedTcpServer::ScriptedTcpServer(Answering answering) : m_answer(std::move(answering))
{
    const int server = socket(SOCK_STREAM, true);
    ::listen(server, Waiting);
    run([this, server] {
        while (!m_stopping && death().isEmpty()) {
            m_client = ::accept4(server, nullptr, nullptr, SOCK_CLOEXEC);
            if (m_client >= 0)
                serve(m_client);
            close(m_client);
        }
        close(m_main);
    });
}

void ScriptedTcpServer::serve(int client)
{
    while (!m_stopping) {
        QByteArray message(ReadBytes, Qt::Uninitialized);
        const ssize_t size = ::recv(client, message.data(), ReadBytes, 0);
        if (size < 0)
            return die(QStringLiteral("ConnectionResetError"));
        message.truncate(size);
        took(message);
        if (!isText(message))
            return;
        if (message == "q") {
            ++m_served;
            return;
        }
        const QByteArray answer = m_answer(message);
        if (answer.isEmpty())
            return;
        if (!sendTo(client, answer))
            return die(QStringLiteral("BrokenPipeError"));
    }
}

// tcpqq_client.py

ScriptedTcpClient::ScriptedTcpClient(quint16 server, QByteArrayList says)
{
    const int client = socket(SOCK_STREAM, true);
    run([this, client, server, says = std::move(says)] {
        const Address address{loopback(server)};
        if (::connect(client, &address.any, sizeof address.v4) != 0)
            return die(QStringLiteral("ConnectionRefusedError"));
        for (const QByteArray &message : says) {
            if (!sendTo(client, message))
                return die(QStringLiteral("BrokenPipeError"));
            QByteArray answer(ReadBytes, Qt::Uninitialized);
            const ssize_t size = ::recv(client, answer.data(), ReadBytes, 0);
            if (size < 0)
                return die(QStringLiteral("ConnectionResetError"));
            answer.truncate(size);
            took(answer);
            if (!isText(answer))
                return;
        }
        close(m_main);
    });
}

// udpqq_server.py

ScriptedUdpServer::ScriptedUdpServer(Answering answering) : m_answer(std::move(answering))
{
    const int server = socket(SOCK_DGRAM, true);
    run([this, server] {
        while (!m_stopping) {
            QByteArray message(ReadBytes, Qt::Uninitialized);
            Address from{};
            socklen_t length = sizeof from;
            const ssize_t size = ::recvfrom(server, message.data(), ReadBytes, 0, &from.any, &length);
            if (size < 0 || m_stopping)
                return;
            message.truncate(size);
            took(message);
            if (!isText(message) || message == "q")
                return;
            const QByteArray answer = m_answer(message);
            if (answer.isEmpty())
                return;
            ::sendto(server, answer.constData(), size_t(answer.size()), 0, &from.any, length);
        }
    });
}

// udpqq_client.py

ScriptedUdpClient::ScriptedUdpClient(quint16 server, QByteArrayList says)
{
    const int client = socket(SOCK_DGRAM, true);
    run([this, client, server, says = std::move(says)] {
        const Address address{loopback(server)};
        for (const QByteArray &message : says) {
            ::sendto(client, message.constData(), size_t(message.size()), 0, &address.any, sizeof address.v4);
            QByteArray answer(ReadBytes, Qt::Uninitialized);
            const ssize_t size = ::recvfrom(client, answer.data(), ReadBytes, 0, nullptr, nullptr);
            if (size < 0 || m_stopping)
                return;
            answer.truncate(size);
            took(answer);
            if (!isText(answer))
                return;
        }
    });
}

} // namespace kith::test

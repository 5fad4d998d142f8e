// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcpconnector.h"

#include "net/addresses.h"

#include <QHostInfo>

namespace kith {

TcpConnector::TcpConnector(const Endpoint &remote, Done done) : m_remote(remote), m_done(std::move(done)) {}

TcpConnector::~TcpConnector()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
}

void TcpConnector::start()
{
    m_deadline.start(ConnectMilliseconds, this);
    if (const auto address = numericAddress(m_remote)) {
        m_addresses = {*address};
        return tryNext();
    }
    m_lookup = QHostInfo::lookupHost(m_remote.host(), this, [this](const QHostInfo &info) {
        if (m_lookup != info.lookupId())
            return;
        m_lookup = -1;
        if (!m_done)
            return;
        if (info.addresses().isEmpty())
            return finish(failure(Error::Kind::HostNotFound, m_remote.toString(), info.errorString()));
        m_addresses = info.addresses().first(qMin(info.addresses().size(), MaxAddresses));
        tryNext();
    });
}

void TcpConnector::abandon()
{
    m_done = {};
    m_deadline.stop();
    m_connected.reset();
    deleteLater();
}

void TcpConnector::tryNext()
{
    while (!m_addresses.isEmpty()) {
        Result<platform::Socket> socket =
            platform::connectTo({m_addresses.takeFirst(), m_remote.port()}, m_remote.toString());
        if (!socket) {
            m_error = socket.error();
            continue;
        }
        m_socket = std::move(*socket);
        m_connected = watchSocket(m_socket.descriptor(), QSocketNotifier::Write, this);
        connect(m_connected.get(), &QSocketNotifier::activated, this, &TcpConnector::decided);
        return;
    }
    finish(tl::unexpected(*m_error));
}

void TcpConnector::decided()
{
    m_connected.reset();
    platform::Socket socket = std::move(m_socket);
    if (const int code = platform::connectionError(socket.descriptor())) {
        m_error = platform::networkError(code, m_remote.toString());
        return tryNext();
    }
    finish(std::move(socket));
}

void TcpConnector::finish(Result<platform::Socket> result)
{
    m_deadline.stop();
    m_addresses.clear();
    const Done done = std::exchange(m_done, {});
    if (done)
        done(std::move(result));
}

void TcpConnector::timerEvent(QTimerEvent *)
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    finish(failure(Error::Kind::TimedOut, m_remote.toString()));
}

} // namespace kith

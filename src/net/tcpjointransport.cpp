// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcpjointransport.h"

#include "net/addresses.h"
#include "net/socketstream.h"

#include <QHostInfo>
#include <QSocketNotifier>
#include <QTimerEvent>

namespace kith {

TcpJoinTransport::TcpJoinTransport(const Endpoint &remote, const PlainTextOptions &options)
    : StreamTransport(Endpoint()), m_remote(remote), m_options(options)
{
}

TcpJoinTransport::~TcpJoinTransport()
{
    TcpJoinTransport::stop();
}

void TcpJoinTransport::begin()
{
    m_deadline.start(ConnectMilliseconds, this);
    m_error.reset();
    if (const auto address = numericAddress(m_remote)) {
        m_addresses = {*address};
        return tryNext();
    }
    m_lookup = QHostInfo::lookupHost(m_remote.host(), this, [this](const QHostInfo &info) {
        if (m_lookup != info.lookupId())
            return;
        m_lookup = -1;
        if (info.addresses().isEmpty())
            return giveUp(Error{Error::Kind::HostNotFound, m_remote.toString(), info.errorString()});
        m_addresses = info.addresses().first(qMin(info.addresses().size(), MaxAddresses));
        tryNext();
    });
}

void TcpJoinTransport::tryNext()
{
    while (!m_addresses.isEmpty()) {
        Result<platform::Socket> socket =
            platform::connectTo({m_addresses.takeFirst(), m_remote.port()}, m_remote.toString());
        if (!socket) {
            m_error = socket.error();
            continue;
        }
        m_socket = std::move(*socket);
        m_connected = std::make_unique<QSocketNotifier>(m_socket.descriptor(), QSocketNotifier::Write);
        connect(m_connected.get(), &QSocketNotifier::activated, this, &TcpJoinTransport::connectionDecided);
        return;
    }
    giveUp(*m_error);
}

void TcpJoinTransport::connectionDecided()
{
    m_connected->setEnabled(false);
    m_connected.release()->deleteLater(); // we are in its signal
    platform::Socket socket = std::move(m_socket);
    if (const int code = platform::connectionError(socket.descriptor())) {
        m_error = platform::networkError(code, m_remote.toString());
        return tryNext();
    }
    m_deadline.stop();
    m_addresses.clear();
    const platform::Address local = platform::localAddress(socket.descriptor());
    opened(endpointOf(Endpoint::Scheme::Tcp, local.host, local.port));
    addLink(m_remote, std::make_unique<SocketStream>(std::move(socket), m_remote.toString()),
            PlainTextLink::Role::Joined, m_options);
}

void TcpJoinTransport::giveUp(const Error &error)
{
    stop();
    Q_EMIT peerOffline(m_remote, Departure{Departure::Kind::Failed, error});
    closeNow();
}

void TcpJoinTransport::stop()
{
    m_deadline.stop();
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    m_addresses.clear();
    if (QSocketNotifier *notifier = m_connected.release()) {
        notifier->setEnabled(false);
        notifier->deleteLater();
    }
    m_socket = platform::Socket();
}

void TcpJoinTransport::linkEnded()
{
    closeNow();
}

void TcpJoinTransport::doSetOptions(const Endpoint &peer, const PlainTextOptions &options)
{
    if (peer == m_remote)
        m_options = options; // also for a connection that is still being made
    StreamTransport::doSetOptions(peer, options);
}

void TcpJoinTransport::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_deadline.timerId())
        giveUp(Error{Error::Kind::TimedOut, m_remote.toString(), {}});
    else
        StreamTransport::timerEvent(event);
}

} // namespace kith

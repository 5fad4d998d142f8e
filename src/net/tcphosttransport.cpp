// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcphosttransport.h"

#include "net/addresses.h"
#include "net/platform.h"
#include "net/socketstream.h"

#include <QHostInfo>
#include <QSocketNotifier>
#include <QTimerEvent>

namespace kith {

TcpHostTransport::TcpHostTransport(const Endpoint &local, const HostOptions &options)
    : StreamTransport(local), m_options(options), m_server(this)
{
}

TcpHostTransport::~TcpHostTransport() = default;

void TcpHostTransport::begin()
{
    if (const auto address = numericAddress(local()))
        return listenAt(*address);
    QHostInfo::lookupHost(local().host(), this, [this](const QHostInfo &info) {
        if (isClosing() || state() != State::Opening)
            return;
        if (info.addresses().isEmpty())
            return giveUp(Error{Error::Kind::HostNotFound, local().toString(), info.errorString()});
        listenAt(info.addresses().constFirst());
    });
}

void TcpHostTransport::listenAt(const QHostAddress &address)
{
    const bool together = m_options.clients == HostOptions::Clients::Together;
    m_server.setListenBacklogSize(
        together ? Backlog : qBound(HostOptions::MinWaiting, m_options.waiting, HostOptions::MaxWaiting));
    if (!m_server.listen(addressToBind(address), local().port()))
        return giveUp(bindError(m_server.serverError(), m_server.errorString(), local()));
    m_server.pauseAccepting();
    m_waiting = std::make_unique<QSocketNotifier>(m_server.socketDescriptor(), QSocketNotifier::Read);
    connect(m_waiting.get(), &QSocketNotifier::activated, this, &TcpHostTransport::acceptSome);
    opened(Endpoint::make(Endpoint::Scheme::Tcp, local().host(), m_server.serverPort()).value_or(local()));
}

void TcpHostTransport::giveUp(const Error &error)
{
    stop();
    Q_EMIT failed(error);
    closeNow();
}

void TcpHostTransport::stop()
{
    m_retryTimer.stop();
    // It may be its own signal that brought us here.
    if (QSocketNotifier *waiting = m_waiting.release()) {
        waiting->setEnabled(false);
        waiting->deleteLater();
    }
    m_server.close();
    setImpaired(std::nullopt);
}

bool TcpHostTransport::hasRoom() const
{
    return m_options.clients == HostOptions::Clients::Together || linkCount() == 0;
}

void TcpHostTransport::acceptSome()
{
    for (int i = 0; i < MaxAcceptsPerTurn && m_waiting && hasRoom(); ++i) {
        const bool may = linkCount() < MaxClients && platform::mayTakeDescriptor();
        if (!may)
            return pauseUntilMended(Error{Error::Kind::TooManyDescriptors, local().toString(), {}});
        platform::Accepted accepted = platform::accept(m_server.socketDescriptor());
        if (accepted.kind == platform::Accepted::Kind::Failed)
            return pauseUntilMended(platform::networkError(accepted.code, local().toString()));
        if (accepted.kind == platform::Accepted::Kind::Nobody)
            break;
        setImpaired(std::nullopt);
        const Endpoint peer = endpointOf(Endpoint::Scheme::Tcp, accepted.from.host, accepted.from.port);
        addLink(peer, std::make_unique<SocketStream>(std::move(accepted.socket), peer.toString()),
                PlainTextLink::Role::Other, m_options.plainText);
    }
    if (m_waiting && !hasRoom())
        m_waiting->setEnabled(false);
}

void TcpHostTransport::pauseUntilMended(const Error &error)
{
    m_waiting->setEnabled(false);
    m_retryTimer.start(RetryMilliseconds, Qt::CoarseTimer, this);
    setImpaired(error);
}

void TcpHostTransport::linkEnded()
{
    if (m_waiting && !m_waiting->isEnabled())
        retry();
}

void TcpHostTransport::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_retryTimer.timerId())
        retry();
    else
        StreamTransport::timerEvent(event);
}

void TcpHostTransport::retry()
{
    if (!m_waiting || !hasRoom() || linkCount() >= MaxClients || !platform::mayTakeDescriptor())
        return;
    m_retryTimer.stop();
    setImpaired(std::nullopt);
    m_waiting->setEnabled(true);
}

void TcpHostTransport::setImpaired(const std::optional<Error> &error)
{
    if (m_impaired == error.has_value())
        return;
    m_impaired = error.has_value();
    Q_EMIT impaired(error);
}

} // namespace kith

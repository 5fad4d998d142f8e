// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcplistener.h"

#include "net/addresses.h"

namespace kith {

TcpListener::TcpListener(std::function<Room()> room, Arrived arrived)
    : m_room(std::move(room)), m_arrived(std::move(arrived)), m_server(this)
{
}

TcpListener::~TcpListener() = default;

Result<quint16> TcpListener::listen(const QHostAddress &address, const Endpoint &local, int backlog)
{
    m_local = local;
    m_server.setListenBacklogSize(backlog);
    if (!m_server.listen(addressToBind(address), local.port()))
        return tl::unexpected(bindError(m_server.serverError(), m_server.errorString(), local));
    m_server.pauseAccepting();
    m_waiting = watchSocket(m_server.socketDescriptor(), QSocketNotifier::Read, this);
    connect(m_waiting.get(), &QSocketNotifier::activated, this, &TcpListener::acceptSome);
    return m_server.serverPort();
}

void TcpListener::close()
{
    m_retryTimer.stop();
    m_waiting.reset();
    m_server.close();
    setImpaired(std::nullopt);
}

void TcpListener::acceptSome()
{
    for (int i = 0; i < MaxAcceptsPerTurn && m_waiting; ++i) {
        const Room room = m_room();
        if (room == Room::Taken) {
            m_waiting->setEnabled(false);
            return;
        }
        if (room == Room::Full || !platform::mayTakeDescriptor())
            return pauseUntilMended(Error{Error::Kind::TooManyDescriptors, m_local.toString(), {}});
        platform::Accepted accepted = platform::accept(m_server.socketDescriptor());
        if (accepted.kind == platform::Accepted::Kind::Failed)
            return pauseUntilMended(platform::networkError(accepted.code, m_local.toString()));
        if (accepted.kind == platform::Accepted::Kind::Nobody)
            return;
        setImpaired(std::nullopt);
        m_arrived(std::move(accepted.socket), accepted.from);
    }
    if (m_waiting && m_room() == Room::Taken)
        m_waiting->setEnabled(false);
}

void TcpListener::pauseUntilMended(const Error &error)
{
    m_waiting->setEnabled(false);
    m_retryTimer.start(RetryMilliseconds, Qt::CoarseTimer, this);
    setImpaired(error);
}

void TcpListener::timerEvent(QTimerEvent *)
{
    look();
}

void TcpListener::look()
{
    if (!m_waiting || m_waiting->isEnabled() || m_room() != Room::Free || !platform::mayTakeDescriptor())
        return;
    m_retryTimer.stop();
    setImpaired(std::nullopt);
    m_waiting->setEnabled(true);
}

void TcpListener::setImpaired(const std::optional<Error> &error)
{
    if (m_impaired == error.has_value())
        return;
    m_impaired = error.has_value();
    Q_EMIT impaired(error);
}

} // namespace kith

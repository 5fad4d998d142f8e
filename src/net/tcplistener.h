// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "net/platform.h"
#include "net/socketwatch.h"

#include <QBasicTimer>
#include <QTcpServer>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
QT_END_NAMESPACE

namespace kith {

/// A listening TCP port. When the system has no descriptor left it rests, and looks again.
class TcpListener final : public QObject {
    Q_OBJECT

public:
    enum class Room {
        Free,
        Taken, ///< Whoever comes waits in the system's queue, as it should be; see look().
        Full   ///< The same, and it is a pity: impaired() says so.
    };
    static constexpr int MaxAcceptsPerTurn = 64;
    static constexpr int RetryMilliseconds = 500; ///< How soon it is looked for descriptors again.

    using Arrived = std::function<void(platform::Socket, const platform::Address &)>;
    /// `room` is asked before each connection that is taken and given to `arrived`.
    TcpListener(std::function<Room()> room, Arrived arrived);
    ~TcpListener() override;

    /// Listens at the address that `local` is; a name must have been looked up. Errors: see bindError().
    Result<quint16> listen(const QHostAddress &address, const Endpoint &local, int backlog);
    void close();
    void look(); ///< There may be room again.

Q_SIGNALS:
    /// Something is wrong that mends itself, such as no descriptor for a further connection; nullopt: mended.
    void impaired(const std::optional<kith::Error> &error);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void acceptSome();
    void pauseUntilMended(const Error &error);
    void setImpaired(const std::optional<Error> &error);

    std::function<Room()> m_room;
    Arrived m_arrived;
    Endpoint m_local;
    QTcpServer m_server; // only listens: out of descriptors, its own accepting spins without a word
    SocketWatch m_waiting;
    QBasicTimer m_retryTimer;
    bool m_impaired = false;
};

} // namespace kith

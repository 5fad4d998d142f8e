// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "net/platform.h"
#include "net/socketwatch.h"

#include <QBasicTimer>
#include <QList>
#include <QObject>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
QT_END_NAMESPACE

namespace kith {

/// Connects to a name or a number: finds its addresses and tries one after the other.
class TcpConnector final : public QObject {
    Q_OBJECT

public:
    /// For finding the name and for all its addresses together.
    static constexpr int ConnectMilliseconds = 10'000;
    static constexpr qsizetype MaxAddresses = 8; ///< Of one name; further ones are not tried.

    using Done = std::function<void(Result<platform::Socket>)>;
    /// `done` is called once, unless this object goes before.
    TcpConnector(const Endpoint &remote, Done done);
    ~TcpConnector() override;

    void start();
    /// Gives up without a word, and destroys this object once nothing of it runs any more.
    void abandon();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void tryNext();
    void decided();
    void finish(Result<platform::Socket> result);

    Endpoint m_remote;
    Done m_done;
    QList<QHostAddress> m_addresses; // not tried yet
    std::optional<Error> m_error;    // of the last one tried
    platform::Socket m_socket;       // that connects
    SocketWatch m_connected;
    QBasicTimer m_deadline;
    int m_lookup = -1;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/platform.h"
#include "net/streamtransport.h"

#include <QBasicTimer>
#include <QHostAddress>
#include <QList>

#include <memory>

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace kith {

/// One TCP connection to a plain-text server. The only peer is the endpoint that was asked for, name or number.
class TcpJoinTransport final : public StreamTransport {
    Q_OBJECT

public:
    /// For finding the name and for all its addresses together.
    static constexpr int ConnectMilliseconds = 10'000;
    static constexpr qsizetype MaxAddresses = 8; ///< Of one name; further ones are not tried.

    TcpJoinTransport(const Endpoint &remote, const PlainTextOptions &options);
    ~TcpJoinTransport() override;

protected:
    void begin() override;
    void stop() override;
    void linkEnded() override;
    void doSetOptions(const Endpoint &peer, const PlainTextOptions &options) override;
    void timerEvent(QTimerEvent *event) override;

private:
    void tryNext();
    void connectionDecided();
    void giveUp(const Error &error);

    Endpoint m_remote;
    PlainTextOptions m_options;
    QList<QHostAddress> m_addresses; // not tried yet
    std::optional<Error> m_error;    // of the last one tried
    platform::Socket m_socket;       // that connects
    std::unique_ptr<QSocketNotifier> m_connected;
    QBasicTimer m_deadline;
    int m_lookup = -1;
};

} // namespace kith

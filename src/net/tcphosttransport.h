// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/streamtransport.h"
#include "net/transportfactory.h"

#include <QBasicTimer>
#include <QHostAddress>
#include <QTcpServer>

#include <memory>

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace kith {

/// A TCP port to which plain-text clients connect.
class TcpHostTransport final : public StreamTransport {
    Q_OBJECT

public:
    static constexpr int MaxClients = 8192; ///< Further ones wait in the system's queue.
    static constexpr int Backlog = 1024;    ///< With HostOptions::Clients::Together.
    static constexpr int MaxAcceptsPerTurn = 64;
    static constexpr int RetryMilliseconds = 500; ///< How soon it is looked for descriptors again.

    TcpHostTransport(const Endpoint &local, const HostOptions &options);
    ~TcpHostTransport() override;

protected:
    void begin() override;
    void stop() override;
    void linkEnded() override;
    void timerEvent(QTimerEvent *event) override;

private:
    void listenAt(const QHostAddress &address);
    void giveUp(const Error &error);
    void acceptSome();
    void pauseUntilMended(const Error &error);
    void retry();
    bool hasRoom() const;
    void setImpaired(const std::optional<Error> &error);

    HostOptions m_options;
    QTcpServer m_server; // only listens: out of descriptors, its own accepting spins without a word
    std::unique_ptr<QSocketNotifier> m_waiting;
    QBasicTimer m_retryTimer;
    bool m_impaired = false;
};

} // namespace kith

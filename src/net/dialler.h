// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/peerid.h"
#include "net/linklimits.h"
#include "net/platform.h"

#include <QBasicTimer>
#include <QHash>
#include <QList>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace kith {

class TcpConnector;

/// Sees to it that those who are to be reached are dialled, again and again with longer and longer, uneven pauses, and
/// that never too many are dialled at once, as when a network comes back.
class Dialler final : public QObject {
    Q_OBJECT

public:
    /// Of one person; the newest ones, and the one where it was reached last, or else the first. Of all others it is only
    /// said that the person is there, and anybody can say that.
    static constexpr qsizetype MaxEndpoints = 4;
    static constexpr qsizetype MaxWaiting = 256; ///< Endpoints of nobody known; further ones are refused.

    /// Whom a dial is for: a person, or whoever is at an endpoint.
    struct Target {
        PeerId peer; ///< Null: anybody.
        Endpoint endpoint;
    };
    using Connected = std::function<void(const Target &, platform::Socket)>;
    using Failed = std::function<void(const Target &, const Error &)>;
    Dialler(const LinkLimits &limits, Connected connected, Failed failed);
    ~Dialler() override;

    /// Dials `peer` at `endpoint` first, at once, and keeps on dialling until rest() or forget().
    void want(const PeerId &peer, const Endpoint &endpoint);
    /// Dials `endpoint` once.
    void wantOnce(const Endpoint &endpoint);
    void reached(const PeerId &peer, const Endpoint &endpoint); ///< It proved to be there.
    void rest(const PeerId &peer);                              ///< There is a link.
    void lost(const PeerId &peer);                              ///< There is none any more: dials if it is wanted.
    void forget(const PeerId &peer);                            ///< It is not wanted any more.
    void forgetEndpoint(const PeerId &peer, const Endpoint &endpoint);
    void linkFailed(const PeerId &peer); ///< The connection was made, and came to nothing.

private:
    using Clock = std::chrono::steady_clock;
    struct Wish {
        QList<Endpoint> endpoints;
        Endpoint kept; // the one that makes no room for a newer one
        qsizetype next = 0;
        int failures = 0;
        Clock::time_point due;
        enum class State { Waiting, Trying, Resting } state = State::Waiting;
        std::shared_ptr<TcpConnector> connector;
    };

    void timerEvent(QTimerEvent *event) override;
    void dialDue();
    bool mayDial(Clock::time_point now);
    void dial(Wish &wish, const PeerId &peer);
    void dialOnce(const Endpoint &endpoint);
    void retryLater(Wish &wish);
    void watch();

    const LinkLimits &m_limits;
    Connected m_connected;
    Failed m_failed;
    QHash<PeerId, Wish> m_wishes;
    QList<Endpoint> m_once;
    QList<std::shared_ptr<TcpConnector>> m_onceConnectors;
    QList<Clock::time_point> m_dialled; // in the last second
    QBasicTimer m_timer;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "net/beaconsockets.h"
#include "net/ratelimit.h"
#include "net/sightings.h"
#include "net/socketwatch.h"
#include "net/transport.h"

#include <QBasicTimer>
#include <QHash>
#include <QObject>

#include <optional>

namespace kith {

/// Finds the other Kiths of the network by beacons (src/protocol/README.md), and is found. What it says is where to dial:
/// who is there is known when the encrypted link stands.
///
/// It lives on a thread of its own, so that a flood of datagrams stops nothing else. Its commands may be called from any
/// thread; its signals arrive by queued connections.
class Discovery final : public QObject {
    Q_OBJECT

public:
    static constexpr int MaxDatagramsPerTurn = 64;
    static constexpr int MaxDatagramsPerSecond =
        200;                                   ///< Further ones wait in the system's buffer, or are lost there.
    static constexpr int AnswersPerSecond = 1; ///< To one address.
    static constexpr qsizetype MaxKnown = 256; ///< Addresses that are asked at the start and after a change.
    static constexpr std::chrono::milliseconds KeepAlive{8'000}; ///< One datagram on each interface.
    static constexpr std::chrono::milliseconds Settle{200}; ///< From a change of the network to the next asking.
    static constexpr std::chrono::milliseconds Examination{
        1'400}; ///< How long own datagrams may need to come back, and others to answer.

    enum class Mode {
        On,
        Invisible, ///< Listens, and asks without saying who; others do not hear of us.
        Off        ///< No socket is open.
    };
    enum class Switch { On, Off };

    /// What one interface let through since examine().
    struct Line {
        platform::Interface interface;
        bool used = false; ///< Not left out.
        bool multicastSent = false;
        bool multicastBack = false; ///< Our own, in either family.
        bool broadcastSent = false;
        bool broadcastBack = false;
        bool othersHeard = false;
        friend bool operator==(const Line &, const Line &) = default;
    };
    struct Examined {
        Mode mode = Mode::Off;
        std::optional<Error> portError; ///< Why the port of the discovery could not be had.
        QList<Line> lines;              ///< Every interface that is up.
    };

    /// Whether people are looked for by way of `interface`, with these switches.
    static bool isUsed(const platform::Interface &interface, const QHash<QString, Switch> &switches);

    explicit Discovery(const PeerId &self, quint16 port = Beacon::DiscoveryPort);
    ~Discovery() override; ///< Says goodbye.

    // Commands, for any thread.

    void setMode(Mode mode); ///< Off at first.
    /// Where our links listen. Until that is told, and while it is below Beacon::MinPort, we are invisible.
    void setLinkPort(quint16 port);
    /// Who to ask besides everybody on this network; names are looked up.
    void setKnown(const QList<Endpoint> &known);
    /// Interfaces, by name, that are used or left out otherwise than by default (virtual ones are left out).
    void setSwitches(const QHash<QString, Switch> &switches);
    /// Asks twice more, and tells in examined() which interfaces let it through.
    void examine();

Q_SIGNALS:
    /// The peer came, or is at an endpoint where it was not. Unproven; the address is the one the beacon came from.
    void heard(const kith::PeerId &peer, const kith::Endpoint &where, quint64 counter);
    /// It left, or was silent at every address for Sightings::GoneAfter.
    void gone(const kith::PeerId &peer);
    /// Why nothing can be heard; nothing: it works again.
    void impaired(const std::optional<kith::Error> &error);
    /// Another one is up, or used, or has another address; not told while the mode is Off.
    void interfacesChanged();
    void examined(const kith::Discovery::Examined &result);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    using Clock = Sightings::Clock;
    using Kind = Beacon::Kind;

    void doSetMode(Mode mode);
    void start();
    void start(QBasicTimer &timer, std::chrono::milliseconds wait);
    void stop();
    void watchInterfaces();
    void lookAtInterfaces();
    void askAround();
    void askKnown();
    void sayToAll(Kind kind);
    void keepAlive();
    void read(int descriptor);
    void take(QByteArrayView bytes, const platform::Datagram &datagram, int descriptor);
    void noteOwn(const platform::Datagram &datagram);
    void answer(const Beacon &question, const platform::Address &to, int descriptor);
    void settleDue();
    void tellExamined();
    void forgetAll();
    bool isVisible() const;
    bool isWanted(const platform::Interface &interface) const;
    bool mayBeDialled(const platform::Address &from) const;
    QByteArray beacon(Kind kind);
    Line *line(int interface);

    const PeerId m_self;
    const quint16 m_port;
    Beacon m_own; // the last that was sent, and its counter
    Mode m_mode = Mode::Off;
    std::optional<Error> m_error;
    QList<Endpoint> m_known;
    QHash<QString, Switch> m_switches;
    BeaconSockets m_sockets{this}; // goes to the thread with us
    Sightings m_sightings;
    RateLimit m_reading{MaxDatagramsPerSecond};
    RateLimit m_answers{AnswersPerSecond};
    platform::Socket m_changes;
    SocketWatch m_changesNotifier;
    QList<Line> m_lines;
    int m_asked = 0;   // times since the start or the last change
    int m_nextWay = 0; // of the keep-alive
    bool m_linkPortKnown = false;
    QBasicTimer m_askTimer;
    QBasicTimer m_keepAliveTimer;
    QBasicTimer m_settleTimer;
    QBasicTimer m_pauseTimer; // while too much comes
    QBasicTimer m_dueTimer;
    QBasicTimer m_examineTimer;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Discovery::Examined)

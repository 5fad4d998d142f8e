// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "net/linklimits.h"
#include "net/platform.h"
#include "net/tlsstream.h"
#include "net/transport.h"
#include "protocol/frame.h"
#include "protocol/wire.h"

#include <QBasicTimer>

#include <chrono>
#include <memory>

namespace kith {

class WriteTurn;

/// A message, and what it weighs: to be said to consumed(), at least PeerLink::LeastMessageBytes.
struct Arrival {
    wire::Message message;
    qint64 bytes = 0;
};

/// One encrypted connection with one person, from the first byte to the last: TLS, then HELLO and HELLO-OK, then
/// messages. Whoever breaks the rules is cut off. It decides nothing that another link could have a say in: its owner
/// is told who is there and then says greet(), welcome() or refuse().
class PeerLink final : public QObject {
    Q_OBJECT

public:
    enum class Role { Dialled, Called };

    static constexpr qsizetype MaxQueuedBytes = 4 * 1024 * 1024; ///< To be sent; more is refused.
    /// Received and not yet consumed, before reading stops.
    static constexpr qint64 MaxUnconsumedBytes = 1024 * 1024;
    /// What the smallest message counts as: whoever takes them has to deal with each, however small.
    static constexpr qint64 LeastMessageBytes = 1024;
    /// Messages that mean nothing to us, pings and their answers, without a pause of half LinkLimits::pingAfter.
    static constexpr int MaxUnknownInARow = 1000;
    /// Told of at once.
    static constexpr qsizetype MaxArrivals = 64;

    /// `expected`: who has to be there; null: anybody.
    PeerLink(const TlsContext &context, std::unique_ptr<ByteStream> lower, Role role, const PeerId &expected,
             const Endpoint &endpoint, const LinkLimits &limits, WriteTurn &turn);
    ~PeerLink() override;

    void start();
    void setNumber(quint64 number) { m_number = number; } ///< For its owner, who tells links apart by it.
    void setEnds(const platform::Address &local, const platform::Address &remote)
    {
        m_local = local;
        m_remote = remote;
    }
    /// Says HELLO; after identified(), on the side that dialled.
    void greet(wire::Hello hello);
    /// Says HELLO-OK; after greeted(), on the side that was called.
    void welcome(wire::HelloOk ok);
    /// Ends the link before it is up, and says why.
    void refuse(wire::RefuseReason reason);

    /// Queues a message; false: the queue is full, and roomAgain() follows. Only of use while isUp().
    bool send(const wire::Message &message);
    void flush();                          ///< Writes what is queued.
    void consumed(qint64 bytes);           ///< Of what was received.
    void probe();                          ///< Asks for a sign of life: answered() or ended() follows soon.
    void leave(wire::ByeReason reason);    ///< Says goodbye, after what is queued.
    void drop(const Departure &departure); ///< Ends it at once.
    void shutOut(const QString &what);     ///< Ends it because the peer broke a rule.

    Role role() const { return m_role; }
    quint64 number() const { return m_number; } ///< 0 before it is up.
    bool hasGreeted() const { return m_phase == Phase::Greeting && m_role == Role::Dialled; }
    bool isUp() const { return m_phase == Phase::Up; }
    const PeerId &peer() const { return m_stream.peer(); } ///< Null before it is proven; see TlsStream.
    const QByteArray &peerSpki() const { return m_stream.peerSpki(); }
    const PeerId &expected() const { return m_expected; }
    const Endpoint &endpoint() const { return m_endpoint; } ///< Dialled, or where the bytes come from.
    const platform::Address &local() const { return m_local; }
    const platform::Address &remote() const { return m_remote; }
    const wire::Hello &hello() const { return m_hello; } ///< Ours or theirs, whoever dialled.
    const wire::HelloOk &helloOk() const { return m_helloOk; }

Q_SIGNALS:
    void identified(); ///< The peer proved who it is. Nothing was said yet.
    void greeted();    ///< It said HELLO, and who it says to be is who it is.
    void cameUp();     ///< Both took each other: messages go both ways.
    /// No greeting, ping or goodbye; in the order in which they came, from 1 to MaxArrivals.
    void received(const QList<kith::Arrival> &arrivals);
    void answered();                              ///< To probe().
    void roomAgain();                             ///< Half of the queue is free.
    void ended(const kith::Departure &departure); ///< Once, and nothing after it.

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    using Clock = std::chrono::steady_clock;
    enum class Phase { Securing, Greeting, Up, Leaving, Over };

    void secured();
    void readSome();
    void heard();
    void takeFrames();
    void take(wire::Message &&message, qint64 bytes);
    void takeWhileGreeting(const wire::Message &message);
    void takeHello(const wire::Hello &hello);
    void takeHelloOk(const wire::HelloOk &ok);
    void takeRefuse(wire::RefuseReason reason);
    void takeWhileUp(wire::Message &&message, qint64 bytes);
    void tellArrivals();
    bool ignored();
    void streamEnded();

    void queue(const wire::Message &message);
    void beginLeaving(const Departure &departure);
    void comeUp();
    void watch();
    Clock::time_point nextDeadline() const;

    TlsStream m_stream;
    FrameSplitter m_splitter;
    const LinkLimits &m_limits;
    WriteTurn &m_turn;
    Endpoint m_endpoint;
    platform::Address m_local;
    platform::Address m_remote;
    PeerId m_expected;
    wire::Hello m_hello;
    wire::HelloOk m_helloOk;
    QByteArray m_queue;
    qsizetype m_written = 0; // of m_queue
    qint64 m_unconsumed = 0;
    QList<Arrival> m_arrivals; // not told yet
    Departure m_departure;     // said when it has left
    quint64 m_number = 0;
    Role m_role;
    Phase m_phase = Phase::Securing;
    bool m_hasHello = false; // the one that was called
    bool m_inTurn = false;   // m_turn will have it flushed
    bool m_isFull = false;
    bool m_paused = false;
    bool m_probing = false;
    int m_unknown = 0;
    quint64 m_pings = 0;
    std::chrono::milliseconds m_pongTime{0}; // of the ping that is out; 0: none is
    QBasicTimer m_timer;
    Clock::time_point m_deadline; // to be up, or to be gone
    Clock::time_point m_lastReceived;
    Clock::time_point m_lastTaken; // a byte of ours
    Clock::time_point m_pingedAt;
    Clock::time_point m_frameSince;
};

} // namespace kith

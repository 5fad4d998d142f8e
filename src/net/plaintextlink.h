// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/bytestream.h"
#include "net/transport.h"
#include "protocol/plaintextdecoder.h"
#include "protocol/turnqueue.h"

#include <QBasicTimer>

#include <chrono>
#include <memory>

namespace kith {

class ReadBudget;
class SentReports;

/// One plain-text conversation over a byte stream, whoever opened it: cuts what arrives into messages, sends ours when
/// their turn comes, leaves politely. Speaks through the signals of its transport; peerOffline is the last, then ended().
class PlainTextLink final : public QObject {
    Q_OBJECT

public:
    using Role = TurnQueue::Role;

    /// So long without a byte ends a message.
    static constexpr std::chrono::milliseconds QuietGap{30};
    /// So long the rest of a character is waited for.
    static constexpr std::chrono::milliseconds CharacterGap{500};
    /// Of Transport::FarewellMilliseconds, so much is for the last bytes and for the other side's end.
    static constexpr std::chrono::milliseconds LingerTime{500};
    /// A `q` to a peer from which no answer is waited for keeps this distance to what went before.
    static constexpr std::chrono::milliseconds FarewellGap{100};
    /// At most so much is read at a time, so that the other peers have their turn.
    static constexpr qsizetype MaxReadPerTurn = 64 * 1024;

    PlainTextLink(Transport &transport, const Endpoint &peer, std::unique_ptr<ByteStream> stream, Role role,
                  const PlainTextOptions &options, ReadBudget &budget, SentReports &sent);
    ~PlainTextLink() override;

    void send(const Outgoing &message);
    void sendNow();
    void setOptions(const PlainTextOptions &options);
    void consumed(qint64 bytes);
    void leave(Farewell farewell);

    const Endpoint &peer() const { return m_peer; }

Q_SIGNALS:
    void ended(
        const kith::Endpoint &peer); ///< The object may be destroyed once control has returned to the event loop.

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    using Clock = std::chrono::steady_clock;
    enum class Phase {
        Talking,
        SayingQ,   // what is queued goes first, as far as the time allows
        Lingering, // we said our end and wait for theirs
        Over
    };

    void readSome();
    void deliver();
    void take(const Incoming &incoming);
    void quietFor(std::chrono::milliseconds time);
    void pauseReading();
    void resumeReading();
    void pump();
    void report();
    void streamEnded();
    void goOnLeaving();
    void linger();
    void end(const Departure &departure);
    void updateUnfinished();

    Transport &m_transport;
    ReadBudget &m_budget;
    SentReports &m_sent;
    Endpoint m_peer;
    std::unique_ptr<ByteStream> m_stream;
    PlainTextDecoder m_decoder;
    TurnQueue m_turns;
    PlainTextOptions m_options;
    Phase m_phase = Phase::Talking;
    bool m_paused = false;
    qint64 m_unconsumed = 0;
    qint64 m_unfinished = 0;          // what the budget knows of
    bool m_waitsForCharacter = false; // m_gapTimer runs for CharacterGap
    QBasicTimer m_gapTimer;
    QBasicTimer m_leaveTimer;
    Clock::time_point m_lastRead;
    Clock::time_point m_lastWrite;
    Clock::time_point m_leaveBy;
};

} // namespace kith

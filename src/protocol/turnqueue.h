// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"
#include "protocol/pieces.h"

#include <QList>

#include <optional>

namespace kith {

/// How far one of our messages got.
struct SendReport {
    enum class Step {
        Waiting,    ///< Behind something that the peer has not answered yet.
        Partly,     ///< `sent` of `pieces` have left.
        Sent,       ///< All of it has left.
        NotSent,    ///< Given up before a byte of it left.
        Interrupted ///< Given up in the middle of it.
    };
    MessageId id;
    Step step = Step::Sent;
    int sent = 0;
    int pieces = 1;
    friend bool operator==(const SendReport &, const SendReport &) = default;
};

/// What goes to one plain-text peer, and when: the queue of our messages and the rules of turn taking. Pure.
///
/// A message waits while something of ours is unanswered if the options take turns; a further piece of a message does
/// so always. Nothing waits with Framing::Lines, nor after the peer gave a sign that it is no turn-taking script: two
/// messages with none of ours between, a first word from a peer that we joined, or sendNow().
class TurnQueue {
public:
    enum class Role {
        Joined, ///< We connected to it: a script at that end never speaks first.
        Other
    };

    TurnQueue(const PlainTextOptions &options, Role role) : m_options(options), m_role(role) {}

    // Events; each may leave reports and make next() answer differently.

    void enqueue(const MessageId &id, Pieces pieces);
    void wrote(qsizetype bytes); ///< So many of the bytes that next() named have left.
    void answered();             ///< A whole message came, be it empty.
    void sendNow();
    /// Switching Turns::Free to Turns::Take begins anew, whatever the peer showed before.
    void setOptions(const PlainTextOptions &options);
    /// `q` follows what is queued; what is enqueued later is NotSent.
    void sayFarewell();
    /// What is on its way counts as answered: the wait had a bound.
    void stopWaiting() { m_unanswered = false; }
    /// Gives up the message whose bytes next() names, as Interrupted; or the `q`.
    void dropFirst();
    /// Gives up what has not left: NotSent, or Interrupted for a message in its middle. A `q` that was asked for may
    /// still go; without one nothing will go any more.
    void giveUp();

    // Queries

    /// The bytes that may go now: a piece or the rest of it; empty when there is none. Valid until the next event.
    QByteArrayView next() const;
    bool awaitsAnswer() const { return m_unanswered; } ///< Something of ours is on its way without an answer.
    bool isEmpty() const { return m_queue.isEmpty(); }
    bool farewellDone() const { return m_ending == Ending::Done; } ///< `q` has left, or never will.
    bool nothingWaits() const { return m_ended || m_options.framing == Framing::Lines; }

    std::optional<SendReport> takeReport(); ///< In order; call until it is empty.
    bool takeTurnsEnded();                  ///< True once after the sign was given.

private:
    enum class Ending { No, Wanted, Done };
    struct Item {
        MessageId id;
        Pieces pieces;
        int sent = 0;          // pieces that have left
        qsizetype written = 0; // bytes of the next one
        bool toldToWait = false;
    };

    bool mayBegin() const;
    bool mayContinue() const { return nothingWaits() || !m_unanswered; }
    void end();
    bool mustWait(qsizetype index) const;
    void reportIfWaiting(qsizetype index);
    void report(const Item &item, SendReport::Step step);

    PlainTextOptions m_options;
    Role m_role;
    QList<Item> m_queue;
    QList<SendReport> m_reports;
    Pieces m_q;
    qsizetype m_qWritten = 0;
    Ending m_ending = Ending::No;
    bool m_unanswered = false;
    bool m_spoke = false;   // we have sent something
    int m_theirsInARow = 0; // messages since our last one
    bool m_ended = false;
    bool m_endedUnreported = false;
};

} // namespace kith

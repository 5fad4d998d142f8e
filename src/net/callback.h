// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/peerid.h"
#include "protocol/wire.h"

#include <QHash>

#include <chrono>
#include <optional>

namespace kith {

/// "Call me back, please": finds out whether a friend, whom we reach, can reach us. Pure: who uses it sends what it
/// returns, makes the connection, and tells the time.
///
/// The asking side: ask() → the message to send; answered() or expired() → the result.
/// The asked side: asked() → what to do; the result of the connection goes back by answer().
class CallBack {
public:
    using Clock = std::chrono::steady_clock;

    static constexpr std::chrono::milliseconds Patience{15'000};  ///< For the answer.
    static constexpr std::chrono::milliseconds Connecting{5'000}; ///< What the asked side gives its connection.
    static constexpr std::chrono::milliseconds Rest{10'000};      ///< Between two connections for one peer.
    static constexpr qsizetype MaxPeers = 256; ///< Remembered; of more, further ones are told to come later.

    enum class Verdict {
        BothWays,          ///< The friend reached us.
        TheyCannotReachUs, ///< They hear us, for they answered.
        NobodyListens,     ///< They reached this computer, but not Kith: the port is another's, or closed.
        Unknown            ///< Not tried, or no answer.
    };
    struct Result {
        PeerId peer;
        Verdict verdict = Verdict::Unknown;
        friend bool operator==(const Result &, const Result &) = default;
    };

    /// The message that asks `peer`; an earlier question is forgotten. `token` is random.
    wire::CallBackRequest ask(const PeerId &peer, quint16 port, quint64 token, Clock::time_point now);
    /// The result, if `answer` belongs to the question that is open.
    std::optional<Result> answered(const PeerId &peer, const wire::CallBackAnswer &answer);
    /// Unknown once the answer is overdue, or the link to whom was asked is down.
    std::optional<Result> expired(Clock::time_point now);
    std::optional<Result> linkDown(const PeerId &peer);

    /// Whether to connect for `peer`, to the address that its link comes from and never another; if not, the answer to
    /// send at once.
    std::optional<wire::CallBackAnswer> asked(const PeerId &peer, const wire::CallBackRequest &request,
                                              Clock::time_point now);
    /// What to tell `peer` about the connection that was made; nothing if it did not ask.
    std::optional<wire::CallBackAnswer> answer(const PeerId &peer, wire::CallBackResult result);

private:
    struct Question {
        PeerId peer;
        quint64 token = 0;
        Clock::time_point until;
    };
    struct Errand {
        quint64 token = 0;
        Clock::time_point restUntil;
        bool open = false;
    };
    Result close(Verdict verdict);

    std::optional<Question> m_question;
    QHash<PeerId, Errand> m_errands;
};

} // namespace kith

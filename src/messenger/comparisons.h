// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comparison.h"
#include "messenger/peers.h"

#include <QHash>
#include <QList>

#include <chrono>
#include <optional>

namespace kith {

/// The comparisons of six digits that are under way, one for each person, and how many there were lately. Pure: who uses
/// it sends what it returns, and tells the time.
class Comparisons {
public:
    using Clock = std::chrono::steady_clock;
    using Phase = ComparisonProgress::Phase;

    static constexpr std::chrono::hours AttemptsCount{1}; ///< So long.

    struct Step {
        std::optional<Comparison::Step> send;
        ComparisonProgress progress;
        bool isBroken = false; ///< What came was not due: end the link.
    };

    /// This person asks `peer`. An earlier comparison is forgotten.
    Step begin(const PeerId &self, const PeerId &peer, Clock::time_point now);
    /// What `peer` said.
    Step take(const PeerId &self, const PeerId &peer, const Comparison::Step &step, Clock::time_point now);
    /// `peer` takes no more attempts for now: what has become of ours; nothing if none waits for it.
    std::optional<ComparisonProgress> refused(const PeerId &peer);
    /// The link is down: whether that ended a comparison.
    bool lost(const PeerId &peer);
    void forget(const PeerId &peer) { m_running.remove(peer); }

    ComparisonProgress progress(const PeerId &peer) const;

private:
    struct Running {
        Comparison comparison;
        ComparisonProgress progress;
    };

    bool mayTry(const PeerId &peer, Clock::time_point now);

    QHash<PeerId, Running> m_running;
    QHash<PeerId, QList<Clock::time_point>> m_attempts; // of the last hour; of friends only, so they are few
};

} // namespace kith

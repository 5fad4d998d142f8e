// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/comparisons.h"

#include <QRandomGenerator>

#include <variant>

namespace kith {

namespace {

QByteArray freshNonce()
{
    QByteArray nonce(Comparison::NonceBytes, Qt::Uninitialized);
    QRandomGenerator::system()->generate(nonce.begin(), nonce.end());
    return nonce;
}

} // namespace

Comparisons::Step Comparisons::begin(const PeerId &self, const PeerId &peer, Clock::time_point now)
{
    m_running.remove(peer);
    if (!mayTry(peer, now))
        return {{}, {Phase::Locked, true, {}}};
    Running running{Comparison(self, peer, freshNonce()), {Phase::Waiting, true, {}}};
    Step step{running.comparison.start(), running.progress};
    m_running.insert(peer, running);
    return step;
}

Comparisons::Step Comparisons::take(const PeerId &self, const PeerId &peer, const Comparison::Step &step,
                                    Clock::time_point now)
{
    auto running = m_running.find(peer);
    const bool isFresh = running == m_running.end() || running->comparison.state() == Comparison::State::Done ||
                         running->comparison.state() == Comparison::State::Failed;
    if (isFresh && std::holds_alternative<Comparison::Commit>(step)) {
        if (!mayTry(peer, now))
            return {{}, {Phase::Locked, false, {}}};
        running = m_running.insert(peer, {Comparison(self, peer, freshNonce()), {Phase::Waiting, false, {}}});
    } else if (running == m_running.end()) {
        return {{}, {}, true};
    }
    const auto answer = running->comparison.receive(step);
    if (!answer) {
        running->progress.phase = Phase::Broken;
        const bool isLie = answer.error().kind == Error::Kind::ComparisonBroken; // its link has kept to the rules
        return {{}, running->progress, !isLie};
    }
    if (running->comparison.state() == Comparison::State::Answered)
        running->progress.isOurs = false; // both asked, and the other goes on asking
    if (running->comparison.state() == Comparison::State::Done) {
        running->progress.phase = Phase::Code;
        running->progress.code = running->comparison.code();
    }
    return {*answer, running->progress};
}

std::optional<ComparisonProgress> Comparisons::refused(const PeerId &peer)
{
    const auto running = m_running.find(peer);
    if (running == m_running.end() || running->comparison.state() != Comparison::State::Committed)
        return std::nullopt; // given up meanwhile
    m_running.erase(running);
    return ComparisonProgress{Phase::Locked, true, {}};
}

bool Comparisons::lost(const PeerId &peer)
{
    const auto running = m_running.find(peer);
    if (running == m_running.end() || running->progress.phase != Phase::Waiting)
        return false; // digits that are there can still be compared
    m_running.erase(running);
    return true;
}

ComparisonProgress Comparisons::progress(const PeerId &peer) const
{
    const auto running = m_running.constFind(peer);
    return running == m_running.constEnd() ? ComparisonProgress() : running->progress;
}

bool Comparisons::mayTry(const PeerId &peer, Clock::time_point now)
{
    QList<Clock::time_point> &attempts = m_attempts[peer];
    attempts.removeIf([now](Clock::time_point at) { return now - at >= AttemptsCount; });
    if (attempts.size() >= Comparison::MaxAttemptsAnHour)
        return false;
    attempts.append(now);
    return true;
}

} // namespace kith

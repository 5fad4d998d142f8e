// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/callback.h"

#include <utility>

namespace kith {

namespace {

CallBack::Verdict verdictOf(wire::CallBackResult result)
{
    switch (result) {
    case wire::CallBackResult::Reached:
        return CallBack::Verdict::BothWays;
    case wire::CallBackResult::Refused:
        return CallBack::Verdict::NobodyListens;
    case wire::CallBackResult::TimedOut:
    case wire::CallBackResult::Failed:
        return CallBack::Verdict::TheyCannotReachUs;
    case wire::CallBackResult::NotNow:
        break;
    }
    return CallBack::Verdict::Unknown;
}

} // namespace

wire::CallBackRequest CallBack::ask(const PeerId &peer, quint16 port, quint64 token, Clock::time_point now)
{
    m_question = Question{peer, token, now + Patience};
    return {port, token};
}

std::optional<CallBack::Result> CallBack::answered(const PeerId &peer, const wire::CallBackAnswer &answer)
{
    if (!m_question || m_question->peer != peer || m_question->token != answer.token)
        return {};
    return close(verdictOf(answer.result));
}

std::optional<CallBack::Result> CallBack::expired(Clock::time_point now)
{
    if (!m_question || now < m_question->until)
        return {};
    return close(Verdict::Unknown);
}

std::optional<CallBack::Result> CallBack::linkDown(const PeerId &peer)
{
    m_errands.remove(peer);
    if (!m_question || m_question->peer != peer)
        return {};
    return close(Verdict::Unknown);
}

CallBack::Result CallBack::close(Verdict verdict)
{
    const Result result{m_question->peer, verdict};
    m_question.reset();
    return result;
}

std::optional<wire::CallBackAnswer> CallBack::asked(const PeerId &peer, const wire::CallBackRequest &request,
                                                    Clock::time_point now)
{
    const auto known = m_errands.constFind(peer);
    const bool again = known != m_errands.cend();
    if (again && (known->open || now < known->restUntil))
        return wire::CallBackAnswer{wire::CallBackResult::NotNow, request.token};
    if (!again && m_errands.size() >= MaxPeers)
        m_errands.removeIf([now](const auto &entry) { return !entry->open && now >= entry->restUntil; });
    if (!again && m_errands.size() >= MaxPeers)
        return wire::CallBackAnswer{wire::CallBackResult::NotNow, request.token};
    m_errands.insert(peer, {request.token, now + Rest, true});
    return {};
}

std::optional<wire::CallBackAnswer> CallBack::answer(const PeerId &peer, wire::CallBackResult result)
{
    const auto errand = m_errands.find(peer);
    if (errand == m_errands.end() || !std::exchange(errand->open, false))
        return {};
    return wire::CallBackAnswer{result, errand->token};
}

} // namespace kith

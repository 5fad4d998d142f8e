// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dialler.h"

#include "net/tcpconnector.h"

#include <QRandomGenerator>

#include <algorithm>

namespace kith {

using std::chrono::milliseconds;

Dialler::Dialler(const LinkLimits &limits, Connected connected, Failed failed)
    : m_limits(limits), m_connected(std::move(connected)), m_failed(std::move(failed))
{
}

Dialler::~Dialler() = default;

void Dialler::want(const PeerId &peer, const Endpoint &endpoint)
{
    const auto now = Clock::now();
    const bool isNew = !m_wishes.contains(peer);
    Wish &wish = m_wishes[peer];
    if (isNew)
        wish.kept = endpoint;
    wish.endpoints.removeAll(endpoint);
    wish.endpoints.prepend(endpoint);
    if (const qsizetype last = wish.endpoints.size() - 1; last >= MaxEndpoints)
        wish.endpoints.removeAt(wish.endpoints.at(last) == wish.kept ? last - 1 : last);
    if (wish.state != Wish::State::Waiting)
        return;
    wish.next = 0;
    wish.failures = 0;
    wish.due = isNew ? now : qMin(wish.due, now); // what is overdue keeps its turn
    watch();
}

void Dialler::wantOnce(const Endpoint &endpoint)
{
    if (m_once.size() >= MaxWaiting)
        return m_failed({{}, endpoint}, Error{Error::Kind::TooManyDescriptors, endpoint.toString(), {}});
    m_once.append(endpoint);
    watch();
}

void Dialler::reached(const PeerId &peer, const Endpoint &endpoint)
{
    const auto wish = m_wishes.find(peer);
    if (wish != m_wishes.end() && wish->endpoints.contains(endpoint))
        wish->kept = endpoint;
}

void Dialler::rest(const PeerId &peer)
{
    const auto wish = m_wishes.find(peer);
    if (wish == m_wishes.end())
        return;
    wish->state = Wish::State::Resting;
    wish->failures = 0;
    wish->connector.reset();
}

void Dialler::lost(const PeerId &peer)
{
    const auto wish = m_wishes.find(peer);
    if (wish == m_wishes.end())
        return;
    wish->next = 0;
    retryLater(*wish);
}

void Dialler::linkFailed(const PeerId &peer)
{
    const auto wish = m_wishes.find(peer);
    if (wish != m_wishes.end() && wish->state == Wish::State::Trying)
        retryLater(*wish);
}

void Dialler::forget(const PeerId &peer)
{
    m_wishes.remove(peer);
}

void Dialler::forgetEndpoint(const PeerId &peer, const Endpoint &endpoint)
{
    const auto wish = m_wishes.find(peer);
    const qsizetype at = wish != m_wishes.end() ? wish->endpoints.indexOf(endpoint) : -1;
    if (at < 0)
        return;
    if (wish->endpoints.size() == 1)
        return forget(peer);
    wish->next %= wish->endpoints.size();
    wish->next -= at < wish->next ? 1 : 0; // the same one comes next
    wish->endpoints.removeAt(at);
    if (wish->kept == endpoint)
        wish->kept = wish->endpoints.constLast();
}

void Dialler::retryLater(Wish &wish)
{
    // Each address once, then the pause.
    const int rounds = wish.failures++ / int(wish.endpoints.size());
    const double doubled = double(m_limits.firstRetry.count()) * double(1LL << qMin(rounds, 30));
    const double uneven = doubled * (0.75 + 0.5 * QRandomGenerator::global()->generateDouble());
    const double wait =
        std::clamp(uneven, double(m_limits.firstRetry.count()), double(m_limits.lastRetry.count()));
    wish.connector.reset();
    wish.state = Wish::State::Waiting;
    wish.due = Clock::now() + milliseconds(qint64(wait));
    watch();
}

void Dialler::timerEvent(QTimerEvent *)
{
    m_timer.stop();
    dialDue();
    watch();
}

bool Dialler::mayDial(Clock::time_point now)
{
    m_dialled.removeIf([now](Clock::time_point at) { return now - at >= std::chrono::seconds(1); });
    return m_dialled.size() < m_limits.dialsASecond;
}

void Dialler::dialDue()
{
    const auto now = Clock::now();
    while (!m_once.isEmpty() && mayDial(now)) {
        m_dialled.append(now);
        dialOnce(m_once.takeFirst());
    }
    // Whoever has waited longest comes first, so that many who are only said to be there keep nobody waiting for ever.
    // A dial that fails at once may change the hash.
    QList<std::pair<Clock::time_point, PeerId>> due;
    for (auto wish = m_wishes.cbegin(); wish != m_wishes.cend(); ++wish) {
        if (wish->state == Wish::State::Waiting && wish->due <= now)
            due.append({wish->due, wish.key()});
    }
    std::sort(due.begin(), due.end());
    for (const auto &[since, peer] : std::as_const(due)) {
        const auto wish = m_wishes.find(peer);
        if (wish == m_wishes.end() || wish->state != Wish::State::Waiting || wish->due > now)
            continue;
        if (!mayDial(now))
            return;
        m_dialled.append(now);
        dial(*wish, peer);
    }
}

void Dialler::dial(Wish &wish, const PeerId &peer)
{
    const Target target{peer, wish.endpoints.at(wish.next++ % wish.endpoints.size())};
    wish.state = Wish::State::Trying;
    const auto done = [this, target](Result<platform::Socket> socket) {
        const auto it = m_wishes.find(target.peer);
        if (it == m_wishes.end() || it->state != Wish::State::Trying)
            return;
        const std::shared_ptr<TcpConnector> caller = std::exchange(it->connector, {}); // it is the one that calls
        if (socket)
            return m_connected(target, std::move(*socket));
        retryLater(*it);
        m_failed(target, socket.error());
    };
    wish.connector = std::shared_ptr<TcpConnector>(new TcpConnector(target.endpoint, done),
                                                   [](TcpConnector *connector) { connector->abandon(); });
    const std::shared_ptr<TcpConnector> connector = wish.connector;
    connector->start();
}

void Dialler::dialOnce(const Endpoint &endpoint)
{
    const Target target{{}, endpoint};
    const auto connector = std::make_shared<TcpConnector *>(nullptr);
    const auto done = [this, target, connector](Result<platform::Socket> socket) {
        m_onceConnectors.removeIf([&](const auto &one) { return one.get() == *connector; });
        if (socket)
            m_connected(target, std::move(*socket));
        else
            m_failed(target, socket.error());
    };
    const std::shared_ptr<TcpConnector> made(new TcpConnector(endpoint, done),
                                             [](TcpConnector *one) { one->abandon(); });
    *connector = made.get();
    m_onceConnectors.append(made);
    made->start();
}

void Dialler::watch()
{
    auto next = Clock::time_point::max();
    if (!m_once.isEmpty())
        next = Clock::now();
    for (const Wish &wish : std::as_const(m_wishes)) {
        if (wish.state == Wish::State::Waiting)
            next = qMin(next, wish.due);
    }
    if (next == Clock::time_point::max())
        return m_timer.stop();
    // The oldest of the last second's dials makes room.
    if (m_dialled.size() >= m_limits.dialsASecond)
        next = qMax(next, m_dialled.constFirst() + std::chrono::seconds(1));
    const auto wait = std::chrono::ceil<milliseconds>(next - Clock::now());
    m_timer.start(int(qMax<qint64>(0, wait.count())), this);
}

} // namespace kith

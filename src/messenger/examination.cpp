// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/examination.h"

#include "messenger/neighbours.h"
#include "messenger/peernetwork.h"

#include <QDir>
#include <QRandomGenerator>

#include <utility>

namespace kith {

Examination::Examination(PeerNetwork &network, Neighbours &neighbours, QObject *parent)
    : QObject(parent), m_network(network), m_neighbours(neighbours)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(CallBack::Patience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (const auto result = m_callBack.expired(CallBack::Clock::now()))
            answered(*result);
    });
}

void Examination::begin(const doctor::Observed &observed, const QList<LinkedPeer> &friends)
{
    if (std::exchange(m_isRunning, true))
        return;
    m_observed = observed;
    m_observed.firewall = doctor::firewallBelow(QDir::rootPath());
    m_observed.callBacks.clear();
    m_toAsk = friends;
    m_hasDiscovery = false;
    connect(m_network.discovery(), &Discovery::examined, this, [this](const Discovery::Examined &result) {
        m_network.discovery()->disconnect(this);
        m_observed.discovery = result;
        m_hasDiscovery = true;
        tell();
    });
    m_network.discovery()->examine();
    askNext();
}

void Examination::askNext()
{
    m_patience.stop();
    if (m_toAsk.isEmpty() || !m_observed.listening || m_observed.listening->port() < wire::MinCallBackPort) {
        m_toAsk.clear();
        return tell();
    }
    const PeerId &to = m_toAsk.constFirst().peer;
    const quint64 token = QRandomGenerator::system()->generate64();
    const auto question = m_callBack.ask(to, m_observed.listening->port(), token, CallBack::Clock::now());
    m_neighbours.send(to, question);
    m_patience.start();
}

void Examination::answered(const CallBack::Result &result)
{
    m_observed.callBacks.append(result);
    m_toAsk.removeFirst();
    askNext();
}

void Examination::tell()
{
    if (!m_hasDiscovery || !m_toAsk.isEmpty() || !m_isRunning)
        return;
    m_isRunning = false;
    Q_EMIT finished(doctor::findings(m_observed));
}

void Examination::take(const LinkedPeer &from, const wire::CallBackRequest &request)
{
    if (const auto refusal = m_callBack.asked(from.peer, request, CallBack::Clock::now()))
        return m_neighbours.send(from.peer, *refusal);
    m_network.links()->knock(from.peer, from.link, request.port);
}

void Examination::knocked(const PeerId &peer, quint64 link, wire::CallBackResult result)
{
    const auto up = m_neighbours.link(peer);
    if (!up || up->link != link)
        return; // who asked is gone
    if (const auto answer = m_callBack.answer(peer, result))
        m_neighbours.send(peer, *answer);
}

void Examination::take(const LinkedPeer &from, const wire::CallBackAnswer &answer)
{
    if (const auto result = m_callBack.answered(from.peer, answer))
        answered(*result);
}

void Examination::linkDown(const PeerId &peer)
{
    if (const auto result = m_callBack.linkDown(peer))
        answered(*result);
}

} // namespace kith

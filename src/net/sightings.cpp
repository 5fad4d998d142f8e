// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/sightings.h"

#include <algorithm>

namespace kith {

Sightings::News Sightings::take(const Beacon &beacon, const platform::Address &from, Clock::time_point now)
{
    News news;
    if (!m_peers.contains(beacon.peer)) {
        if (beacon.kind == Beacon::Kind::Leave)
            return news;
        makeRoom(news.gone);
    }
    Places &places = m_peers[beacon.peer];
    Sighting *sighting = place(places, beacon, from);
    if (sighting == nullptr)
        return news;
    news.fresh = true;
    const bool leaves = beacon.kind == Beacon::Kind::Leave;
    const bool wasHere = sighting->here;
    if (!leaves && (!sighting->here || sighting->port != beacon.port))
        news.at = platform::Address{from.host, beacon.port};
    sighting->from = from;
    sighting->port = beacon.port;
    sighting->counter = beacon.counter;
    sighting->heard = now;
    sighting->ask = now + AskAfter;
    sighting->credit = std::min(sighting->credit + 1, MaxCredit);
    sighting->here = !leaves;
    if (leaves && wasHere && !isHere(places))
        news.gone.append(beacon.peer);
    return news;
}

/// Where `beacon` counts; null if it changes nothing: it is a replay, or one of the copies that came another way. At a
/// new address it counts if it is newer than all that others said, or else when the address says something newer: of
/// this no other address can keep it.
Sightings::Sighting *Sightings::place(Places &places, const Beacon &beacon, const platform::Address &from)
{
    const auto known = std::find_if(places.begin(), places.end(),
                                    [&](const Sighting &sighting) { return sighting.from.host == from.host; });
    if (known != places.end())
        return beacon.counter > known->counter ? &*known : nullptr;
    if (beacon.kind == Beacon::Kind::Leave)
        return nullptr;
    const bool newest = std::all_of(places.begin(), places.end(),
                                    [&](const Sighting &sighting) { return beacon.counter > sighting.counter; });
    if (places.size() >= MaxAddresses) {
        const auto silent =
            std::find_if(places.begin(), places.end(), [](const Sighting &sighting) { return !sighting.here; });
        if (silent == places.end())
            return nullptr;
        places.erase(silent);
    }
    Sighting &sighting = places.emplaceBack();
    if (newest)
        return &sighting;
    sighting.from = from;
    sighting.counter = beacon.counter;
    return nullptr;
}

bool Sightings::isHere(const Places &places)
{
    return std::any_of(places.begin(), places.end(), [](const Sighting &sighting) { return sighting.here; });
}

Sightings::Clock::time_point Sightings::lastHeard(const Places &places)
{
    Clock::time_point heard;
    for (const Sighting &sighting : places)
        heard = std::max(heard, sighting.heard);
    return heard;
}

/// One who is gone goes first: of it only the counter is remembered, against replays.
void Sightings::makeRoom(QList<PeerId> &gone)
{
    if (m_peers.size() < MaxPeers)
        return;
    const auto worth = [](const Places &places) { return std::pair(isHere(places), lastHeard(places)); };
    auto least = m_peers.begin();
    for (auto it = m_peers.begin(); it != m_peers.end(); ++it) {
        if (worth(*it) < worth(*least))
            least = it;
    }
    if (isHere(*least))
        gone.append(least.key());
    m_peers.erase(least);
}

void Sightings::answered(const PeerId &peer, const platform::Address &from)
{
    const auto places = m_peers.find(peer);
    if (places == m_peers.end())
        return;
    for (Sighting &sighting : *places) {
        if (sighting.from.host == from.host)
            sighting.credit = std::max(sighting.credit - 1, 0);
    }
}

Sightings::Due Sightings::due(Clock::time_point now)
{
    Due due;
    for (auto it = m_peers.begin(); it != m_peers.end(); ++it) {
        const auto heard = lastHeard(*it);
        bool left = false;
        for (Sighting &sighting : *it) {
            if (!sighting.here)
                continue;
            if (now >= std::min(heard + GoneAfter, sighting.heard + StaleAfter)) {
                sighting.here = false;
                left = true;
            } else if (now >= std::max(heard + AskAfter, sighting.ask)) {
                sighting.ask = now + (heard + GoneAfter - now) / 2;
                if (sighting.credit > 0) {
                    --sighting.credit;
                    due.ask.append(sighting.from);
                }
            }
        }
        if (left && !isHere(*it))
            due.gone.append(it.key());
    }
    return due;
}

std::optional<Sightings::Clock::time_point> Sightings::nextDue() const
{
    std::optional<Clock::time_point> next;
    for (const Places &places : m_peers) {
        const auto heard = lastHeard(places);
        for (const Sighting &sighting : places) {
            if (!sighting.here)
                continue;
            const auto gone = std::min(heard + GoneAfter, sighting.heard + StaleAfter);
            const auto due = sighting.credit > 0 ? std::min(std::max(heard + AskAfter, sighting.ask), gone) : gone;
            next = next ? std::min(*next, due) : due;
        }
    }
    return next;
}

QList<PeerId> Sightings::clear()
{
    QList<PeerId> gone;
    for (auto it = m_peers.cbegin(); it != m_peers.cend(); ++it) {
        if (isHere(*it))
            gone.append(it.key());
    }
    m_peers.clear();
    return gone;
}

} // namespace kith

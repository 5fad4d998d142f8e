// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/platform.h"
#include "protocol/beacon.h"

#include <QHash>
#include <QList>

#include <chrono>
#include <optional>

namespace kith {

/// Who was heard, where, and how long ago. Nothing of it is proven. It has no clock: the time is told.
///
/// What one address says changes nothing that another said: a forger cannot take a person away from where it is.
class Sightings {
public:
    using Clock = std::chrono::steady_clock;

    static constexpr qsizetype MaxPeers = 256;   ///< Of more, who was silent for longest is forgotten.
    static constexpr qsizetype MaxAddresses = 4; ///< Of one peer; a silent one makes room for a new one.
    static constexpr int MaxCredit = 4;
    static constexpr std::chrono::milliseconds AskAfter{10'000};  ///< Of silence, and again after half the rest.
    static constexpr std::chrono::milliseconds GoneAfter{14'500}; ///< Of silence at every address: within 15 s.
    /// Of silence at an address of one who is heard at another. An announcement goes one way in turn, so that each
    /// address is heard every 24 s; two may be lost.
    static constexpr std::chrono::milliseconds StaleAfter{75'000};

    struct News {
        std::optional<platform::Address> at; ///< The peer came, or is at an address where it was not before.
        bool fresh = false;                  ///< Not a replay: newer than all that this address said.
        QList<PeerId> gone;
    };
    struct Due {
        QList<PeerId> gone;
        QList<platform::Address> ask; ///< Of one who is silent everywhere: an Ask there may still be answered.
    };

    News take(const Beacon &beacon, const platform::Address &from, Clock::time_point now);
    /// That an answer went to `from`: it used up what its datagram allows us to send there.
    void answered(const PeerId &peer, const platform::Address &from);
    /// Who is gone and whom to ask at `now`.
    Due due(Clock::time_point now);
    /// When due() has something to say; nothing if nobody is there.
    std::optional<Clock::time_point> nextDue() const;
    /// Forgets everybody; those who were there.
    QList<PeerId> clear();

    qsizetype size() const { return m_peers.size(); }

private:
    struct Sighting {
        platform::Address from;
        quint16 port = 0; // of the link
        quint64 counter = 0;
        Clock::time_point heard;
        Clock::time_point ask; // not before
        int credit = 0;        // datagrams heard and not answered: no more than these may be caused by it
        bool here = false;
    };
    using Places = QList<Sighting>;

    static Sighting *place(Places &places, const Beacon &beacon, const platform::Address &from);
    static bool isHere(const Places &places);
    static Clock::time_point lastHeard(const Places &places);
    void makeRoom(QList<PeerId> &gone);

    QHash<PeerId, Places> m_peers;
};

} // namespace kith

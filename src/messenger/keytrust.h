// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "messenger/comparisons.h"

#include <QHash>
#include <QObject>

#include <chrono>

namespace kith {

class Delivery;
class Neighbours;
class Roster;
struct LinkedPeer;

/// How sure the keys of contacts are: what this person says of them, comparing six digits, and another key in the place
/// of a known one.
class KeyTrust final : public QObject {
    Q_OBJECT

public:
    /// All are borrowed.
    KeyTrust(Roster &roster, Delivery &delivery, Neighbours &neighbours, QObject *parent = nullptr);

    void setVerified(const ContactId &id, bool verified);
    void keepKnownKey(const ContactId &id);

    void compare(const ContactId &id);
    void finishComparison(const ContactId &id, bool same);
    /// What a friend said. False: it was not due, end the link.
    bool take(const LinkedPeer &from, const Comparison::Step &step);
    /// The other side takes no more comparisons for now.
    void comparisonRefused(const PeerId &peer);
    void linkDown(const PeerId &peer);
    ComparisonProgress comparison(const PeerId &peer) const { return m_comparisons.progress(peer); }

    /// `found` was where `peer` was expected: an attack, an address that has passed to another person, or a new key.
    /// Whether `endpoint` says nothing of `peer` and is to be forgotten. Otherwise the key has changed, unless within
    /// the time of setMoving() the one that is known proves to be at another address: moved() follows then. Nothing
    /// else would do: beacons, and what a stranger says, are an attacker's to choose.
    bool judge(const PeerId &peer, const Endpoint &endpoint, const PeerId &found);
    void linkUp(const LinkedPeer &peer);
    void setMoving(std::chrono::milliseconds limit) { m_moving = limit; }

Q_SIGNALS:
    void comparisonChanged(const kith::ContactId &contact, const kith::ComparisonProgress &progress);
    /// What kept messages from leaving is over.
    void settled(const kith::PeerId &peer);
    /// It is elsewhere: `endpoint` has passed to another person.
    void moved(const kith::PeerId &peer, const kith::Endpoint &endpoint);

private:
    /// Somebody else was where a friend had been last.
    struct Doubt {
        Endpoint endpoint;
        PeerId found;
        quint64 number = 0; ///< 0: its time does not run yet.
    };

    void callChanged(const PeerId &peer);
    void setTrust(const ContactId &id, Contact::Trust trust);
    void tell(const PeerId &peer, const ComparisonProgress &progress);
    void send(const PeerId &peer, const Comparison::Step &step);

    Roster &m_roster;
    Delivery &m_delivery;
    Neighbours &m_neighbours;
    Comparisons m_comparisons;
    QHash<PeerId, Doubt> m_doubts;
    quint64 m_lastDoubt = 0;
    std::chrono::milliseconds m_moving{0};
};

} // namespace kith

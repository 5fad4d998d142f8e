// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/keytrust.h"

#include "messenger/delivery.h"
#include "messenger/neighbours.h"
#include "messenger/roster.h"

#include <QTimer>

namespace kith {

using Trust = Contact::Trust;
using Phase = ComparisonProgress::Phase;
using Clock = Comparisons::Clock;

KeyTrust::KeyTrust(Roster &roster, Delivery &delivery, Neighbours &neighbours, QObject *parent)
    : QObject(parent), m_roster(roster), m_delivery(delivery), m_neighbours(neighbours)
{
}

void KeyTrust::setVerified(const ContactId &id, bool verified)
{
    const Contact *contact = m_roster.contact(id);
    if (!contact || !contact->isPerson() || contact->trust == Trust::Changed)
        return;
    const bool isNews = verified && contact->trust != Trust::Verified;
    setTrust(id, verified ? Trust::Verified : Trust::Seen);
    if (isNews)
        m_delivery.addEvent(m_roster.find(id), Message::Event::Verified);
}

void KeyTrust::keepKnownKey(const ContactId &id)
{
    const Contact *contact = m_roster.contact(id);
    if (contact && contact->trust == Trust::Changed)
        setTrust(id, Trust::Seen);
}

void KeyTrust::setTrust(const ContactId &id, Trust trust)
{
    m_roster.change(id, [trust](Contact &c) {
        c.trust = trust;
        c.changedTo = {};
    });
    if (const Contact *contact = m_roster.contact(id))
        Q_EMIT settled(PeerId(contact->peer));
}

void KeyTrust::compare(const ContactId &id)
{
    const Contact *contact = m_roster.contact(id);
    if (!contact || !contact->isFriend() || !m_neighbours.isLinked(contact->peer))
        return;
    const PeerId peer = contact->peer;
    const ComparisonProgress now = comparison(peer);
    if (now.phase == Phase::Waiting)
        return tell(peer, now);
    const Comparisons::Step step = m_comparisons.begin(m_neighbours.self(), peer, Clock::now());
    if (step.send)
        send(peer, *step.send);
    tell(peer, step.progress);
}

void KeyTrust::finishComparison(const ContactId &id, bool same)
{
    const Contact *contact = m_roster.contact(id);
    if (!contact)
        return;
    const PeerId peer = contact->peer;
    const bool isDue = comparison(peer).phase == Phase::Code;
    m_comparisons.forget(peer);
    if (isDue)
        setVerified(id, same);
    tell(peer, {});
}

bool KeyTrust::take(const LinkedPeer &from, const Comparison::Step &step)
{
    const Comparisons::Step next = m_comparisons.take(m_neighbours.self(), from.peer, step, Clock::now());
    if (next.send)
        send(from.peer, *next.send);
    else if (next.progress.phase == Phase::Locked)
        m_neighbours.send(from.peer, wire::CompareLocked{});
    tell(from.peer, next.progress);
    return !next.isBroken;
}

void KeyTrust::comparisonRefused(const PeerId &peer)
{
    if (const auto progress = m_comparisons.refused(peer))
        tell(peer, *progress);
}

void KeyTrust::linkDown(const PeerId &peer)
{
    if (m_comparisons.lost(peer))
        tell(peer, {Phase::Gone, false, {}});
}

bool KeyTrust::judge(const PeerId &peer, const Endpoint &endpoint, const PeerId &found)
{
    const Contact *known = m_roster.person(peer);
    if (!known || known->isBlocked() || m_neighbours.isLinked(peer))
        return false;
    const bool wasThere = known->endpoint == endpoint && known->lastSeenAt.isValid();
    const bool isSomebodyKnown =
        found == m_neighbours.self() || !m_roster.contactOf(found).isNull() || m_neighbours.isLinked(found);
    if (isSomebodyKnown || !wasThere)
        return true;
    Doubt &doubt = m_doubts[peer];
    doubt.endpoint = endpoint;
    doubt.found = found;
    if (known->trust == Trust::Changed) {
        callChanged(peer);
    } else if (doubt.number == 0) {
        doubt.number = ++m_lastDoubt;
        QTimer::singleShot(m_moving, this, [this, peer, number = doubt.number] {
            if (m_doubts.value(peer).number == number)
                callChanged(peer);
        });
    }
    return false;
}

void KeyTrust::callChanged(const PeerId &peer)
{
    const Doubt doubt = m_doubts.take(peer);
    const Contact *known = m_roster.person(peer);
    if (!known || known->isBlocked())
        return;
    const ContactId id = known->id;
    const bool isNews = known->trust != Trust::Changed;
    m_roster.change(id, [&](Contact &c) {
        c.trust = Trust::Changed;
        c.changedTo = doubt.found;
    });
    if (isNews)
        m_delivery.addEvent(m_roster.find(id), Message::Event::KeyChanged);
}

void KeyTrust::linkUp(const LinkedPeer &peer)
{
    const auto doubt = m_doubts.constFind(peer.peer);
    if (doubt == m_doubts.constEnd())
        return;
    if (doubt->endpoint.host() == peer.endpoint.host())
        return callChanged(peer.peer); // somebody took its place there, and it is back
    const Endpoint before = doubt->endpoint;
    m_doubts.erase(doubt);
    Q_EMIT moved(peer.peer, before);
}

void KeyTrust::tell(const PeerId &peer, const ComparisonProgress &progress)
{
    if (const ContactId id = m_roster.contactOf(peer); !id.isNull())
        Q_EMIT comparisonChanged(id, progress);
}

void KeyTrust::send(const PeerId &peer, const Comparison::Step &step)
{
    std::visit([&](const auto &it) { m_neighbours.send(peer, it); }, step);
}

} // namespace kith

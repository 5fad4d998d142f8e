// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/peopleevents.h"

#include <QJsonArray>

#include <algorithm>

namespace kith {

namespace {

using namespace Qt::StringLiterals;

QString nameOf(ComparisonProgress::Phase phase)
{
    switch (phase) {
    case ComparisonProgress::Phase::None:
        return {};
    case ComparisonProgress::Phase::Waiting:
        return u"waiting"_s;
    case ComparisonProgress::Phase::Code:
        return u"code"_s;
    case ComparisonProgress::Phase::Broken:
        return u"broken"_s;
    case ComparisonProgress::Phase::Locked:
        return u"locked"_s;
    case ComparisonProgress::Phase::Gone:
        return u"gone"_s;
    }
    return {};
}

QString stateOf(const Contact &contact)
{
    if (contact.trust == Contact::Trust::Changed && contact.standing != Contact::Standing::Blocked)
        return u"changed"_s;
    switch (contact.standing) {
    case Contact::Standing::Stranger:
        return u"stranger"_s;
    case Contact::Standing::Asked:
        return u"asked"_s;
    case Contact::Standing::Friend:
        return u"friend"_s;
    case Contact::Standing::Blocked:
        return u"blocked"_s;
    }
    return u"stranger"_s;
}

} // namespace

PeopleEvents::PeopleEvents(Messenger &messenger, QObject *parent)
    : QObject(parent), m_messenger(messenger), m_peers(messenger.peers())
{
    connect(&messenger, &Messenger::opened, this, [this] {
        for (const Contact &contact : m_messenger.contacts()) {
            if (contact.isPerson())
                m_told.insert(contact.peer, eventOf(contact.peer));
        }
    });
    const auto onContact = [this](const Contact &contact) {
        if (contact.isPerson())
            update(contact.peer);
    };
    connect(&messenger, &Messenger::contactAdded, this, onContact);
    connect(&messenger, &Messenger::contactChanged, this, onContact);
    connect(&messenger, &Messenger::contactRemoved, this, [this] {
        for (const PeerId &peer : m_told.keys())
            update(peer);
    });
    connect(&m_peers, &Peers::nearbyChanged, this, [this](const NearbyPeer &near) { update(near.peer); });
    connect(&m_peers, &Peers::nearbyGone, this, &PeopleEvents::onGone);
    connect(&m_peers, &Peers::introduced, this, [this](const Introduction &by) { update(by.peer); });
    // Queued, because what the answer makes of the person comes after it.
    connect(&m_peers, &Peers::introductionGone, this, &PeopleEvents::update, Qt::QueuedConnection);
    connect(&m_peers, &Peers::presenceChanged, this, &PeopleEvents::onPresence);
    connect(&m_peers, &Peers::comparisonChanged, this, &PeopleEvents::onComparison);
}

void PeopleEvents::show(const PeerId &peer)
{
    const QJsonObject event = eventOf(peer);
    if (event.value("state"_L1) == u"gone"_s)
        m_told.remove(peer);
    else
        m_told.insert(peer, event);
    ++m_count;
    Q_EMIT happened(event);
}

void PeopleEvents::update(const PeerId &peer)
{
    const QJsonObject event = eventOf(peer);
    const bool isNobody = event.value("state"_L1) == u"gone"_s && !m_told.contains(peer);
    if (!isNobody && m_told.value(peer) != event)
        show(peer);
}

QString PeopleEvents::stateOf(const PeerId &peer) const
{
    const auto contact = contactOf(peer);
    if (contact && contact->standing != Contact::Standing::Stranger)
        return kith::stateOf(*contact);
    if (introductionOf(peer))
        return u"asking"_s;
    if (contact)
        return kith::stateOf(*contact);
    return m_peers.nearby(peer) ? u"nearby"_s : u"gone"_s;
}

QString PeopleEvents::nameOf(Presence::Availability availability)
{
    switch (availability) {
    case Presence::Availability::Offline:
        return u"offline"_s;
    case Presence::Availability::Online:
        return u"online"_s;
    case Presence::Availability::Away:
        return u"away"_s;
    case Presence::Availability::Busy:
        return u"busy"_s;
    case Presence::Availability::Invisible:
        return u"invisible"_s;
    }
    return u"offline"_s;
}

/// The endpoint is there while a link is.
QJsonObject PeopleEvents::eventOf(const PeerId &peer) const
{
    const auto contact = contactOf(peer);
    const auto near = m_peers.nearby(peer);
    const auto introduction = introductionOf(peer);
    QString name = contact        ? contact->displayName()
                   : near         ? near->name
                   : introduction ? introduction->name
                                  : u""_s;
    if (name.isEmpty())
        name = m_told.value(peer).value("name"_L1).toString(peer.shortForm());
    const QString state = stateOf(peer);
    QJsonObject event{
        {u"event"_s, u"peer"_s}, {u"peer"_s, peer.toString()}, {u"name"_s, name}, {u"state"_s, state}};
    if (near)
        event.insert(u"endpoint"_s, near->endpoint.toEncrypted());
    if (near && !near->hosts.isEmpty()) {
        QJsonArray hosts;
        for (const Endpoint &host : near->hosts)
            hosts.append(host.toEncrypted());
        event.insert(u"hosts"_s, hosts);
    }
    if (introduction && state == u"asking")
        event.insert(u"words"_s, introduction->words);
    if (contact && !contact->changedTo.isNull())
        event.insert(u"found"_s, contact->changedTo.toString());
    return event;
}

std::optional<Contact> PeopleEvents::contactOf(const PeerId &peer) const
{
    return m_messenger.contact(m_peers.contactOf(peer));
}

std::optional<Introduction> PeopleEvents::introductionOf(const PeerId &peer) const
{
    const QList<Introduction> all = m_peers.introductions();
    const auto found =
        std::find_if(all.cbegin(), all.cend(), [&](const Introduction &by) { return by.peer == peer; });
    return found == all.cend() ? std::nullopt : std::optional(*found);
}

/// What it is to us stays as it was.
void PeopleEvents::onGone(const PeerId &peer)
{
    const QJsonObject now = eventOf(peer);
    QJsonObject gone = now;
    gone.insert(u"state"_s, u"gone"_s);
    gone.remove(u"words"_s);
    if (now.value("state"_L1) == u"gone"_s)
        m_told.remove(peer);
    else
        m_told.insert(peer, now);
    ++m_count;
    Q_EMIT happened(gone);
}

void PeopleEvents::onPresence(const ContactId &id, const Presence &presence)
{
    const auto contact = m_messenger.contact(id);
    if (!contact)
        return;
    Q_EMIT happened({{u"event"_s, u"presence"_s},
                     {u"peer"_s, contact->peer.toString()},
                     {u"availability"_s, nameOf(presence.availability)},
                     {u"status"_s, presence.status}});
}

void PeopleEvents::onComparison(const ContactId &id, const ComparisonProgress &progress)
{
    const auto contact = m_messenger.contact(id);
    if (!contact || progress.phase == ComparisonProgress::Phase::None)
        return;
    QJsonObject event{{u"event"_s, u"comparison"_s},
                      {u"peer"_s, contact->peer.toString()},
                      {u"phase"_s, kith::nameOf(progress.phase)},
                      {u"ours"_s, progress.isOurs}};
    if (progress.phase == ComparisonProgress::Phase::Code)
        event.insert(u"code"_s, progress.code);
    Q_EMIT happened(event);
}

} // namespace kith

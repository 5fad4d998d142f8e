// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/neighbours.h"

#include "messenger/peernetwork.h"
#include "net/tlscontext.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace kith {

namespace {

using Availability = Presence::Availability;

/// What closeAll() allows.
constexpr std::chrono::milliseconds ClosingLimit{3'000};

NearbyNetwork::Kind kindOf(const platform::Interface &interface)
{
    switch (interface.kind) {
    case platform::Interface::Kind::Network:
        break;
    case platform::Interface::Kind::Loopback:
        return NearbyNetwork::Kind::Loopback;
    case platform::Interface::Kind::Virtual:
        return NearbyNetwork::Kind::Virtual;
    }
    return NearbyNetwork::Kind::Usual;
}

wire::Presence onTheWire(const Presence &presence)
{
    switch (presence.availability) {
    case Availability::Online:
        return {wire::Availability::Online, presence.status};
    case Availability::Away:
        return {wire::Availability::Away, presence.status};
    case Availability::Busy:
        return {wire::Availability::Busy, presence.status};
    case Availability::Offline:
    case Availability::Invisible:
        break;
    }
    return {wire::Availability::Invisible, {}};
}

Presence fromTheWire(const wire::Presence &presence)
{
    const QString status = Presence::cleanStatus(presence.status);
    switch (presence.availability) {
    case wire::Availability::Online:
        return {Availability::Online, status};
    case wire::Availability::Away:
        return {Availability::Away, status};
    case wire::Availability::Busy:
        return {Availability::Busy, status};
    case wire::Availability::Invisible:
        break;
    }
    return {};
}

} // namespace

Neighbours::Neighbours(PeerNetwork &network, QObject *parent) : QObject(parent), m_network(network) {}

Neighbours::~Neighbours()
{
    if (!isOpen())
        return;
    m_network.links()->disconnect(this);
    m_network.discovery()->disconnect(this);
}

void Neighbours::open(std::unique_ptr<TlsContext> context, const Peers::Options &options)
{
    m_self = context->identity().id();
    m_port = options.port;
    m_network.open(std::move(context), options.limits, options.discoveryPort);
    connectLinks();
    connectDiscovery();
    m_network.discovery()->setSwitches(m_switches);
}

void Neighbours::listen()
{
    m_network.links()->listen(m_port);
}

void Neighbours::connectLinks()
{
    PeerLinks *links = m_network.links();
    const auto hear = [this, links](auto signal, auto slot) {
        connect(links, signal, this, slot, Qt::QueuedConnection);
    };
    hear(&PeerLinks::linkUp, &Neighbours::linkUp);
    hear(&PeerLinks::linkDown, &Neighbours::linkDown);
    hear(&PeerLinks::received, &Neighbours::takeAll);
    hear(&PeerLinks::notTaken, [this](const PeerId &peer, quint64 link, const wire::Message &message) {
        if (const auto up = this->link(peer); up && up->link == link)
            Q_EMIT notTaken(peer, message);
    });
    hear(&PeerLinks::impaired, &Neighbours::impaired);
    hear(&PeerLinks::listeningFailed, [this, links](const Error &error) {
        if (std::exchange(m_port, 0) != 0)
            return links->listen(0); // the beacon tells the port, so any will do
        m_portError = error;
        Q_EMIT impaired(error);
    });
    hear(&PeerLinks::listening, [this](const Endpoint &local) {
        m_local = local;
        m_portError.reset();
        m_network.discovery()->setLinkPort(local.port());
        Q_EMIT listening(local);
    });
    hear(&PeerLinks::closed, [this] {
        if (const auto promise = std::exchange(m_closing, nullptr))
            promise->finish();
    });
}

void Neighbours::connectDiscovery()
{
    Discovery *discovery = m_network.discovery();
    connect(discovery, &Discovery::heard, this, [this](const PeerId &peer, const Endpoint &where) {
        m_heardAt.insert(peer, where);
        if (mayMeet(peer))
            m_network.links()->dial(peer, where); // who is blocked is not dialled
    });
    connect(discovery, &Discovery::gone, this, &Neighbours::gone);
    connect(discovery, &Discovery::impaired, this, &Neighbours::impaired);
    connect(discovery, &Discovery::interfacesChanged, this, &Neighbours::networksChanged);
}

QFuture<void> Neighbours::closeAll()
{
    const auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    if (!isOpen()) {
        promise->finish();
        return promise->future();
    }
    m_closing = promise;
    m_network.discovery()->setMode(Discovery::Mode::Off);
    endTurn();
    m_network.links()->closeAll(wire::ByeReason::Leaving);
    QTimer::singleShot(ClosingLimit, this, [this, promise] {
        if (std::exchange(m_closing, nullptr))
            promise->finish();
    });
    return promise->future();
}

// Ourselves

void Neighbours::setName(const QString &name)
{
    m_name = name;
    if (isOpen())
        m_network.links()->setSelf({name, 0, 0});
}

void Neighbours::setVisibility(Peers::Visibility visibility)
{
    m_visibility = visibility;
    if (!isOpen())
        return;
    m_network.discovery()->setMode(visibility);
    if (visibility == Peers::Visibility::On) {
        for (auto heard = m_heardAt.cbegin(); heard != m_heardAt.cend(); ++heard)
            m_network.links()->dial(heard.key(), heard.value());
    }
    for (const PeerId &peer : QList<PeerId>(m_order)) {
        if (!mayMeet(peer))
            close(peer);
    }
    sayHosts();
}

void Neighbours::setSwitches(const QHash<QString, Peers::Switch> &switches)
{
    if (switches == m_switches)
        return;
    m_switches = switches;
    if (isOpen())
        m_network.discovery()->setSwitches(switches);
    Q_EMIT networksChanged();
}

QList<NearbyNetwork> Neighbours::networks() const
{
    QList<NearbyNetwork> list;
    for (const platform::Interface &interface : platform::interfaces()) {
        NearbyNetwork network;
        network.interface = interface.name;
        for (const platform::Interface::Ipv4 &ipv4 : interface.ipv4)
            network.addresses.append(ipv4.address.toString());
        if (network.addresses.isEmpty())
            network.addresses.append(interface.ipv6.toString());
        network.kind = kindOf(interface);
        network.isUsed = Discovery::isUsed(interface, m_switches);
        list.append(network);
    }
    return list;
}

/// Whoever is invisible shows itself to those it knows, and to nobody else.
bool Neighbours::mayMeet(const PeerId &peer) const
{
    return m_visibility != Peers::Visibility::Invisible || m_sought.contains(peer);
}

void Neighbours::setPresence(const Presence &presence)
{
    if (presence == m_presence)
        return;
    m_presence = presence;
    for (const PeerId &peer : std::as_const(m_order))
        sayPresence(peer);
    sayHosts();
}

void Neighbours::setHosts(const QList<OpenHost> &hosts)
{
    if (hosts == m_hosts)
        return;
    m_hosts = hosts;
    sayHosts();
}

/// Own words are for those whom we look for; strangers see whether somebody is there.
void Neighbours::sayPresence(const PeerId &to)
{
    Presence presence = m_presence;
    if (!m_sought.contains(to))
        presence.status.clear();
    send(to, onTheWire(presence));
}

/// A host is there for whoever comes, but whoever is hidden does not say so.
bool Neighbours::isSeenBy(const PeerId &peer) const
{
    const bool isKnown = m_visibility == Peers::Visibility::On || m_sought.contains(peer);
    return isKnown && m_presence.availability != Availability::Invisible;
}

void Neighbours::sayHosts()
{
    for (const PeerId &peer : std::as_const(m_order))
        sayHosts(peer);
}

void Neighbours::sayHosts(const PeerId &to)
{
    const auto linked = m_linked.find(to);
    if (linked == m_linked.end())
        return;
    QList<Endpoint> places;
    for (const OpenHost &host : isSeenBy(to) ? m_hosts : QList<OpenHost>())
        places.append(host.local);
    const wire::Hosts hosts{hostplaces::toTell(places, linked->peer, linked->where)};
    if (hosts.places == linked->told)
        return;
    linked->told = hosts.places;
    send(to, hosts);
}

// The others

void Neighbours::seek(const PeerId &peer, const Endpoint &known)
{
    if (!isOpen())
        return;
    const bool isNew = !m_sought.contains(peer);
    if (isNew || (!known.isNull() && m_sought.value(peer) != known)) {
        m_sought.insert(peer, known);
        tellKnown();
    }
    if (isNew && !m_presence.status.isEmpty())
        sayPresence(peer);
    if (isNew)
        sayHosts(peer);
    const Endpoint where = m_heardAt.value(peer, known);
    if (!where.isNull())
        m_network.links()->dial(peer, where);
}

/// Once for all who are sought in one go, as at the start.
void Neighbours::tellKnown()
{
    if (std::exchange(m_isTellingKnown, true))
        return;
    const auto tell = [this] {
        m_isTellingKnown = false;
        QList<Endpoint> known = m_sought.values();
        known.removeAll(Endpoint());
        m_network.discovery()->setKnown(known);
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

void Neighbours::leaveAlone(const PeerId &peer)
{
    if (!isOpen())
        return;
    if (m_sought.remove(peer) > 0)
        tellKnown();
    m_hostsBefore.remove(peer);
    sayHosts(peer);
    if (!isLinked(peer) && !m_heardAt.contains(peer))
        close(peer);
}

void Neighbours::meetAgain(const PeerId &peer)
{
    if (isOpen() && m_heardAt.contains(peer) && mayMeet(peer))
        m_network.links()->dial(peer, m_heardAt.value(peer));
}

void Neighbours::send(const PeerId &peer, const wire::Message &message)
{
    if (Linked *to = toSay(peer))
        to->turn.messages.append(message);
}

void Neighbours::consumed(const PeerId &peer, quint64 link, qint64 bytes)
{
    if (Linked *from = toSay(peer); from && from->peer.link == link)
        from->turn.consumed += bytes;
}

void Neighbours::setKnownCounter(const PeerId &peer, qint64 counter)
{
    if (Linked *to = toSay(peer))
        to->turn.knownCounter = counter;
    else
        m_network.links()->setKnownCounter(peer, counter);
}

void Neighbours::close(const PeerId &peer)
{
    sayAll();
    m_network.links()->close(peer);
}

void Neighbours::shutOut(const PeerId &peer, quint64 link, const QString &what)
{
    sayAll();
    m_network.links()->shutOut(peer, link, what);
}

void Neighbours::setBlocked(const QList<PeerId> &blocked)
{
    sayAll();
    m_network.links()->setBlocked(blocked);
}

// What is to be said: each step to the thread of the links costs, so that all of one turn makes one step

Neighbours::Linked *Neighbours::toSay(const PeerId &peer)
{
    const auto found = m_linked.find(peer);
    if (found == m_linked.end())
        return nullptr;
    if (!m_toSay.contains(peer))
        m_toSay.append(peer);
    endTurnSoon();
    return &*found;
}

void Neighbours::endTurnSoon()
{
    if (!std::exchange(m_isTurnEnding, true))
        QMetaObject::invokeMethod(this, &Neighbours::endTurn, Qt::QueuedConnection);
}

void Neighbours::endTurn()
{
    m_isTurnEnding = true; // what is said now still belongs to it
    Q_EMIT turnEnds();
    sayAll();
    m_isTurnEnding = false;
}

void Neighbours::sayAll()
{
    for (const PeerId &peer : std::exchange(m_toSay, {})) {
        if (const auto to = m_linked.find(peer); to != m_linked.end())
            m_network.links()->say(peer, to->peer.link, std::exchange(to->turn, {}));
    }
}

void Neighbours::call(const Endpoint &endpoint)
{
    m_called.append(endpoint);
    m_network.links()->dial({}, endpoint);
}

void Neighbours::hangUp(const Endpoint &endpoint)
{
    m_called.removeAll(endpoint);
}

void Neighbours::linkUp(const LinkedPeer &peer)
{
    if (!mayMeet(peer.peer) && !m_called.contains(peer.endpoint))
        return close(peer.peer); // it knew where we are
    // Not there before it says so: it may want to be unseen.
    const NearbyPeer shown{peer.peer, peer.name, peer.endpoint, {}, QDateTime::currentDateTimeUtc(), {}};
    m_linked.insert(peer.peer, {peer, shown, hostplaces::whereIs(peer), {}, {}});
    m_hostsBefore.remove(peer.peer);
    if (!m_order.contains(peer.peer))
        m_order.append(peer.peer);
    sayPresence(peer.peer);
    sayHosts(peer.peer);
    Q_EMIT cameUp(peer);
    Q_EMIT nearbyChanged(shown);
}

void Neighbours::linkDown(const PeerId &peer, quint64 link, const Departure &departure)
{
    const auto found = m_linked.find(peer);
    if (found == m_linked.end() || found->peer.link != link)
        return;
    sayAll(); // the counter that is known counts for the next link
    // Whoever leaves in order says first that its hosts have gone.
    if (m_sought.contains(peer) && !found->shown.hosts.isEmpty())
        m_hostsBefore.insert(peer, found->shown.hosts);
    m_linked.erase(found);
    m_order.removeOne(peer);
    if (!m_sought.contains(peer) && !m_heardAt.contains(peer))
        close(peer);
    Q_EMIT wentDown(peer, departure);
    Q_EMIT nearbyGone(peer);
}

/// A link that still answers says more than a beacon that did not come.
void Neighbours::gone(const PeerId &peer)
{
    m_heardAt.remove(peer);
    if (!m_sought.contains(peer) && !isLinked(peer))
        close(peer);
}

void Neighbours::takeAll(const PeerId &peer, quint64 link, const QList<Arrival> &arrivals)
{
    const bool endsAlready = std::exchange(m_isTurnEnding, true);
    for (const Arrival &arrival : arrivals) {
        if (!take(peer, link, arrival))
            break;
    }
    if (!endsAlready)
        endTurn();
}

/// Whether the link is still there.
bool Neighbours::take(const PeerId &peer, quint64 link, const Arrival &arrival)
{
    const auto found = m_linked.find(peer);
    if (found == m_linked.end() || found->peer.link != link)
        return false;
    const LinkedPeer from = found->peer; // whoever hears of it may change the table
    if (const auto *presence = std::get_if<wire::Presence>(&arrival.message))
        takePresence(*found, *presence);
    else if (const auto *hosts = std::get_if<wire::Hosts>(&arrival.message))
        takeHosts(*found, *hosts);
    Q_EMIT received(from, arrival.message, arrival.bytes);
    return true;
}

void Neighbours::takePresence(Linked &from, const wire::Presence &said)
{
    const Presence presence = fromTheWire(said);
    if (from.shown.presence == presence)
        return;
    from.shown.presence = presence;
    const NearbyPeer shown = from.shown;
    Q_EMIT presenceChanged(shown.peer, presence);
    Q_EMIT nearbyChanged(shown);
}

void Neighbours::takeHosts(Linked &from, const wire::Hosts &said)
{
    const QList<Endpoint> hosts = hostplaces::toBelieve(said.places, from.peer, from.where);
    if (from.shown.hosts == hosts)
        return;
    from.shown.hosts = hosts;
    const NearbyPeer shown = from.shown;
    Q_EMIT nearbyChanged(shown);
}

QList<Endpoint> Neighbours::hostsOf(const PeerId &peer) const
{
    const auto found = m_linked.constFind(peer);
    return found == m_linked.constEnd() ? m_hostsBefore.value(peer) : found->shown.hosts;
}

HostId Neighbours::hostFor(const PeerId &peer, quint16 port) const
{
    const auto linked = m_linked.constFind(peer);
    if (linked == m_linked.constEnd())
        return {};
    const auto isMeant = [&](const OpenHost &host) {
        return host.local.port() == port &&
               !hostplaces::toTell({host.local}, linked->peer, linked->where).isEmpty();
    };
    const auto found = std::find_if(m_hosts.cbegin(), m_hosts.cend(), isMeant);
    return found == m_hosts.cend() ? HostId() : found->id;
}

std::optional<LinkedPeer> Neighbours::link(const PeerId &peer) const
{
    const auto found = m_linked.constFind(peer);
    return found == m_linked.constEnd() ? std::nullopt : std::optional(found->peer);
}

QList<LinkedPeer> Neighbours::links() const
{
    QList<LinkedPeer> list;
    for (const PeerId &peer : m_order)
        list.append(m_linked.value(peer).peer);
    return list;
}

Endpoint Neighbours::heardAlongside(const LinkedPeer &link) const
{
    const Endpoint heard = heardAt(link.peer);
    return heard.host() == link.remote.host() ? heard : Endpoint();
}

std::optional<NearbyPeer> Neighbours::nearby(const PeerId &peer) const
{
    const auto found = m_linked.constFind(peer);
    return found == m_linked.constEnd() ? std::nullopt : std::optional(found->shown);
}

QList<NearbyPeer> Neighbours::nearby() const
{
    QList<NearbyPeer> list;
    for (const PeerId &peer : m_order)
        list.append(m_linked.value(peer).shown);
    return list;
}

} // namespace kith

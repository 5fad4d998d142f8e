// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/peerlinks.h"

#include "net/addresses.h"
#include "net/onthreadof.h"
#include "net/socketstream.h"
#include "net/tcpconnector.h"

#include <algorithm>

namespace kith {

namespace {

wire::CallBackResult resultOf(const Result<platform::Socket> &connection)
{
    if (connection)
        return wire::CallBackResult::Reached;
    switch (connection.error().kind) {
    case Error::Kind::ConnectionRefused:
        return wire::CallBackResult::Refused;
    case Error::Kind::TimedOut:
        return wire::CallBackResult::TimedOut;
    default:
        return wire::CallBackResult::Failed;
    }
}

} // namespace

PeerLinks::PeerLinks(std::unique_ptr<TlsContext> context, const LinkLimits &limits)
    : m_context(std::move(context))
    , m_limits(limits)
    , m_listener([this] { return room(); },
                 [this](platform::Socket socket, const platform::Address &from) { take(std::move(socket), from); })
    , m_dialler(
          m_limits,
          [this](const Dialler::Target &target, platform::Socket socket) { connected(target, std::move(socket)); },
          [this](const Dialler::Target &target, const Error &error) {
              Q_EMIT dialFailed(target.peer, target.endpoint, {}, error);
          })
    , m_handshakes(limits.handshakesASecond)
{
    for (QObject *part : {static_cast<QObject *>(&m_turn), static_cast<QObject *>(&m_listener),
                          static_cast<QObject *>(&m_dialler)})
        part->setParent(this); // they go with it to its thread
    connect(&m_listener, &TcpListener::impaired, this, &PeerLinks::impaired);
}

PeerLinks::~PeerLinks()
{
    for (PeerLink *link : std::as_const(m_links)) {
        link->disconnect(this);
        delete link; // before what it writes through
    }
}

// Commands

void PeerLinks::setSelf(const Self &self)
{
    onThreadOf(this, [this, self] { m_self = self; });
}

void PeerLinks::setKnownCounter(const PeerId &peer, qint64 counter)
{
    onThreadOf(this, [this, peer, counter] { m_knownCounters.insert(peer, counter); });
}

void PeerLinks::listen(quint16 port)
{
    onThreadOf(this, [this, port] { doListen(port); });
}

void PeerLinks::stopListening()
{
    onThreadOf(this, [this] { m_listener.close(); });
}

void PeerLinks::dial(const PeerId &peer, const Endpoint &endpoint)
{
    onThreadOf(this, [this, peer, endpoint] { doDial(peer, endpoint); });
}

void PeerLinks::forgetEndpoint(const PeerId &peer, const Endpoint &endpoint)
{
    onThreadOf(this, [this, peer, endpoint] { m_dialler.forgetEndpoint(peer, endpoint); });
}

void PeerLinks::send(const PeerId &peer, quint64 link, const wire::Message &message)
{
    onThreadOf(this, [this, peer, link, message] { doSend(peer, link, message); });
}

void PeerLinks::say(const PeerId &peer, quint64 link, const LinkTurn &turn)
{
    onThreadOf(this, [this, peer, link, turn] {
        if (turn.knownCounter > 0)
            m_knownCounters.insert(peer, turn.knownCounter);
        for (const wire::Message &message : turn.messages)
            doSend(peer, link, message);
        if (PeerLink *up = upLink(peer, link); up != nullptr && turn.consumed > 0)
            up->consumed(turn.consumed);
    });
}

void PeerLinks::consumed(const PeerId &peer, quint64 link, qint64 bytes)
{
    onThreadOf(this, [this, peer, link, bytes] {
        if (PeerLink *up = upLink(peer, link))
            up->consumed(bytes);
    });
}

void PeerLinks::close(const PeerId &peer)
{
    onThreadOf(this, [this, peer] { doClose(peer); });
}

void PeerLinks::shutOut(const PeerId &peer, quint64 link, const QString &what)
{
    onThreadOf(this, [this, peer, link, what] {
        m_dialler.forget(peer);
        PeerLink *up = upLink(peer, link);
        if (up == nullptr)
            return;
        if (PeerLink *held = m_held.take(peer))
            held->refuse(wire::RefuseReason::Other);
        up->shutOut(what);
    });
}

void PeerLinks::setBlocked(const QList<PeerId> &blocked)
{
    onThreadOf(this, [this, blocked] { doSetBlocked(QSet<PeerId>(blocked.cbegin(), blocked.cend())); });
}

void PeerLinks::knock(const PeerId &peer, quint64 link, quint16 port)
{
    onThreadOf(this, [this, peer, link, port] { doKnock(peer, link, port); });
}

void PeerLinks::closeAll(wire::ByeReason reason)
{
    onThreadOf(this, [this, reason] {
        m_closing = true;
        m_listener.close();
        const QList<PeerLink *> links = m_links; // one that ends at once changes the list
        for (PeerLink *link : links)
            link->leave(reason);
        if (m_links.isEmpty())
            Q_EMIT closed();
    });
}

void PeerLinks::doListen(quint16 port)
{
    m_listener.close();
    const auto local = Endpoint::make(Endpoint::Scheme::Tcp, u"::", port, Endpoint::Use::Local);
    Result<quint16> taken = m_listener.listen(QHostAddress(QHostAddress::AnyIPv6), *local, Backlog);
    if (!taken && taken.error().kind != Error::Kind::PortInUse) // a computer without IPv6
        taken = m_listener.listen(QHostAddress(QHostAddress::AnyIPv4), *local, Backlog);
    if (!taken)
        Q_EMIT listeningFailed(taken.error());
    else
        Q_EMIT listening(*Endpoint::make(Endpoint::Scheme::Tcp, u"::", *taken));
}

void PeerLinks::doSend(const PeerId &peer, quint64 link, const wire::Message &message)
{
    PeerLink *up = upLink(peer, link);
    if (up == nullptr || !up->send(message))
        Q_EMIT notTaken(peer, link, message);
}

void PeerLinks::doDial(const PeerId &peer, const Endpoint &endpoint)
{
    if (m_closing || m_blocked.contains(peer))
        return;
    if (peer == self())
        Q_EMIT dialFailed(peer, endpoint, {}, Error{Error::Kind::OwnIdentity, endpoint.toString(), {}});
    else if (peer.isNull())
        m_dialler.wantOnce(endpoint);
    else
        m_dialler.want(peer, endpoint);
    if (m_up.contains(peer))
        m_dialler.rest(peer);
}

void PeerLinks::doClose(const PeerId &peer)
{
    m_dialler.forget(peer);
    const PeerLink *up = m_up.take(peer); // so that it is not in the way of another
    const quint64 number = up != nullptr ? up->number() : 0;
    m_held.remove(peer); // nor welcomed because another one has gone
    const QList<PeerLink *> links = m_links;
    for (PeerLink *link : links) {
        if (link->peer() == peer || link->expected() == peer)
            link->leave(wire::ByeReason::Leaving);
    }
    if (number != 0)
        Q_EMIT linkDown(peer, number, {Departure::Kind::WeLeft, {}});
}

void PeerLinks::doSetBlocked(const QSet<PeerId> &blocked)
{
    const QSet<PeerId> added = blocked - m_blocked;
    m_blocked = blocked;
    for (const PeerId &peer : added) {
        if (PeerLink *held = m_held.take(peer))
            held->refuse(wire::RefuseReason::NotWanted);
        doClose(peer);
    }
}

void PeerLinks::doKnock(const PeerId &peer, quint64 number, quint16 port)
{
    const PeerLink *link = upLink(peer, number);
    if (!link || m_knocks.contains(number))
        return;
    const auto there = Endpoint::make(Endpoint::Scheme::Tcp, link->endpoint().host(), port);
    if (!there)
        return;
    auto *connector = new TcpConnector(*there, [this, peer, number](const Result<platform::Socket> &connection) {
        m_knocks.take(number)->deleteLater(); // we are in its call
        Q_EMIT knocked(peer, number, resultOf(connection));
    });
    connector->setParent(this);
    m_knocks.insert(number, connector);
    connector->start();
}

// Connections

TcpListener::Room PeerLinks::room() const
{
    return TcpListener::Room::Free; // who is not wanted is turned away, not left waiting
}

void PeerLinks::take(platform::Socket socket, const platform::Address &from)
{
    const Endpoint endpoint = endpointOf(Endpoint::Scheme::Tcp, from.host, from.port);
    const QHostAddress address = withoutIpv6Clothes(from.host);
    const auto sameAddress = std::count_if(m_strangers.cbegin(), m_strangers.cend(), [&](const PeerLink *link) {
        return link->endpoint().host() == endpoint.host();
    });
    if (m_closing || sameAddress >= m_limits.strangersAnAddress || !m_handshakes.allows(address))
        return; // the socket closes itself
    if (m_strangers.size() >= m_limits.strangers)
        m_strangers.constFirst()->drop({Departure::Kind::WeLeft, {}});
    PeerLink *link = add(std::move(socket), PeerLink::Role::Called, {}, endpoint);
    m_strangers.append(link);
    link->start();
}

void PeerLinks::connected(const Dialler::Target &target, platform::Socket socket)
{
    if (!m_closing)
        add(std::move(socket), PeerLink::Role::Dialled, target.peer, target.endpoint)->start();
}

PeerLink *PeerLinks::add(platform::Socket socket, PeerLink::Role role, const PeerId &expected,
                         const Endpoint &endpoint)
{
    const platform::Address local = platform::localAddress(socket.descriptor());
    const platform::Address remote = platform::remoteAddress(socket.descriptor());
    auto stream = std::make_unique<SocketStream>(std::move(socket), endpoint.toString());
    auto *link = new PeerLink(*m_context, std::move(stream), role, expected, endpoint, m_limits, m_turn);
    link->setEnds(local, remote);
    m_links.append(link);
    connect(link, &PeerLink::identified, this, [this, link] { identified(link); });
    connect(link, &PeerLink::greeted, this, [this, link] { greeted(link); });
    connect(link, &PeerLink::cameUp, this, [this, link] { cameUp(link); });
    connect(link, &PeerLink::answered, this, [this, link] { oldAnswered(link); });
    connect(link, &PeerLink::ended, this, [this, link](const Departure &departure) { ended(link, departure); });
    connect(link, &PeerLink::roomAgain, this, [this, link] {
        if (m_up.value(link->peer()) == link) // not one that is leaving
            Q_EMIT roomAgain(link->peer(), link->number());
    });
    connect(link, &PeerLink::received, this, [this, link](const QList<Arrival> &arrivals) {
        Q_EMIT received(link->peer(), link->number(), arrivals);
    });
    return link;
}

// Which of several links with one person is the one

PeerLink *PeerLinks::greeting(const PeerId &peer) const
{
    for (PeerLink *link : m_links) {
        if (link->hasGreeted() && link->peer() == peer)
            return link;
    }
    return nullptr;
}

PeerLink *PeerLinks::upLink(const PeerId &peer, quint64 number) const
{
    PeerLink *link = m_up.value(peer);
    return link != nullptr && link->number() == number ? link : nullptr;
}

void PeerLinks::identified(PeerLink *link)
{
    const PeerId peer = link->peer();
    if (peer == self())
        return link->drop(
            {Departure::Kind::Failed, Error{Error::Kind::OwnIdentity, link->endpoint().toString(), {}}});
    if (link->role() == PeerLink::Role::Called)
        return;                   // it speaks first
    if (m_blocked.contains(peer)) // who was not known when it was dialled
        return link->drop({Departure::Kind::Failed, Error{Error::Kind::PersonBlocked, peer.shortForm(), {}}});
    if (m_up.contains(peer))
        return link->drop(
            {Departure::Kind::Failed, Error{Error::Kind::AlreadyConnected, link->endpoint().toString(), {}}});
    wire::Hello hello;
    hello.features = m_self.features;
    hello.peer = self();
    hello.name = m_self.name;
    hello.softwareMajor = m_self.softwareMajor;
    hello.knownCounter = m_knownCounters.value(peer);
    link->greet(hello);
}

/// The side that is called decides, before it says HELLO-OK. When both dial at once, each is called once; the link that
/// the smaller id dialled is the one that stays, so that both decide alike and no link is up that will not stay.
void PeerLinks::greeted(PeerLink *link)
{
    m_strangers.removeAll(link);
    const PeerId peer = link->peer();
    if (m_blocked.contains(peer)) // before all that depends on what else goes on here
        return link->refuse(wire::RefuseReason::NotWanted);
    if (PeerLink *old = m_up.value(peer))
        return judgeSecond(link, old);
    if (m_up.size() >= MaxLinks)
        return link->refuse(wire::RefuseReason::Busy);
    if (greeting(peer) != nullptr && self() < peer) {
        if (PeerLink *earlier = m_held.value(peer))
            earlier->refuse(wire::RefuseReason::Busy);
        m_held.insert(peer, link); // until ours is up, or fails
        return;
    }
    welcome(link);
}

/// The old link may be dead without our knowing it: it is asked, and only its silence makes room for the new one.
void PeerLinks::judgeSecond(PeerLink *link, PeerLink *old)
{
    if (PeerLink *earlier = m_held.value(link->peer()))
        earlier->refuse(wire::RefuseReason::Busy);
    m_held.insert(link->peer(), link);
    old->probe();
}

void PeerLinks::oldAnswered(PeerLink *old)
{
    if (PeerLink *held = m_held.take(old->peer()))
        held->refuse(wire::RefuseReason::Busy);
}

void PeerLinks::welcome(PeerLink *link)
{
    wire::HelloOk ok;
    ok.features = m_self.features & link->hello().features;
    ok.peer = self();
    ok.name = m_self.name;
    ok.softwareMajor = m_self.softwareMajor;
    ok.knownCounter = m_knownCounters.value(link->peer());
    link->welcome(ok);
}

void PeerLinks::cameUp(PeerLink *link)
{
    link->setNumber(++m_lastNumber);
    m_up.insert(link->peer(), link);
    if (link->role() == PeerLink::Role::Dialled)
        m_dialler.reached(link->peer(), link->endpoint());
    m_dialler.rest(link->peer());
    dropOthers(link);
    Q_EMIT linkUp(describe(link));
}

void PeerLinks::dropOthers(const PeerLink *link)
{
    if (PeerLink *held = m_held.take(link->peer()))
        held->refuse(wire::RefuseReason::Busy);
    const QList<PeerLink *> links = m_links;
    for (PeerLink *other : links) {
        const bool rival = other != link && other->role() == PeerLink::Role::Dialled && !other->isUp();
        if (!rival || (other->peer() != link->peer() && other->expected() != link->peer()))
            continue;
        if (other->expected().isNull()) // somebody wants to know who is there
            other->drop(
                {Departure::Kind::Failed, Error{Error::Kind::AlreadyConnected, other->endpoint().toString(), {}}});
        else
            other->drop({Departure::Kind::WeLeft, {}});
    }
}

void PeerLinks::ended(PeerLink *link, const Departure &departure)
{
    if (!m_links.removeOne(link))
        return;
    const PeerId peer = link->peer();
    m_strangers.removeAll(link);
    if (m_held.value(peer) == link)
        m_held.remove(peer);
    link->deleteLater();
    if (!peer.isNull() && m_up.value(peer) == link) {
        m_up.remove(peer);
        Q_EMIT linkDown(peer, link->number(), departure);
        m_dialler.lost(peer);
    } else if (link->role() == PeerLink::Role::Dialled) {
        if (!m_up.contains(link->expected()))
            m_dialler.linkFailed(link->expected());
        if (departure.error)
            Q_EMIT dialFailed(link->expected(), link->endpoint(), peer, *departure.error);
    }
    if (!peer.isNull())
        next(peer);
    if (m_closing && m_links.isEmpty())
        Q_EMIT closed();
}

/// Lets the one in that waited for another link, which is gone.
void PeerLinks::next(const PeerId &peer)
{
    if (m_up.contains(peer) || greeting(peer) != nullptr || m_closing)
        return;
    if (PeerLink *held = m_held.take(peer))
        welcome(held);
}

LinkedPeer PeerLinks::describe(const PeerLink *link) const
{
    const bool dialled = link->role() == PeerLink::Role::Dialled;
    const wire::Hello &hello = link->hello();
    const wire::HelloOk &ok = link->helloOk();
    LinkedPeer peer;
    peer.peer = link->peer();
    peer.link = link->number();
    peer.spki = link->peerSpki();
    peer.endpoint = link->endpoint();
    peer.remote = endpointOf(Endpoint::Scheme::Tcp, link->remote().host, link->remote().port);
    peer.local = endpointOf(Endpoint::Scheme::Tcp, link->local().host, link->local().port);
    peer.direction = dialled ? LinkedPeer::Direction::Dialled : LinkedPeer::Direction::Called;
    peer.minor = ok.minor;
    peer.features = hello.features & ok.features;
    peer.name = dialled ? ok.name : hello.name;
    peer.softwareMajor = dialled ? ok.softwareMajor : hello.softwareMajor;
    peer.knownCounter = dialled ? ok.knownCounter : hello.knownCounter;
    return peer;
}

} // namespace kith

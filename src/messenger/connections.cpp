// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/connections.h"

#include "messenger/roster.h"
#include "net/localaddresses.h"
#include "net/networkthread.h"
#include "net/transportfactory.h"

#include <algorithm>
#include <chrono>

namespace kith {

namespace {

/// What closeAll() allows beyond the farewell itself.
constexpr std::chrono::milliseconds ClosingLimit{Transport::FarewellMilliseconds + 1000};

/// Stored bytes are reported to a transport in steps, because each report wakes its thread. Much less than
/// Transport::MaxUnconsumedBytes, so that reading never stops for what was not reported yet.
constexpr qint64 ConsumedStep = Transport::MaxUnconsumedBytes / 4;

Link::End endOf(Departure::Kind kind)
{
    switch (kind) {
    case Departure::Kind::SaidQ:
        return Link::End::SaidQ;
    case Departure::Kind::Closed:
        return Link::End::Closed;
    case Departure::Kind::WeLeft:
        return Link::End::WeLeft;
    case Departure::Kind::Failed:
        return Link::End::Failed;
    }
    return Link::End::Closed;
}

} // namespace

/// One transport and what it is for.
struct Connections::Carrier {
    Transport *transport = nullptr;
    Link::Role role = Link::Role::None;
    HostId host;                      ///< Null unless it is shown as a host.
    ConversationId joined;            ///< With Role::Joined.
    Endpoint asked;                   ///< What was to be bound or reached.
    Endpoint local;                   ///< Our own side, once open.
    PlainTextOptions newcomers;       ///< How a peer that speaks first is spoken with.
    std::optional<Error> error;       ///< Why it is about to close by itself.
    QHash<Endpoint, qint64> consumed; ///< Stored, and not reported yet.
    qint64 consumedBytes = 0;         ///< Their sum.
    bool closing = false;
};

Connections::Connections(Roster &roster, NetworkThread &network, TransportFactory &factory, QObject *parent)
    : QObject(parent), m_roster(roster), m_network(network), m_factory(factory)
{
    m_closingLimit.setSingleShot(true);
    m_closingLimit.setInterval(ClosingLimit);
    connect(&m_closingLimit, &QTimer::timeout, this, [this] {
        if (const auto promise = std::exchange(m_closing, nullptr))
            promise->finish();
    });
}

Connections::~Connections()
{
    for (const auto &carrier : m_carriers) {
        carrier->transport->disconnect(this);
        m_network.release(carrier->transport);
    }
}

HostId Connections::host(const Endpoint &local, const HostOptions &options)
{
    Host host;
    host.id = HostId::random();
    host.local = local;
    host.options = options;
    m_hosts.append(host);
    const bool datagrams = local.scheme() == Endpoint::Scheme::Udp;
    Carrier &carrier =
        carry(datagrams ? m_factory.direct(local, options.plainText) : m_factory.host(local, options),
              datagrams ? Link::Role::Direct : Link::Role::Client, local);
    carrier.host = host.id;
    carrier.newcomers = options.plainText;
    Q_EMIT hostAdded(host);
    carrier.transport->open();
    return host.id;
}

void Connections::stopHost(const HostId &id)
{
    for (const auto &carrier : m_carriers) {
        if (carrier->host == id && !carrier->closing) {
            carrier->closing = true;
            const bool datagrams = carrier->role == Link::Role::Direct;
            carrier->transport->close(datagrams ? Farewell::Silently : Farewell::SayQ);
        }
    }
}

void Connections::removeHost(const HostId &id)
{
    const auto found = std::find_if(m_hosts.cbegin(), m_hosts.cend(), [&](const Host &h) { return h.id == id; });
    if (found == m_hosts.cend() || found->state != Host::State::Stopped)
        return;
    m_hosts.erase(found);
    Q_EMIT hostRemoved(id);
}

void Connections::guestCame(const HostId &id)
{
    changeHost(id, [](Host &host) { ++host.connected; });
}

void Connections::guestLeft(const HostId &id)
{
    changeHost(id, [](Host &host) { host.connected = std::max(0, host.connected - 1); });
}

void Connections::join(const ConversationId &id)
{
    const Conversation *conversation = m_roster.conversation(id);
    if (!conversation || m_carrierOf.contains(id))
        return;
    Carrier &carrier = carry(m_factory.join(conversation->endpoint, conversation->options), Link::Role::Joined,
                             conversation->endpoint);
    carrier.joined = id;
    m_carrierOf.insert(id, &carrier);
    Link link;
    link.phase = Link::Phase::Connecting;
    link.role = Link::Role::Joined;
    link.since = QDateTime::currentDateTimeUtc();
    setLink(id, link);
    carrier.transport->open();
}

void Connections::direct(const ConversationId &id)
{
    const Conversation *conversation = m_roster.conversation(id);
    if (!conversation || m_carrierOf.contains(id))
        return;
    const Endpoint bindTo = conversation->bindTo;
    const auto usable = [&](const std::unique_ptr<Carrier> &c) {
        return c->role == Link::Role::Direct && !c->closing && (c->asked == bindTo || c->local == bindTo);
    };
    const auto found = std::find_if(m_carriers.cbegin(), m_carriers.cend(), usable);
    Carrier *carrier = found == m_carriers.cend() ? nullptr : found->get();
    Link link;
    link.role = Link::Role::Direct;
    link.since = QDateTime::currentDateTimeUtc();
    if (!carrier) {
        carrier = &carry(m_factory.direct(bindTo, PlainTextOptions{}), Link::Role::Direct, bindTo);
        carrier->transport->open();
    }
    m_carrierOf.insert(id, carrier);
    carrier->transport->setOptions(conversation->endpoint, conversation->options);
    link.host = carrier->host;
    link.local = carrier->local;
    link.phase = carrier->local.isNull() ? Link::Phase::Connecting : Link::Phase::Online;
    setLink(id, link);
}

void Connections::leave(const ConversationId &id, Farewell farewell)
{
    Carrier *carrier = m_carrierOf.value(id);
    const Conversation *conversation = m_roster.conversation(id);
    if (!carrier || !conversation || carrier->closing)
        return;
    if (carrier->role == Link::Role::Direct)
        offline(*carrier, conversation->endpoint, {Departure::Kind::WeLeft, std::nullopt});
    const bool servesOthers = carrier->role == Link::Role::Client || !carrier->host.isNull() ||
                              (carrier->role == Link::Role::Direct && carries(carrier));
    if (servesOthers) {
        carrier->transport->leave(conversation->endpoint, farewell);
    } else {
        carrier->closing = true;
        carrier->transport->close(farewell);
    }
}

template <typename Command>
void Connections::onCarrier(const ConversationId &id, Command command)
{
    Carrier *carrier = m_carrierOf.value(id);
    if (const Conversation *conversation = m_roster.conversation(id); carrier && conversation)
        command(*carrier, *conversation);
}

void Connections::send(const ConversationId &id, const Outgoing &message)
{
    onCarrier(id, [&](Carrier &carrier, const Conversation &c) { carrier.transport->send(c.endpoint, message); });
}

void Connections::sendNow(const ConversationId &id)
{
    onCarrier(id, [](Carrier &carrier, const Conversation &c) { carrier.transport->sendNow(c.endpoint); });
}

void Connections::applyOptions(const ConversationId &id)
{
    onCarrier(
        id, [](Carrier &carrier, const Conversation &c) { carrier.transport->setOptions(c.endpoint, c.options); });
}

void Connections::consumed(const ConversationId &id, qint64 bytes)
{
    // Without a carrier the peer is gone, and its share with it.
    onCarrier(id, [bytes](Carrier &carrier, const Conversation &c) {
        carrier.consumed[c.endpoint] += bytes;
        carrier.consumedBytes += bytes;
        if (carrier.consumedBytes < ConsumedStep)
            return;
        for (auto it = carrier.consumed.cbegin(); it != carrier.consumed.cend(); ++it)
            carrier.transport->consumed(it.key(), it.value());
        carrier.consumed.clear();
        carrier.consumedBytes = 0;
    });
}

QFuture<void> Connections::closeAll()
{
    if (!m_closing)
        m_closing = std::make_unique<QPromise<void>>();
    QFuture<void> future = m_closing->future();
    m_closing->start();
    for (const auto &carrier : m_carriers) {
        if (carrier->closing)
            continue;
        carrier->closing = true;
        carrier->transport->close(carrier->role == Link::Role::Joined ? Farewell::SayQ : Farewell::Silently);
    }
    if (m_carriers.empty())
        std::exchange(m_closing, nullptr)->finish();
    else
        m_closingLimit.start();
    return future;
}

bool Connections::isOnline(const ConversationId &id) const
{
    const auto link = m_links.constFind(id);
    return link != m_links.constEnd() && link->isOnline();
}

std::optional<Host> Connections::host(const HostId &id) const
{
    for (const Host &host : m_hosts) {
        if (host.id == id)
            return host;
    }
    return std::nullopt;
}

Connections::Carrier &Connections::carry(std::unique_ptr<Transport> made, Link::Role role, const Endpoint &asked)
{
    m_carriers.push_back(std::make_unique<Carrier>());
    Carrier &carrier = *m_carriers.back();
    carrier.role = role;
    carrier.asked = asked;
    Transport *transport = m_network.adopt(std::move(made));
    carrier.transport = transport;
    // A transport is released only after its last signal, so the carrier is there whenever one arrives.
    Carrier *c = &carrier;
    const auto hear = [this, transport](auto signal, auto slot) {
        connect(transport, signal, this, slot, Qt::QueuedConnection);
    };
    hear(&Transport::stateChanged, [this, c](Transport::State state, const Endpoint &local) {
        if (state == Transport::State::Open)
            opened(*c, local);
        else if (state == Transport::State::Closed)
            closed(*c);
    });
    hear(&Transport::failed, [c](const Error &error) { c->error = error; });
    hear(&Transport::impaired, [this, c](const std::optional<Error> &error) {
        changeHost(c->host, [&](Host &host) { host.error = error; });
    });
    hear(&Transport::peerOnline, [this, c](const Endpoint &peer) { online(*c, peer); });
    hear(&Transport::peerOffline,
         [this, c](const Endpoint &peer, const Departure &departure) { offline(*c, peer, departure); });
    hear(&Transport::received, [this, c](const Endpoint &peer, const Received &message) {
        Q_EMIT received(conversationOf(*c, peer), message);
    });
    hear(&Transport::progress, [this](const Endpoint &peer, const MessageId &id, const Progress &progress) {
        Q_EMIT progressed(m_roster.find(peer), id, progress);
    });
    hear(&Transport::turnsEnded, [this](const Endpoint &peer) { Q_EMIT turnsEnded(m_roster.find(peer)); });
    return carrier;
}

void Connections::opened(Carrier &carrier, const Endpoint &local)
{
    carrier.local = local;
    changeHost(carrier.host, [&](Host &host) {
        host.local = local;
        host.reachable = reachableEndpoints(local);
        host.state = Host::State::Listening;
        host.since = QDateTime::currentDateTimeUtc();
    });
    if (carrier.role != Link::Role::Direct)
        return;
    const QList<ConversationId> waiting = m_carrierOf.keys(&carrier);
    for (const ConversationId &id : waiting) {
        Link link = m_links.value(id);
        link.phase = Link::Phase::Online;
        link.local = local;
        setLink(id, link);
    }
}

void Connections::closed(Carrier &carrier)
{
    const std::optional<Error> error = carrier.error;
    const Departure departure{error ? Departure::Kind::Failed : Departure::Kind::WeLeft, error};
    const QList<ConversationId> stranded = m_carrierOf.keys(&carrier);
    for (const ConversationId &id : stranded) {
        if (const Conversation *conversation = m_roster.conversation(id))
            offline(carrier, conversation->endpoint, departure);
        m_carrierOf.remove(id);
    }
    changeHost(carrier.host, [&](Host &host) {
        host.state = Host::State::Stopped;
        host.error = error;
        host.connected = 0;
    });
    carrier.transport->disconnect(this);
    m_network.release(carrier.transport);
    std::erase_if(m_carriers, [&](const std::unique_ptr<Carrier> &c) { return c.get() == &carrier; });
    if (m_carriers.empty() && m_closing) {
        m_closingLimit.stop();
        std::exchange(m_closing, nullptr)->finish();
    }
}

void Connections::online(Carrier &carrier, const Endpoint &peer)
{
    const bool known = !m_roster.find(peer).isNull();
    const ConversationId id = conversationOf(carrier, peer);
    if (m_carrierOf.value(id) == &carrier && isOnline(id))
        return;
    const Conversation *conversation = m_roster.conversation(id);
    if (!conversation)
        return; // removed while it was connecting
    m_carrierOf.insert(id, &carrier);
    if (known) {
        if (carrier.role != Link::Role::Joined)
            carrier.transport->setOptions(peer, conversation->options);
        m_roster.change(conversation->contact,
                        [](Contact &contact) { contact.lastSeenAt = QDateTime::currentDateTimeUtc(); });
    }
    Link link;
    link.phase = Link::Phase::Online;
    link.role = carrier.role;
    link.host = carrier.host;
    link.local = carrier.local;
    link.since = QDateTime::currentDateTimeUtc();
    changeHost(carrier.host, [](Host &host) { ++host.connected; });
    setLink(id, link);
}

void Connections::offline(Carrier &carrier, const Endpoint &peer, const Departure &departure)
{
    const ConversationId id = m_roster.find(peer);
    if (m_carrierOf.value(id) != &carrier)
        return;
    m_carrierOf.remove(id);
    carrier.consumedBytes -= carrier.consumed.take(peer);
    Link link = m_links.value(id);
    if (link.isOnline())
        changeHost(carrier.host, [](Host &host) { host.connected = std::max(0, host.connected - 1); });
    link.phase = Link::Phase::Offline;
    link.end = endOf(departure.kind);
    link.error = departure.error;
    link.since = QDateTime::currentDateTimeUtc();
    setLink(id, link);
}

void Connections::setLink(const ConversationId &id, const Link &link)
{
    m_links.insert(id, link);
    Q_EMIT linkChanged(id, link);
}

void Connections::changeHost(const HostId &id, const std::function<void(Host &)> &edit)
{
    for (Host &host : m_hosts) {
        if (host.id != id)
            continue;
        edit(host);
        const Host changed = host; // whoever hears of it may change the list
        Q_EMIT hostChanged(changed);
        return;
    }
}

ConversationId Connections::conversationOf(const Carrier &carrier, const Endpoint &peer)
{
    return carrier.role == Link::Role::Joined
               ? carrier.joined
               : m_roster.ensure(peer, Contact::Origin::Stranger, carrier.newcomers);
}

bool Connections::carries(const Carrier *carrier) const
{
    return std::find(m_carrierOf.cbegin(), m_carrierOf.cend(), carrier) != m_carrierOf.cend();
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/udptransport.h"

#include "net/addresses.h"
#include "net/plaintextlink.h"
#include "net/progressof.h"
#include "protocol/plaintextdecoder.h"

#include <QHostInfo>
#include <QTimerEvent>
#include <QVariant>

#include <array>

namespace kith {

namespace {

constexpr int LeaveTickMilliseconds = 20;
constexpr qint64 MaxDatagramBytes = 65'536;
constexpr int MaxChosen = 8192; // options kept for peers that are offline

Error sendError(const QUdpSocket &socket, const Endpoint &peer)
{
    const bool noWay = socket.error() == QAbstractSocket::NetworkError;
    return Error{noWay ? Error::Kind::Unreachable : Error::Kind::NetworkFailed, peer.toString(),
                 socket.errorString()};
}

} // namespace

/// A peer that is online: it spoke to us, or we to it.
struct UdpTransport::Peer {
    Peer(const Endpoint &e, const PlainTextOptions &o) : endpoint(e), options(o), turns(o, TurnQueue::Role::Other)
    {
    }

    Endpoint endpoint;
    PlainTextOptions options;
    TurnQueue turns;
    Key key; // no address until its name is known
    qint64 unconsumed = 0;
    int lookup = -1;
    bool leaving = false;
    bool gone = false;
    Clock::time_point leaveBy;
};

UdpTransport::UdpTransport(const Endpoint &local, const PlainTextOptions &options)
    : m_socket(this), m_options(options), m_local(local)
{
    connect(&m_socket, &QUdpSocket::readyRead, this, &UdpTransport::readSome);
    connect(&m_budget, &ReadBudget::available, this, &UdpTransport::readSome, Qt::QueuedConnection);
}

UdpTransport::~UdpTransport() = default;

void UdpTransport::doOpen()
{
    if (m_state != State::Closed)
        return;
    setState(State::Opening);
    if (m_local.isNull())
        return bindTo(QHostAddress(QHostAddress::Any));
    if (const auto address = numericAddress(m_local))
        return bindTo(addressToBind(*address));
    QHostInfo::lookupHost(m_local.host(), this, [this](const QHostInfo &info) {
        if (m_state != State::Opening)
            return;
        if (info.addresses().isEmpty())
            return giveUp(Error{Error::Kind::HostNotFound, m_local.toString(), info.errorString()});
        bindTo(info.addresses().constFirst());
    });
}

void UdpTransport::bindTo(const QHostAddress &address)
{
    if (!m_socket.bind(address, m_local.port(), QAbstractSocket::DontShareAddress))
        return giveUp(bindError(m_socket.error(), m_socket.errorString(), m_local));
    m_socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, QVariant(ReceiveBufferBytes));
    const QString host = m_local.isNull() ? QStringLiteral("0.0.0.0") : m_local.host();
    m_local = Endpoint::make(Endpoint::Scheme::Udp, host, m_socket.localPort()).value_or(m_local);
    setState(State::Open);
    const QList<Endpoint> early = m_peers.keys();
    for (const Endpoint &endpoint : early) {
        if (const std::shared_ptr<Peer> peer = m_peers.value(endpoint))
            pump(*peer);
    }
}

void UdpTransport::giveUp(const Error &error)
{
    const QList<Endpoint> peers = m_peers.keys();
    for (const Endpoint &peer : peers)
        remove(peer, Departure{Departure::Kind::Failed, error});
    Q_EMIT failed(error);
    setState(State::Closed);
}

void UdpTransport::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state, m_local);
}

// Reading

void UdpTransport::readSome()
{
    static thread_local std::array<char, MaxDatagramBytes> datagram;
    for (int i = 0; i < MaxDatagramsPerTurn; ++i) {
        // What is left unread keeps Qt's notifier off until the next read; the system drops what has no room.
        // The first read is tried in any case, because it is what turns the notifier on again.
        if (m_state != State::Open || m_budget.isSpent() || (i > 0 && !m_socket.hasPendingDatagrams()))
            return;
        Key from;
        const qint64 size = m_socket.readDatagram(datagram.data(), datagram.size(), &from.address, &from.port);
        from.address = withoutIpv6Clothes(from.address);
        if (size > 0)
            take(from, QByteArrayView(datagram.data(), size));
    }
}

void UdpTransport::take(const Key &from, QByteArrayView datagram)
{
    Peer *known = m_byAddress.value(from);
    const Endpoint endpoint = known ? known->endpoint : endpointOf(Endpoint::Scheme::Udp, from.address, from.port);
    const PlainTextOptions options = known ? known->options : optionsFor(endpoint);
    const Incoming incoming = decodeMessage(datagram, options.charset);
    if (!known && incoming.kind != Incoming::Kind::Text)
        return; // a stranger who says nothing, or only good-bye
    if (endpoint.isNull())
        return; // sent from port 0: nobody could answer
    if (incoming.kind == Incoming::Kind::Q)
        return remove(endpoint, Departure{Departure::Kind::SaidQ, {}});
    if (!known) {
        if (m_peers.size() >= MaxPeers || m_closing)
            return;
        known = add(endpoint);
        setAddress(*known, from.address);
    }
    const std::shared_ptr<Peer> peer = m_peers.value(endpoint);
    peer->turns.answered();
    if (incoming.kind == Incoming::Kind::Text) {
        peer->unconsumed += incoming.message.bytes;
        m_budget.take(incoming.message.bytes);
        Q_EMIT received(endpoint, incoming.message);
    }
    pump(*peer);
}

void UdpTransport::doConsumed(const Endpoint &peer, qint64 bytes)
{
    const std::shared_ptr<Peer> known = m_peers.value(peer);
    if (!known)
        return;
    const qint64 its = qMin(bytes, known->unconsumed);
    known->unconsumed -= its;
    m_budget.give(its);
}

// Peers

UdpTransport::Peer *UdpTransport::add(const Endpoint &endpoint)
{
    const auto peer = std::make_shared<Peer>(endpoint, optionsFor(endpoint));
    m_peers.insert(endpoint, peer);
    Q_EMIT peerOnline(endpoint);
    return peer.get();
}

void UdpTransport::setAddress(Peer &peer, const QHostAddress &address)
{
    peer.key = Key{withoutIpv6Clothes(address), peer.endpoint.port()};
    if (!m_byAddress.contains(peer.key))
        m_byAddress.insert(peer.key, &peer);
}

void UdpTransport::resolve(Peer &peer)
{
    if (const auto address = numericAddress(peer.endpoint))
        return setAddress(peer, *address);
    const Endpoint endpoint = peer.endpoint;
    peer.lookup = QHostInfo::lookupHost(endpoint.host(), this, [this, endpoint](const QHostInfo &info) {
        const std::shared_ptr<Peer> found = m_peers.value(endpoint);
        if (!found || found->lookup != info.lookupId())
            return;
        const QList<QHostAddress> addresses = info.addresses();
        if (addresses.isEmpty()) {
            const Error error{Error::Kind::HostNotFound, endpoint.toString(), info.errorString()};
            return remove(endpoint, Departure{Departure::Kind::Failed, error});
        }
        // A name with both kinds of addresses: the first that this socket can reach.
        const bool onlyIpv4 = m_socket.localAddress().protocol() == QAbstractSocket::IPv4Protocol;
        QHostAddress chosen = addresses.constFirst();
        for (const QHostAddress &address : addresses) {
            if (onlyIpv4 && address.protocol() == QAbstractSocket::IPv4Protocol) {
                chosen = address;
                break;
            }
        }
        setAddress(*found, chosen);
        pump(*found);
    });
}

void UdpTransport::remove(const Endpoint &endpoint, const Departure &departure)
{
    const std::shared_ptr<Peer> peer = m_peers.value(endpoint);
    if (!peer || peer->gone)
        return;
    peer->gone = true;
    peer->turns.giveUp();
    report(*peer);
    m_peers.remove(endpoint);
    if (m_byAddress.value(peer->key) == peer.get())
        m_byAddress.remove(peer->key);
    m_budget.give(peer->unconsumed);
    Q_EMIT peerOffline(endpoint, departure);
    closeIfDone();
}

// Writing

void UdpTransport::doSend(const Endpoint &peer, const Outgoing &message)
{
    if (m_state == State::Closed || m_closing || peer.scheme() != Endpoint::Scheme::Udp) {
        const Error error{Error::Kind::NotConnected, peer.toString(), {}};
        Q_EMIT progress(peer, message.id, Progress{Progress::Step::NotSent, 0, 1, error});
        return;
    }
    if (!m_peers.contains(peer))
        resolve(*add(peer));
    const std::shared_ptr<Peer> known = m_peers.value(peer);
    const bool lines = known->options.framing == Framing::Lines;
    known->turns.enqueue(message.id,
                         Pieces::split(lines ? message.text + u'\n' : message.text, known->options.charset));
    pump(*known);
}

void UdpTransport::pump(Peer &peer)
{
    if (peer.gone)
        return;
    while (m_state == State::Open && !peer.gone && !peer.key.address.isNull()) {
        const QByteArrayView bytes = peer.turns.next();
        if (bytes.isEmpty())
            break;
        const qint64 written = m_socket.writeDatagram(bytes.data(), bytes.size(), peer.key.address, peer.key.port);
        if (written < 0 && m_socket.error() == QAbstractSocket::TemporaryError) {
            m_retryTimer.start(RetryMilliseconds, this);
            break;
        }
        if (written < 0) {
            report(peer);
            peer.turns.dropFirst();
            report(peer, sendError(m_socket, peer.endpoint));
            continue;
        }
        peer.turns.wrote(bytes.size());
    }
    report(peer);
    if (peer.leaving && peer.turns.farewellDone())
        remove(Endpoint(peer.endpoint), Departure{Departure::Kind::WeLeft, {}});
}

void UdpTransport::report(Peer &peer, const std::optional<Error> &cause)
{
    const Endpoint endpoint = peer.endpoint;
    if (peer.turns.takeTurnsEnded())
        Q_EMIT turnsEnded(endpoint);
    while (const std::optional<SendReport> report = peer.turns.takeReport())
        Q_EMIT progress(endpoint, report->id, progressOf(*report, endpoint, cause));
}

void UdpTransport::doSendNow(const Endpoint &peer)
{
    if (const std::shared_ptr<Peer> known = m_peers.value(peer)) {
        known->turns.sendNow();
        pump(*known);
    }
}

void UdpTransport::doSetOptions(const Endpoint &peer, const PlainTextOptions &options)
{
    if (m_chosen.contains(peer) || m_chosen.size() < MaxChosen)
        m_chosen.insert(peer, options);
    if (const std::shared_ptr<Peer> known = m_peers.value(peer)) {
        known->options = options;
        known->turns.setOptions(options);
        pump(*known);
    }
}

// The end

void UdpTransport::doLeave(const Endpoint &peer, Farewell farewell)
{
    const std::shared_ptr<Peer> known = m_peers.value(peer);
    if (!known || known->leaving)
        return;
    known->leaving = true;
    known->leaveBy = Clock::now() + std::chrono::milliseconds(FarewellMilliseconds) - PlainTextLink::LingerTime;
    if (farewell == Farewell::SayQ)
        known->turns.sayFarewell();
    else
        known->turns.giveUp();
    if (known->turns.nothingWaits() && known->turns.isEmpty())
        known->turns.stopWaiting(); // a datagram stands alone anyway
    if (!m_leaveTimer.isActive())
        m_leaveTimer.start(LeaveTickMilliseconds, this);
    pump(*known);
}

void UdpTransport::goOnLeaving()
{
    bool some = false;
    const QList<Endpoint> peers = m_peers.keys();
    for (const Endpoint &endpoint : peers) {
        const std::shared_ptr<Peer> peer = m_peers.value(endpoint);
        if (!peer || !peer->leaving)
            continue;
        some = true;
        if (Clock::now() < peer->leaveBy)
            continue;
        peer->turns.giveUp();
        pump(*peer);
        remove(endpoint, Departure{Departure::Kind::WeLeft, {}});
    }
    if (!some)
        m_leaveTimer.stop();
}

void UdpTransport::doClose(Farewell farewell)
{
    if (m_state == State::Closed || m_closing)
        return;
    m_closing = true;
    const QList<Endpoint> peers = m_peers.keys();
    for (const Endpoint &peer : peers)
        doLeave(peer, farewell);
    closeIfDone();
}

void UdpTransport::closeIfDone()
{
    if (!m_closing || !m_peers.isEmpty())
        return;
    m_closing = false;
    m_leaveTimer.stop();
    m_retryTimer.stop();
    m_socket.abort();
    setState(State::Closed);
}

void UdpTransport::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_leaveTimer.timerId())
        return goOnLeaving();
    if (event->timerId() != m_retryTimer.timerId())
        return Transport::timerEvent(event);
    m_retryTimer.stop();
    const QList<Endpoint> peers = m_peers.keys();
    for (const Endpoint &endpoint : peers) {
        if (const std::shared_ptr<Peer> peer = m_peers.value(endpoint))
            pump(*peer);
    }
}

} // namespace kith

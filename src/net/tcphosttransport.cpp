// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcphosttransport.h"

#include "net/addresses.h"
#include "net/peerlinks.h"
#include "net/socketstream.h"

#include <QHostInfo>

namespace kith {

TcpHostTransport::TcpHostTransport(const Endpoint &local, const HostOptions &options, SharedLinks links)
    : StreamTransport(local)
    , m_options(options)
    , m_links(std::move(links))
    , m_doorman([this](platform::Socket socket, const platform::Address &from, std::optional<Language> language) {
        decided(std::move(socket), from, language);
    })
    , m_listener(
          [this] { return room(); },
          [this](platform::Socket socket, const platform::Address &from) { arrived(std::move(socket), from); })
{
    m_doorman.setParent(this); // they go with it to its thread
    m_listener.setParent(this);
    connect(&m_listener, &TcpListener::impaired, this, &Transport::impaired);
}

TcpHostTransport::~TcpHostTransport() = default;

void TcpHostTransport::begin()
{
    if (const auto address = numericAddress(local()))
        return listenAt(*address);
    QHostInfo::lookupHost(local().host(), this, [this](const QHostInfo &info) {
        if (isClosing() || state() != State::Opening)
            return;
        if (info.addresses().isEmpty())
            return giveUp(Error{Error::Kind::HostNotFound, local().toString(), info.errorString()});
        listenAt(info.addresses().constFirst());
    });
}

void TcpHostTransport::listenAt(const QHostAddress &address)
{
    const bool together = m_options.clients == HostOptions::Clients::Together;
    const auto port = m_listener.listen(
        address, local(),
        together ? Backlog : qBound(HostOptions::MinWaiting, m_options.waiting, HostOptions::MaxWaiting));
    if (!port)
        return giveUp(port.error());
    opened(Endpoint::make(Endpoint::Scheme::Tcp, local().host(), *port).value_or(local()));
}

void TcpHostTransport::giveUp(const Error &error)
{
    stop();
    Q_EMIT failed(error);
    closeNow();
}

void TcpHostTransport::stop()
{
    m_doorman.sendAllAway();
    m_listener.close();
}

TcpListener::Room TcpHostTransport::room() const
{
    const int clients = linkCount() + m_doorman.waiting();
    if (m_options.clients == HostOptions::Clients::OneAtATime && clients > 0)
        return TcpListener::Room::Taken;
    return clients < MaxClients ? TcpListener::Room::Free : TcpListener::Room::Full;
}

PeerLinks *TcpHostTransport::links() const
{
    return m_options.links == HostOptions::Links::Taken ? m_links->load() : nullptr;
}

void TcpHostTransport::arrived(platform::Socket socket, const platform::Address &from)
{
    if (links())
        m_doorman.admit(std::move(socket), from);
    else
        decided(std::move(socket), from, Language::PlainText);
}

void TcpHostTransport::decided(platform::Socket socket, const platform::Address &from,
                               std::optional<Language> language)
{
    if (language == Language::Tls) {
        if (PeerLinks *taker = links())
            taker->take(std::move(socket), from);
        return m_listener.look();
    }
    const Endpoint peer = endpointOf(Endpoint::Scheme::Tcp, from.host, from.port);
    auto stream = std::make_unique<SocketStream>(std::move(socket), peer.toString());
    if (!language) // silent until now
        stream->setNeverFirst(TlsFirstByte);
    addLink(peer, std::move(stream), PlainTextLink::Role::Other, m_options.plainText);
}

void TcpHostTransport::linkEnded()
{
    m_listener.look();
}

} // namespace kith

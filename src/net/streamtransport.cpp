// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/streamtransport.h"

namespace kith {

void StreamTransport::opened(const Endpoint &local)
{
    m_local = local;
    setState(State::Open);
}

void StreamTransport::addLink(const Endpoint &peer, std::unique_ptr<ByteStream> stream, PlainTextLink::Role role,
                              const PlainTextOptions &options)
{
    auto *link = new PlainTextLink(*this, peer, std::move(stream), role, options, m_budget, m_sent);
    link->setParent(this);
    m_links.insert(peer, link);
    connect(link, &PlainTextLink::ended, this, &StreamTransport::removeLink);
    Q_EMIT peerOnline(peer);
}

void StreamTransport::removeLink(const Endpoint &peer)
{
    if (PlainTextLink *link = m_links.take(peer))
        link->deleteLater();
    linkEnded();
    if (m_closing && m_links.isEmpty())
        closeNow();
}

void StreamTransport::closeNow()
{
    m_closing = false;
    setState(State::Closed);
}

void StreamTransport::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state, m_local);
}

void StreamTransport::doOpen()
{
    if (m_state != State::Closed)
        return;
    setState(State::Opening);
    begin();
}

void StreamTransport::doSend(const Endpoint &peer, const Outgoing &message)
{
    if (PlainTextLink *link = m_links.value(peer))
        return link->send(message);
    const Error error{Error::Kind::NotConnected, peer.toString(), {}};
    Q_EMIT progress(peer, message.id, Progress{Progress::Step::NotSent, 0, 1, error});
}

void StreamTransport::doSendNow(const Endpoint &peer)
{
    if (PlainTextLink *link = m_links.value(peer))
        link->sendNow();
}

void StreamTransport::doSetOptions(const Endpoint &peer, const PlainTextOptions &options)
{
    if (PlainTextLink *link = m_links.value(peer))
        link->setOptions(options);
}

void StreamTransport::doConsumed(const Endpoint &peer, qint64 bytes)
{
    if (PlainTextLink *link = m_links.value(peer))
        link->consumed(bytes);
}

void StreamTransport::doLeave(const Endpoint &peer, Farewell farewell)
{
    if (PlainTextLink *link = m_links.value(peer))
        link->leave(farewell);
}

void StreamTransport::doClose(Farewell farewell)
{
    if (m_state == State::Closed || m_closing)
        return;
    m_closing = true;
    stop();
    // A link that ends at once changes the hash.
    const QList<PlainTextLink *> links = m_links.values();
    for (PlainTextLink *link : links)
        link->leave(farewell);
    if (m_links.isEmpty() && m_closing)
        closeNow();
}

} // namespace kith

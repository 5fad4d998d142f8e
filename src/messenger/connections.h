// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"
#include "messenger/host.h"
#include "messenger/link.h"
#include "net/transport.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QPromise>
#include <QTimer>

#include <memory>
#include <vector>

namespace kith {

class Roster;
class NetworkThread;
class TransportFactory;

/// Which transport carries which conversation: hosts, joined servers and datagram sockets.
class Connections final : public QObject {
    Q_OBJECT

public:
    /// All three are borrowed.
    Connections(Roster &roster, NetworkThread &network, TransportFactory &factory, QObject *parent = nullptr);
    ~Connections() override;

    HostId host(const Endpoint &local, const HostOptions &options);
    void stopHost(const HostId &id);
    void removeHost(const HostId &id);
    /// Somebody came to a host by an encrypted link, or is gone.
    void guestCame(const HostId &id);
    void guestLeft(const HostId &id);
    void join(const ConversationId &id);
    void direct(const ConversationId &id);
    void leave(const ConversationId &id, Farewell farewell);
    void send(const ConversationId &id, const Outgoing &message);
    void sendNow(const ConversationId &id);
    void applyOptions(const ConversationId &id);
    void consumed(const ConversationId &id, qint64 bytes);
    QFuture<void> closeAll();

    Link link(const ConversationId &id) const { return m_links.value(id); }
    bool isOnline(const ConversationId &id) const;
    QList<Host> hosts() const { return m_hosts; }
    std::optional<Host> host(const HostId &id) const;

Q_SIGNALS:
    void hostAdded(const kith::Host &host);
    void hostChanged(const kith::Host &host);
    void hostRemoved(const kith::HostId &host);
    void linkChanged(const kith::ConversationId &conversation, const kith::Link &link);
    void received(const kith::ConversationId &conversation, const kith::Received &message);
    void progressed(const kith::ConversationId &conversation, const kith::MessageId &id,
                    const kith::Progress &progress);
    void turnsEnded(const kith::ConversationId &conversation);

private:
    struct Carrier;

    /// Runs `command` with the carrier and the conversation; not at all for one that is offline or unknown.
    template <typename Command>
    void onCarrier(const ConversationId &id, Command command);
    Carrier &carry(std::unique_ptr<Transport> transport, Link::Role role, const Endpoint &asked);
    void opened(Carrier &carrier, const Endpoint &local);
    void closed(Carrier &carrier);
    void online(Carrier &carrier, const Endpoint &peer);
    void offline(Carrier &carrier, const Endpoint &peer, const Departure &departure);
    void setLink(const ConversationId &id, const Link &link);
    void changeHost(const HostId &id, const std::function<void(Host &)> &edit);
    ConversationId conversationOf(const Carrier &carrier, const Endpoint &peer);
    bool carries(const Carrier *carrier) const;

    Roster &m_roster;
    NetworkThread &m_network;
    TransportFactory &m_factory;
    std::vector<std::unique_ptr<Carrier>> m_carriers;
    QHash<ConversationId, Carrier *> m_carrierOf; ///< Of the conversations that are connecting or online.
    QHash<ConversationId, Link> m_links;
    QList<Host> m_hosts;
    std::unique_ptr<QPromise<void>> m_closing; ///< While closeAll() waits.
    QTimer m_closingLimit;
};

} // namespace kith

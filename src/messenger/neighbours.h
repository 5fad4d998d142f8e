// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/host.h"
#include "messenger/peers.h"
#include "net/hostplaces.h"
#include "net/peerlinks.h"

#include <QFuture>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPromise>

#include <memory>
#include <optional>

namespace kith {

class PeerNetwork;
class TlsContext;

/// Who is there: with whom a link is up, who was heard of, and what we show of ourselves. It knows keys and links, and
/// nothing of contacts; what it hears of a link that is gone it passes over.
class Neighbours final : public QObject {
    Q_OBJECT

public:
    /// Borrowed.
    explicit Neighbours(PeerNetwork &network, QObject *parent = nullptr);
    ~Neighbours() override;

    /// Opens the network; listening() or impaired() follows. Call listen() when links may come.
    void open(std::unique_ptr<TlsContext> context, const Peers::Options &options);
    void listen();
    bool isOpen() const { return !m_self.isNull(); }
    QFuture<void> closeAll();

    void setName(const QString &name); ///< Clean.
    void setVisibility(Peers::Visibility visibility);
    void setSwitches(const QHash<QString, Peers::Switch> &switches);
    void setPresence(const Presence &presence);
    /// Our hosts. Those who may know that the person is there are told.
    void setHosts(const QList<OpenHost> &hosts);

    /// Makes a link with `peer`, where it was heard or else at `known`, and makes it again when it is lost.
    void seek(const PeerId &peer, const Endpoint &known);
    /// Makes links no more unless it is heard of.
    void leaveAlone(const PeerId &peer);
    /// Makes a link with somebody who was heard and is not blocked any more.
    void meetAgain(const PeerId &peer);
    /// What is to be said by a link goes out together, when the turn ends. After the link is gone it is passed over.
    void send(const PeerId &peer, const wire::Message &message);
    /// `bytes` of what `link` received are dealt with.
    void consumed(const PeerId &peer, quint64 link, qint64 bytes);
    void setKnownCounter(const PeerId &peer, qint64 counter); ///< As PeerLinks takes it.
    /// turnEnds() follows soon: before anything else is waited for, and not while what came together is being told.
    void endTurnSoon();
    // As PeerLinks has them, after what is to be said.
    void close(const PeerId &peer);
    void shutOut(const PeerId &peer, quint64 link, const QString &what);
    void setBlocked(const QList<PeerId> &blocked);
    /// Makes a link with whoever is at `endpoint`, once; also with a stranger while we are invisible, until hangUp().
    void call(const Endpoint &endpoint);
    void hangUp(const Endpoint &endpoint);

    const PeerId &self() const { return m_self; }
    const QString &name() const { return m_name; }
    Peers::Visibility visibility() const { return m_visibility; }
    const QHash<QString, Peers::Switch> &switches() const { return m_switches; }
    QList<NearbyNetwork> networks() const;
    const Presence &presence() const { return m_presence; }
    const Endpoint &local() const { return m_local; }
    const std::optional<Error> &portError() const { return m_portError; } ///< Why our links do not listen.
    bool isLinked(const PeerId &peer) const { return m_linked.contains(peer); }
    /// The link with `peer`; none: it is down.
    std::optional<LinkedPeer> link(const PeerId &peer) const;
    QList<LinkedPeer> links() const;
    std::optional<NearbyPeer> nearby(const PeerId &peer) const;
    QList<NearbyPeer> nearby() const; ///< In the order in which they came.
    /// Where beacons say that the other side of `link` listens, if they come from where its bytes come from; null: nowhere.
    Endpoint heardAlongside(const LinkedPeer &link) const;
    /// Where beacons say that it is, which is unproven; null: nowhere.
    Endpoint heardAt(const PeerId &peer) const { return m_heardAt.value(peer); }
    /// Where `peer` hosts; of somebody who is sought and was lost, where it did.
    QList<Endpoint> hostsOf(const PeerId &peer) const;
    /// The host of ours that `peer`, who is linked, reaches at `port`; null: none.
    HostId hostFor(const PeerId &peer, quint16 port) const;

Q_SIGNALS:
    void listening(const kith::Endpoint &local);
    void impaired(const std::optional<kith::Error> &error);
    void networksChanged();
    void cameUp(const kith::LinkedPeer &peer);
    void wentDown(const kith::PeerId &peer, const kith::Departure &departure);
    /// Of the link that is up. `bytes`: to be said to consumed().
    void received(const kith::LinkedPeer &from, const kith::wire::Message &message, qint64 bytes);
    void notTaken(const kith::PeerId &peer, const kith::wire::Message &message);
    /// The last moment to say something in this turn.
    void turnEnds();
    void presenceChanged(const kith::PeerId &peer, const kith::Presence &presence);
    void nearbyChanged(const kith::NearbyPeer &peer);
    void nearbyGone(const kith::PeerId &peer);

private:
    struct Linked {
        LinkedPeer peer;
        NearbyPeer shown;
        hostplaces::Where where = hostplaces::Where::Elsewhere;
        QList<wire::HostPlace> told; ///< Of our hosts, the last time.
        LinkTurn turn;               ///< To be said.
    };

    void connectLinks();
    void connectDiscovery();
    void linkUp(const LinkedPeer &peer);
    void linkDown(const PeerId &peer, quint64 link, const Departure &departure);
    void takeAll(const PeerId &peer, quint64 link, const QList<Arrival> &arrivals);
    bool take(const PeerId &peer, quint64 link, const Arrival &arrival);
    void takePresence(Linked &from, const wire::Presence &presence);
    Linked *toSay(const PeerId &peer);
    void endTurn();
    void sayAll();
    void gone(const PeerId &peer);
    void tellKnown();
    void takeHosts(Linked &from, const wire::Hosts &hosts);
    void sayPresence(const PeerId &to);
    void sayHosts();
    void sayHosts(const PeerId &to);
    bool isSeenBy(const PeerId &peer) const;
    bool mayMeet(const PeerId &peer) const;

    PeerNetwork &m_network;
    PeerId m_self;
    QString m_name;
    Peers::Visibility m_visibility = Peers::Visibility::Off;
    QHash<QString, Peers::Switch> m_switches;
    Presence m_presence{Presence::Availability::Online, {}};
    Endpoint m_local;
    std::optional<Error> m_portError;
    quint16 m_port = 0; ///< To be tried first.
    QHash<PeerId, Linked> m_linked;
    QList<PeerId> m_order; ///< In which they came.
    QHash<PeerId, Endpoint> m_heardAt;
    QHash<PeerId, Endpoint> m_sought; ///< Also while nobody hears of them; null: only where they are heard.
    QList<PeerId> m_toSay;            ///< Whose turn is not empty.
    bool m_isTurnEnding = false;
    bool m_isTellingKnown = false;
    QList<OpenHost> m_hosts;                      ///< Ours.
    QHash<PeerId, QList<Endpoint>> m_hostsBefore; ///< Of those who are sought and were lost.
    QList<Endpoint> m_called;                     ///< Where whoever is there is wanted.
    std::shared_ptr<QPromise<void>> m_closing;
};

} // namespace kith

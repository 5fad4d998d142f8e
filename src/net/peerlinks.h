// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/error.h"
#include "core/peerid.h"
#include "net/dialler.h"
#include "net/linklimits.h"
#include "net/peerlink.h"
#include "net/ratelimit.h"
#include "net/tcplistener.h"
#include "net/tlscontext.h"
#include "net/transport.h"
#include "net/writeturn.h"
#include "protocol/wire.h"

#include <QHash>
#include <QList>
#include <QMetaType>
#include <QObject>
#include <QSet>

#include <memory>

namespace kith {

class TcpConnector;

/// With whom a link is up.
struct LinkedPeer {
    enum class Direction { Dialled, Called };

    PeerId peer;
    quint64 link = 0;        ///< Its number; each later link of the same PeerLinks has a greater one.
    QByteArray spki;         ///< Its public key in DER; `peer` is its SHA-256.
    QString name;            ///< As it calls itself; may be empty.
    quint64 features = 0;    ///< That both have.
    int minor = 0;           ///< The protocol that is spoken.
    int softwareMajor = 0;   ///< Of its program.
    qint64 knownCounter = 0; ///< The newest counter of our messages that it has; 0: none.
    Endpoint endpoint;       ///< That was dialled, or where its bytes come from (a port that cannot be dialled).
    Endpoint remote;         ///< Where its bytes come from, in numbers.
    Endpoint local;          ///< Our own end.
    Direction direction = Direction::Dialled;
};

/// What there is to say by a link, all that came together in one turn of an event loop.
struct LinkTurn {
    QList<wire::Message> messages; ///< In this order.
    qint64 consumed = 0;           ///< As PeerLinks::consumed() takes it.
    qint64 knownCounter = 0;       ///< As PeerLinks::setKnownCounter() takes it; 0: what it was.
};

/// All encrypted links of one identity: at most one with each person, whoever dialled, and the port where others dial.
///
/// It lives on the network thread. Its commands may be called from any thread and run there in the order of the calls;
/// its signals arrive by queued connections. That a message was handed over here says nothing: only the other side's
/// acknowledgement says that it arrived, and whoever sends keeps it until then.
///
/// Between a command and its execution one link may go and the next one come. So each has a number, that of its
/// linkUp(), and what is meant for one never reaches another.
class PeerLinks final : public QObject {
    Q_OBJECT

public:
    static constexpr int MaxLinks = 256; ///< Further people are told that we are busy.
    static constexpr int Backlog = 128;

    /// What others are told of us in a greeting.
    struct Self {
        QString name;
        quint64 features = 0;
        int softwareMajor = 0;
    };

    explicit PeerLinks(std::unique_ptr<TlsContext> context, const LinkLimits &limits = {});
    ~PeerLinks() override;

    // Commands, for any thread.

    void setSelf(const Self &self); ///< For greetings from now on.
    /// The newest counter of the messages of `peer` that we have: said in the next greeting.
    void setKnownCounter(const PeerId &peer, qint64 counter);
    /// Takes links at a port, 0: one that the system chooses; listening() or listeningFailed() follows. An earlier port
    /// is given up.
    void listen(quint16 port);
    void stopListening();
    /// Makes a link with `peer`, and makes it again whenever it is lost, until close(). `endpoint` is tried first, the
    /// ones that were given before after it. With a null `peer`: with whoever is there, once.
    void dial(const PeerId &peer, const Endpoint &endpoint);
    /// Dials `peer` there no more, until dial() says it again.
    void forgetEndpoint(const PeerId &peer, const Endpoint &endpoint);
    /// Sends by `link`; notTaken() follows if it is no longer up, or when too much waits.
    void send(const PeerId &peer, quint64 link, const wire::Message &message);
    /// The same for several messages and whatever else is to be said, in one step.
    void say(const PeerId &peer, quint64 link, const LinkTurn &turn);
    /// Says that `bytes` of what `link` received are dealt with, so that reading may go on. Nothing if it is gone.
    void consumed(const PeerId &peer, quint64 link, qint64 bytes);
    /// Ends the link, and dials no more.
    void close(const PeerId &peer);
    /// The same because the peer broke a rule on `link` that only the caller can know, such as an ack for what was
    /// never sent. When `link` is gone, the next one stays up, and nobody is dialled after it.
    void shutOut(const PeerId &peer, quint64 link, const QString &what);
    /// With whom no link is wanted, instead of those who were named before: their links are closed as by close(), they
    /// are not dialled, and when they call they hear RefuseReason::NotWanted and nothing else.
    void setBlocked(const QList<PeerId> &blocked);
    /// Tries whether `port` of the computer that the link comes from takes a connection; knocked() tells. For friends who
    /// ask for it, so that nobody can make us knock at a third one's door.
    void knock(const PeerId &peer, quint64 link, quint16 port);
    /// Says goodbye to everybody and listens no more; closed() is the last signal, soon.
    void closeAll(wire::ByeReason reason);

    // For the network thread itself.

    /// Takes a connection whose first byte, not yet read, is that of TLS.
    void take(platform::Socket socket, const platform::Address &from);
    const PeerId &self() const { return m_context->identity().id(); }
    qsizetype linkCount() const { return m_links.size(); }

Q_SIGNALS:
    void listening(const kith::Endpoint &local);
    void listeningFailed(const kith::Error &error);
    void impaired(const std::optional<kith::Error> &error); ///< As Transport says it.
    void linkUp(const kith::LinkedPeer &peer);
    /// After it, only notTaken() speaks of `link`.
    void linkDown(const kith::PeerId &peer, quint64 link, const kith::Departure &departure);
    /// `peer` is null if nobody was expected; `found`, who proved to be there, is null if nobody did. PeerChanged:
    /// somebody else than `peer` is there, and was told nothing. PersonBlocked: `found` is, here.
    void dialFailed(const kith::PeerId &peer, const kith::Endpoint &endpoint, const kith::PeerId &found,
                    const kith::Error &error);
    /// As PeerLink tells it: what comes together is told together, since each step to another thread costs.
    void received(const kith::PeerId &peer, quint64 link, const QList<kith::Arrival> &arrivals);
    void notTaken(const kith::PeerId &peer, quint64 link, const kith::wire::Message &message);
    /// After notTaken() of a link that is up: half of what may wait has gone.
    void roomAgain(const kith::PeerId &peer, quint64 link);
    void knocked(const kith::PeerId &peer, quint64 link, kith::wire::CallBackResult result);
    void closed();

private:
    void doListen(quint16 port);
    void doSend(const PeerId &peer, quint64 link, const wire::Message &message);
    void doDial(const PeerId &peer, const Endpoint &endpoint);
    void doClose(const PeerId &peer);
    void doKnock(const PeerId &peer, quint64 link, quint16 port);
    void doSetBlocked(const QSet<PeerId> &blocked);

    TcpListener::Room room() const;
    void connected(const Dialler::Target &target, platform::Socket socket);
    PeerLink *add(platform::Socket socket, PeerLink::Role role, const PeerId &expected, const Endpoint &endpoint);
    void identified(PeerLink *link);
    void greeted(PeerLink *link);
    void judgeSecond(PeerLink *link, PeerLink *old);
    void cameUp(PeerLink *link);
    void ended(PeerLink *link, const Departure &departure);
    void welcome(PeerLink *link);
    void oldAnswered(PeerLink *old);
    void next(const PeerId &peer);
    PeerLink *greeting(const PeerId &peer) const;
    PeerLink *upLink(const PeerId &peer, quint64 number) const;
    void dropOthers(const PeerLink *link);
    LinkedPeer describe(const PeerLink *link) const;

    std::unique_ptr<TlsContext> m_context;
    LinkLimits m_limits;
    Self m_self;
    WriteTurn m_turn;
    TcpListener m_listener;
    Dialler m_dialler;
    RateLimit m_handshakes;
    QHash<PeerId, PeerLink *> m_up;
    QHash<PeerId, PeerLink *> m_held; // said HELLO and wait, because another link may be the one
    QList<PeerLink *> m_strangers;    // called us and said no HELLO yet, the oldest first
    QList<PeerLink *> m_links;        // all of them
    QSet<PeerId> m_blocked;
    QHash<quint64, TcpConnector *> m_knocks; // by link; children
    QHash<PeerId, qint64> m_knownCounters;
    quint64 m_lastNumber = 0; // of a link that came up
    bool m_closing = false;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::LinkedPeer)

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/networkthread.h"
#include "net/peerlinks.h"

#include <QCoreApplication>
#include <QStringList>

#include <memory>

namespace kith {

/// An identity with its links on the network thread, and what they said, in order.
class LinkSide : public QObject {
    Q_OBJECT

public:
    explicit LinkSide(const LinkLimits &limits = {}, const QString &name = {})
        : LinkSide(newIdentity(), limits, name)
    {
    }
    LinkSide(Identity identity, const LinkLimits &limits, const QString &name)
    {
        key = identity.privateKey();
        links =
            thread().adopt(std::make_unique<PeerLinks>(std::move(*TlsContext::make(std::move(identity))), limits));
        links->setSelf({name, 0, 0});
        connect(links, &PeerLinks::listening, this, [this](const Endpoint &at) {
            endpoint = *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", at.port());
        });
        connect(links, &PeerLinks::linkUp, this, [this](const LinkedPeer &peer) {
            up.append(peer);
            log.append(QStringLiteral("up"));
        });
        connect(links, &PeerLinks::linkDown, this,
                [this](const PeerId &peer, quint64 link, const Departure &departure) {
                    downLinks.append(link);
                    down.append({peer, departure});
                    log.append(QStringLiteral("down"));
                });
        connect(links, &PeerLinks::dialFailed, this,
                [this](const PeerId &, const Endpoint &where, const PeerId &who, const Error &error) {
                    failures.append(error);
                    failedAt.append(where);
                    found.append(who);
                });
        connect(links, &PeerLinks::received, this,
                [this](const PeerId &peer, quint64 link, const QList<Arrival> &arrivals) {
                    for (const auto &[message, bytes] : arrivals) {
                        messages.append(message);
                        if (const auto *text = std::get_if<wire::Text>(&message))
                            texts.append(text->text);
                        if (!hold)
                            links->consumed(peer, link, bytes);
                    }
                });
        connect(links, &PeerLinks::notTaken, this, [this](const PeerId &, quint64 link) {
            ++notTaken;
            notTakenLinks.append(link);
        });
        connect(links, &PeerLinks::roomAgain, this, [this] { ++roomAgain; });
        connect(links, &PeerLinks::closed, this, [this] { isClosed = true; });
    }

    ~LinkSide() override { thread().release(links); }

    /// At a port that the system chooses.
    void listen() { links->listen(0); }
    /// By the newest link with `to` that this side has heard of.
    void say(const PeerId &to, const QString &text) { sayBy(linkWith(to), to, text); }
    void sayBy(quint64 link, const PeerId &to, const QString &text)
    {
        links->send(to, link, wire::Text{MessageId::random(), ++counter, {}, text, {}});
    }
    /// The number of the newest one; 0: there was none.
    quint64 linkWith(const PeerId &peer) const
    {
        quint64 newest = 0;
        for (const LinkedPeer &one : up)
            newest = one.peer == peer ? one.link : newest;
        return newest;
    }
    const PeerId &id() const { return links->self(); }
    /// The same person, in another program.
    Identity twin() const { return *Identity::fromPrivateKey(key.view()); }
    int linksNow() const { return int(log.count(QStringLiteral("up")) - log.count(QStringLiteral("down"))); }

    /// All sockets, also of links that are not up.
    int socketsNow() const
    {
        qsizetype count = 0;
        QMetaObject::invokeMethod(
            links, [&] { count = links->linkCount(); }, Qt::BlockingQueuedConnection);
        return int(count);
    }

    static Identity newIdentity() { return *Identity::create(); }

    PeerLinks *links;
    static NetworkThread &thread()
    {
        // It must not outlive the application: without one, what is to be deleted later never is.
        static std::unique_ptr<NetworkThread> all;
        if (!all) {
            all = std::make_unique<NetworkThread>();
            qAddPostRoutine([] { all.reset(); });
        }
        return *all;
    }

    SecretBytes key;
    Endpoint endpoint; ///< Where it listens.
    QList<LinkedPeer> up;
    QList<std::pair<PeerId, Departure>> down;
    QList<quint64> downLinks; ///< The same links' numbers.
    QList<Error> failures;
    QList<Endpoint> failedAt; ///< The same failures' endpoints,
    QList<PeerId> found;      ///< and who was there.
    QList<wire::Message> messages;
    QStringList texts;
    QStringList log;
    qint64 counter = 0;
    int notTaken = 0;
    QList<quint64> notTakenLinks; ///< By which links, each time.
    int roomAgain = 0;
    bool hold = false;
    bool isClosed = false;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/peers.h"

#include <QFuture>
#include <QList>
#include <QObject>
#include <QPromise>

#include <memory>

namespace kith {

class Acquaintance;
class Neighbours;
struct LinkedPeer;

/// Knows whose Kith is where somebody wants to join, and goes to whoever is there by an encrypted link.
class Joins final : public QObject {
    Q_OBJECT

public:
    /// All are borrowed.
    Joins(const Peers::Parts &parts, Neighbours &neighbours, Acquaintance &acquaintance,
          QObject *parent = nullptr);
    ~Joins() override;

    /// As Peers says it.
    QFuture<KithThere> find(const Endpoint &endpoint);
    QFuture<Result<ConversationId>> join(const Endpoint &endpoint);
    /// Nobody new was reached at `endpoint`, where it was asked who is there.
    void dialFailed(const Endpoint &endpoint, const PeerId &found, const Error &error);

private:
    /// Where one Kith can be.
    struct Known {
        PeerId peer;
        Endpoint link; ///< Its own port; null: unknown.
        QList<Endpoint> hosts;
        bool isFriend = false;
    };
    using Answer = std::shared_ptr<QPromise<Result<ConversationId>>>;
    struct Call {
        Endpoint endpoint;
        Answer answer;
    };

    KithThere at(const Endpoint &endpoint, const QList<Endpoint> &targets) const;
    bool isPortKnown(quint16 port) const;
    QList<Known> known() const;
    void dial(const Endpoint &endpoint, const Answer &answer);
    void cameUp(const LinkedPeer &peer);
    QList<Answer> takeCalls(const Endpoint &endpoint);

    Peers::Parts m_parts;
    Neighbours &m_neighbours;
    Acquaintance &m_acquaintance;
    QList<Call> m_calls; ///< That asked who is there.
};

} // namespace kith

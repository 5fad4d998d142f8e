// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/message.h"
#include "core/peerid.h"
#include "core/strongid.h"
#include "protocol/wire.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>

#include <map>
#include <optional>

namespace kith {

class Delivery;
class Neighbours;
class Roster;
class Store;
struct LinkedPeer;

/// Messages with people: from the outbox over the link in the order of their counters, again over each new link until
/// they are acknowledged; and in, acknowledged once they are on the disk. A link is given only what belongs to it: what
/// comes late for one that is gone does not reach the next.
class PeerDelivery final : public QObject {
    Q_OBJECT

public:
    /// To one person, given to the link and not acknowledged.
    static constexpr qsizetype MaxInFlight = 1024;
    static constexpr qint64 MaxInFlightBytes = 1024 * 1024;

    /// From one person, over all links, not on the disk yet. More than a link may have that is not dealt with: whoever
    /// repeats over each new link what was not acknowledged, as is right, does not get there.
    static constexpr qint64 MaxUnkeptBytes = 2 * 1024 * 1024;

    /// All are borrowed; `store` null: nothing is kept.
    PeerDelivery(Store *store, Roster &roster, Delivery &delivery, Neighbours &neighbours,
                 QObject *parent = nullptr);

    void linkUp(const LinkedPeer &peer);
    void linkDown(const PeerId &peer);
    /// Something that kept messages from leaving may be over: the person is a friend now, or its key is settled.
    void resume(const PeerId &peer);
    /// The person takes our messages only now: what the link was given before is given again.
    void startOver(const PeerId &peer);
    /// Messages were brought back that the link may have passed: what it has not got is given to it.
    void lookAgain(const ConversationId &conversation);
    /// Forgets how far the messages with a person are.
    void forget(const PeerId &peer);
    /// Forgets what waits in a conversation, where nothing is kept.
    void discardAll(const ConversationId &conversation) { m_unkept.remove(conversation); }

    /// Notes that a message of somebody who is no friend was not taken: until it comes again, those behind it are not
    /// taken either.
    void passOver(const PeerId &peer, const wire::Text &text);
    /// From a friend.
    void take(const PeerId &peer, quint64 link, const wire::Text &text, qint64 bytes);
    /// Whether the ids were all sent over this link: else the peer breaks the rules.
    bool take(const PeerId &peer, const wire::Ack &ack);
    void notTaken(const PeerId &peer, const wire::Text &text);
    void roomAgain(const PeerId &peer);

    /// Whether the link has it: it cannot be taken back.
    bool isInFlight(const MessageId &id) const { return m_inFlight.contains(id); }
    /// What the link has of a conversation.
    QSet<MessageId> inFlight(const ConversationId &conversation) const;
    /// Whether something waits for a link that is up to take it or to bring the acknowledgement.
    bool isBusy() const;

Q_SIGNALS:
    /// A message came whose counter is one that was there before, though the message is new: the peer's profile is an
    /// older one than we knew. Once for each link.
    void wentBack(const kith::PeerId &peer);
    /// What it wrote is kept, and it has been told so.
    void acknowledged(const kith::PeerId &peer);
    void storeFailed(const kith::Error &error);

private:
    struct Stream {
        quint64 link = 0;                   ///< 0: none is up.
        qint64 sentUpTo = 0;                ///< The counter that this link was given last.
        std::map<qint64, Message> inFlight; ///< Ours, whole, by counter.
        qint64 inFlightBytes = 0;
        bool isReading = false; ///< The outbox is being read.
        bool hasMore = true;    ///< The outbox may hold what the link was not given.
        bool isStalled = false; ///< The link's queue is full.
        qint64 hadBefore = 0;   ///< The newest counter of theirs that we had when the link came up.
        bool saidWentBack = false;
        std::optional<qint64> passedOver; ///< The first counter of theirs that was not taken.
        QSet<MessageId> repeated;         ///< Given to this link twice: so may be the acknowledgement.
        QList<MessageId> acknowledge;     ///< Theirs, on the disk, not told yet.
        QHash<MessageId, qint64> unkept;  ///< Theirs, not on the disk yet, in bytes.
        qint64 unkeptBytes = 0;
    };
    struct Flying {
        PeerId peer;
        qint64 counter = 0;
    };

    void onKept(const Message &message);
    void pump(const PeerId &peer);
    void readOutbox(const PeerId &peer, qint64 after, int limit);
    void giveAll(const PeerId &peer, quint64 link, const QList<Message> &messages, int limit);
    void give(const PeerId &peer, Stream &stream, const Message &message);
    bool mayGive(const PeerId &peer, const Stream &stream) const;
    static bool hasRoom(const Stream &stream);
    void land(Stream &stream, const Message &message);
    void kept(const PeerId &peer, quint64 link, const MessageId &id, qint64 bytes, bool isKept);
    void tell();
    ConversationId conversationWith(const PeerId &peer) const;

    Store *m_store;
    Roster &m_roster;
    Delivery &m_delivery;
    Neighbours &m_neighbours;
    std::map<PeerId, Stream> m_streams; ///< A map: who is told of a message may bring about another one.
    QHash<MessageId, Flying> m_inFlight;
    QHash<ConversationId, std::map<qint64, Message>> m_unkept; ///< The outbox where nothing is kept.
    QSet<PeerId> m_forgotten;                                  ///< While their links had messages of ours.
    QList<PeerId> m_toTell;
};

} // namespace kith

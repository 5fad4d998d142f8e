// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/introductions.h"
#include "messenger/keytrust.h"
#include "messenger/neighbours.h"
#include "messenger/peerdelivery.h"
#include "messenger/peers.h"
#include "messenger/typingnotices.h"

#include <QObject>

namespace kith {

/// Who is a friend and who is not, and what follows from it for what they say: the rules between a link that is up and a
/// conversation.
class Acquaintance final : public QObject {
    Q_OBJECT

public:
    /// Whether something is told to friends, and whether what they tell of it is shown.
    struct Manners {
        bool told = true;
        bool shown = true;
    };

    /// All are borrowed.
    Acquaintance(const Peers::Parts &parts, Neighbours &neighbours, KeyTrust &trust, QObject *parent = nullptr);
    ~Acquaintance() override;

    /// Once the network is open, and when other contacts have taken the place of all that were known.
    void begin();
    /// Ends the links with contacts.
    void rest();
    void setReceipts(const Manners &manners) { m_receipts = manners; }
    void setTypingNotices(const Manners &manners) { m_typingNotices = manners; }

    ConversationId greet(const PeerId &peer, const QString &words);
    /// Greets somebody who is linked, or a friend who is not, as one who joins its `port`.
    Result<ConversationId> join(const PeerId &peer, quint16 port);
    Result<ConversationId> befriend(const Invitation &invitation, const QString &words);
    ConversationId accept(const PeerId &peer);
    void decline(const PeerId &peer);
    void seeOff(const ConversationId &conversation);
    /// Who came to another host than these is no guest any more.
    void keepGuests(const QList<OpenHost> &hosts);
    void block(const PeerId &peer);
    void unblock(const PeerId &peer);
    void acceptNewKey(const ContactId &id);
    void setTyping(const Contact &contact, bool typing);
    /// All that there is was seen: says so.
    void sayReadUpTo(const Contact &contact);
    void aboutToRemove(const Contact &contact);

    const QList<Introduction> &introductions() const { return m_introductions.all(); }
    bool isTyping(const ContactId &contact) const { return m_typing.isTyping(contact); }
    Link link(const ConversationId &conversation) const { return m_links.value(conversation); }
    bool isBusy() const { return m_delivery.isBusy(); }

Q_SIGNALS:
    void introduced(const kith::Introduction &introduction);
    void introductionGone(const kith::PeerId &peer);
    void declined(const kith::ContactId &contact);
    void presenceChanged(const kith::ContactId &contact, const kith::Presence &presence);
    void typingChanged(const kith::ContactId &contact, bool typing);
    void linkChanged(const kith::ConversationId &conversation, const kith::Link &link);
    void guestCame(const kith::HostId &host);
    void guestLeft(const kith::HostId &host);
    /// By a friend.
    void callBackAsked(const kith::LinkedPeer &from, const kith::wire::CallBackRequest &request);
    void callBackAnswered(const kith::LinkedPeer &from, const kith::wire::CallBackAnswer &answer);
    void storeFailed(const kith::Error &error);

private:
    using Standing = Contact::Standing;

    void cameUp(const LinkedPeer &peer);
    void wentDown(const PeerId &peer, const Departure &departure);
    void received(const LinkedPeer &from, const wire::Message &message, qint64 bytes);
    void take(const LinkedPeer &from, const wire::Text &text);
    void take(const LinkedPeer &from, const wire::Ack &ack);
    void take(const LinkedPeer &from, const wire::Read &read);
    void take(const LinkedPeer &from, const wire::Typing &notice);
    void take(const LinkedPeer &from, const wire::Greeting &greeting);
    void take(const LinkedPeer &from, const wire::GreetingAnswer &answer);
    void take(const LinkedPeer &from, const wire::CallBackRequest &request);
    void take(const LinkedPeer &from, const wire::CallBackAnswer &answer);
    void take(const LinkedPeer &from, const Comparison::Step &step);
    void take(const LinkedPeer &from, const wire::CompareLocked &refusal);

    Endpoint whereIs(const PeerId &peer) const;
    ConversationId begin(const Contact &contact, Standing standing);
    void talk(const Contact &contact, const LinkedPeer &link);
    ConversationId ask(const PeerId &peer, const wire::Greeting &greeting);
    ConversationId letIn(const PeerId &peer, const QString &name, const QDateTime &at);
    void welcome(const PeerId &guest, const HostId &host);
    void befriended(const ContactId &id);
    void introduce(const LinkedPeer &from, const QString &words);
    void forgetIntroduction(const PeerId &peer);
    void noteRead(const PeerId &peer, const ConversationId &conversation, qint64 counter);
    void tellBlocked();
    bool isSeen() const;
    void setLink(const Contact &contact, Link::Phase phase, const Departure *departure = nullptr);
    void addEvent(const PeerId &peer, Message::Event event);

    Peers::Parts m_parts;
    Neighbours &m_neighbours;
    KeyTrust &m_trust;
    PeerDelivery m_delivery;
    Introductions m_introductions;
    QHash<PeerId, qint64> m_readUpTo; ///< What they read meanwhile, while the store notes what they read before.
    TypingNotices m_typing;
    bool m_isResting = false; ///< Between two histories.
    Manners m_receipts;
    Manners m_typingNotices;
    QHash<PeerId, wire::Greeting> m_greetings; ///< Ours, until they are answered.
    QHash<ConversationId, Link> m_links;
};

} // namespace kith

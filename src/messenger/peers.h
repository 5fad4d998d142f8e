// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/error.h"
#include "core/invitation.h"
#include "core/presence.h"
#include "identity/identity.h"
#include "messenger/link.h"
#include "net/discovery.h"
#include "net/doctor.h"
#include "net/linklimits.h"
#include "protocol/beacon.h"

#include <QDateTime>
#include <QFuture>
#include <QHash>
#include <QList>
#include <QMetaType>
#include <QObject>
#include <QStringList>

#include <chrono>
#include <memory>
#include <optional>

namespace kith {

class Delivery;
class History;
class PeerNetwork;
class Roster;
class Store;
struct OpenHost;

/// Somebody on this network with whom an encrypted link is up: its key is proven, its name is only what it says.
struct NearbyPeer {
    PeerId peer;
    QString name;      ///< Clean; may be empty: show the short form of the id.
    Endpoint endpoint; ///< Where its bytes come from.
    Presence presence;
    QDateTime since; ///< UTC.
    /// Where it takes whoever joins, encrypted, as can be reached from here. Its word; [::] and 0.0.0.0: it is a program on
    /// this computer, and takes them at every address.
    QList<Endpoint> hosts;
    friend bool operator==(const NearbyPeer &, const NearbyPeer &) = default;
};

/// Whose Kith is at an endpoint, as far as is known.
struct KithThere {
    enum class How {
        Hosts,  ///< It lets in whoever joins.
        Listens ///< It is the port of its links.
    };
    PeerId peer; ///< Null: nobody known, and what is there may be any program.
    How how = How::Hosts;
    friend bool operator==(const KithThere &, const KithThere &) = default;
};

/// "May I write to you?", from somebody who is no friend. Kept in memory only.
struct Introduction {
    PeerId peer;
    QString name;
    QString words; ///< Plain text, as it came; may be empty.
    QDateTime at;  ///< UTC.
    friend bool operator==(const Introduction &, const Introduction &) = default;
};

/// A network that this computer is in by one of its interfaces, and whether people are looked for there.
struct NearbyNetwork {
    enum class Kind {
        Usual,
        Loopback, ///< This computer alone.
        Virtual   ///< A VPN, or the inside of containers and virtual machines: left out by default.
    };
    QString interface;
    QStringList addresses; ///< At least one.
    Kind kind = Kind::Usual;
    bool isUsed = false;
    bool isUsedByDefault() const { return kind != Kind::Virtual; }
    bool isChosen() const { return isUsed != isUsedByDefault(); }
    friend bool operator==(const NearbyNetwork &, const NearbyNetwork &) = default;
};

/// How far two people are with comparing their six digits.
struct ComparisonProgress {
    enum class Phase {
        None,
        Waiting, ///< For the other's computer.
        Code,    ///< Both see `code` now: the people tell each other.
        Broken,  ///< The other side did not keep to what it had committed to: somebody may be in between.
        Locked,  ///< Too many attempts in the last hour.
        Gone     ///< The link was lost; begin again.
    };
    Phase phase = Phase::None;
    bool isOurs = false; ///< This person asked for it.
    QString code;        ///< Six digits; only with Code.
    friend bool operator==(const ComparisonProgress &, const ComparisonProgress &) = default;
};

/// People: who is near, who is a friend, how sure their keys are, and whether they are there.
/// Belongs to Messenger and lives on its thread. Contacts, conversations and messages with people are Messenger's like
/// all others; what is here is about who they are. Before start() nobody is near and nothing leaves.
class Peers final : public QObject {
    Q_OBJECT

public:
    static constexpr qsizetype MaxIntroductions = 100; ///< Of more, the oldest is dropped.
    static constexpr quint16 UsualPort = Beacon::DiscoveryPort;

    using Visibility = Discovery::Mode;
    using Switch = Discovery::Switch;

    struct Options {
        QString name; ///< As others see us; cleaned.
        Visibility visibility = Visibility::On;
        quint16 port = UsualPort; ///< For links; another one where it is taken.
        quint16 discoveryPort = Beacon::DiscoveryPort;
        LinkLimits limits;
        /// How long a friend at whose last address somebody else is may need to prove that it is elsewhere.
        std::chrono::milliseconds moving{3'000};
    };

    /// What Peers works with; all borrowed.
    struct Parts {
        Store *store; ///< Null: nothing is kept.
        Roster &roster;
        Delivery &delivery;
        History &history;
        PeerNetwork &network;
    };
    explicit Peers(const Parts &parts, QObject *parent = nullptr);
    ~Peers() override;

    /// Who this profile was so far, as its history says; null: nobody yet. Known once Messenger is open.
    PeerId knownSelf() const;
    /// Who this profile is; null before start().
    PeerId self() const;
    bool isRunning() const { return !self().isNull(); }

    // Commands

    /// What opening the key of a profile brought to light.
    struct Opening {
        bool isNew = false;           ///< There was none: the profile is somebody from now on.
        bool wasOpenToOthers = false; ///< Others on this computer could read the key; they cannot any more.
    };

    /// Reads the key in `directory`, the profile's, or makes one where the profile was nobody so far; then does what
    /// start() does. To be called once Messenger is open. The disk is read, and a passphrase tried, on another thread.
    /// Errors: those of IdentityFile::open(), and with PassphraseNeeded and PassphraseWrong to be called again.
    QFuture<Result<Opening>> open(const QString &directory, const Options &options, SecretBytes passphrase = {});
    /// Puts the key that open() read under the passphrase `next`, under none if that is empty, for whoever knows `old`;
    /// empty: it is under none. The disk and the passphrases are the work of another thread.
    /// Errors: those of IdentityFile::seal(); IdentityMissing where no key of a profile is open.
    QFuture<Result<void>> seal(SecretBytes old, SecretBytes next);
    /// Takes links and finds people from now on; once. listening() or impaired() follows. Errors: IdentityFailed.
    Result<void> start(Identity identity, const Options &options);
    void setName(const QString &name); ///< Told to those who are linked from now on.
    /// Invisible: only contacts meet us, and strangers are not shown to us either, as they would see us. Off: nobody is
    /// looked for but contacts where they were.
    void setVisibility(Visibility visibility);
    /// Interfaces, by name, that are used or left out otherwise than by default, there or not.
    void setSwitches(const QHash<QString, Switch> &switches);
    /// Who we are to friends; strangers are not told the own words. Offline is taken for Invisible.
    void setPresence(const Presence &presence);
    /// Whether friends are told what was read and that we type; and whether we show what they tell.
    void setReceipts(bool told, bool shown);
    void setTypingNotices(bool told, bool shown);

    /// Asks somebody near for its friendship, with a few words. The contact and its conversation exist at once; what is
    /// written before the answer waits for it. Nobody near and no contact, or blocked: the id is null.
    ConversationId greet(const PeerId &peer, const QString &words = {});
    /// The same with somebody whose invitation we hold: its key is verified from the first contact.
    /// Errors: OwnIdentity; PersonBlocked, which is not undone by an invitation.
    Result<ConversationId> befriend(const Invitation &invitation, const QString &words = {});
    /// Goes to whoever is at `endpoint`, by an encrypted link or not at all: to the Kith that is known there, else to the
    /// one that answers. A host lets us in; anybody else is greeted. The contact and its conversation exist with the
    /// answer. Cancelled, nobody is greeted. Errors: IdentityNotOpen, PersonBlocked, those of PeerLinks::dialFailed().
    QFuture<Result<ConversationId>> join(const Endpoint &endpoint);
    /// Answers an introduction; of somebody who did not introduce itself: nothing happens, the id is null.
    ConversationId accept(const PeerId &peer);
    void decline(const PeerId &peer); ///< It may ask again after the next start of the program.
    /// Wants to hear nothing of it any more, contact or not. What was said stays.
    void block(const PeerId &peer);
    void unblock(const PeerId &peer); ///< It is a stranger then.

    /// Says that the person made sure of the key, or takes that back.
    void setVerified(const ContactId &contact, bool verified);
    /// Asks a friend who is there to compare six digits; comparisonChanged() follows.
    void compare(const ContactId &contact);
    /// What the people found: the same digits (it is verified now) or not. Ends the comparison.
    void finishComparison(const ContactId &contact, bool same);
    /// After Trust::Changed: goes on with the key that was there before, which is no longer called verified.
    void keepKnownKey(const ContactId &contact);
    /// After Trust::Changed: takes the other key for the person's. It is no longer called verified.
    void acceptNewKey(const ContactId &contact);

    void setTyping(const ConversationId &conversation, bool typing);

    /// Looks for the reason why somebody is not seen: examined() follows, usually within two seconds, and at the latest when
    /// every friend who is there, up to MaxCallBacks, has been asked to connect to us and had 15 s for it. Not before
    /// start().
    void examine();
    static constexpr int MaxCallBacks = 3;

    // Queries

    QList<NearbyPeer> nearby() const; ///< In the order in which they came; friends too.
    std::optional<NearbyPeer> nearby(const PeerId &peer) const;
    QList<Introduction> introductions() const; ///< The oldest first.
    /// Offline for an unknown one.
    Presence presence(const ContactId &contact) const;
    Presence ownPresence() const;
    bool isTyping(const ContactId &contact) const;
    QString name() const;
    Visibility visibility() const;
    /// Whether the key that open() read is under a passphrase.
    bool isSealed() const;
    QHash<QString, Switch> switches() const;
    /// Those that are up, in the system's order; whatever the visibility.
    QList<NearbyNetwork> networks() const;
    /// Where our links listen; null while they do not.
    Endpoint local() const;
    /// What to hand out so that others reach us from anywhere in the network, the likeliest first; empty while we do not
    /// listen.
    QList<Invitation> invitations() const;
    /// 60 digits; empty for somebody who is no person.
    QString safetyNumber(const ContactId &contact) const;
    ComparisonProgress comparison(const ContactId &contact) const;
    /// The contact of `peer`; null: none.
    ContactId contactOf(const PeerId &peer) const;
    /// The contact whose name `name` could be mistaken for, when it is somebody else than `peer`; null: none.
    ContactId mistakableFor(const QString &name, const PeerId &peer) const;
    /// Of a conversation with a person; none for another.
    std::optional<Link> link(const ConversationId &conversation) const;
    /// Whose Kith is at `endpoint`: somebody who is linked, or a friend; one who is on this computer also at its other
    /// addresses. Nothing is sent there. Known at once, but a name may have to be looked up.
    QFuture<KithThere> kithAt(const Endpoint &endpoint) const;
    /// Whether messages of ours are under way to somebody who is there.
    bool isBusy() const;

Q_SIGNALS:
    void listening(const kith::Endpoint &local);
    /// Why nobody can be found, or why others cannot connect; nothing: it works again.
    void impaired(const std::optional<kith::Error> &error);
    void sealed(); ///< seal() was done.
    /// One came, went or has another address (told while people are looked for), or another choice was made.
    void networksChanged();
    void nearbyChanged(const kith::NearbyPeer &peer); ///< New, or with another name, endpoint or presence.
    void nearbyGone(const kith::PeerId &peer);
    void introduced(const kith::Introduction &introduction); ///< New, or said anew.
    void introductionGone(const kith::PeerId &peer);         ///< Answered, or taken back.
    void storeFailed(const kith::Error &error);
    /// It does not want to hear of us, for now.
    void declined(const kith::ContactId &contact);
    void presenceChanged(const kith::ContactId &contact, const kith::Presence &presence);
    void typingChanged(const kith::ContactId &contact, bool typing);
    void comparisonChanged(const kith::ContactId &contact, const kith::ComparisonProgress &progress);
    void linkChanged(const kith::ConversationId &conversation, const kith::Link &link);
    /// The gravest first; never empty.
    void examined(const QList<kith::doctor::Finding> &findings);
    /// A person joined a host of ours, by an encrypted link, or is gone.
    void guestCame(const kith::HostId &host);
    void guestLeft(const kith::HostId &host);
    /// Nobody took us at `endpoint`, for somebody who is known, or (a null id) for whoever is there.
    void dialFailed(const kith::PeerId &peer, const kith::Endpoint &endpoint, const kith::Error &error);

private:
    friend class Messenger; // which opens, restores and shuts down

    void setHosts(const QList<OpenHost> &hosts);
    /// A person is no guest of a host any more, if it was one.
    void seeOff(const ConversationId &conversation);
    Result<ConversationId> join(const KithThere &there, quint16 port);
    void load(const PeerId &knownSelf);
    /// Ends the links with contacts, until load() brings others.
    void rest();
    QFuture<void> closeAll();
    void markRead(const ConversationId &conversation);
    void reconnect(const ConversationId &conversation);
    void aboutToRemove(const ContactId &contact);

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::NearbyPeer)
Q_DECLARE_METATYPE(kith::KithThere)
Q_DECLARE_METATYPE(kith::Introduction)
Q_DECLARE_METATYPE(kith::ComparisonProgress)

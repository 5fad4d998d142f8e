// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/peers.h"

#include "core/future.h"
#include "core/lookalike.h"
#include "core/nickname.h"
#include "core/safetynumber.h"
#include "messenger/acquaintance.h"
#include "messenger/delivery.h"
#include "messenger/examination.h"
#include "messenger/joins.h"
#include "messenger/peernetwork.h"
#include "messenger/roster.h"
#include "net/localaddresses.h"
#include "net/tlscontext.h"
#include "store/identityfile.h"

#include <QPromise>
#include <QThreadPool>

#include <algorithm>

namespace kith {

class Peers::Private {
public:
    explicit Private(const Parts &p)
        : parts(p)
        , neighbours(p.network)
        , trust(p.roster, p.delivery, neighbours)
        , acquaintance(p, neighbours, trust)
        , joins(p, neighbours, acquaintance)
        , examination(p.network, neighbours)
    {
        keyThread.setMaxThreadCount(1);
    }

    /// Does `work` behind all else that is done to the key, then gives what came of it to `take`, on the thread of `peers`.
    template <typename Work, typename Take>
    void onKeyThread(Peers *peers, Work work, Take take)
    {
        keyThread.start([peers, work = std::move(work), take = std::move(take)] {
            auto result = std::make_shared<std::invoke_result_t<Work>>(work());
            QMetaObject::invokeMethod(
                peers, [take, result] { take(*result); }, Qt::QueuedConnection);
        });
    }

    Parts parts;
    Neighbours neighbours;
    KeyTrust trust;
    Acquaintance acquaintance;
    Joins joins;
    Examination examination;
    PeerId knownSelf;
    QString directory; ///< Where the key is kept; empty: nowhere.
    bool isSealed = false;
    QThreadPool keyThread; ///< One thing after the other is done to the key.
};

Peers::Peers(const Parts &parts, QObject *parent) : QObject(parent), d(std::make_unique<Private>(parts))
{
    connect(&d->neighbours, &Neighbours::listening, this, &Peers::listening);
    connect(&d->neighbours, &Neighbours::impaired, this, &Peers::impaired);
    connect(&d->neighbours, &Neighbours::networksChanged, this, &Peers::networksChanged);
    connect(&d->neighbours, &Neighbours::nearbyChanged, this, &Peers::nearbyChanged);
    connect(&d->neighbours, &Neighbours::nearbyGone, this, &Peers::nearbyGone);
    connect(&d->trust, &KeyTrust::comparisonChanged, this, &Peers::comparisonChanged);
    connect(&d->acquaintance, &Acquaintance::introduced, this, &Peers::introduced);
    connect(&d->acquaintance, &Acquaintance::introductionGone, this, &Peers::introductionGone);
    connect(&d->acquaintance, &Acquaintance::declined, this, &Peers::declined);
    connect(&d->acquaintance, &Acquaintance::presenceChanged, this, &Peers::presenceChanged);
    connect(&d->acquaintance, &Acquaintance::typingChanged, this, &Peers::typingChanged);
    connect(&d->acquaintance, &Acquaintance::linkChanged, this, &Peers::linkChanged);
    connect(&d->acquaintance, &Acquaintance::guestCame, this, &Peers::guestCame);
    connect(&d->acquaintance, &Acquaintance::guestLeft, this, &Peers::guestLeft);
    connect(&d->acquaintance, &Acquaintance::storeFailed, this, &Peers::storeFailed);
    connect(&d->acquaintance, &Acquaintance::callBackAsked, &d->examination,
            qOverload<const LinkedPeer &, const wire::CallBackRequest &>(&Examination::take));
    connect(&d->acquaintance, &Acquaintance::callBackAnswered, &d->examination,
            qOverload<const LinkedPeer &, const wire::CallBackAnswer &>(&Examination::take));
    connect(&d->neighbours, &Neighbours::wentDown, &d->examination, &Examination::linkDown);
    connect(&d->examination, &Examination::finished, this, &Peers::examined);
}

Peers::~Peers()
{
    d->keyThread.waitForDone(); // a passphrase takes a second to try
}

QFuture<Result<Peers::Opening>> Peers::open(const QString &directory, const Options &options,
                                            SecretBytes passphrase)
{
    using Opened = Result<IdentityFile::Opened>;
    auto done = std::make_shared<QPromise<Result<Opening>>>();
    done->start();
    const auto take = [this, done, directory, options](Opened &read) {
        Result<Opening> opening = failure(Error::Kind::IdentityFailed);
        if (isRunning()) {
            opening = Opening{}; // asked for twice: once was enough
        } else if (!read) {
            opening = tl::unexpected(read.error());
        } else {
            const Opening found{read->isNew, read->wasOpenToOthers};
            d->directory = directory;
            d->isSealed = read->isSealed;
            opening = start(std::move(read->identity), options).map([found] { return found; });
        }
        done->addResult(opening);
        done->finish();
    };
    auto secret = std::make_shared<SecretBytes>(std::move(passphrase));
    d->onKeyThread(
        this, [secret, directory, known = knownSelf()] { return IdentityFile(directory).open(known, *secret); },
        take);
    return done->future();
}

QFuture<Result<void>> Peers::seal(SecretBytes old, SecretBytes next)
{
    auto done = std::make_shared<QPromise<Result<void>>>();
    done->start();
    const auto finish = [done](const Result<void> &result) {
        done->addResult(result);
        done->finish();
    };
    if (!isRunning() || d->directory.isEmpty()) {
        finish(failure(Error::Kind::IdentityMissing));
        return done->future();
    }
    const auto take = [this, finish, isSealed = !next.isEmpty()](const Result<void> &sealed) {
        if (sealed) {
            d->isSealed = isSealed;
            Q_EMIT this->sealed();
        }
        finish(sealed);
    };
    auto secrets = std::make_shared<std::pair<SecretBytes, SecretBytes>>(std::move(old), std::move(next));
    d->onKeyThread(
        this,
        [secrets, directory = d->directory, known = self()] {
            return IdentityFile(directory).seal(known, secrets->first, secrets->second);
        },
        take);
    return done->future();
}

Result<void> Peers::start(Identity identity, const Options &options)
{
    Q_ASSERT(!isRunning());
    auto context = TlsContext::make(std::move(identity));
    if (!context)
        return tl::unexpected(context.error());
    d->neighbours.open(std::move(*context), options);
    const auto dialFailed = [this](const PeerId &peer, const Endpoint &endpoint, const PeerId &found,
                                   const Error &error) {
        const bool isChanged = error.kind == Error::Kind::PeerChanged;
        if (isChanged && d->trust.judge(peer, endpoint, found))
            d->parts.network.links()->forgetEndpoint(peer, endpoint);
        if (peer.isNull())
            d->joins.dialFailed(endpoint, found, error);
        Q_EMIT this->dialFailed(peer, endpoint, error);
    };
    connect(d->parts.network.links(), &PeerLinks::dialFailed, this, dialFailed, Qt::QueuedConnection);
    d->trust.setMoving(options.moving);
    connect(&d->trust, &KeyTrust::moved, this, [this](const PeerId &peer, const Endpoint &endpoint) {
        d->parts.network.links()->forgetEndpoint(peer, endpoint);
    });
    connect(d->parts.network.links(), &PeerLinks::knocked, &d->examination, &Examination::knocked,
            Qt::QueuedConnection);
    setName(options.name);
    load(PeerId(d->knownSelf)); // which it changes
    d->neighbours.listen();
    setVisibility(options.visibility);
    return {};
}

void Peers::setName(const QString &name)
{
    d->neighbours.setName(cleanNickname(name));
}

void Peers::setVisibility(Visibility visibility)
{
    d->neighbours.setVisibility(visibility);
}

void Peers::setSwitches(const QHash<QString, Switch> &switches)
{
    d->neighbours.setSwitches(switches);
}

void Peers::setPresence(const Presence &presence)
{
    Presence own{presence.availability, Presence::cleanStatus(presence.status)};
    if (own.availability == Presence::Availability::Offline)
        own.availability = Presence::Availability::Invisible;
    d->neighbours.setPresence(own);
}

void Peers::setReceipts(bool told, bool shown)
{
    d->acquaintance.setReceipts({told, shown});
}

void Peers::setTypingNotices(bool told, bool shown)
{
    d->acquaintance.setTypingNotices({told, shown});
}

ConversationId Peers::greet(const PeerId &peer, const QString &words)
{
    return d->acquaintance.greet(peer, words);
}

Result<ConversationId> Peers::befriend(const Invitation &invitation, const QString &words)
{
    return d->acquaintance.befriend(invitation, words);
}

QFuture<Result<ConversationId>> Peers::join(const Endpoint &endpoint)
{
    if (!isRunning())
        return QtFuture::makeReadyFuture(Result<ConversationId>(failure(Error::Kind::IdentityNotOpen)));
    return d->joins.join(endpoint);
}

ConversationId Peers::accept(const PeerId &peer)
{
    return d->acquaintance.accept(peer);
}

void Peers::decline(const PeerId &peer)
{
    d->acquaintance.decline(peer);
}

void Peers::block(const PeerId &peer)
{
    d->acquaintance.block(peer);
}

void Peers::unblock(const PeerId &peer)
{
    d->acquaintance.unblock(peer);
}

void Peers::setVerified(const ContactId &contact, bool verified)
{
    d->trust.setVerified(contact, verified);
}

void Peers::compare(const ContactId &contact)
{
    d->trust.compare(contact);
}

void Peers::finishComparison(const ContactId &contact, bool same)
{
    d->trust.finishComparison(contact, same);
}

void Peers::keepKnownKey(const ContactId &contact)
{
    d->trust.keepKnownKey(contact);
}

void Peers::acceptNewKey(const ContactId &contact)
{
    d->acquaintance.acceptNewKey(contact);
}

void Peers::setTyping(const ConversationId &conversation, bool typing)
{
    if (const Contact *contact = d->parts.roster.personIn(conversation))
        d->acquaintance.setTyping(*contact, typing);
}

void Peers::examine()
{
    if (!isRunning())
        return;
    doctor::Observed observed;
    if (!local().isNull())
        observed.listening = local();
    observed.listeningError = d->neighbours.portError();
    QList<LinkedPeer> friends = d->neighbours.links();
    friends.removeIf([this](const LinkedPeer &near) {
        const Contact *contact = d->parts.roster.person(near.peer);
        return !contact || !contact->isFriend();
    });
    observed.linked = friends.size();
    d->examination.begin(observed, friends.first(std::min<qsizetype>(friends.size(), MaxCallBacks)));
}

// Queries

PeerId Peers::knownSelf() const
{
    return d->knownSelf;
}

PeerId Peers::self() const
{
    return d->neighbours.self();
}

QList<NearbyPeer> Peers::nearby() const
{
    return d->neighbours.nearby();
}

std::optional<NearbyPeer> Peers::nearby(const PeerId &peer) const
{
    return d->neighbours.nearby(peer);
}

QList<Introduction> Peers::introductions() const
{
    return d->acquaintance.introductions();
}

Presence Peers::presence(const ContactId &contact) const
{
    const Contact *known = d->parts.roster.contact(contact);
    const auto near = known && known->isPerson() ? nearby(known->peer) : std::nullopt;
    return near ? near->presence : Presence();
}

Presence Peers::ownPresence() const
{
    return d->neighbours.presence();
}

bool Peers::isTyping(const ContactId &contact) const
{
    return d->acquaintance.isTyping(contact);
}

QString Peers::name() const
{
    return d->neighbours.name();
}

Peers::Visibility Peers::visibility() const
{
    return d->neighbours.visibility();
}

bool Peers::isSealed() const
{
    return d->isSealed;
}

QHash<QString, Peers::Switch> Peers::switches() const
{
    return d->neighbours.switches();
}

QList<NearbyNetwork> Peers::networks() const
{
    return d->neighbours.networks();
}

Endpoint Peers::local() const
{
    return d->neighbours.local();
}

QList<Invitation> Peers::invitations() const
{
    QList<Invitation> list;
    if (local().isNull())
        return list;
    for (const Endpoint &endpoint : reachableEndpoints(local()))
        list.append({self(), endpoint});
    return list;
}

QString Peers::safetyNumber(const ContactId &contact) const
{
    const Contact *known = d->parts.roster.contact(contact);
    return known ? kith::safetyNumber(self(), known->peer) : QString();
}

ComparisonProgress Peers::comparison(const ContactId &contact) const
{
    const Contact *known = d->parts.roster.contact(contact);
    return known ? d->trust.comparison(known->peer) : ComparisonProgress();
}

ContactId Peers::contactOf(const PeerId &peer) const
{
    return d->parts.roster.contactOf(peer);
}

ContactId Peers::mistakableFor(const QString &name, const PeerId &peer) const
{
    const LookalikeName asked(name);
    for (const Contact &contact : d->parts.roster.contacts()) {
        const bool isOther =
            contact.isPerson() && contact.peer != peer && contact.standing != Contact::Standing::Blocked;
        if (!isOther)
            continue;
        for (const QString &known : {contact.name, contact.nickname}) {
            if (asked.likenessTo(LookalikeName(known)) != Likeness::Different)
                return contact.id;
        }
    }
    return {};
}

std::optional<Link> Peers::link(const ConversationId &conversation) const
{
    return d->parts.roster.personIn(conversation) ? std::optional(d->acquaintance.link(conversation))
                                                  : std::nullopt;
}

QFuture<KithThere> Peers::kithAt(const Endpoint &endpoint) const
{
    return isRunning() ? d->joins.find(endpoint) : QtFuture::makeReadyFuture(KithThere());
}

bool Peers::isBusy() const
{
    return d->acquaintance.isBusy();
}

// For Messenger

void Peers::setHosts(const QList<OpenHost> &hosts)
{
    d->neighbours.setHosts(hosts);
    d->acquaintance.keepGuests(hosts);
}

void Peers::seeOff(const ConversationId &conversation)
{
    d->acquaintance.seeOff(conversation);
}

Result<ConversationId> Peers::join(const KithThere &there, quint16 port)
{
    return d->acquaintance.join(there.peer, port);
}

void Peers::load(const PeerId &knownSelf)
{
    d->knownSelf = isRunning() ? self() : knownSelf;
    if (!isRunning())
        return;
    if (d->parts.store && knownSelf != self()) {
        whenFinished(d->parts.store->setSelf(self()), this, [this](const Result<void> &kept) {
            if (!kept)
                Q_EMIT storeFailed(kept.error());
        });
    }
    d->acquaintance.begin();
}

void Peers::rest()
{
    d->acquaintance.rest();
}

QFuture<void> Peers::closeAll()
{
    return d->neighbours.closeAll();
}

void Peers::markRead(const ConversationId &conversation)
{
    if (const Contact *contact = d->parts.roster.personIn(conversation))
        d->acquaintance.sayReadUpTo(*contact);
}

void Peers::reconnect(const ConversationId &conversation)
{
    if (const Contact *contact = d->parts.roster.personIn(conversation))
        d->neighbours.seek(contact->peer, contact->endpoint);
}

void Peers::aboutToRemove(const ContactId &contact)
{
    if (const Contact *known = d->parts.roster.contact(contact); known && known->isPerson())
        d->acquaintance.aboutToRemove(*known);
}

} // namespace kith

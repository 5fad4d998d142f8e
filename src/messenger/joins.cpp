// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/joins.h"

#include "core/displaytext.h"
#include "core/future.h"
#include "messenger/acquaintance.h"
#include "messenger/neighbours.h"
#include "messenger/roster.h"
#include "net/hostplaces.h"
#include "net/lookup.h"

#include <algorithm>

namespace kith {

namespace {

/// What its owner can do something about: before a link is up, an end means that the other side has none to offer.
Error forWhoJoins(Error error)
{
    if (error.kind == Error::Kind::ConnectionLost)
        error.kind = Error::Kind::NotEncrypted;
    return error;
}

} // namespace

Joins::Joins(const Peers::Parts &parts, Neighbours &neighbours, Acquaintance &acquaintance, QObject *parent)
    : QObject(parent), m_parts(parts), m_neighbours(neighbours), m_acquaintance(acquaintance)
{
    connect(&neighbours, &Neighbours::cameUp, this, &Joins::cameUp);
}

Joins::~Joins() = default;

// Who is there

QFuture<KithThere> Joins::find(const Endpoint &endpoint)
{
    if (!isPortKnown(endpoint.port())) // nobody is asked for a name that leads to no Kith anyway
        return QtFuture::makeReadyFuture(KithThere());
    const QFuture<QList<Endpoint>> targets = lookUp(endpoint, this);
    if (targets.isFinished())
        return QtFuture::makeReadyFuture(at(endpoint, targets.result()));
    auto answer = std::make_shared<QPromise<KithThere>>();
    answer->start();
    whenFinished(targets, this, [this, endpoint, answer](const QList<Endpoint> &found) {
        answer->addResult(at(endpoint, found));
        answer->finish();
    });
    return answer->future();
}

/// Several who say that they host at one place cannot all be right, as people behind one address that is translated. A
/// friend's word counts, and among strangers nobody's.
KithThere Joins::at(const Endpoint &endpoint, const QList<Endpoint> &targets) const
{
    QList<KithThere> friends;
    QList<KithThere> others;
    for (const Known &one : known()) {
        const auto isAtAny = [&](auto leads, const Endpoint &place) {
            return std::any_of(targets.cbegin(), targets.cend(),
                               [&](const Endpoint &target) { return leads(target, place); });
        };
        const bool isHost = std::any_of(one.hosts.cbegin(), one.hosts.cend(),
                                        [&](const Endpoint &host) { return isAtAny(hostplaces::leadsTo, host); });
        if (isHost || one.link == endpoint || isAtAny(hostplaces::leadsToComputer, one.link)) {
            const auto how = isHost ? KithThere::How::Hosts : KithThere::How::Listens;
            (one.isFriend ? friends : others).append({one.peer, how});
        }
    }
    if (!friends.isEmpty())
        return friends.constFirst();
    return others.size() == 1 ? others.constFirst() : KithThere();
}

bool Joins::isPortKnown(quint16 port) const
{
    const QList<Known> all = known();
    return std::any_of(all.cbegin(), all.cend(), [port](const Known &one) {
        const auto isThis = [port](const Endpoint &place) { return place.port() == port; };
        return isThis(one.link) || std::any_of(one.hosts.cbegin(), one.hosts.cend(), isThis);
    });
}

/// Who is linked, then the friends who are not: also while they are away, what is meant for them waits for their key.
QList<Joins::Known> Joins::known() const
{
    QList<Known> all;
    for (const LinkedPeer &linked : m_neighbours.links()) {
        const Contact *contact = m_parts.roster.person(linked.peer);
        const bool isDialled = linked.direction == LinkedPeer::Direction::Dialled;
        const Endpoint link = isDialled ? linked.remote : m_neighbours.heardAlongside(linked);
        all.append({linked.peer, link, m_neighbours.hostsOf(linked.peer), contact && contact->isFriend()});
    }
    for (const Contact &contact : m_parts.roster.contacts()) {
        if (contact.isFriend() && !m_neighbours.isLinked(contact.peer))
            all.append({contact.peer, contact.endpoint, m_neighbours.hostsOf(contact.peer), true});
    }
    return all;
}

// Going there

QFuture<Result<ConversationId>> Joins::join(const Endpoint &endpoint)
{
    auto answer = std::make_shared<QPromise<Result<ConversationId>>>();
    answer->start();
    whenFinished(find(endpoint), this, [this, endpoint, answer](const KithThere &there) {
        if (answer->isCanceled())
            return answer->finish();
        if (there.peer.isNull())
            return dial(endpoint, answer);
        answer->addResult(m_acquaintance.join(there.peer, endpoint.port()));
        answer->finish();
    });
    return answer->future();
}

void Joins::dial(const Endpoint &endpoint, const Answer &answer)
{
    m_calls.append({endpoint, answer});
    m_neighbours.call(endpoint);
}

void Joins::cameUp(const LinkedPeer &peer)
{
    if (peer.direction != LinkedPeer::Direction::Dialled)
        return;
    bool isWanted = true;
    for (const Answer &answer : takeCalls(peer.endpoint)) {
        isWanted = !answer->isCanceled();
        if (isWanted)
            answer->addResult(m_acquaintance.join(peer.peer, peer.endpoint.port()));
        answer->finish();
    }
    if (!isWanted && !m_parts.roster.person(peer.peer) && m_neighbours.heardAt(peer.peer).isNull())
        m_neighbours.close(peer.peer); // the person has thought better of it
}

void Joins::dialFailed(const Endpoint &endpoint, const PeerId &found, const Error &error)
{
    const Contact *contact = m_parts.roster.person(found);
    const bool isBlocked = contact && contact->isBlocked();
    const bool isThere = error.kind == Error::Kind::AlreadyConnected && m_neighbours.isLinked(found);
    for (const Answer &answer : takeCalls(endpoint)) {
        if (isBlocked)
            answer->addResult(failure(Error::Kind::PersonBlocked, displayName(contact->displayName())));
        else if (isThere && !answer->isCanceled())
            answer->addResult(m_acquaintance.join(found, endpoint.port()));
        else
            answer->addResult(tl::unexpected(forWhoJoins(error)));
        answer->finish();
    }
}

QList<Joins::Answer> Joins::takeCalls(const Endpoint &endpoint)
{
    QList<Answer> answers;
    m_calls.removeIf([&](const Call &call) {
        const bool isThis = call.endpoint == endpoint;
        if (isThis)
            answers.append(call.answer);
        return isThis;
    });
    m_neighbours.hangUp(endpoint);
    return answers;
}

} // namespace kith

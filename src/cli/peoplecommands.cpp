// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/peoplecommands.h"

#include "cli/passphrasefile.h"
#include "core/future.h"
#include "core/safetynumber.h"

#include <QJsonArray>

#include <algorithm>

namespace kith {

namespace {

using namespace Qt::StringLiterals;

tl::unexpected<QString> bad(QLatin1StringView field, const QJsonObject &command)
{
    const QString value = command.value(field).toVariant().toString();
    return tl::unexpected(sentence({Error::Kind::BadCommand, u"%1: %2"_s.arg(field, value), {}}));
}

/// Empty where there is none.
tl::expected<QString, QString> textOf(const QJsonObject &command, QLatin1StringView field)
{
    if (command.contains(field) && !command.value(field).isString())
        return bad(field, command);
    return command.value(field).toString();
}

tl::expected<bool, QString> choiceOf(const QJsonObject &command, QLatin1StringView field)
{
    if (!command.value(field).isBool())
        return bad(field, command);
    return command.value(field).toBool();
}

QString nameOf(NearbyNetwork::Kind kind)
{
    switch (kind) {
    case NearbyNetwork::Kind::Usual:
        break;
    case NearbyNetwork::Kind::Loopback:
        return u"loopback"_s;
    case NearbyNetwork::Kind::Virtual:
        return u"virtual"_s;
    }
    return u"usual"_s;
}

} // namespace

PeopleCommands::PeopleCommands(Messenger &messenger, PeopleEvents &events, QObject *parent)
    : QObject(parent), m_messenger(messenger), m_peers(messenger.peers()), m_events(events)
{
}

const QHash<QString, PeopleCommands::Command> &PeopleCommands::commands()
{
    static const QHash<QString, Command> All{
        {u"presence"_s, &PeopleCommands::presence},     {u"invite"_s, &PeopleCommands::invite},
        {u"nearby"_s, &PeopleCommands::nearby},         {u"passphrase"_s, &PeopleCommands::passphrase},
        {u"interfaces"_s, &PeopleCommands::interfaces}, {u"interface"_s, &PeopleCommands::interface},
    };
    return All;
}

const QHash<QString, PeopleCommands::PersonCommand> &PeopleCommands::personCommands()
{
    static const QHash<QString, PersonCommand> All{
        {u"greet"_s, &PeopleCommands::greet},       {u"accept"_s, &PeopleCommands::accept},
        {u"decline"_s, &PeopleCommands::decline},   {u"block"_s, &PeopleCommands::block},
        {u"unblock"_s, &PeopleCommands::unblock},   {u"verify"_s, &PeopleCommands::verify},
        {u"verified"_s, &PeopleCommands::verified}, {u"compare"_s, &PeopleCommands::compare},
        {u"compared"_s, &PeopleCommands::compared}, {u"key"_s, &PeopleCommands::key},
    };
    return All;
}

bool PeopleCommands::run(const QString &name, const QJsonObject &command)
{
    const Command plain = commands().value(name);
    const PersonCommand withPerson = personCommands().value(name);
    if (!plain && !withPerson)
        return false;
    m_toldBefore = m_events.count();
    Done done;
    if (!m_peers.isRunning())
        done = tl::unexpected(tr("This is for people: start kith-cli with nearby, or follow an invitation."));
    else
        done = plain ? (this->*plain)(command) : runFor(withPerson, command);
    if (!done)
        Q_EMIT refused(name, done.error());
    return true;
}

PeopleCommands::Done PeopleCommands::runFor(PersonCommand one, const QJsonObject &command)
{
    const auto peer = PeerId::parse(command.value("peer"_L1).toString());
    if (!peer)
        return tl::unexpected(sentence(peer.error()));
    if (*peer == m_peers.self())
        return tl::unexpected(tr("This is your own ID. Use that of somebody else."));
    return (this->*one)(*peer, command);
}

// Without a person

PeopleCommands::Done PeopleCommands::presence(const QJsonObject &command)
{
    using Availability = Presence::Availability;
    const auto status = textOf(command, "status"_L1);
    if (!status)
        return tl::unexpected(status.error());
    const QString asked = command.value("availability"_L1).toString();
    for (const Availability availability : {Availability::Online, Availability::Away, Availability::Busy,
                                            Availability::Offline, Availability::Invisible}) {
        if (PeopleEvents::nameOf(availability) != asked)
            continue;
        m_peers.setPresence({availability, *status});
        const Presence now = m_peers.ownPresence();
        Q_EMIT answered({{u"event"_s, u"presence"_s},
                         {u"peer"_s, m_peers.self().toString()},
                         {u"availability"_s, PeopleEvents::nameOf(now.availability)},
                         {u"status"_s, now.status}});
        return {};
    }
    return bad("availability"_L1, command);
}

PeopleCommands::Done PeopleCommands::invite(const QJsonObject &)
{
    const QList<Invitation> invitations = m_peers.invitations();
    if (invitations.isEmpty())
        return tl::unexpected(tr("Others cannot connect to this Kith now, so there is no link to hand out."));
    for (const Invitation &invitation : invitations)
        Q_EMIT answered({{u"event"_s, u"invitation"_s}, {u"link"_s, invitation.toString()}});
    return {};
}

PeopleCommands::Done PeopleCommands::nearby(const QJsonObject &)
{
    const QList<NearbyPeer> near = m_peers.nearby();
    for (const NearbyPeer &one : near)
        m_events.show(one.peer);
    Q_EMIT answered({{u"event"_s, u"nearby"_s}, {u"count"_s, near.size()}});
    return {};
}

/// The passphrases are in files: what is typed into a command may end up in a log.
PeopleCommands::Done PeopleCommands::passphrase(const QJsonObject &command)
{
    const auto oldFile = textOf(command, "old"_L1);
    if (!oldFile)
        return tl::unexpected(oldFile.error());
    const QJsonValue nextFile = command.value("new"_L1);
    if (!nextFile.isNull() && nextFile.toString().isEmpty())
        return bad("new"_L1, command); // none at all has to be said
    auto old = passphraseIn(*oldFile);
    auto next = passphraseIn(nextFile.toString());
    for (const auto *read : {&old, &next}) {
        if (!*read)
            return tl::unexpected(sentence(read->error()));
    }
    if (!nextFile.isNull() && next->isEmpty())
        return tl::unexpected(
            tr("The first line of %1 is empty: write the passphrase there.").arg(nextFile.toString()));
    ++m_sealing;
    whenFinished(m_peers.seal(std::move(*old), std::move(*next)), this, [this](const Result<void> &sealed) {
        --m_sealing;
        if (!sealed)
            return Q_EMIT refused(u"passphrase"_s, sentence(sealed.error()));
        Q_EMIT answered({{u"event"_s, u"passphrase"_s}, {u"sealed"_s, m_peers.isSealed()}});
    });
    return {};
}

PeopleCommands::Done PeopleCommands::interfaces(const QJsonObject &)
{
    QJsonArray list;
    const QList<NearbyNetwork> networks = m_peers.networks();
    for (const NearbyNetwork &network : networks)
        list.append(QJsonObject{{u"name"_s, network.interface},
                                {u"addresses"_s, QJsonArray::fromStringList(network.addresses)},
                                {u"kind"_s, nameOf(network.kind)},
                                {u"used"_s, network.isUsed},
                                {u"default"_s, !network.isChosen()}});
    Q_EMIT answered({{u"event"_s, u"interfaces"_s}, {u"interfaces"_s, list}});
    return {};
}

PeopleCommands::Done PeopleCommands::interface(const QJsonObject &command)
{
    const QString name = command.value("name"_L1).toString();
    if (name.isEmpty())
        return bad("name"_L1, command);
    QHash<QString, Peers::Switch> switches = m_peers.switches();
    const QString use = command.value("use"_L1).toString();
    if (use == u"default")
        switches.remove(name);
    else if (use == u"on" || use == u"off")
        switches.insert(name, use == u"on" ? Peers::Switch::On : Peers::Switch::Off);
    else
        return bad("use"_L1, command);
    m_peers.setSwitches(switches);
    return interfaces({});
}

// With one

PeopleCommands::Done PeopleCommands::greet(const PeerId &peer, const QJsonObject &command)
{
    const auto words = textOf(command, "text"_L1);
    if (!words)
        return tl::unexpected(words.error());
    const auto contact = contactOf(peer);
    if (contact && contact->isBlocked())
        return tl::unexpected(sentence({Error::Kind::PersonBlocked, peer.toString(), {}}));
    if (m_peers.greet(peer, *words).isNull())
        return tl::unexpected(tr("Nobody with the ID %1 is nearby.").arg(peer.toString()));
    return settled(peer);
}

PeopleCommands::Done PeopleCommands::accept(const PeerId &peer, const QJsonObject &)
{
    if (m_peers.accept(peer).isNull())
        return tl::unexpected(tr("%1 did not ask for anything.").arg(peer.toString()));
    return settled(peer);
}

PeopleCommands::Done PeopleCommands::decline(const PeerId &peer, const QJsonObject &)
{
    if (!hasIntroduced(peer))
        return tl::unexpected(tr("%1 did not ask for anything.").arg(peer.toString()));
    m_peers.decline(peer);
    return settled(peer);
}

PeopleCommands::Done PeopleCommands::block(const PeerId &peer, const QJsonObject &)
{
    m_peers.block(peer);
    return settled(peer);
}

PeopleCommands::Done PeopleCommands::unblock(const PeerId &peer, const QJsonObject &)
{
    const auto contact = contactOf(peer);
    if (!contact || contact->standing != Contact::Standing::Blocked)
        return tl::unexpected(tr("%1 is not blocked.").arg(peer.toString()));
    m_peers.unblock(peer);
    return settled(peer);
}

PeopleCommands::Done PeopleCommands::verify(const PeerId &peer, const QJsonObject &)
{
    if (!contactOf(peer) && !m_peers.nearby(peer))
        return tl::unexpected(tr("Nobody with the ID %1 is known here.").arg(peer.toString()));
    tellSafety(peer);
    return {};
}

PeopleCommands::Done PeopleCommands::verified(const PeerId &peer, const QJsonObject &)
{
    const auto contact = contactOf(peer);
    if (!contact)
        return tl::unexpected(tr("%1 is none of your contacts.").arg(peer.toString()));
    if (contact->trust == Contact::Trust::Changed)
        return tl::unexpected(
            tr("Another key was in the place of %1. Decide about it first.").arg(peer.toString()));
    m_peers.setVerified(contact->id, true);
    tellSafety(peer);
    return {};
}

PeopleCommands::Done PeopleCommands::compare(const PeerId &peer, const QJsonObject &)
{
    const auto contact = contactOf(peer);
    if (!contact || !contact->isFriend() || !m_peers.nearby(peer))
        return tl::unexpected(tr("%1 is no friend who is there now.").arg(peer.toString()));
    m_peers.compare(contact->id);
    return {};
}

PeopleCommands::Done PeopleCommands::compared(const PeerId &peer, const QJsonObject &command)
{
    const auto same = choiceOf(command, "same"_L1);
    if (!same)
        return tl::unexpected(same.error());
    const ContactId id = m_peers.contactOf(peer);
    if (m_peers.comparison(id).phase != ComparisonProgress::Phase::Code)
        return tl::unexpected(tr("There is no code to compare with %1.").arg(peer.toString()));
    m_peers.finishComparison(id, *same);
    tellSafety(peer);
    return {};
}

PeopleCommands::Done PeopleCommands::key(const PeerId &peer, const QJsonObject &command)
{
    const auto accepted = choiceOf(command, "accept"_L1);
    if (!accepted)
        return tl::unexpected(accepted.error());
    const auto contact = contactOf(peer);
    if (!contact || contact->trust != Contact::Trust::Changed)
        return tl::unexpected(tr("The key of %1 has not changed.").arg(peer.toString()));
    if (*accepted && contact->changedTo.isNull())
        return tl::unexpected(tr("Whose key is in the place of %1 is not known.").arg(peer.toString()));
    if (*accepted)
        m_peers.acceptNewKey(contact->id);
    else
        m_peers.keepKnownKey(contact->id);
    m_events.update(peer); // nobody any more, when its place was taken
    return settled(peer);
}

PeopleCommands::Done PeopleCommands::settled(const PeerId &peer)
{
    if (m_events.count() == m_toldBefore)
        m_events.show(peer);
    return {};
}

void PeopleCommands::tellSafety(const PeerId &peer)
{
    const auto contact = contactOf(peer);
    Q_EMIT answered({{u"event"_s, u"safety"_s},
                     {u"peer"_s, peer.toString()},
                     {u"number"_s, safetyNumber(m_peers.self(), peer).remove(u' ')},
                     {u"verified"_s, contact && contact->trust == Contact::Trust::Verified}});
}

bool PeopleCommands::hasIntroduced(const PeerId &peer) const
{
    const QList<Introduction> all = m_peers.introductions();
    return std::any_of(all.cbegin(), all.cend(), [&](const Introduction &by) { return by.peer == peer; });
}

std::optional<Contact> PeopleCommands::contactOf(const PeerId &peer) const
{
    return m_messenger.contact(m_peers.contactOf(peer));
}

} // namespace kith

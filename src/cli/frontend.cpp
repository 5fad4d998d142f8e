// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/frontend.h"

#include "cli/passphrasefile.h"
#include "core/future.h"

#include <chrono>
#include <cstdio>

namespace kith {

namespace {

/// How long the end of input waits for what is queued.
constexpr std::chrono::seconds QueueLimit{5};
constexpr std::chrono::milliseconds QueuePoll{20};

using namespace Qt::StringLiterals;

/// `kith://PEER-ID`, as a conversation with a person is named.
constexpr QLatin1StringView PeopleScheme("kith://");

bool hasArrived(const Message &message)
{
    return message.state == Message::State::Delivered || message.state == Message::State::Read ||
           message.state == Message::State::Failed;
}

} // namespace

FrontEnd::FrontEnd(Messenger &messenger, const Options &options, QObject *parent)
    : QObject(parent), m_messenger(messenger), m_options(options)
{
    connect(&messenger, &Messenger::opened, this, &FrontEnd::begin);
    connect(&messenger, &Messenger::storeFailed, this, [this](const Error &failed) {
        if (!m_messenger.isOpen())
            return fail(QStringLiteral("profile"), failed);
        error(QStringLiteral("history"), failed);
    });
    connect(&messenger, &Messenger::hostAdded, this, &FrontEnd::onHostChanged);
    connect(&messenger, &Messenger::hostChanged, this, &FrontEnd::onHostChanged);
    connect(&messenger, &Messenger::linkChanged, this, &FrontEnd::onLinkChanged);
    connect(&messenger, &Messenger::messageAdded, this, &FrontEnd::onOwnMessage);
    connect(&messenger, &Messenger::messageChanged, this, [this](const Message &message) {
        if (hasArrived(message))
            m_underWay.remove(message.id);
    });
    const Peers &peers = messenger.peers();
    connect(&peers, &Peers::listening, this, [this](const Endpoint &local) {
        listeningForPeople(local);
        becomeReady();
    });
    connect(&peers, &Peers::impaired, this, [this](const std::optional<Error> &failed) {
        if (!failed || m_ending)
            return;
        error(u"network"_s, *failed);
        becomeReady(); // others can still be reached
    });
    connect(&peers, &Peers::dialFailed, this, &FrontEnd::onDialFailed);
    m_finishLimit.setSingleShot(true);
    m_finishLimit.setInterval(QueueLimit);
    connect(&m_finishLimit, &QTimer::timeout, this, &FrontEnd::endIfDone);
    m_finishPoll.setInterval(QueuePoll);
    connect(&m_finishPoll, &QTimer::timeout, this, &FrontEnd::endIfDone);
}

void FrontEnd::start(const QString &directory)
{
    m_directory = directory;
    m_messenger.open();
}

void FrontEnd::begin()
{
    if (m_options.goesAmongPeople())
        return goAmongPeople();
    connectPlainText();
    becomeReady();
}

/// With the key of the profile, or where nothing is kept with one that lives as long as the program.
void FrontEnd::goAmongPeople()
{
    Peers &peers = m_messenger.peers();
    const auto among = [this](const Result<Peers::Opening> &opening) {
        if (!opening)
            return fail(u"identity"_s, opening.error());
        if (opening->wasOpenToOthers)
            complain(tr("Others on this computer could read the key of this profile. That is mended now, but "
                        "somebody may have a copy."));
        for (const Invitation &invitation : m_options.invitations)
            follow(invitation);
        for (const Endpoint &endpoint : m_options.encrypted)
            joinEncrypted(endpoint);
        connectPlainText();
    };
    if (m_directory.isEmpty()) {
        return among(Identity::create().and_then([&](Identity identity) {
            return peers.start(std::move(identity), m_options.people).map([] { return Peers::Opening(); });
        }));
    }
    auto passphrase = passphraseIn(m_options.passphraseFile);
    if (!passphrase)
        return fail(u"identity"_s, passphrase.error(), BadArguments);
    whenFinished(peers.open(m_directory, m_options.people, std::move(*passphrase)), this, among);
}

void FrontEnd::follow(const Invitation &invitation)
{
    const auto id = m_messenger.peers().befriend(invitation);
    if (!id)
        return fail(invitation.toString(), id.error());
    if (!m_messenger.link(*id).isOnline())
        m_awaited.insert(*id);
}

void FrontEnd::joinEncrypted(const Endpoint &endpoint)
{
    ++m_joining;
    whenFinished(m_messenger.peers().join(endpoint), this, [this, endpoint](const Result<ConversationId> &id) {
        --m_joining;
        if (!id)
            return fail(endpoint.toEncrypted(), id.error());
        if (!m_messenger.link(*id).isOnline())
            m_awaited.insert(*id);
    });
}

void FrontEnd::becomeReady()
{
    if (!m_ending && !std::exchange(m_ready, true))
        Q_EMIT ready();
}

void FrontEnd::connectPlainText()
{
    const PlainTextOptions &plainText = m_options.host.plainText;
    for (const Endpoint &endpoint : m_options.endpoints) {
        if (m_options.role == Options::Role::Host) {
            m_messenger.host(endpoint, m_options.host);
            continue;
        }
        std::optional<PlainTextOptions> given;
        if (m_options.plainTextGiven) {
            given = plainText;
            given->turns = m_options.role == Options::Role::Join ? Turns::Take : Turns::Free;
        }
        const ConversationId id = m_options.role == Options::Role::Join
                                      ? m_messenger.join(endpoint, given)
                                      : m_messenger.direct(endpoint, m_options.bind, given);
        if (!m_messenger.link(id).isOnline())
            m_awaited.insert(id);
    }
    if (m_options.role == Options::Role::Direct && m_options.endpoints.isEmpty())
        m_messenger.host(m_options.bind, m_options.host);
}

void FrontEnd::finish()
{
    if (m_ending || m_finishPoll.isActive())
        return;
    m_finishLimit.start();
    m_finishPoll.start();
}

void FrontEnd::endIfDone()
{
    const bool hasWaited = !m_finishLimit.isActive();
    const bool isBusy = m_messenger.isBusy() || m_joining > 0 || !m_awaited.isEmpty() || !m_underWay.isEmpty();
    if (!isWorking() && (hasWaited || !isBusy))
        end();
}

void FrontEnd::end()
{
    m_finishLimit.stop();
    m_finishPoll.stop();
    if (std::exchange(m_ending, true))
        return;
    whenFinished(m_messenger.shutDown(), this, [this] { Q_EMIT finished(m_status); });
}

void FrontEnd::fail(const QString &where, const Error &failed, Status status)
{
    if (m_ending)
        return;
    error(where, failed);
    m_status = status;
    end();
}

void FrontEnd::onHostChanged(const Host &host)
{
    if (host.state == Host::State::Listening && !m_listening.contains(host.id)) {
        m_listening.insert(host.id);
        listening(host.local);
    }
    if (!host.error || m_ending)
        return;
    if (host.state == Host::State::Stopped)
        fail(host.local.toString(), *host.error);
    else
        error(host.local.toString(), *host.error);
}

void FrontEnd::onLinkChanged(const ConversationId &id, const Link &link)
{
    const auto conversation = m_messenger.conversation(id);
    if (!conversation)
        return;
    if (link.isOnline()) {
        m_awaited.remove(id);
        if (m_online.contains(id))
            return;
        m_online.insert(id);
        if (!m_options.bind.isNull() && link.host.isNull() && !std::exchange(m_announcedBind, true))
            listening(link.local);
        online(*conversation, nameOf(id));
    } else if (link.phase == Link::Phase::Offline) {
        if (m_online.remove(id))
            offline(*conversation, link);
        if (m_awaited.remove(id) && link.error && !m_ending)
            fail(addressOf(id), *link.error);
        else if (link.error && !m_ending)
            error(addressOf(id), *link.error);
    }
}

/// Who is known is dialled again and again: only the first answer to an invitation is news.
void FrontEnd::onDialFailed(const PeerId &peer, const Endpoint &endpoint, const Error &failed)
{
    const ConversationId id = m_messenger.find(m_messenger.peers().contactOf(peer));
    const bool isInvitation = m_options.invitations.contains(Invitation{peer, endpoint});
    const bool isLinked = failed.kind == Error::Kind::AlreadyConnected;
    if (isInvitation && !isLinked && m_awaited.remove(id))
        fail(Invitation{peer, endpoint}.toString(), failed);
}

void FrontEnd::onOwnMessage(const Message &message)
{
    const auto conversation = m_messenger.conversation(message.conversation);
    const bool isToPerson = conversation && conversation->endpoint.isNull();
    if (isToPerson && message.isMine() && !hasArrived(message))
        m_underWay.insert(message.id);
}

Result<ConversationId> FrontEnd::conversationFor(const QString &address) const
{
    if (!address.isEmpty()) {
        ConversationId id;
        if (address.startsWith(PeopleScheme, Qt::CaseInsensitive)) {
            const auto peer = PeerId::parse(QStringView(address).sliced(PeopleScheme.size()));
            if (!peer)
                return tl::unexpected(peer.error());
            id = m_messenger.find(m_messenger.peers().contactOf(*peer));
        } else {
            const auto endpoint = Endpoint::parse(address);
            if (!endpoint)
                return tl::unexpected(endpoint.error());
            id = m_messenger.find(*endpoint);
        }
        return id.isNull() ? Result<ConversationId>(failure(Error::Kind::NoSuchConversation, address)) : id;
    }
    const QSet<ConversationId> open = m_online + m_awaited;
    if (open.size() != 1)
        return failure(Error::Kind::WhichConversation);
    return *open.begin();
}

QString FrontEnd::addressOf(const ConversationId &id) const
{
    const auto conversation = m_messenger.conversation(id);
    const auto contact = conversation ? m_messenger.contact(conversation->contact) : std::nullopt;
    if (contact && contact->isPerson())
        return PeopleScheme + contact->peer.toString();
    return conversation ? conversation->endpoint.toString() : QString();
}

QString FrontEnd::nameOf(const ConversationId &id) const
{
    const auto conversation = m_messenger.conversation(id);
    const auto contact = conversation ? m_messenger.contact(conversation->contact) : std::nullopt;
    return contact ? contact->displayName() : QString();
}

void FrontEnd::complain(const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
}

} // namespace kith

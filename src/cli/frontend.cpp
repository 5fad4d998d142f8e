// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/frontend.h"

#include "core/future.h"

#include <chrono>

namespace kith {

namespace {

/// How long the end of input waits for what is queued.
constexpr std::chrono::seconds QueueLimit{5};
constexpr std::chrono::milliseconds QueuePoll{20};

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
    m_finishLimit.setSingleShot(true);
    m_finishLimit.setInterval(QueueLimit);
    connect(&m_finishLimit, &QTimer::timeout, this, &FrontEnd::endIfDone);
    m_finishPoll.setInterval(QueuePoll);
    connect(&m_finishPoll, &QTimer::timeout, this, &FrontEnd::endIfDone);
}

void FrontEnd::start()
{
    m_messenger.open();
}

void FrontEnd::begin()
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
    if (!isWorking() && (hasWaited || !m_messenger.isBusy()))
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

void FrontEnd::fail(const QString &where, const Error &failed)
{
    error(where, failed);
    m_status = NotConnected;
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
            fail(conversation->endpoint.toString(), *link.error);
        else if (link.error && !m_ending)
            error(conversation->endpoint.toString(), *link.error);
    }
}

Result<ConversationId> FrontEnd::conversationFor(const QString &endpoint) const
{
    if (!endpoint.isEmpty()) {
        const auto parsed = Endpoint::parse(endpoint);
        if (!parsed)
            return tl::unexpected(parsed.error());
        const ConversationId id = m_messenger.find(*parsed);
        return id.isNull() ? Result<ConversationId>(failure(Error::Kind::NoSuchConversation, endpoint)) : id;
    }
    const QSet<ConversationId> open = m_online + m_awaited;
    if (open.size() != 1)
        return failure(Error::Kind::WhichConversation);
    return *open.begin();
}

QString FrontEnd::nameOf(const ConversationId &id) const
{
    const auto conversation = m_messenger.conversation(id);
    const auto contact = conversation ? m_messenger.contact(conversation->contact) : std::nullopt;
    return contact ? contact->displayName() : QString();
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/messenger.h"

#include "core/cleanname.h"
#include "core/future.h"
#include "messenger/connections.h"
#include "messenger/delivery.h"
#include "messenger/history.h"
#include "messenger/keeper.h"
#include "messenger/peernetwork.h"
#include "messenger/peers.h"
#include "messenger/roster.h"
#include "messenger/transfers.h"
#include "store/store.h"

#include <QPromise>

namespace kith {

namespace {

/// Whether the text needs more than `most` bytes; counts only where it could.
bool isTooLong(const QString &text, qsizetype most)
{
    constexpr qsizetype MostBytesPerUnit = 4; // GB18030 writes some UTF-16 units so; UTF-8 needs at most 3
    return text.size() > most / MostBytesPerUnit && text.toUtf8().size() > most;
}

} // namespace

class Messenger::Private {
public:
    Private(Store *s, NetworkThread &network, TransportFactory &transports)
        : store(s)
        , keeper(s ? std::make_unique<Keeper>(*s) : nullptr)
        , roster(keeper.get())
        , peerNetwork(network, transports)
        , connections(roster, network, transports)
        , delivery(s, keeper.get(), roster, connections)
        , history(s, roster)
        , transfers(s, roster)
        , peers({s, roster, delivery, history, peerNetwork})
    {
    }

    void changeOptions(const ConversationId &id, const PlainTextOptions &options)
    {
        roster.change(id, Roster::Keep::Now, [&](Conversation &c) { c.options = options; });
        connections.applyOptions(id);
    }

    void tellHosts()
    {
        QList<OpenHost> open;
        for (const Host &host : connections.hosts()) {
            const bool takesLinks = host.options.links == HostOptions::Links::Taken;
            if (host.state == Host::State::Listening && host.local.scheme() == Endpoint::Scheme::Tcp && takesLinks)
                open.append({host.id, host.local});
        }
        peers.setHosts(open);
    }

    /// A datagram can go at any time: it needs no connection, only a socket.
    void openDatagrams(const Conversation &conversation)
    {
        if (conversation.endpoint.scheme() == Endpoint::Scheme::Udp && !connections.isOnline(conversation.id))
            connections.direct(conversation.id);
    }

    /// Leaves once what was sent before is on its way.
    void leave(const ConversationId &id, Farewell farewell)
    {
        delivery.afterHandOver([this, id, farewell] { connections.leave(id, farewell); });
    }

    Store *store;
    std::unique_ptr<Keeper> keeper; ///< Null without a store.
    Roster roster;
    PeerNetwork peerNetwork; ///< Outlives the hosts, whose ports it shares.
    Connections connections;
    Delivery delivery;
    History history;
    Transfers transfers;
    Peers peers;
    bool isOpen = false;
    std::optional<Error> backupError;
};

Messenger::Messenger(Store &store, NetworkThread &network, TransportFactory &transports, QObject *parent)
    : Messenger(&store, network, transports, parent)
{
}

Messenger::Messenger(NetworkThread &network, TransportFactory &transports, QObject *parent)
    : Messenger(nullptr, network, transports, parent)
{
}

Messenger::Messenger(Store *store, NetworkThread &network, TransportFactory &transports, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(store, network, transports))
{
    connect(&d->roster, &Roster::contactAdded, this, &Messenger::contactAdded);
    connect(&d->roster, &Roster::contactChanged, this, &Messenger::contactChanged);
    connect(&d->roster, &Roster::contactRemoved, this, &Messenger::contactRemoved);
    connect(&d->roster, &Roster::conversationAdded, this, &Messenger::conversationAdded);
    connect(&d->roster, &Roster::conversationChanged, this, &Messenger::conversationChanged);
    connect(&d->roster, &Roster::conversationRemoved, this, &Messenger::conversationRemoved);
    connect(&d->roster, &Roster::saveFailed, this, &Messenger::storeFailed);
    connect(&d->connections, &Connections::hostAdded, this, &Messenger::hostAdded);
    connect(&d->connections, &Connections::hostChanged, this, &Messenger::hostChanged);
    connect(&d->connections, &Connections::hostRemoved, this, &Messenger::hostRemoved);
    connect(&d->connections, &Connections::hostChanged, this, [this] { d->tellHosts(); });
    connect(&d->connections, &Connections::linkChanged, this, &Messenger::linkChanged);
    connect(&d->connections, &Connections::turnsEnded, this, [this](const ConversationId &id) {
        d->roster.change(id, Roster::Keep::Now, [](Conversation &c) { c.options.turns = Turns::Free; });
    });
    connect(&d->peers, &Peers::linkChanged, this, &Messenger::linkChanged);
    connect(&d->peers, &Peers::guestCame, &d->connections, &Connections::guestCame);
    connect(&d->peers, &Peers::guestLeft, &d->connections, &Connections::guestLeft);
    connect(&d->peers, &Peers::storeFailed, this, &Messenger::storeFailed);
    connect(&d->delivery, &Delivery::messageAdded, this, &Messenger::messageAdded);
    connect(&d->delivery, &Delivery::messageChanged, this, &Messenger::messageChanged);
    connect(&d->delivery, &Delivery::messageRemoved, this, &Messenger::messageRemoved);
    connect(&d->delivery, &Delivery::progressChanged, this, &Messenger::progressChanged);
    connect(&d->delivery, &Delivery::storeFailed, this, &Messenger::storeFailed);
    connect(&d->history, &History::messageChanged, this, &Messenger::messageChanged);
    connect(&d->history, &History::messageRemoved, this, &Messenger::messageRemoved);
    connect(&d->history, &History::failed, this, &Messenger::storeFailed);
    d->history.setUnsaved([this](const ConversationId &id) { return d->delivery.unsaved(id); });
    if (store)
        connectStore();
    connect(&d->transfers, &Transfers::changed, &d->history, &History::changed);
}

void Messenger::connectStore()
{
    connect(d->keeper.get(), &Keeper::healthChanged, this, &Messenger::healthChanged);
    connect(d->store, &Store::recovered, this, [this](const Recovery &recovery) {
        if (d->isOpen) {
            d->roster.saveAll(); // we know them all, and the file may not
            Q_EMIT historyReplaced();
        }
        Q_EMIT historyRecovered(recovery);
    });
    connect(d->store, &Store::backupMade, this, [this] {
        d->backupError.reset();
        Q_EMIT backupsChanged();
    });
    connect(d->store, &Store::backupFailed, this, [this](const Error &error) {
        d->backupError = error;
        Q_EMIT backupFailed(error);
    });
}

Messenger::~Messenger()
{
    d->roster.flush();
}

void Messenger::open()
{
    const auto ready = [this] {
        d->isOpen = true;
        Q_EMIT opened();
    };
    if (!d->store) {
        QMetaObject::invokeMethod(this, ready, Qt::QueuedConnection);
        return;
    }
    whenFinished(d->store->open(), this, [this, ready](const Result<Store::Overview> &overview) {
        if (!overview)
            return Q_EMIT storeFailed(overview.error());
        d->roster.load(overview->contacts, overview->conversations);
        d->peers.load(overview->self);
        ready();
    });
}

void Messenger::tryStoreAgain()
{
    if (d->keeper)
        d->keeper->tryAgain();
}

void Messenger::restore(const Backup &backup)
{
    if (!d->store)
        return;
    d->peers.rest();
    whenFinished(leaveAll(), this, [this, backup] {
        whenFinished(d->store->restore(backup.file), this, [this](const Result<Store::Overview> &overview) {
            if (!overview) {
                d->peers.load(d->peers.knownSelf()); // as it was
                return Q_EMIT storeFailed(overview.error());
            }
            d->peers.rest(); // those who came meanwhile
            d->roster.reload(overview->contacts, overview->conversations);
            d->peers.load(overview->self);
            Q_EMIT historyReplaced();
        });
    });
}

void Messenger::removeBackups()
{
    if (!d->store)
        return;
    whenFinished(d->store->removeBackups(), this, [this](const Result<void> &removed) {
        if (!removed)
            Q_EMIT storeFailed(removed.error());
        Q_EMIT backupsChanged();
    });
}

void Messenger::backUp()
{
    if (!d->store)
        return;
    whenFinished(d->store->backUp(), this, [this](const Result<void> &made) {
        d->backupError = made ? std::nullopt : std::optional(made.error());
        if (made)
            Q_EMIT backupsChanged();
        else
            Q_EMIT backupFailed(made.error());
    });
}

HostId Messenger::host(const Endpoint &local, const HostOptions &options)
{
    return d->connections.host(local, options);
}

void Messenger::stopHost(const HostId &host)
{
    d->connections.stopHost(host);
}

void Messenger::removeHost(const HostId &host)
{
    d->connections.removeHost(host);
}

ConversationId Messenger::join(const Endpoint &remote, std::optional<PlainTextOptions> options)
{
    PlainTextOptions fresh;
    fresh.turns = Turns::Take; // a server may be a script that reads one message at a time
    const ConversationId id = d->roster.ensure(remote, Contact::Origin::Typed, options.value_or(fresh));
    if (options)
        d->changeOptions(id, *options);
    d->connections.join(id);
    return id;
}

QFuture<Result<ConversationId>> Messenger::joinAutomatically(const Endpoint &remote,
                                                             std::optional<PlainTextOptions> options)
{
    auto answer = std::make_shared<QPromise<Result<ConversationId>>>();
    answer->start();
    whenFinished(d->peers.kithAt(remote), this, [this, remote, options, answer](const KithThere &there) {
        if (answer->isCanceled())
            return answer->finish();
        if (there.peer.isNull())
            answer->addResult(join(remote, options));
        else
            answer->addResult(d->peers.join(there, remote.port()));
        answer->finish();
    });
    return answer->future();
}

ConversationId Messenger::direct(const Endpoint &remote, const Endpoint &local,
                                 std::optional<PlainTextOptions> options)
{
    const ConversationId id =
        d->roster.ensure(remote, Contact::Origin::Typed, options.value_or(PlainTextOptions{}));
    d->roster.change(id, Roster::Keep::Now, [&](Conversation &c) {
        c.bindTo = local;
        c.options = options.value_or(c.options);
    });
    d->connections.applyOptions(id);
    d->connections.direct(id);
    return id;
}

void Messenger::reconnect(const ConversationId &conversation)
{
    const Conversation *known = d->roster.conversation(conversation);
    if (!known)
        return;
    if (known->endpoint.isNull())
        d->peers.reconnect(conversation);
    else if (known->endpoint.scheme() == Endpoint::Scheme::Tcp)
        d->connections.join(conversation);
    else
        d->connections.direct(conversation);
}

void Messenger::close(const ConversationId &conversation)
{
    d->peers.seeOff(conversation);
    const bool datagrams = link(conversation).role == Link::Role::Direct;
    d->leave(conversation, datagrams ? Farewell::Silently : Farewell::SayQ);
}

Result<MessageId> Messenger::send(const ConversationId &conversation, const QString &text)
{
    const Conversation *known = d->roster.conversation(conversation);
    if (!known)
        return failure(Error::Kind::NoSuchConversation);
    const QStringView trimmed = QStringView(text).trimmed();
    if (trimmed.isEmpty())
        return failure(Error::Kind::EmptyText);
    const bool isPerson = known->endpoint.isNull();
    if (trimmed == u"q" && !isPerson) {
        d->leave(conversation, Farewell::SayQ);
        return MessageId();
    }
    const qsizetype most = isPerson ? MaxPersonalBytes : MaxMessageBytes;
    if (isTooLong(text, most))
        return failure(Error::Kind::TooLongForOneMessage, QString::number(most));
    if (d->keeper && d->keeper->isFull())
        return tl::unexpected(*d->keeper->reason()); // what was typed is better left where it is
    d->openDatagrams(*known);
    return d->delivery.send(conversation, text);
}

void Messenger::sendNow(const ConversationId &conversation)
{
    d->connections.sendNow(conversation);
}

void Messenger::sendAgain(const MessageId &message, const ConversationId &conversation)
{
    if (const Conversation *known = d->roster.conversation(conversation)) {
        d->openDatagrams(*known);
        d->delivery.sendAgain(conversation, message);
    }
}

void Messenger::discard(const MessageId &message, const ConversationId &conversation)
{
    d->delivery.discard(conversation, message);
}

void Messenger::setOptions(const ConversationId &conversation, const PlainTextOptions &options)
{
    d->changeOptions(conversation, options);
}

void Messenger::setDraft(const ConversationId &conversation, const QString &draft)
{
    d->roster.change(conversation, Roster::Keep::Later, [&](Conversation &c) { c.draft = draft; });
}

void Messenger::markRead(const ConversationId &conversation)
{
    d->roster.change(conversation, Roster::Keep::Later, [](Conversation &c) {
        c.unread = 0;
        c.markedUnread = false;
        if (c.last)
            c.readUpTo = std::max(c.readUpTo, c.last->place);
    });
    d->peers.markRead(conversation);
}

void Messenger::markUnread(const ConversationId &conversation)
{
    d->roster.change(conversation, Roster::Keep::Now, [](Conversation &c) { c.markedUnread = true; });
}

void Messenger::setPinned(const ConversationId &conversation, bool pinned)
{
    d->roster.change(conversation, Roster::Keep::Now, [&](Conversation &c) { c.pinned = pinned; });
}

void Messenger::setMuted(const ConversationId &conversation, bool muted)
{
    d->roster.change(conversation, Roster::Keep::Now, [&](Conversation &c) { c.muted = muted; });
}

void Messenger::rename(const ContactId &contact, const QString &name)
{
    d->roster.change(contact, [&](Contact &c) { c.name = cleanName(name); });
}

void Messenger::setGroup(const ContactId &contact, const QString &group)
{
    d->roster.change(contact, [&](Contact &c) { c.group = cleanName(group); });
}

void Messenger::setNote(const ContactId &contact, const QString &note)
{
    d->roster.change(contact, [&](Contact &c) { c.note = cleanName(note); });
}

void Messenger::removeContact(const ContactId &contact)
{
    d->connections.leave(d->roster.find(contact), Farewell::SayQ);
    d->peers.aboutToRemove(contact);
    d->roster.remove(contact);
}

QFuture<Result<ExportSummary>> Messenger::exportHistory(const ExportRequest &request)
{
    return d->transfers.exportHistory(request);
}

QFuture<Result<ImportSummary>> Messenger::importHistory(const QString &file)
{
    return d->transfers.importHistory(file);
}

QFuture<void> Messenger::shutDown()
{
    auto done = std::make_shared<QPromise<void>>();
    done->start();
    whenFinished(leaveAll(), this,
                 [this, done] { whenFinished(d->peers.closeAll(), this, [done] { done->finish(); }); });
    return done->future();
}

QFuture<void> Messenger::leaveAll()
{
    d->roster.flush();
    d->history.finishRemoval();
    auto done = std::make_shared<QPromise<void>>();
    done->start();
    d->delivery.afterHandOver(
        [this, done] { whenFinished(d->connections.closeAll(), this, [done] { done->finish(); }); });
    return done->future();
}

StoreHealth Messenger::health() const
{
    return d->keeper ? d->keeper->health() : StoreHealth::Fine;
}

QFuture<QList<Backup>> Messenger::backups()
{
    return d->store ? d->store->backups() : QtFuture::makeReadyFuture(QList<Backup>());
}

const std::optional<Error> &Messenger::backupError() const
{
    return d->backupError;
}

bool Messenger::isOpen() const
{
    return d->isOpen;
}

bool Messenger::isBusy() const
{
    return d->delivery.isBusy() || d->peers.isBusy();
}

QList<Contact> Messenger::contacts() const
{
    return d->roster.contacts();
}

QList<Conversation> Messenger::conversations() const
{
    return d->roster.conversations();
}

QList<Host> Messenger::hosts() const
{
    return d->connections.hosts();
}

std::optional<Contact> Messenger::contact(const ContactId &id) const
{
    const Contact *contact = d->roster.contact(id);
    return contact ? std::optional(*contact) : std::nullopt;
}

std::optional<Conversation> Messenger::conversation(const ConversationId &id) const
{
    const Conversation *conversation = d->roster.conversation(id);
    return conversation ? std::optional(*conversation) : std::nullopt;
}

std::optional<Host> Messenger::host(const HostId &id) const
{
    return d->connections.host(id);
}

ConversationId Messenger::find(const Endpoint &endpoint) const
{
    return d->roster.find(endpoint);
}

ConversationId Messenger::find(const ContactId &contact) const
{
    return d->roster.find(contact);
}

Link Messenger::link(const ConversationId &id) const
{
    return d->peers.link(id).value_or(d->connections.link(id));
}

int Messenger::waiting(const ConversationId &id) const
{
    return d->delivery.waiting(id);
}

bool Messenger::isWaiting(const MessageId &message) const
{
    return d->delivery.isWaiting(message);
}

History &Messenger::history()
{
    return d->history;
}

Peers &Messenger::peers()
{
    return d->peers;
}

} // namespace kith

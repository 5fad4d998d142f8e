// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/conversationlistmodel.h"

#include "core/displaytext.h"
#include "messenger/messenger.h"
#include "messenger/peers.h"

#include <algorithm>

namespace kith {

namespace {

QDateTime activity(const Conversation &conversation)
{
    return conversation.last ? conversation.last->receivedAt : QDateTime();
}

} // namespace

ConversationListModel::ConversationListModel(Messenger &messenger, QObject *parent)
    : QAbstractListModel(parent), m_messenger(messenger)
{
    connect(&messenger, &Messenger::opened, this, &ConversationListModel::reload);
    connect(&messenger, &Messenger::historyReplaced, this, &ConversationListModel::reload);
    connect(&messenger, &Messenger::conversationAdded, this, &ConversationListModel::store);
    connect(&messenger, &Messenger::conversationChanged, this, &ConversationListModel::store);
    connect(&messenger, &Messenger::conversationRemoved, this, [this](const ConversationId &id) {
        m_conversations.remove(id);
        reorder();
        countUnread();
    });
    connect(&messenger, &Messenger::linkChanged, this, [this](const ConversationId &id) {
        refresh({Row::Conversation, {}, id});
        reorderSoon();
    });
    connect(&messenger, &Messenger::contactChanged, this, [this](const Contact &contact) {
        refresh({Row::Conversation, {}, m_messenger.find(contact.id)});
        if (contact.isPerson())
            reorderSoon(); // it may be blocked now
    });
    const auto refreshPerson = [this](const ContactId &contact) {
        refresh({Row::Conversation, {}, m_messenger.find(contact)});
    };
    connect(&messenger.peers(), &Peers::presenceChanged, this, refreshPerson);
    connect(&messenger.peers(), &Peers::typingChanged, this, refreshPerson);
    connect(&messenger, &Messenger::hostAdded, this, &ConversationListModel::reorder);
    connect(&messenger, &Messenger::hostChanged, this, [this](const Host &host) {
        refresh({Row::Host, host.id, {}});
    });
    connect(&messenger, &Messenger::hostRemoved, this, &ConversationListModel::reorder);
    if (messenger.isOpen())
        reload();
}

void ConversationListModel::setCollapsed(const HostId &host, bool collapsed)
{
    if (collapsed)
        m_collapsed.insert(host);
    else
        m_collapsed.remove(host);
    refresh({Row::Host, host, {}});
    reorder();
}

QModelIndex ConversationListModel::indexOf(const ConversationId &conversation) const
{
    const auto row = m_rows.indexOf(Entry{Row::Conversation, {}, conversation});
    return row < 0 ? QModelIndex() : index(int(row));
}

QModelIndex ConversationListModel::indexOf(const HostId &host) const
{
    const auto row = m_rows.indexOf(Entry{Row::Host, host, {}});
    return row < 0 ? QModelIndex() : index(int(row));
}

int ConversationListModel::totalUnread() const
{
    return m_totalUnread;
}

int ConversationListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant ConversationListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = m_rows.at(index.row());
    if (role == RowRole)
        return int(entry.row);
    if (entry.row == Row::Host)
        return hostData(m_messenger.host(entry.host).value_or(Host{}), role);
    return conversationData(m_conversations.value(entry.conversation), role);
}

void ConversationListModel::reload()
{
    m_conversations.clear();
    for (const Conversation &conversation : m_messenger.conversations())
        m_conversations.insert(conversation.id, conversation);
    reorder();
    countUnread();
}

void ConversationListModel::store(const Conversation &conversation)
{
    m_conversations.insert(conversation.id, conversation);
    refresh({Row::Conversation, {}, conversation.id});
    const HostId host = m_messenger.link(conversation.id).host;
    if (!host.isNull())
        refresh({Row::Host, host, {}});
    reorderSoon();
    countUnread();
}

void ConversationListModel::refresh(const Entry &entry)
{
    const auto row = m_rows.indexOf(entry);
    if (row >= 0)
        Q_EMIT dataChanged(index(int(row)), index(int(row)));
}

void ConversationListModel::reorderSoon()
{
    // A host with hundreds of clients tells of many at once: one pass for all of them.
    if (m_reorderPending)
        return;
    m_reorderPending = true;
    QMetaObject::invokeMethod(this, &ConversationListModel::reorder, Qt::QueuedConnection);
}

void ConversationListModel::reorder()
{
    m_reorderPending = false;
    const QList<Entry> target = wanted();
    const QSet<Entry> stay(target.begin(), target.end());
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (stay.contains(m_rows.at(row)))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    QSet<Entry> present(m_rows.begin(), m_rows.end());
    for (int row = 0; row < target.size(); ++row) {
        const Entry &entry = target.at(row);
        if (row < m_rows.size() && m_rows.at(row) == entry)
            continue;
        if (present.contains(entry)) {
            const int from = int(m_rows.indexOf(entry, row));
            beginMoveRows({}, from, from, {}, row);
            m_rows.move(from, row);
            endMoveRows();
        } else {
            beginInsertRows({}, row, row);
            m_rows.insert(row, entry);
            endInsertRows();
        }
    }
}

void ConversationListModel::countUnread()
{
    int total = 0;
    for (const Conversation &conversation : std::as_const(m_conversations))
        total += conversation.muted ? 0 : conversation.shownUnread();
    if (total == m_totalUnread)
        return;
    m_totalUnread = total;
    Q_EMIT totalUnreadChanged(total);
}

QList<ConversationListModel::Entry> ConversationListModel::wanted() const
{
    QList<const Conversation *> sorted;
    sorted.reserve(m_conversations.size());
    for (auto it = m_conversations.cbegin(); it != m_conversations.cend(); ++it) {
        if (isShown(it.value()))
            sorted.append(&it.value());
    }
    std::sort(sorted.begin(), sorted.end(), [](const Conversation *a, const Conversation *b) {
        if (a->pinned != b->pinned)
            return a->pinned;
        const QDateTime left = activity(*a);
        const QDateTime right = activity(*b);
        return left != right ? left > right : a->id.value() < b->id.value();
    });

    const QList<Host> hosts = m_messenger.hosts();
    QHash<HostId, QList<Entry>> clients;
    QList<Entry> others;
    for (const Conversation *conversation : std::as_const(sorted)) {
        const HostId host = m_messenger.link(conversation->id).host;
        const bool hosted = std::any_of(hosts.begin(), hosts.end(), [&](const Host &h) { return h.id == host; });
        (hosted ? clients[host] : others).append(Entry{Row::Conversation, {}, conversation->id});
    }
    QList<Entry> rows;
    for (const Host &host : hosts) {
        rows.append(Entry{Row::Host, host.id, {}});
        if (!m_collapsed.contains(host.id))
            rows += clients.value(host.id);
    }
    return rows + others;
}

bool ConversationListModel::isShown(const Conversation &conversation) const
{
    if (conversation.last || !conversation.endpoint.isNull())
        return true;
    const auto contact = m_messenger.contact(conversation.contact);
    return !contact || contact->standing != Contact::Standing::Blocked;
}

QVariant ConversationListModel::hostData(const Host &host, int role) const
{
    const Endpoint shown = host.reachable.isEmpty() ? host.local : host.reachable.first();
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
    case AddressRole:
        return shown.toString();
    case HostRole:
        return QVariant::fromValue(host);
    case ConversationRole:
        return QVariant::fromValue(Conversation{});
    case ContactRole:
        return QVariant::fromValue(Contact{});
    case CollapsedRole:
        return m_collapsed.contains(host.id);
    case UnreadRole: {
        int unread = 0;
        for (const Conversation &conversation : m_conversations) {
            if (!conversation.muted && m_messenger.link(conversation.id).host == host.id)
                unread += conversation.shownUnread();
        }
        return unread;
    }
    default:
        return {};
    }
}

QVariant ConversationListModel::conversationData(const Conversation &conversation, int role) const
{
    const auto contact = m_messenger.contact(conversation.contact);
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return displayName(contact ? contact->displayName() : conversation.endpoint.hostAndPort());
    case AddressRole:
        return contact && contact->isPerson() ? contact->peer.shortForm() : conversation.endpoint.toString();
    case ContactRole:
        return QVariant::fromValue(contact.value_or(Contact{}));
    case PresenceRole:
        return QVariant::fromValue(m_messenger.peers().presence(conversation.contact));
    case TypingRole:
        return m_messenger.peers().isTyping(conversation.contact);
    case ConversationRole:
        return QVariant::fromValue(conversation);
    case LinkRole:
        return QVariant::fromValue(m_messenger.link(conversation.id));
    case HostRole:
        return QVariant::fromValue(Host{});
    case TimeRole:
        return activity(conversation);
    case UnreadRole:
        return conversation.shownUnread();
    case ColourKeyRole:
        return uint(conversation.contact.value().data1);
    case NamedRole:
        return contact && (contact->isPerson() || !contact->name.isEmpty());
    default:
        return {};
    }
}

} // namespace kith

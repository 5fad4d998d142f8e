// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/friendlistmodel.h"

#include "core/displaytext.h"
#include "messenger/messenger.h"
#include "messenger/peers.h"

#include <algorithm>

namespace kith {

namespace {

bool isShown(const Contact &contact)
{
    return !contact.isPerson() || contact.standing != Contact::Standing::Blocked;
}

} // namespace

FriendListModel::FriendListModel(Messenger &messenger, QObject *parent)
    : QAbstractItemModel(parent), m_messenger(messenger)
{
    connect(&messenger, &Messenger::opened, this, &FriendListModel::reload);
    connect(&messenger, &Messenger::historyReplaced, this, &FriendListModel::reload);
    connect(&messenger, &Messenger::contactAdded, this, &FriendListModel::add);
    connect(&messenger, &Messenger::contactChanged, this, &FriendListModel::change);
    connect(&messenger, &Messenger::contactRemoved, this, &FriendListModel::remove);
    connect(&messenger, &Messenger::linkChanged, this, [this](const ConversationId &id) {
        if (const auto conversation = m_messenger.conversation(id))
            refresh(conversation->contact);
    });
    connect(&messenger.peers(), &Peers::presenceChanged, this, &FriendListModel::refresh);
    if (messenger.isOpen())
        reload();
}

FriendListModel::~FriendListModel() = default;

QModelIndex FriendListModel::indexOf(const ContactId &contact) const
{
    Folder *folder = m_where.value(contact);
    if (!folder)
        return {};
    const auto it = std::find_if(folder->people.begin(), folder->people.end(),
                                 [&](const Contact &c) { return c.id == contact; });
    return createIndex(int(it - folder->people.begin()), 0, folder);
}

QModelIndex FriendListModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return folderIndex(row);
    return createIndex(row, column, m_folders.at(size_t(parent.row())).get());
}

QModelIndex FriendListModel::parent(const QModelIndex &child) const
{
    const auto *folder = static_cast<const Folder *>(child.internalPointer());
    return folder ? folderIndex(rowOf(folder)) : QModelIndex();
}

int FriendListModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_folders.size());
    if (parent.internalPointer() || parent.column() != 0)
        return 0;
    return int(m_folders.at(size_t(parent.row()))->people.size());
}

int FriendListModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant FriendListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto *folder = static_cast<const Folder *>(index.internalPointer());
    if (!folder)
        return folderData(*m_folders.at(size_t(index.row())), role);
    return personData(folder->people.at(size_t(index.row())), role);
}

FriendListModel::Group FriendListModel::groupOf(const Contact &contact)
{
    if (!contact.group.isEmpty())
        return Group::Custom;
    if (contact.isPerson())
        return contact.standing == Contact::Standing::Stranger ? Group::Strangers : Group::Friends;
    return contact.origin == Contact::Origin::Typed ? Group::Friends : Group::Strangers;
}

bool FriendListModel::before(const Contact &a, const Contact &b)
{
    const int order = QString::localeAwareCompare(a.displayName(), b.displayName());
    return order != 0 ? order < 0 : a.id.value() < b.id.value();
}

void FriendListModel::reload()
{
    beginResetModel();
    m_folders.clear();
    m_where.clear();
    endResetModel();
    for (const Contact &contact : m_messenger.contacts())
        add(contact);
}

void FriendListModel::add(const Contact &contact)
{
    if (m_where.contains(contact.id))
        return change(contact);
    if (!isShown(contact))
        return;
    const int row = folderFor(contact);
    Folder *folder = m_folders.at(size_t(row)).get();
    const auto place = std::upper_bound(folder->people.begin(), folder->people.end(), contact, before);
    const int at = int(place - folder->people.begin());
    beginInsertRows(folderIndex(row), at, at);
    folder->people.insert(place, contact);
    m_where.insert(contact.id, folder);
    endInsertRows();
    Q_EMIT dataChanged(folderIndex(row), folderIndex(row));
}

void FriendListModel::change(const Contact &contact)
{
    const QModelIndex index = indexOf(contact.id);
    if (!index.isValid())
        return add(contact);
    if (!isShown(contact))
        return remove(contact.id);
    Contact &known = m_where.value(contact.id)->people.at(size_t(index.row()));
    const bool stays = groupOf(known) == groupOf(contact) && known.group == contact.group &&
                       known.displayName() == contact.displayName();
    if (stays) {
        known = contact;
        Q_EMIT dataChanged(index, index);
        return;
    }
    remove(contact.id);
    add(contact);
}

void FriendListModel::remove(const ContactId &contact)
{
    const QModelIndex index = indexOf(contact);
    if (!index.isValid())
        return;
    Folder *folder = m_where.value(contact);
    const int row = rowOf(folder);
    beginRemoveRows(folderIndex(row), index.row(), index.row());
    folder->people.erase(folder->people.begin() + index.row());
    m_where.remove(contact);
    endRemoveRows();
    if (!folder->people.empty()) {
        Q_EMIT dataChanged(folderIndex(row), folderIndex(row));
        return;
    }
    beginRemoveRows({}, row, row);
    m_folders.erase(m_folders.begin() + row);
    endRemoveRows();
}

void FriendListModel::refresh(const ContactId &contact)
{
    const QModelIndex index = indexOf(contact);
    if (!index.isValid())
        return;
    Q_EMIT dataChanged(index, index);
    Q_EMIT dataChanged(index.parent(), index.parent());
}

int FriendListModel::folderFor(const Contact &contact)
{
    const Group group = groupOf(contact);
    size_t row = 0;
    for (; row < m_folders.size(); ++row) {
        const Folder &folder = *m_folders.at(row);
        if (folder.group == group && folder.name == contact.group)
            return int(row);
        if (folder.group > group ||
            (folder.group == group && QString::localeAwareCompare(folder.name, contact.group) > 0))
            break;
    }
    beginInsertRows({}, int(row), int(row));
    m_folders.insert(m_folders.begin() + qptrdiff(row),
                     std::make_unique<Folder>(Folder{group, contact.group, {}}));
    endInsertRows();
    return int(row);
}

int FriendListModel::rowOf(const Folder *folder) const
{
    const auto it =
        std::find_if(m_folders.begin(), m_folders.end(), [&](const auto &f) { return f.get() == folder; });
    return int(it - m_folders.begin());
}

QModelIndex FriendListModel::folderIndex(int row) const
{
    return createIndex(row, 0);
}

Presence FriendListModel::presence(const Contact &contact) const
{
    if (contact.isPerson())
        return m_messenger.peers().presence(contact.id);
    const ConversationId conversation = m_messenger.find(contact.id);
    const bool isOnline = !conversation.isNull() && m_messenger.link(conversation).isOnline();
    return {isOnline ? Presence::Availability::Online : Presence::Availability::Offline, {}};
}

QVariant FriendListModel::folderData(const Folder &folder, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return displayName(folder.name);
    case IsGroupRole:
        return true;
    case GroupRole:
        return int(folder.group);
    case TotalRole:
        return int(folder.people.size());
    case OnlineRole:
        return int(std::count_if(folder.people.begin(), folder.people.end(),
                                 [this](const Contact &c) { return presence(c).isThere(); }));
    default:
        return {};
    }
}

QVariant FriendListModel::personData(const Contact &contact, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return kith::displayName(contact.displayName());
    case AddressRole:
        return contact.isPerson() ? contact.peer.shortForm() : contact.endpoint.toString();
    case IsGroupRole:
        return false;
    case ContactRole:
        return QVariant::fromValue(contact);
    case OnlineRole:
        return presence(contact).isThere();
    case ColourKeyRole:
        return uint(contact.id.value().data1);
    case NamedRole:
        return contact.isPerson() || !contact.name.isEmpty();
    case PresenceRole:
        return QVariant::fromValue(presence(contact));
    default:
        return {};
    }
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/nearbymodel.h"

#include "core/displaytext.h"
#include "messenger/messenger.h"

#include <algorithm>

namespace kith {

using Standing = Contact::Standing;

NearbyModel::NearbyModel(Messenger &messenger, QObject *parent)
    : QAbstractListModel(parent), m_messenger(messenger), m_peers(messenger.peers())
{
    connect(&m_peers, &Peers::nearbyChanged, this, [this](const NearbyPeer &peer) { refresh(peer.peer); });
    connect(&m_peers, &Peers::nearbyGone, this, &NearbyModel::remove);
    connect(&m_peers, &Peers::introduced, this, [this](const Introduction &it) { refresh(it.peer); });
    connect(&m_peers, &Peers::introductionGone, this, &NearbyModel::refresh);
    const auto take = [this](const Contact &contact) {
        if (!contact.isPerson())
            return;
        refresh(contact.peer);
        compareSoon();
    };
    connect(&messenger, &Messenger::contactAdded, this, take);
    connect(&messenger, &Messenger::contactChanged, this, take);
    connect(&messenger, &Messenger::contactRemoved, this, &NearbyModel::reload);
    connect(&messenger, &Messenger::historyReplaced, this, &NearbyModel::reload);
    reload();
}

QModelIndex NearbyModel::indexOf(const PeerId &peer) const
{
    const int row = rowOf(peer);
    return row < 0 ? QModelIndex() : index(row);
}

int NearbyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant NearbyModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        if (entry.contact)
            return displayName(entry.contact->displayName());
        return entry.peer.name.isEmpty() ? entry.peer.peer.shortForm() : displayName(entry.peer.name);
    case NamedRole:
        return !entry.peer.name.isEmpty() || (entry.contact && !entry.contact->name.isEmpty());
    case PeerRole:
        return QVariant::fromValue(entry.peer.peer);
    case ShortIdRole:
        return entry.peer.peer.shortForm();
    case PresenceRole:
        return QVariant::fromValue(entry.peer.presence);
    case AddressRole:
        return entry.peer.endpoint.hostAndPort();
    case RelationRole:
        if (entry.contact && entry.contact->isFriend())
            return int(Relation::Friend);
        if (entry.asks)
            return int(Relation::Asks);
        return int(entry.contact && entry.contact->standing == Standing::Asked ? Relation::Asked
                                                                               : Relation::Stranger);
    case SimilarRole:
        return entry.similar;
    case ColourKeyRole:
        return entry.contact ? uint(entry.contact->id.value().data1) : colourKey(entry.peer.peer);
    default:
        return {};
    }
}

uint NearbyModel::colourKey(const PeerId &peer)
{
    uint key = 0;
    const QByteArray bytes = peer.toBytes();
    for (const char byte : bytes.first(qMin<qsizetype>(4, bytes.size())))
        key = key << 8 | uint(quint8(byte));
    return key;
}

void NearbyModel::reload()
{
    beginResetModel();
    m_rows.clear();
    for (const NearbyPeer &peer : m_peers.nearby()) {
        if (const auto entry = wanted(peer.peer))
            m_rows.append(*entry);
    }
    endResetModel();
}

void NearbyModel::refresh(const PeerId &peer)
{
    auto entry = wanted(peer);
    if (!entry)
        return remove(peer);
    if (const int row = rowOf(peer); row >= 0) {
        m_rows[row] = std::move(*entry);
        Q_EMIT dataChanged(index(row), index(row));
        return;
    }
    const int row = int(m_rows.size());
    beginInsertRows({}, row, row);
    m_rows.append(std::move(*entry));
    endInsertRows();
}

void NearbyModel::remove(const PeerId &peer)
{
    const int row = rowOf(peer);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
}

/// What one contact is called may be what somebody else here could be mistaken for. Contacts change in bursts.
void NearbyModel::compareSoon()
{
    if (m_comparePending)
        return;
    m_comparePending = true;
    QMetaObject::invokeMethod(this, &NearbyModel::compareNames, Qt::QueuedConnection);
}

void NearbyModel::compareNames()
{
    m_comparePending = false;
    for (int row = 0; row < m_rows.size(); ++row) {
        Entry &entry = m_rows[row];
        const QString similar = similarTo(entry.peer.name, entry.peer.peer);
        if (similar == entry.similar)
            continue;
        entry.similar = similar;
        Q_EMIT dataChanged(index(row), index(row));
    }
}

std::optional<NearbyModel::Entry> NearbyModel::wanted(const PeerId &peer) const
{
    const auto near = m_peers.nearby(peer);
    const auto contact = m_messenger.contact(m_peers.contactOf(peer));
    if (!near || (contact && contact->isBlocked()))
        return std::nullopt;
    const QList<Introduction> introductions = m_peers.introductions();
    const bool asks = std::any_of(introductions.cbegin(), introductions.cend(),
                                  [&](const Introduction &introduction) { return introduction.peer == peer; });
    // Whoever wants to be taken for offline is not there, unless it asks for something itself.
    if (!near->presence.isThere() && !asks)
        return std::nullopt;
    return Entry{*near, contact, asks, similarTo(near->name, peer)};
}

QString NearbyModel::similarTo(const QString &name, const PeerId &peer) const
{
    const auto other = m_messenger.contact(m_peers.mistakableFor(name, peer));
    return other ? displayName(other->displayName()) : QString();
}

int NearbyModel::rowOf(const PeerId &peer) const
{
    const auto it =
        std::find_if(m_rows.cbegin(), m_rows.cend(), [&](const Entry &entry) { return entry.peer.peer == peer; });
    return it == m_rows.cend() ? -1 : int(it - m_rows.cbegin());
}

} // namespace kith

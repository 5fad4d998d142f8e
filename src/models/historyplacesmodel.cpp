// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/historyplacesmodel.h"

#include "core/displaytext.h"
#include "messenger/messenger.h"

#include <algorithm>

namespace kith {

HistoryPlacesModel::HistoryPlacesModel(Messenger &messenger, QObject *parent)
    : QAbstractListModel(parent), m_messenger(messenger)
{
    m_reloadTimer.setSingleShot(true);
    m_reloadTimer.setInterval(0);
    connect(&m_reloadTimer, &QTimer::timeout, this, &HistoryPlacesModel::reload);
    const auto reloadSoon = [this] { m_reloadTimer.start(); };
    connect(&messenger, &Messenger::opened, this, reloadSoon);
    connect(&messenger, &Messenger::historyReplaced, this, reloadSoon);
    connect(&messenger, &Messenger::conversationAdded, this, reloadSoon);
    connect(&messenger, &Messenger::conversationRemoved, this, reloadSoon);
    connect(&messenger, &Messenger::contactChanged, this, reloadSoon);
    reload();
}

void HistoryPlacesModel::setNeedle(const QString &needle)
{
    const QString typed = fold(needle.trimmed());
    if (m_needle == typed)
        return;
    m_needle = typed;
    reload();
}

QModelIndex HistoryPlacesModel::indexOf(const ConversationId &conversation) const
{
    const Row row = conversation.isNull() ? Row::Everywhere : Row::Conversation;
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [&](const Entry &entry) {
        return entry.row == row && entry.conversation == conversation;
    });
    return it == m_rows.end() ? QModelIndex() : index(int(it - m_rows.begin()));
}

int HistoryPlacesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant HistoryPlacesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return entry.name;
    case RowRole:
        return int(entry.row);
    case ConversationRole:
        return QVariant::fromValue(entry.conversation);
    case ColourKeyRole:
        return entry.colourKey;
    case NamedRole:
        return entry.isNamed;
    default:
        return {};
    }
}

Qt::ItemFlags HistoryPlacesModel::flags(const QModelIndex &index) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return Qt::NoItemFlags;
    const Row row = m_rows.at(index.row()).row;
    const bool isHeading = row == Row::PeopleHeading || row == Row::AddressesHeading;
    return isHeading ? Qt::ItemNeverHasChildren
                     : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

void HistoryPlacesModel::reload()
{
    beginResetModel();
    m_rows = wanted();
    endResetModel();
}

QList<HistoryPlacesModel::Entry> HistoryPlacesModel::wanted()
{
    QList<Entry> people;
    QList<Entry> addresses;
    for (const Conversation &conversation : m_messenger.conversations()) {
        const auto contact = m_messenger.contact(conversation.contact);
        const bool isNamed = contact && (contact->isPerson() || !contact->name.isEmpty());
        const QString name = displayName(contact ? contact->displayName() : conversation.endpoint.hostAndPort());
        if (!m_needle.isEmpty() && !fold(name).contains(m_needle) && !m_pinyin.matches(name, m_needle) &&
            !fold(conversation.endpoint.toString()).contains(m_needle))
            continue;
        (isNamed ? people : addresses)
            .append({Row::Conversation, conversation.id, name, uint(conversation.contact.value().data1), isNamed});
    }
    QList<Entry> rows;
    if (m_needle.isEmpty())
        rows.append({Row::Everywhere, {}, {}, 0, true});
    if (!people.isEmpty())
        rows.append({Row::PeopleHeading, {}, {}, 0, false});
    rows += people;
    if (!addresses.isEmpty())
        rows.append({Row::AddressesHeading, {}, {}, 0, false});
    return rows + addresses;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/friendfilter.h"

#include "models/friendlistmodel.h"

namespace kith {

FriendFilter::FriendFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
}

void FriendFilter::setNeedle(const QString &needle)
{
    if (m_needle == needle.trimmed())
        return;
    m_needle = needle.trimmed();
    invalidateFilter();
}

bool FriendFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_needle.isEmpty())
        return true;
    if (!parent.isValid())
        return false; // a group is shown for the sake of its people
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    return index.data(FriendListModel::NameRole).toString().contains(m_needle, Qt::CaseInsensitive) ||
           index.data(FriendListModel::AddressRole).toString().contains(m_needle, Qt::CaseInsensitive);
}

} // namespace kith

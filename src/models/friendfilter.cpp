// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/friendfilter.h"

#include "models/friendlistmodel.h"

namespace kith {

FriendFilter::FriendFilter(QObject *parent) : SearchFilter(parent)
{
    setRecursiveFilteringEnabled(true);
}

bool FriendFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!isSearching())
        return true;
    if (!parent.isValid())
        return false; // a group is shown for the sake of its people
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    return names(index.data(FriendListModel::NameRole).toString()) ||
           holds(index.data(FriendListModel::AddressRole).toString());
}

} // namespace kith

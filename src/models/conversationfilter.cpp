// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/conversationfilter.h"

#include "models/conversationlistmodel.h"

namespace kith {

ConversationFilter::ConversationFilter(QObject *parent) : SearchFilter(parent) {}

bool ConversationFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!isSearching())
        return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    using Model = ConversationListModel;
    if (index.data(Model::RowRole).toInt() == int(Model::Row::Host))
        return false;
    if (names(index.data(Model::NameRole).toString()) || holds(index.data(Model::AddressRole).toString()))
        return true;
    const auto conversation = index.data(Model::ConversationRole).value<Conversation>();
    return conversation.last && holds(conversation.last->text);
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostclients.h"

#include "models/conversationlistmodel.h"
#include "ui/phrases.h"

namespace kith {

using Model = ConversationListModel;

void HostClients::setHost(const HostId &host)
{
    m_host = host;
    invalidateFilter();
}

QVariant HostClients::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole)
        return tr("%1, connected since %2")
            .arg(index.data(Model::NameRole).toString(),
                 phrases::clock(index.data(Model::LinkRole).value<Link>().since));
    return ConversationFilter::data(index, role);
}

bool HostClients::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (index.data(Model::RowRole).toInt() != int(Model::Row::Conversation))
        return false;
    const auto link = index.data(Model::LinkRole).value<Link>();
    return link.host == m_host && link.isOnline();
}

} // namespace kith

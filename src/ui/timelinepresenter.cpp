// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timelinepresenter.h"

#include "core/displaytext.h"
#include "models/timelinemodel.h"
#include "ui/phrases.h"

namespace kith {

void TimelinePresenter::setName(const QString &name)
{
    m_name = name;
}

QVariant TimelinePresenter::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole)
        return phrases::spoken(index.data(TimelineModel::MessageRole).value<Message>(), m_name,
                               index.data(TimelineModel::WaitingRole).toBool());
    if (role == Qt::DisplayRole)
        return displayLine(QIdentityProxyModel::data(index, role).toString());
    return QIdentityProxyModel::data(index, role);
}

} // namespace kith

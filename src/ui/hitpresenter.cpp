// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hitpresenter.h"

#include "core/displaytext.h"
#include "models/historymodel.h"
#include "ui/phrases.h"

namespace kith {

using namespace Qt::StringLiterals;
using Model = HistoryModel;

QVariant HitPresenter::data(const QModelIndex &index, int role) const
{
    switch (role) {
    case WhoRole:
        return who(index);
    case WhenRole:
        return phrases::stamp(index.data(Model::MessageRole).value<Message>().receivedAt);
    case ShortWhenRole:
        return phrases::listTime(index.data(Model::MessageRole).value<Message>().receivedAt);
    case Qt::DisplayRole:
        return phrases::line(index.data(Model::MessageRole).value<Message>());
    case Qt::AccessibleTextRole:
        return spoken(index);
    default:
        return QIdentityProxyModel::data(index, role);
    }
}

QString HitPresenter::who(const QModelIndex &index) const
{
    const QString other = index.data(Model::ConversationNameRole).toString();
    return index.data(Model::MessageRole).value<Message>().isMine() ? tr("Me to %1").arg(other) : other;
}

QString HitPresenter::spoken(const QModelIndex &index) const
{
    const auto message = index.data(Model::MessageRole).value<Message>();
    QStringList parts{who(index), index.data(WhenRole).toString(), phrases::line(message)};
    if (message.starred)
        parts += tr("starred");
    if (!message.comment.isEmpty())
        parts += tr("comment: %1").arg(displayLine(message.comment));
    return parts.join(u", "_s);
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nearbypresenter.h"

#include "models/nearbymodel.h"
#include "ui/label.h"
#include "ui/phrases.h"

namespace kith {

using namespace Qt::StringLiterals;
using Model = NearbyModel;
using Relation = Model::Relation;

QVariant NearbyPresenter::data(const QModelIndex &index, int role) const
{
    switch (role) {
    case LineRole: {
        const QString similar = index.data(Model::SimilarRole).toString();
        if (!similar.isEmpty())
            return tr("Not %1, though the name looks alike").arg(similar);
        return phrases::presence(index.data(Model::PresenceRole).value<Presence>());
    }
    case NoteRole:
        switch (Relation(index.data(Model::RelationRole).toInt())) {
        case Relation::Friend:
            return tr("Friend");
        case Relation::Asked:
            return tr("Greeted");
        case Relation::Asks:
            return tr("Greets you");
        case Relation::Stranger:
            break;
        }
        return QString();
    case Qt::ToolTipRole:
        return toolTipText(
            tr("%1, at %2")
                .arg(index.data(Model::ShortIdRole).toString(), index.data(Model::AddressRole).toString()));
    case Qt::AccessibleTextRole:
        return spoken(index);
    default:
        return QIdentityProxyModel::data(index, role);
    }
}

QString NearbyPresenter::spoken(const QModelIndex &index) const
{
    QStringList parts{index.data(Model::NameRole).toString()};
    if (index.data(Model::NamedRole).toBool())
        parts += index.data(Model::ShortIdRole).toString();
    parts += index.data(LineRole).toString();
    parts += index.data(NoteRole).toString();
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace kith

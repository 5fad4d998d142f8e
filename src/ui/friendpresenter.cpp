// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/friendpresenter.h"

#include "core/displaytext.h"
#include "models/friendlistmodel.h"
#include "ui/label.h"
#include "ui/phrases.h"

namespace kith {

using namespace Qt::StringLiterals;
using Model = FriendListModel;

QVariant FriendPresenter::data(const QModelIndex &index, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        if (index.data(Model::IsGroupRole).toBool())
            return phrases::groupName(Model::Group(index.data(Model::GroupRole).toInt()),
                                      index.data(Model::NameRole).toString());
        return index.data(Model::NameRole);
    case CountRole:
        return u"%1/%2"_s.arg(index.data(Model::OnlineRole).toInt()).arg(index.data(Model::TotalRole).toInt());
    case LineRole:
        return line(index);
    case Qt::ToolTipRole:
        if (index.data(Model::IsGroupRole).toBool())
            return {};
        return toolTipText(index.data(Model::AddressRole).toString());
    case Qt::AccessibleTextRole:
        return spoken(index);
    default:
        return FriendFilter::data(index, role);
    }
}

QString FriendPresenter::line(const QModelIndex &index) const
{
    const auto contact = index.data(Model::ContactRole).value<Contact>();
    const auto presence = index.data(Model::PresenceRole).value<Presence>();
    if (contact.isPerson() && contact.standing == Contact::Standing::Asked)
        return phrases::waitingForAnswer();
    if (!presence.status.isEmpty())
        return phrases::presence(presence);
    if (!contact.note.isEmpty())
        return displayLine(contact.note);
    return contact.isPerson() ? phrases::presence(presence) : contact.endpoint.toString();
}

QString FriendPresenter::spoken(const QModelIndex &index) const
{
    const QString title = index.data(TitleRole).toString();
    if (index.data(Model::IsGroupRole).toBool())
        return tr("%1, %2 of %3 online")
            .arg(title, QString::number(index.data(Model::OnlineRole).toInt()),
                 QString::number(index.data(Model::TotalRole).toInt()));
    const auto contact = index.data(Model::ContactRole).value<Contact>();
    if (contact.isPerson()) {
        const bool isAsked = contact.standing == Contact::Standing::Asked;
        return u"%1, %2"_s.arg(title, isAsked
                                          ? phrases::waitingForAnswer()
                                          : phrases::presence(index.data(Model::PresenceRole).value<Presence>()));
    }
    return index.data(Model::OnlineRole).toBool() ? tr("%1, online").arg(title) : tr("%1, offline").arg(title);
}

} // namespace kith

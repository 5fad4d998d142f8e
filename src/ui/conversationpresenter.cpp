// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversationpresenter.h"

#include "models/conversationlistmodel.h"
#include "ui/label.h"
#include "ui/phrases.h"

namespace kith {

using namespace Qt::StringLiterals;
using Model = ConversationListModel;

QVariant ConversationPresenter::data(const QModelIndex &index, int role) const
{
    switch (role) {
    case PreviewRole:
        return preview(index);
    case TimeTextRole:
        return phrases::listTime(index.data(Model::TimeRole).toDateTime());
    case HeadingRole:
        return phrases::hosting(index.data(Model::HostRole).value<Host>());
    case Qt::ToolTipRole:
        return toolTipText(index.data(Model::AddressRole).toString());
    case Qt::AccessibleTextRole:
        return spoken(index);
    default:
        return ConversationFilter::data(index, role);
    }
}

QString ConversationPresenter::preview(const QModelIndex &index) const
{
    const auto conversation = index.data(Model::ConversationRole).value<Conversation>();
    const auto contact = index.data(Model::ContactRole).value<Contact>();
    if (index.data(Model::TypingRole).toBool())
        return tr("typing…");
    const bool isEmpty = !conversation.last && conversation.draft.trimmed().isEmpty();
    if (contact.isPerson() && isEmpty)
        return contact.standing == Contact::Standing::Asked
                   ? phrases::waitingForAnswer()
                   : phrases::presence(index.data(Model::PresenceRole).value<Presence>());
    return phrases::preview(conversation, index.data(Model::LinkRole).value<Link>());
}

QString ConversationPresenter::spoken(const QModelIndex &index) const
{
    if (index.data(Model::RowRole).toInt() == int(Model::Row::Host))
        return tr("%1, %n client(s) connected", nullptr, index.data(Model::HostRole).value<Host>().connected)
            .arg(index.data(HeadingRole).toString());
    const auto contact = index.data(Model::ContactRole).value<Contact>();
    QStringList parts{index.data(Model::NameRole).toString(), phrases::protection(contact),
                      contact.isPerson() ? phrases::presence(index.data(Model::PresenceRole).value<Presence>())
                                         : phrases::presenceWord(index.data(Model::LinkRole).value<Link>()),
                      index.data(PreviewRole).toString(), index.data(TimeTextRole).toString()};
    if (const int unread = index.data(Model::UnreadRole).toInt(); unread > 0)
        parts += tr("%n unread", nullptr, unread);
    const auto conversation = index.data(Model::ConversationRole).value<Conversation>();
    if (conversation.pinned)
        parts += tr("kept at the top");
    if (conversation.muted)
        parts += tr("muted");
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace kith

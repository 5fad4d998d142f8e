// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clientview.h"

#include "models/conversationlistmodel.h"
#include "ui/clientdelegate.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace kith {

namespace {

ConversationId conversationAt(const QModelIndex &index)
{
    return index.data(ConversationListModel::ConversationRole).value<Conversation>().id;
}

} // namespace

ClientView::ClientView(QAbstractItemModel &clients, const Theme &theme, QWidget *parent)
    : QListView(parent), m_delegate(new ClientDelegate(theme, this))
{
    setObjectName(QStringLiteral("clientList"));
    setAccessibleName(tr("Connected clients"));
    setItemDelegate(m_delegate);
    setModel(&clients);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void ClientView::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() != Qt::LeftButton || !index.isValid())
        return;
    if (m_delegate->closeRect(visualRect(index)).contains(event->pos()))
        Q_EMIT closeRequested(conversationAt(index));
    else
        Q_EMIT chosen(conversationAt(index));
}

void ClientView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    if (index.isValid() && event->key() == Qt::Key_Delete)
        Q_EMIT closeRequested(conversationAt(index));
    else if (index.isValid() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        Q_EMIT chosen(conversationAt(index));
    else
        QListView::keyPressEvent(event);
}

} // namespace kith

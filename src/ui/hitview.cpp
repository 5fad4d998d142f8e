// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hitview.h"

#include "models/historymodel.h"
#include "ui/conversationdelegate.h"
#include "ui/hitdelegate.h"
#include "ui/hitpresenter.h"

#include <QMouseEvent>

namespace kith {

HitView::HitView(HitPresenter &presenter, const Theme &theme, QWidget *parent) : QListView(parent)
{
    setObjectName(QStringLiteral("hitList"));
    setAccessibleName(tr("Messages that were found"));
    setItemDelegate(new HitDelegate(theme, this));
    setModel(&presenter);
    setUniformItemSizes(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&presenter, signal, this, [this] { updateGeometry(); });
    connect(&presenter, &QAbstractItemModel::modelReset, this, [this] { updateGeometry(); });
    connect(this, &QAbstractItemView::activated, this, &HitView::choose);
}

QSize HitView::sizeHint() const
{
    return {200, model()->rowCount() * ConversationDelegate::RowHeight};
}

QSize HitView::minimumSizeHint() const
{
    return sizeHint();
}

void HitView::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid())
        choose(index);
}

void HitView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT rowToShow(visualRect(current));
}

void HitView::choose(const QModelIndex &index)
{
    Q_EMIT chosen(index.data(HistoryModel::MessageRole).value<Message>());
}

} // namespace kith

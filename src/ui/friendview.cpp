// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/friendview.h"

#include "models/friendlistmodel.h"
#include "ui/conversationdelegate.h"
#include "ui/frienddelegate.h"
#include "ui/friendpresenter.h"

#include <QContextMenuEvent>
#include <QMouseEvent>

namespace kith {

using Model = FriendListModel;

FriendView::FriendView(FriendPresenter &presenter, const Theme &theme, QWidget *parent)
    : QTreeView(parent), m_presenter(presenter)
{
    setObjectName(QStringLiteral("friendList"));
    setAccessibleName(tr("People"));
    setItemDelegate(new FriendDelegate(theme, this));
    setModel(&presenter);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(0);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setExpandsOnDoubleClick(false);
    connect(&presenter, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &group, int first, int last) {
                if (!group.isValid())
                    openUsual(first, last);
                updateGeometry();
            });
    connect(&presenter, &QAbstractItemModel::rowsRemoved, this, [this] { updateGeometry(); });
    connect(&presenter, &QAbstractItemModel::modelReset, this, [this] {
        openUsual(0, m_presenter.rowCount() - 1);
        updateGeometry();
    });
    connect(this, &QTreeView::expanded, this, [this] { updateGeometry(); });
    connect(this, &QTreeView::collapsed, this, [this] { updateGeometry(); });
    connect(this, &QAbstractItemView::activated, this, &FriendView::choose);
    openUsual(0, presenter.rowCount() - 1);
}

void FriendView::showAll(bool all)
{
    if (m_showsAll == all)
        return;
    m_showsAll = all;
    openUsual(0, m_presenter.rowCount() - 1);
}

QSize FriendView::sizeHint() const
{
    int height = 0;
    for (int row = 0; row < m_presenter.rowCount(); ++row) {
        const QModelIndex group = m_presenter.index(row, 0);
        height += ConversationDelegate::HeadingHeight;
        if (isExpanded(group))
            height += m_presenter.rowCount(group) * ConversationDelegate::RowHeight;
    }
    return {200, height};
}

QSize FriendView::minimumSizeHint() const
{
    return sizeHint();
}

void FriendView::mouseReleaseEvent(QMouseEvent *event)
{
    QTreeView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid())
        choose(index);
}

void FriendView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKeyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid() || index.data(Model::IsGroupRole).toBool())
        return;
    Q_EMIT menuRequested(index.data(Model::ContactRole).value<Contact>().id,
                         byKeyboard ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void FriendView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT rowToShow(visualRect(current));
}

void FriendView::drawBranches(QPainter *, const QRect &, const QModelIndex &) const
{
    // The delegate draws the triangle.
}

void FriendView::choose(const QModelIndex &index)
{
    if (index.data(Model::IsGroupRole).toBool())
        setExpanded(index, !isExpanded(index));
    else
        Q_EMIT contactChosen(index.data(Model::ContactRole).value<Contact>().id);
}

void FriendView::openUsual(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const QModelIndex group = m_presenter.index(row, 0);
        const bool isUsual = group.data(Model::GroupRole).toInt() != int(Model::Group::Strangers);
        setExpanded(group, m_showsAll || isUsual);
    }
}

} // namespace kith

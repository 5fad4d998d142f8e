// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversationview.h"

#include "models/conversationlistmodel.h"
#include "ui/conversationdelegate.h"
#include "ui/conversationpresenter.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

namespace kith {

using Model = ConversationListModel;

namespace {

bool isHost(const QModelIndex &index)
{
    return index.data(Model::RowRole).toInt() == int(Model::Row::Host);
}

ConversationId conversationAt(const QModelIndex &index)
{
    return index.isValid() ? index.data(Model::ConversationRole).value<Conversation>().id : ConversationId();
}

} // namespace

ConversationView::ConversationView(ConversationListModel &model, ConversationPresenter &presenter,
                                   const Theme &theme, QWidget *parent)
    : QListView(parent), m_model(model), m_presenter(presenter)
{
    setObjectName(QStringLiteral("conversationList"));
    setAccessibleName(tr("Conversations"));
    setItemDelegate(new ConversationDelegate(theme, this));
    setModel(&presenter);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&presenter, signal, this, [this] {
            updateGeometry();
            if (!hasFocus() || !currentIndex().isValid())
                showWanted();
        });
    connect(&presenter, &QAbstractItemModel::modelReset, this, [this] { updateGeometry(); });
    connect(this, &QAbstractItemView::activated, this, &ConversationView::choose);
}

void ConversationView::setCurrent(const ConversationId &conversation)
{
    m_wanted = conversation;
    m_wantedHost = {};
    showWanted();
}

void ConversationView::setCurrent(const HostId &host)
{
    m_wanted = {};
    m_wantedHost = host;
    showWanted();
}

void ConversationView::clearCurrent()
{
    m_wanted = {};
    m_wantedHost = {};
    showWanted();
}

ConversationId ConversationView::neighbour(int step) const
{
    int row = currentIndex().isValid() ? currentIndex().row() : (step > 0 ? -1 : m_presenter.rowCount());
    for (row += step; row >= 0 && row < m_presenter.rowCount(); row += step) {
        const QModelIndex index = m_presenter.index(row, 0);
        if (!isHost(index))
            return conversationAt(index);
    }
    return {};
}

QSize ConversationView::sizeHint() const
{
    int height = 0;
    for (int row = 0; row < m_presenter.rowCount(); ++row)
        height += isHost(m_presenter.index(row, 0)) ? ConversationDelegate::HeadingHeight
                                                    : ConversationDelegate::RowHeight;
    return {200, height};
}

QSize ConversationView::minimumSizeHint() const
{
    return sizeHint();
}

void ConversationView::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() != Qt::LeftButton || !index.isValid())
        return;
    if (isHost(index) && event->pos().x() < ConversationDelegate::FoldWidth)
        fold(index, !index.data(Model::CollapsedRole).toBool());
    else
        choose(index);
}

void ConversationView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    if (isHost(index) && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right))
        fold(index, event->key() == Qt::Key_Left);
    else
        QListView::keyPressEvent(event);
}

void ConversationView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKeyboard ? currentIndex() : indexAt(event->pos());
    const ConversationId conversation = conversationAt(index);
    if (conversation.isNull())
        return;
    Q_EMIT menuRequested(conversation,
                         byKeyboard ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void ConversationView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT rowToShow(visualRect(current));
}

void ConversationView::showWanted()
{
    const QModelIndex source = m_wantedHost.isNull() ? m_model.indexOf(m_wanted) : m_model.indexOf(m_wantedHost);
    const QModelIndex index = m_presenter.mapFromSource(source);
    setCurrentIndex(index);
    if (!index.isValid())
        clearSelection();
}

void ConversationView::choose(const QModelIndex &index)
{
    if (isHost(index))
        Q_EMIT hostChosen(index.data(Model::HostRole).value<Host>().id);
    else
        Q_EMIT conversationChosen(conversationAt(index));
}

void ConversationView::fold(const QModelIndex &index, bool isFolded)
{
    m_model.setCollapsed(index.data(Model::HostRole).value<Host>().id, isFolded);
}

} // namespace kith

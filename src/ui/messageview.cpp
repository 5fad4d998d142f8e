// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messageview.h"

#include "models/timelinemodel.h"
#include "ui/bubbledelegate.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/timelinepresenter.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolButton>

#include <algorithm>

namespace kith {

using namespace Qt::StringLiterals;

MessageView::MessageView(TimelineModel &timeline, const Theme &theme, QWidget *parent)
    : QListView(parent)
    , m_timeline(timeline)
    , m_presenter(new TimelinePresenter(this))
    , m_delegate(new BubbleDelegate(theme, this))
    , m_newestButton(new QToolButton(this))
{
    setObjectName(u"messageView"_s);
    setAccessibleName(tr("Messages"));
    m_presenter->setSourceModel(&timeline);
    setItemDelegate(m_delegate);
    setModel(m_presenter);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setResizeMode(Adjust);
    setMouseTracking(true);
    verticalScrollBar()->setSingleStep(24);

    m_newestButton->setObjectName(u"newestButton"_s);
    m_newestButton->setProperty("kind", u"boxed"_s);
    m_newestButton->setIcon(themedIcon(theme, u"down"_s, &Tokens::accent));
    m_newestButton->setFixedSize(34, 34);
    m_newestButton->setAccessibleName(tr("Go to the newest message"));
    m_newestButton->setToolTip(tr("Go to the newest message (End)"));
    m_newestButton->hide();
    connect(m_newestButton, &QToolButton::clicked, this, &MessageView::goToNewest);

    connect(m_presenter, &QAbstractItemModel::rowsAboutToBeInserted, this, &MessageView::keepPlace);
    connect(m_presenter, &QAbstractItemModel::rowsAboutToBeRemoved, this, &MessageView::keepPlace);
    connect(m_presenter, &QAbstractItemModel::modelReset, this, [this] {
        m_follows = true;
        m_anchor = QModelIndex();
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &MessageView::scrolled);
    connect(&theme, &Theme::changed, this, [this] { viewport()->update(); });
}

void MessageView::setName(const QString &name)
{
    m_presenter->setName(name);
    m_delegate->setName(name);
    scheduleDelayedItemsLayout();
}

void MessageView::goToNewest()
{
    m_follows = true;
    if (m_timeline.holdsNewest())
        scrollToBottom();
    else
        m_timeline.showNewest();
    m_newestButton->hide();
}

void MessageView::doItemsLayout()
{
    // The width without a scroll bar beside it: a row must not change its height when one appears.
    m_delegate->setWidth(width() - verticalScrollBar()->sizeHint().width());
    QListView::doItemsLayout();
}

void MessageView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    QListView::dataChanged(topLeft, bottomRight, roles);
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        const QModelIndex index = m_presenter->index(row, 0);
        if (visualRect(index).height() == m_delegate->sizeHint({}, index).height())
            continue;
        keepPlace();
        scheduleDelayedItemsLayout();
        return;
    }
}

void MessageView::updateGeometries()
{
    QListView::updateGeometries();
    restorePlace();
    const QSize area = viewport()->size();
    m_newestButton->move(area.width() - 52, area.height() - 46);
    if (m_timeline.isLoaded() && verticalScrollBar()->maximum() == 0)
        m_timeline.fetchOlder();
}

void MessageView::resizeEvent(QResizeEvent *event)
{
    keepPlace();
    QListView::resizeEvent(event);
    restorePlace();
}

void MessageView::mouseMoveEvent(QMouseEvent *event)
{
    QListView::mouseMoveEvent(event);
    viewport()->setCursor(actionAt(event->pos()) == BubbleAction::None ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

void MessageView::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton)
        act(actionAt(event->pos()), indexAt(event->pos()));
}

void MessageView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copySelection();
    const QModelIndex index = currentIndex();
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (index.isValid() && (isEnter || event->key() == Qt::Key_Space))
        return act(m_delegate->layoutFor(index).mainAction(), index);
    if (event->key() == Qt::Key_End && event->modifiers() == Qt::NoModifier)
        goToNewest();
    QListView::keyPressEvent(event);
}

void MessageView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKeyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    const auto message = index.data(TimelineModel::MessageRole).value<Message>();
    if (message.kind == Message::Kind::System)
        return;
    const BubbleLayout &layout = m_delegate->layoutFor(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, BubbleAction action) {
        menu->addAction(text, this, [this, action, message] { Q_EMIT actionRequested(action, message); });
    };
    if (layout.linkAction != BubbleAction::None)
        add(layout.linkText, layout.linkAction);
    if (!layout.showAll.isEmpty())
        add(layout.showAllText, BubbleAction::ShowAll);
    menu->addAction(tr("Copy text"), QKeySequence::Copy, this,
                    [this, message] { Q_EMIT copyRequested({message}); });
    if (message.state == Message::State::Queued || message.state == Message::State::Failed)
        menu->addAction(tr("Remove"), this, [this, message] { Q_EMIT discardRequested(message); });
    menu->popup(byKeyboard ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void MessageView::focusInEvent(QFocusEvent *event)
{
    const bool hadCurrent = currentIndex().isValid();
    QListView::focusInEvent(event); // makes the oldest row the current one where there is none
    const bool byKeyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKeyboard && !hadCurrent && m_presenter->rowCount() > 0)
        setCurrentIndex(m_presenter->index(m_presenter->rowCount() - 1, 0));
}

void MessageView::keepPlace()
{
    if (m_follows || m_anchor.isValid())
        return;
    m_anchor = indexAt({width() / 2, 1});
    if (!m_anchor.isValid())
        m_anchor = indexAt({width() / 2, 30});
    m_anchorTop = visualRect(m_anchor).top();
}

void MessageView::restorePlace()
{
    m_isRestoring = true;
    QScrollBar *bar = verticalScrollBar();
    if (m_follows)
        bar->setValue(bar->maximum());
    else if (m_anchor.isValid())
        bar->setValue(bar->value() + visualRect(m_anchor).top() - m_anchorTop);
    m_anchor = QModelIndex();
    m_isRestoring = false;
}

void MessageView::scrolled(int value)
{
    if (m_isRestoring)
        return;
    const QScrollBar *bar = verticalScrollBar();
    m_follows = value >= bar->maximum() - 4;
    m_newestButton->setVisible(!m_follows && value < bar->maximum() - viewport()->height() / 2);
    if (m_follows && !m_timeline.holdsNewest())
        m_timeline.showNewest();
    else if (value < viewport()->height())
        m_timeline.fetchOlder();
}

void MessageView::copySelection()
{
    QModelIndexList rows = selectionModel()->selectedIndexes();
    std::sort(rows.begin(), rows.end());
    QList<Message> messages;
    for (const QModelIndex &index : std::as_const(rows)) {
        const auto message = index.data(TimelineModel::MessageRole).value<Message>();
        if (message.kind == Message::Kind::Text)
            messages.append(message);
    }
    if (!messages.isEmpty())
        Q_EMIT copyRequested(messages);
}

BubbleAction MessageView::actionAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    if (!index.isValid())
        return BubbleAction::None;
    return m_delegate->layoutFor(index).actionAt(position - visualRect(index).topLeft());
}

void MessageView::act(BubbleAction action, const QModelIndex &index)
{
    if (action != BubbleAction::None && index.isValid())
        Q_EMIT actionRequested(action, index.data(TimelineModel::MessageRole).value<Message>());
}

} // namespace kith

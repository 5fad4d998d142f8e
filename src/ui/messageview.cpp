// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messageview.h"

#include "core/weblinks.h"
#include "ui/label.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMetaMethod>
#include <QTextBoundaryFinder>
#include <QTimerEvent>
#include <QToolTip>

#include <utility>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

constexpr int LineStep = 24;     ///< What an arrow key scrolls where there is no message to go to, in pixels.
constexpr int DragInterval = 40; ///< Between two steps while the pointer is held outside, in milliseconds.
constexpr int DragStep = 30;

bool isQueuedOrFailed(const Message &message)
{
    return message.state == Message::State::Queued || message.state == Message::State::Failed;
}

} // namespace

MessageView::MessageView(TimelineModel &timeline, const Theme &theme, QWidget *parent)
    : TimelineView(timeline, theme, parent)
{
    setObjectName(u"messageView"_s);
    setAccessibleName(tr("Messages"));
    connect(&timeline, &TimelineModel::shown, this, [this](TimelineModel::Goal, int row) {
        if (std::exchange(m_currentFollows, false))
            setCurrentRow(row);
    });
}

void MessageView::activate(int row, int target)
{
    if (row < 0 || row >= geometry().rowCount())
        return;
    const BubbleLayout &layout = bubble(row);
    const int chosen = target >= 0 ? target : layout.mainTarget();
    if (chosen < 0 || chosen >= layout.targets.size())
        return;
    const BubbleTarget wanted = layout.targets.at(chosen);
    const Message message = timeline().message(row);
    if (wanted.action == BubbleAction::OpenLink)
        Q_EMIT linkRequested(wanted.url);
    else if (wanted.action == BubbleAction::ShowQuoted)
        jumpTo(message.quote ? message.quote->place : Place());
    else
        Q_EMIT actionRequested(wanted.action, message);
}

bool MessageView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return TimelineView::viewportEvent(event);
    // A link may be named by other words than its address only if it lies: the address is what is shown.
    const auto *help = static_cast<QHelpEvent *>(event);
    const int row = rowAt(help->pos());
    const int target = targetAt(row, help->pos());
    if (target >= 0 && bubble(row).targets.at(target).action == BubbleAction::OpenLink)
        QToolTip::showText(help->globalPos(), toolTipText(linkAddress(bubble(row).targets.at(target).url)),
                           viewport());
    else
        QToolTip::hideText();
    return true;
}

void MessageView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint position = event->pos();
    const int row = rowAt(position);
    const bool isTriple = m_sinceDoubleClick.isValid() &&
                          m_sinceDoubleClick.elapsed() < QApplication::doubleClickInterval() &&
                          (position - m_pressedAt).manhattanLength() < QApplication::startDragDistance();
    m_sinceDoubleClick.invalidate();
    m_pressedAt = position;
    m_hasDragged = false;
    m_isDragging = !isTriple;
    markCurrent(false);
    TimelineSelection selected = selection();
    if (isTriple && row >= 0)
        selected.selectRows(row, row);
    else if (event->modifiers() & Qt::ShiftModifier)
        selected.extendTo(pointAt(position));
    else
        selected.begin(pointAt(position));
    m_hasDragged = isTriple || (event->modifiers() & Qt::ShiftModifier);
    setSelection(selected);
    if (row >= 0)
        setCurrentRow(row);
}

void MessageView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_isDragging || !(event->buttons() & Qt::LeftButton))
        return updateCursor(event->pos());
    if (!m_hasDragged && (event->pos() - m_pressedAt).manhattanLength() < QApplication::startDragDistance())
        return;
    m_hasDragged = true;
    dragTo(event->pos());
    const bool isOutside = event->pos().y() < 0 || event->pos().y() >= viewport()->height();
    if (!isOutside)
        m_dragTimer.stop();
    else if (!m_dragTimer.isActive())
        m_dragTimer.start(DragInterval, this);
}

void MessageView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_dragTimer.stop();
    const bool isClick = m_isDragging && !m_hasDragged;
    m_isDragging = false;
    if (!isClick)
        return;
    const int row = rowAt(event->pos());
    if (const int target = targetAt(row, event->pos()); target >= 0)
        activate(row, target);
}

void MessageView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const TimelineSelection::Point point = pointAt(event->pos());
    m_isDragging = false;
    if (point.row < 0)
        return;
    m_pressedAt = event->pos();
    m_sinceDoubleClick.start();
    if (!bubble(point.row).isOnText(event->pos() - rectOf(point.row).topLeft()))
        return;
    const QString text = bubble(point.row).shownText();
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(qMin(point.position, int(text.size())));
    const int start =
        finder.isAtBoundary() && point.position < text.size() ? point.position : int(finder.toPreviousBoundary());
    const int end = int(finder.toNextBoundary());
    TimelineSelection selected;
    selected.begin({point.row, qMax(0, start)});
    selected.extendTo({point.row, end < 0 ? int(text.size()) : end});
    setSelection(selected);
}

void MessageView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy(currentRow(),
                    partsAt(currentRow()).size() > 1 ? TranscriptForm::WithNames : TranscriptForm::Plain);
    if (event->matches(QKeySequence::SelectAll)) {
        TimelineSelection all;
        all.selectRows(0, geometry().rowCount() - 1);
        return setSelection(all);
    }
    if (event->matches(QKeySequence::Delete)) {
        if (const QList<MessageId> messages = removable(currentRow()); !messages.isEmpty())
            Q_EMIT removeRequested(messages);
        return;
    }
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (currentRow() >= 0 && (isEnter || event->key() == Qt::Key_Space))
        return activate(currentRow(), markedTarget());
    if (event->key() == Qt::Key_Escape && !selection().isEmpty())
        return setSelection({});
    if (!moveCurrent(*event))
        TimelineView::keyPressEvent(event);
}

bool MessageView::moveCurrent(QKeyEvent &event)
{
    if (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))
        return false;
    const bool isExtending = event.modifiers() & Qt::ShiftModifier;
    const int rows = geometry().rowCount();
    switch (event.key()) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int step = event.key() == Qt::Key_Up ? -1 : 1;
        if (currentRow() < 0)
            goTo(lastMessageInSight(), isExtending);
        else if (currentRow() + step < 0 || currentRow() + step >= rows)
            scrollBy(step * LineStep);
        else
            goTo(currentRow() + step, isExtending);
        return true;
    }
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        turnPage(event.key() == Qt::Key_PageUp ? -1 : 1, isExtending);
        return true;
    case Qt::Key_Home:
        goToEnd(0, isExtending, &TimelineView::goToBeginning);
        return true;
    case Qt::Key_End:
        goToEnd(rows - 1, isExtending, &TimelineView::goToNewest);
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        moveTarget(event.key() == Qt::Key_Left ? -1 : 1);
        return true;
    default:
        return false;
    }
}

void MessageView::goTo(int row, bool isExtending)
{
    if (row < 0)
        return;
    TimelineSelection selected = selection();
    if (isExtending)
        selected.selectRows(selected.hasBegun() ? selected.anchorRow() : qMax(0, currentRow()), row);
    else
        selected.clear();
    setSelection(selected);
    setCurrentRow(row);
    markCurrent(true);
}

/// To the first or last row: of those that are held when extending the selection, of the whole history when not.
void MessageView::goToEnd(int row, bool isExtending, void (TimelineView::*go)())
{
    if (isExtending)
        return goTo(row, true);
    setSelection({});
    markCurrent(true);
    m_currentFollows = true;
    (this->*go)();
}

void MessageView::turnPage(int direction, bool isExtending)
{
    scrollBy(direction * qMax(LineStep, viewport()->height() - 2 * LineStep));
    const QList<TimelineLayout::Visible> rows = geometry().visible();
    if (rows.isEmpty())
        return;
    // The first or last that is wholly in sight, so that going there scrolls no further.
    int row = direction < 0 ? rows.first().row : rows.last().row;
    if (direction < 0 && rows.first().top < 0 && rows.size() > 1)
        row += 1;
    if (direction > 0 && rows.last().bottom() > geometry().viewHeight() && rows.size() > 1)
        row -= 1;
    goTo(row, isExtending);
}

void MessageView::moveTarget(int step)
{
    if (currentRow() < 0)
        return;
    const BubbleLayout &layout = bubble(currentRow());
    const int count = int(layout.targets.size());
    if (count == 0)
        return;
    const int from = markedTarget() >= 0 ? markedTarget() + step : layout.mainTarget();
    markCurrent(true, (from + count) % count);
}

void MessageView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint position = viewport()->mapFrom(this, event->pos());
    const int row = byKeyboard ? currentRow() : rowAt(position);
    if (row < 0 || timeline().message(row).kind == Message::Kind::System)
        return;
    const int target = byKeyboard ? markedTarget() : targetAt(row, position);
    if (!isSelected(row))
        setSelection({});
    setCurrentRow(row);
    QMenu *menu = makeMenu(row, target);
    menu->popup(byKeyboard ? viewport()->mapToGlobal(rectOf(row).center()) : event->globalPos());
}

QMenu *MessageView::makeMenu(int row, int target)
{
    const Message message = timeline().message(row);
    const BubbleLayout &layout = bubble(row);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"messageMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, BubbleAction action) {
        if (layout.target(action))
            menu->addAction(text, this, [this, action, message] { Q_EMIT actionRequested(action, message); });
    };
    if (target >= 0 && layout.targets.at(target).action == BubbleAction::OpenLink) {
        const QUrl url = layout.targets.at(target).url;
        menu->addAction(tr("Open link…"), this, [this, url] { Q_EMIT linkRequested(url); });
        menu->addAction(tr("Copy address"), this,
                        [url] { QGuiApplication::clipboard()->setText(linkAddress(url)); });
    }
    add(layout.linkText, BubbleAction::SendAgain);
    add(layout.linkText, BubbleAction::SendNow);
    add(layout.showAllText, BubbleAction::ShowAll);
    addCopying(*menu, row);
    addKeeping(*menu, row);
    return menu;
}

void MessageView::addCopying(QMenu &menu, int row)
{
    const bool isSeveral = partsAt(row).size() > 1;
    menu.addAction(tr("Copy"), QKeySequence::Copy, this, [this, row, isSeveral] {
        copy(row, isSeveral ? TranscriptForm::WithNames : TranscriptForm::Plain);
    });
    if (isSeveral)
        menu.addAction(tr("Copy text only"), this, [this, row] { copy(row, TranscriptForm::Plain); });
    else
        menu.addAction(tr("Copy with name and time"), this, [this, row] { copy(row, TranscriptForm::WithNames); });
}

void MessageView::addKeeping(QMenu &menu, int row)
{
    const Message message = timeline().message(row);
    QList<MessageId> kept;
    for (const Message &chosen : messagesAt(row)) {
        if (!chosen.place.isNull())
            kept.append(chosen.id);
    }
    menu.addSeparator();
    if (!kept.isEmpty()) {
        const bool isStarring = !message.starred;
        menu.addAction(isStarring ? tr("Star") : tr("Remove star"), this,
                       [this, kept, isStarring] { Q_EMIT starRequested(kept, isStarring); });
    }
    if (kept.size() == 1 && isSignalConnected(QMetaMethod::fromSignal(&MessageView::commentRequested)))
        menu.addAction(message.comment.isEmpty() ? tr("Add comment…") : tr("Edit comment…"), this,
                       [this, message] { Q_EMIT commentRequested(message); });
    if (!message.place.isNull() && isSignalConnected(QMetaMethod::fromSignal(&MessageView::historyRequested)))
        menu.addAction(tr("Show in history"), this, [this, message] { Q_EMIT historyRequested(message.place); });
    if (const QList<MessageId> messages = removable(row); !messages.isEmpty())
        menu.addAction(tr("Delete"), QKeySequence::Delete, this,
                       [this, messages] { Q_EMIT removeRequested(messages); });
    else if (isQueuedOrFailed(message))
        menu.addAction(tr("Remove"), this, [this, message] { Q_EMIT discardRequested(message); });
}

void MessageView::focusInEvent(QFocusEvent *event)
{
    TimelineView::focusInEvent(event);
    const bool byKeyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (!byKeyboard)
        return viewport()->update();
    markCurrent(true);
    if (currentRow() < 0)
        setCurrentRow(lastMessageInSight());
}

int MessageView::lastMessageInSight() const
{
    const QList<TimelineLayout::Visible> rows = geometry().visible();
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        if (timeline().message(row->row).kind != Message::Kind::System)
            return row->row;
    }
    return rows.isEmpty() ? -1 : rows.last().row;
}

void MessageView::focusOutEvent(QFocusEvent *event)
{
    TimelineView::focusOutEvent(event);
    viewport()->update();
}

void MessageView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_dragTimer.timerId())
        return TimelineView::timerEvent(event);
    scrollBy(m_draggedTo.y() < 0 ? -DragStep : DragStep);
    dragTo(m_draggedTo);
}

void MessageView::dragTo(const QPoint &position)
{
    m_draggedTo = position;
    TimelineSelection selected = selection();
    selected.extendTo(pointAt(position));
    setSelection(selected);
}

void MessageView::updateCursor(const QPoint &position)
{
    const int row = rowAt(position);
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (targetAt(row, position) >= 0)
        shape = Qt::PointingHandCursor;
    else if (row >= 0 && bubble(row).isOnText(position - rectOf(row).topLeft()))
        shape = Qt::IBeamCursor;
    viewport()->setCursor(shape);
}

TimelineSelection::Point MessageView::pointAt(const QPoint &position)
{
    const QList<TimelineLayout::Visible> rows = geometry().visible();
    if (rows.isEmpty())
        return {};
    if (position.y() < rows.first().top)
        return {rows.first().row, 0};
    if (position.y() >= rows.last().bottom())
        return {rows.last().row, TimelineSelection::End};
    const int row = geometry().at(qBound(0, position.y(), geometry().viewHeight() - 1)).row;
    if (row < 0)
        return {rows.last().row, TimelineSelection::End};
    const BubbleLayout &layout = bubble(row);
    const QPoint inside = position - rectOf(row).topLeft();
    const QRect body = layout.chip.isEmpty() ? layout.bubble : layout.chip;
    if (inside.y() < body.top())
        return {row, 0};
    if (inside.y() > body.bottom())
        return {row, TimelineSelection::End};
    if (!layout.text)
        return {row, inside.x() < body.center().x() ? 0 : TimelineSelection::End};
    const int at = layout.positionAt(inside);
    return {row, at >= layout.text->text().size() ? TimelineSelection::End : at};
}

int MessageView::targetAt(int row, const QPoint &position)
{
    return row < 0 ? -1 : bubble(row).targetAt(position - rectOf(row).topLeft());
}

void MessageView::copy(int row, TranscriptForm form)
{
    if (const QList<TranscriptPart> parts = partsAt(row); !parts.isEmpty())
        Q_EMIT copyRequested(parts, form);
}

QList<TranscriptPart> MessageView::partsAt(int row)
{
    QList<TranscriptPart> parts;
    const auto add = [&](int at, const TimelineSelection::Part &part) {
        const Message &message = timeline().message(at);
        if (message.kind == Message::Kind::System)
            return;
        const QString shown = bubble(at).shownText();
        const int end = qMin(part.end, int(shown.size()));
        const bool isWhole = part.start == 0 && end == shown.size();
        const QString text = isWhole ? message.text : shown.mid(part.start, end - part.start);
        if (!text.isEmpty())
            parts.append({message, text, isWhole});
    };
    if (selection().isEmpty() && row >= 0)
        add(row, {0, TimelineSelection::End});
    for (int at = selection().firstRow(); !selection().isEmpty() && at <= selection().lastRow(); ++at)
        add(at, selection().partOf(at));
    return parts;
}

QList<Message> MessageView::messagesAt(int row) const
{
    QList<Message> messages;
    if (selection().isEmpty() && row >= 0)
        messages.append(timeline().message(row));
    for (int at = selection().firstRow(); !selection().isEmpty() && at <= selection().lastRow(); ++at)
        messages.append(timeline().message(at));
    return messages;
}

QList<MessageId> MessageView::removable(int row) const
{
    QList<MessageId> ids;
    for (const Message &message : messagesAt(row)) {
        const bool isMoving = message.state == Message::State::Queued || message.state == Message::State::Sending;
        if (!message.place.isNull() && !isMoving)
            ids.append(message.id);
    }
    return ids;
}

} // namespace kith

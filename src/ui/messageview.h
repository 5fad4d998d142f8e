// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timelineview.h"
#include "ui/transcript.h"

#include <QElapsedTimer>

class QMenu;

namespace kith {

/// The messages of a conversation, and what a person does with them by mouse and keyboard: selecting across bubbles,
/// copying, following links and quotations, the menu of each message.
class MessageView final : public TimelineView {
    Q_OBJECT

public:
    MessageView(TimelineModel &timeline, const Theme &theme, QWidget *parent = nullptr);

    /// Does what Enter does on the current row, or what is `target` of its targets.
    void activate(int row, int target);

Q_SIGNALS:
    void actionRequested(kith::BubbleAction action, const kith::Message &message);
    void linkRequested(const QUrl &url);
    void copyRequested(const QList<kith::TranscriptPart> &parts, kith::TranscriptForm form);
    void discardRequested(const kith::Message &message); ///< One that has not left, or failed.
    void starRequested(const QList<kith::MessageId> &messages, bool starred);
    void commentRequested(const kith::Message &message);
    void removeRequested(const QList<kith::MessageId> &messages);
    void historyRequested(const kith::Place &place);

protected:
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    bool moveCurrent(QKeyEvent &event);
    void goTo(int row, bool isExtending);
    void goToEnd(int row, bool isExtending, void (TimelineView::*go)());
    void turnPage(int direction, bool isExtending);
    void moveTarget(int step);
    int lastMessageInSight() const;
    void dragTo(const QPoint &position);
    void updateCursor(const QPoint &position);
    TimelineSelection::Point pointAt(const QPoint &position);
    int targetAt(int row, const QPoint &position);
    QMenu *makeMenu(int row, int target);
    void addCopying(QMenu &menu, int row);
    void addKeeping(QMenu &menu, int row);
    void copy(int row, TranscriptForm form);
    /// What is selected, else the message in `row`.
    QList<TranscriptPart> partsAt(int row);
    QList<Message> messagesAt(int row) const;
    QList<MessageId> removable(int row) const;

    bool m_currentFollows = false; ///< The row that is shown next becomes the current one.
    bool m_isDragging = false;
    bool m_hasDragged = false;
    QPoint m_pressedAt;
    QPoint m_draggedTo;
    QElapsedTimer m_sinceDoubleClick;
    QBasicTimer m_dragTimer;
};

} // namespace kith

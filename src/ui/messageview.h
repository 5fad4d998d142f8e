// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"
#include "ui/bubblelayout.h"

#include <QListView>
#include <QPersistentModelIndex>

class QToolButton;

namespace kith {

class BubbleDelegate;
class Theme;
class TimelineModel;
class TimelinePresenter;

/// The messages of a conversation. Follows the newest one while it is in sight, and keeps its place otherwise.
class MessageView final : public QListView {
    Q_OBJECT

public:
    MessageView(TimelineModel &timeline, const Theme &theme, QWidget *parent = nullptr);

    /// The name of the other side.
    void setName(const QString &name);
    void goToNewest();

    void doItemsLayout() override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = QList<int>()) override;

Q_SIGNALS:
    void actionRequested(kith::BubbleAction action, const kith::Message &message);
    void copyRequested(const QList<kith::Message> &messages);
    void discardRequested(const kith::Message &message);

protected:
    void updateGeometries() override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void keepPlace();
    void restorePlace();
    void scrolled(int value);
    void copySelection();
    BubbleAction actionAt(const QPoint &position) const;
    void act(BubbleAction action, const QModelIndex &index);

    TimelineModel &m_timeline;
    TimelinePresenter *m_presenter;
    BubbleDelegate *m_delegate;
    QToolButton *m_newestButton;
    bool m_follows = true;
    bool m_isRestoring = false;
    QPersistentModelIndex m_anchor; ///< A row whose place on the screen is to stay.
    int m_anchorTop = 0;
};

} // namespace kith

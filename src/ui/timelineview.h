// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/place.h"
#include "models/timelinemodel.h"
#include "ui/bubblecache.h"
#include "ui/bubblepainter.h"
#include "ui/timelinelayout.h"
#include "ui/timelinescale.h"
#include "ui/timelineselection.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QStringList>

#include <chrono>

class QToolButton;

namespace kith {

class Theme;
class TimelineAccessible;

/// A timeline of any length: lays out only what is in sight, follows the newest message while it is in sight, keeps
/// its place otherwise, and reads on at both ends. The scroll bar spans the whole history. What a person does with the
/// messages is MessageView's part.
class TimelineView : public QAbstractScrollArea {
    Q_OBJECT

public:
    /// How long a message that was jumped to stays marked.
    static constexpr std::chrono::milliseconds FlashTime{2000};

    TimelineView(TimelineModel &timeline, const Theme &theme, QWidget *parent);

    /// The name of the other side.
    void setName(const QString &name);
    void goToNewest();
    void goToBeginning();
    /// Shows the message at `place` and marks it for a moment; `words` are marked in every message until
    /// clearHighlight() or the next jump.
    void jumpTo(const Place &place, const QStringList &words = {});
    void clearHighlight();
    /// Scrolls what is shown up by `pixels`, down when negative; returns how far it went.
    int scrollBy(int pixels);
    /// Makes a row the one that the keyboard acts on, and brings it in sight.
    void setCurrentRow(int row);

    TimelineModel &timeline() const { return m_timeline; }
    const QString &name() const { return m_bubbles.name(); }
    int currentRow() const { return m_current; } ///< -1: none.
    /// Where the current message stands, else the first one in sight; null without messages.
    Place currentPlace() const;
    int rowAt(const QPoint &position) const; ///< In the viewport; -1: none.
    /// Where a row stands in the viewport; empty when it is out of sight.
    QRect rectOf(int row) const;
    bool isSelected(int row) const { return !m_selection.partOf(row).isEmpty(); }
    QToolButton *newestButton() const { return m_newestButton; }
    /// What a screen reader was given for this; null while none has asked. It lives as long as the view.
    TimelineAccessible *accessible() const { return m_accessible; }
    void setAccessible(TimelineAccessible *accessible) { m_accessible = accessible; }

Q_SIGNALS:
    void currentRowChanged(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void timerEvent(QTimerEvent *event) override;

    const BubbleLayout &bubble(int row) { return m_bubbles.layout(row); }
    const TimelineLayout &geometry() const { return m_layout; }
    const TimelineSelection &selection() const { return m_selection; }
    void setSelection(const TimelineSelection &selection);
    /// Whether the current row and its target are marked; `target` is what Enter acts on.
    void markCurrent(bool isMarked, int target = -1);
    int markedTarget() const { return m_isCurrentMarked ? m_target : -1; }

private:
    void connectModel();
    void connectAccessibility();
    void rowsInserted(int first, int count);
    void rowsRemoved(int first, int count);
    void rowsChanged(int first, int last);
    void reset();
    void showRow(TimelineModel::Goal goal, int row);
    void relayout();
    void sync();
    void placeButton();
    BubbleLook lookOf(int row) const;
    TimelineScale scale() const;

    TimelineModel &m_timeline;
    const Theme &m_theme;
    mutable BubbleCache m_bubbles;
    BubblePainter m_painter;
    TimelineLayout m_layout;
    TimelineSelection m_selection;
    QToolButton *m_newestButton;
    TimelineAccessible *m_accessible = nullptr;
    int m_current = -1;
    int m_target = -1;
    bool m_isCurrentMarked = false;
    bool m_follows = true;
    bool m_isSyncing = false;
    bool m_isLastScreenKnown = false;
    double m_lastScreen = 1;
    double m_wantedFraction = 0; ///< Of the row that the scroll bar asked for.
    MessageId m_flashed;
    QStringList m_sought;
    QBasicTimer m_flashTimer;
};

} // namespace kith

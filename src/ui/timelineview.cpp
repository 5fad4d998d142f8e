// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timelineview.h"

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/timelineaccessible.h"

#include <QApplication>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTimerEvent>
#include <QToolButton>
#include <QWheelEvent>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

constexpr int LineStep = 24; ///< What one line of the wheel moves, in pixels.

} // namespace

TimelineView::TimelineView(TimelineModel &timeline, const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_timeline(timeline)
    , m_theme(theme)
    , m_bubbles(timeline)
    , m_painter(theme)
    , m_layout([this](int row) { return m_bubbles.layout(row).height; })
    , m_newestButton(new QToolButton(this))
{
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    // Opaque: scrolling moves the pixels that are there and paints only the strip that comes in.
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setMouseTracking(true);

    m_newestButton->setObjectName(u"newestButton"_s);
    m_newestButton->setProperty("kind", u"pill"_s);
    m_newestButton->setIcon(themedIcon(theme, u"down"_s, &Tokens::accent));
    m_newestButton->setToolTip(tr("Go to the newest message (End)"));
    m_newestButton->hide();
    connect(m_newestButton, &QToolButton::clicked, this, &TimelineView::goToNewest);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    connectModel();
    connectAccessibility();
}

void TimelineView::connectAccessibility()
{
    TimelineAccessible::install();
    connect(this, &TimelineView::currentRowChanged, this,
            [this](int row) { TimelineAccessible::tellFocus(*this, row); });
    connect(&m_timeline, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) {
                TimelineAccessible::tellInserted(*this, first, last - first + 1);
            });
    connect(&m_timeline, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                TimelineAccessible::tellRemoved(*this, first, last - first + 1);
            });
    connect(&m_timeline, &QAbstractItemModel::modelReset, this, [this] { TimelineAccessible::tellReset(*this); });
}

void TimelineView::connectModel()
{
    connect(&m_timeline, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { rowsInserted(first, last - first + 1); });
    connect(&m_timeline, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { rowsRemoved(first, last - first + 1); });
    connect(&m_timeline, &QAbstractItemModel::rowsMoved, this,
            [this](const QModelIndex &, int from, int, const QModelIndex &, int to) {
                rowsRemoved(from, 1);
                rowsInserted(to > from ? to - 1 : to, 1);
            });
    connect(&m_timeline, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) { rowsChanged(first.row(), last.row()); });
    connect(&m_timeline, &QAbstractItemModel::modelReset, this, &TimelineView::reset);
    connect(&m_timeline, &TimelineModel::shown, this, &TimelineView::showRow);
    connect(&m_timeline, &TimelineModel::spanChanged, this, &TimelineView::sync);
    connect(&m_timeline, &TimelineModel::newCountChanged, this, &TimelineView::sync);
}

void TimelineView::setName(const QString &name)
{
    m_bubbles.setName(name);
    relayout();
}

void TimelineView::goToNewest()
{
    m_timeline.showNewest();
}

void TimelineView::goToBeginning()
{
    m_timeline.showDate(QDateTime::fromMSecsSinceEpoch(0, Qt::UTC)); // nothing is older
}

void TimelineView::jumpTo(const Place &place, const QStringList &words)
{
    m_sought = words;
    m_timeline.showAround(place);
    viewport()->update();
}

void TimelineView::clearHighlight()
{
    m_sought.clear();
    m_flashed = {};
    viewport()->update();
}

int TimelineView::scrollBy(int pixels)
{
    const int moved = m_layout.scrollBy(pixels);
    m_follows = m_timeline.holdsNewest() && m_layout.isAtBottom();
    if (moved == 0)
        return 0;
    if (qAbs(moved) < viewport()->height())
        viewport()->scroll(0, -moved);
    else
        viewport()->update();
    sync();
    return moved;
}

void TimelineView::setCurrentRow(int row)
{
    row = qBound(-1, row, m_layout.rowCount() - 1);
    const bool isNew = row != m_current;
    m_current = row;
    m_target = -1;
    if (row >= 0) {
        m_layout.ensureVisible(row);
        m_follows = m_timeline.holdsNewest() && m_layout.isAtBottom();
        sync();
    }
    viewport()->update();
    if (isNew)
        Q_EMIT currentRowChanged(row);
}

Place TimelineView::currentPlace() const
{
    if (m_layout.rowCount() == 0)
        return {};
    return m_timeline.message(m_current >= 0 ? m_current : m_layout.top()).place;
}

int TimelineView::rowAt(const QPoint &position) const
{
    return m_layout.at(position.y()).row;
}

QRect TimelineView::rectOf(int row) const
{
    const TimelineLayout::Visible found = m_layout.find(row);
    return found.height > 0 ? QRect(0, found.top, m_bubbles.width(), found.height) : QRect();
}

void TimelineView::setSelection(const TimelineSelection &selection)
{
    m_selection = selection;
    viewport()->update();
}

void TimelineView::markCurrent(bool isMarked, int target)
{
    m_isCurrentMarked = isMarked;
    m_target = target;
    viewport()->update();
}

void TimelineView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.tokens().pane);
    for (const TimelineLayout::Visible &row : m_layout.visible()) {
        if (!event->region().intersects(QRect(0, row.top, viewport()->width(), row.height)))
            continue;
        painter.save();
        painter.translate(0, row.top);
        m_painter.paint(painter, m_bubbles.layout(row.row), m_timeline.message(row.row), lookOf(row.row));
        painter.restore();
    }
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    const bool isFilled = m_layout.rowCount() > 0 && m_layout.viewHeight() > 0;
    const int top = m_layout.top();
    const double fraction = isFilled ? double(m_layout.offset()) / m_bubbles.layout(top).height : 0;
    m_layout.setViewHeight(viewport()->height());
    // The width without a scroll bar beside it: a row must not change its height when one appears.
    if (m_bubbles.setWidth(width() - verticalScrollBar()->sizeHint().width()) && isFilled && !m_follows)
        m_layout.place(top, -int(fraction * m_bubbles.layout(top).height));
    relayout();
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    int pixels = event->pixelDelta().y();
    if (event->pixelDelta().isNull())
        pixels = event->angleDelta().y() * QApplication::wheelScrollLines() * LineStep /
                 QWheelEvent::DefaultDeltasPerStep;
    scrollBy(-pixels);
    event->accept();
}

void TimelineView::scrollContentsBy(int, int)
{
    if (m_isSyncing)
        return;
    const QScrollBar *bar = verticalScrollBar();
    if (bar->value() >= bar->maximum())
        return goToNewest();
    const TimelineScale::At at = scale().at(bar->value());
    m_wantedFraction = at.fraction;
    m_timeline.showRank(at.rank);
}

void TimelineView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_flashTimer.timerId())
        return QAbstractScrollArea::timerEvent(event);
    m_flashTimer.stop();
    m_flashed = {};
    viewport()->update();
}

void TimelineView::rowsInserted(int first, int count)
{
    m_layout.insertRows(first, count);
    m_selection.insertRows(first, count);
    m_current = rowAfterInsertion(m_current, first, count);
    relayout();
}

void TimelineView::rowsRemoved(int first, int count)
{
    m_layout.removeRows(first, count);
    m_selection.removeRows(first, count);
    const int current = rowAfterRemoval(m_current, first, count);
    // The keyboard goes on with what stands in its place.
    m_current = m_current >= 0 && current < 0 ? qMin(first, m_layout.rowCount() - 1) : current;
    relayout();
}

void TimelineView::rowsChanged(int first, int last)
{
    const QList<TimelineLayout::Visible> rows = m_layout.visible();
    for (int row = first; row <= last; ++row) {
        const int before = row == m_layout.top() ? m_bubbles.layout(row).height : 0;
        m_bubbles.forget(row);
        if (row == m_layout.top())
            m_layout.changeRow(row, before);
    }
    m_isLastScreenKnown = false;
    if (!rows.isEmpty() && last >= rows.first().row && first <= rows.last().row)
        relayout();
}

void TimelineView::reset()
{
    // Where it stands is said by showRow(), before anything is painted.
    m_bubbles.clear();
    m_layout.reset(m_timeline.rowCount());
    m_selection.clear();
    m_current = m_target = -1;
    m_follows = m_timeline.holdsNewest();
    m_isLastScreenKnown = false;
    if (!m_timeline.isLoaded())
        clearHighlight();
    viewport()->update();
}

void TimelineView::showRow(TimelineModel::Goal goal, int row)
{
    const int before = m_current;
    switch (goal) {
    case TimelineModel::Goal::Newest:
        m_layout.toBottom();
        break;
    case TimelineModel::Goal::FirstUnread:
        m_layout.toBottom();
        if (row >= 0 && (!m_timeline.holdsNewest() || rectOf(row).isEmpty() || rectOf(row).top() < 0))
            m_layout.place(row, 0);
        break;
    case TimelineModel::Goal::Message:
        if (row < 0)
            break;
        m_layout.place(row, qMax(0, (viewport()->height() - m_bubbles.layout(row).height) / 2));
        m_flashed = m_timeline.message(row).id;
        m_flashTimer.start(int(FlashTime.count()), this);
        m_current = row;
        break;
    case TimelineModel::Goal::Start:
        if (row >= 0)
            m_layout.place(row, -int(m_wantedFraction * m_bubbles.layout(row).height));
        m_wantedFraction = 0;
        break;
    }
    m_follows = m_timeline.holdsNewest() && m_layout.isAtBottom();
    relayout();
    if (m_current != before)
        Q_EMIT currentRowChanged(m_current);
}

void TimelineView::relayout()
{
    m_isLastScreenKnown = false;
    if (m_follows || m_layout.isAtBottom())
        m_layout.toBottom();
    viewport()->update();
    sync();
}

void TimelineView::sync()
{
    if (m_follows)
        m_timeline.clearNew();
    const QList<TimelineLayout::Visible> rows = m_layout.visible();
    if (!rows.isEmpty())
        m_timeline.setSight(rows.first().row, rows.last().row);
    if (!m_isLastScreenKnown && m_timeline.holdsNewest()) {
        m_lastScreen = m_layout.rowsOnLastScreen();
        m_isLastScreenKnown = true;
    }
    const TimelineScale steps = scale();
    QScrollBar *bar = verticalScrollBar();
    m_isSyncing = true;
    bar->setRange(0, steps.maximum());
    bar->setPageStep(steps.pageStep());
    bar->setSingleStep(steps.stepsOfARow());
    if (!rows.isEmpty() && !bar->isSliderDown())
        bar->setValue(m_follows ? bar->maximum()
                                : steps.valueOf({m_timeline.firstRank() + m_layout.top(),
                                                 double(m_layout.offset()) / rows.first().height}));
    m_isSyncing = false;
    placeButton();
}

void TimelineView::placeButton()
{
    constexpr int Height = 34;
    const bool isFar =
        !m_timeline.holdsNewest() || m_layout.pixelsBelow(viewport()->height() / 2) >= viewport()->height() / 2;
    const int count = m_timeline.newCount();
    const bool isWanted = !m_follows && m_layout.rowCount() > 0 && (isFar || count > 0);
    if (isWanted) {
        const QString text = count > 0 ? tr("%Ln new message(s)", nullptr, count) : QString();
        m_newestButton->setText(text);
        m_newestButton->setAccessibleName(count > 0 ? text : tr("Go to the newest message"));
        m_newestButton->setToolButtonStyle(count > 0 ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
        const int width = count > 0 ? m_newestButton->sizeHint().width() : Height;
        const QSize area = viewport()->size();
        m_newestButton->setGeometry(area.width() - 18 - width, area.height() - 46, width, Height);
    }
    m_newestButton->setVisible(isWanted);
}

BubbleLook TimelineView::lookOf(int row) const
{
    const Message &message = m_timeline.message(row);
    BubbleLook look;
    look.selected = m_selection.partOf(row);
    look.isCurrent = row == m_current && m_isCurrentMarked && hasFocus();
    look.isFlashed = message.id == m_flashed;
    look.isWaiting = m_timeline.index(row).data(TimelineModel::WaitingRole).toBool();
    look.target = look.isCurrent ? m_target : -1;
    look.sought = m_sought;
    return look;
}

TimelineScale TimelineView::scale() const
{
    return {m_timeline.total(), m_lastScreen};
}

} // namespace kith

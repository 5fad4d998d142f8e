// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/daygrid.h"

#include "ui/label.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

namespace kith {

namespace {

constexpr int Columns = 7;
constexpr int Rows = 6;
constexpr int CellHeight = 24;
constexpr int Gap = 3;

QDate firstOfMonth(const QDate &day)
{
    return {day.year(), day.month(), 1};
}

} // namespace

DayGrid::DayGrid(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_month(firstOfMonth(QDate::currentDate())), m_cursor(QDate::currentDate())
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Days with messages"));
    describe();
}

void DayGrid::setMonth(const QDate &day)
{
    if (day.isValid())
        moveTo(day);
}

void DayGrid::setMarked(const QSet<QDate> &days)
{
    m_marked = days;
    describe();
    update();
}

void DayGrid::setChosen(const QDate &first, const QDate &last)
{
    m_first = first;
    m_last = last;
    update();
}

QRect DayGrid::rectOf(const QDate &day) const
{
    if (firstOfMonth(day) != m_month)
        return {};
    const int place = columnOf(m_month) + day.day() - 1;
    return cell(place % Columns, 1 + place / Columns);
}

QSize DayGrid::sizeHint() const
{
    return {Columns * 28, (Rows + 1) * (CellHeight + Gap)};
}

bool DayGrid::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QDate day = dayAt(help->pos());
        QToolTip::showText(help->globalPos(), day.isValid() ? toolTipText(spoken(day)) : QString(), this,
                           rectOf(day));
        return true;
    }
    return QWidget::event(event);
}

void DayGrid::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(12));
    const Tokens &tokens = m_theme.tokens();
    const int firstDay = int(QLocale().firstDayOfWeek());
    for (int column = 0; column < Columns; ++column) {
        painter.setPen(tokens.muted);
        painter.drawText(cell(column, 0), Qt::AlignCenter,
                         QLocale().standaloneDayName((firstDay - 1 + column) % 7 + 1, QLocale::NarrowFormat));
    }
    for (QDate day = m_month; day.month() == m_month.month(); day = day.addDays(1)) {
        const QRect rect = rectOf(day);
        const bool isChosen = m_first.isValid() && day >= m_first && day <= m_last;
        painter.setPen(Qt::NoPen);
        if (isChosen || m_marked.contains(day)) {
            painter.setBrush(isChosen ? tokens.accent : tokens.accentSoft);
            painter.drawRoundedRect(rect, 6, 6);
        }
        if (day == m_cursor && hasFocus()) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(isChosen ? tokens.text : tokens.accent, 1.5));
            painter.drawRoundedRect(QRectF(rect).adjusted(0.75, 0.75, -0.75, -0.75), 6, 6);
        }
        painter.setFont(Theme::font(12, day == QDate::currentDate() ? QFont::DemiBold : QFont::Normal));
        painter.setPen(isChosen ? tokens.onAccent : m_marked.contains(day) ? tokens.text : tokens.muted);
        painter.drawText(rect, Qt::AlignCenter, QString::number(day.day()));
    }
}

void DayGrid::mousePressEvent(QMouseEvent *event)
{
    const QDate day = dayAt(event->position());
    if (event->button() == Qt::LeftButton && day.isValid()) {
        moveTo(day);
        choose(day, event->modifiers());
    }
}

void DayGrid::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return moveTo(m_cursor.addDays(-1));
    case Qt::Key_Right:
        return moveTo(m_cursor.addDays(1));
    case Qt::Key_Up:
        return moveTo(m_cursor.addDays(-7));
    case Qt::Key_Down:
        return moveTo(m_cursor.addDays(7));
    case Qt::Key_PageUp:
        return moveTo(m_cursor.addMonths(-1));
    case Qt::Key_PageDown:
        return moveTo(m_cursor.addMonths(1));
    case Qt::Key_Home:
        return moveTo(m_month);
    case Qt::Key_End:
        return moveTo(m_month.addMonths(1).addDays(-1));
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return choose(m_cursor, event->modifiers());
    default:
        QWidget::keyPressEvent(event);
    }
}

void DayGrid::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // the column around it scrolls; a month never turns by accident
}

void DayGrid::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void DayGrid::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void DayGrid::moveTo(const QDate &day)
{
    if (!day.isValid() || day == m_cursor)
        return;
    m_cursor = day;
    const QDate month = firstOfMonth(day);
    const bool isOther = month != m_month;
    m_month = month;
    describe();
    update();
    if (isOther)
        Q_EMIT monthChanged(month);
}

void DayGrid::choose(const QDate &day, Qt::KeyboardModifiers modifiers)
{
    if (modifiers.testFlag(Qt::ShiftModifier) && m_first.isValid())
        setChosen(qMin(m_first, day), qMax(m_last, day));
    else if (m_first == day && m_last == day)
        setChosen({}, {}); // the same day again: all of them
    else
        setChosen(day, day);
    Q_EMIT chosen(m_first, m_last);
}

void DayGrid::describe()
{
    const QString words = spoken(m_cursor);
    if (words == accessibleDescription())
        return;
    setAccessibleDescription(words);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

QDate DayGrid::dayAt(const QPointF &position) const
{
    for (QDate day = m_month; day.month() == m_month.month(); day = day.addDays(1)) {
        if (rectOf(day).contains(position.toPoint()))
            return day;
    }
    return {};
}

QRect DayGrid::cell(int column, int row) const
{
    const int left = column * (width() + Gap) / Columns;
    const int right = (column + 1) * (width() + Gap) / Columns - Gap;
    return {left, row * (CellHeight + Gap), right - left, CellHeight};
}

int DayGrid::columnOf(const QDate &day) const
{
    return (day.dayOfWeek() - int(QLocale().firstDayOfWeek()) + 7) % 7;
}

QString DayGrid::spoken(const QDate &day) const
{
    const QString date = QLocale().toString(day, QLocale::LongFormat);
    return m_marked.contains(day) ? tr("%1, has messages").arg(date) : tr("%1, no messages").arg(date);
}

} // namespace kith

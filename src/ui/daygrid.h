// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QSet>
#include <QWidget>

namespace kith {

class Theme;

/// The days of one month. Some are marked; one day or a run of days is chosen, by click and Shift+click, or by arrow
/// keys, Enter and Shift+Enter.
class DayGrid final : public QWidget {
    Q_OBJECT

public:
    explicit DayGrid(const Theme &theme, QWidget *parent = nullptr);

    /// Shows the month of `day`, and moves the cursor there.
    void setMonth(const QDate &day);
    void setMarked(const QSet<QDate> &days);
    /// Both invalid: nothing is chosen.
    void setChosen(const QDate &first, const QDate &last);

    QDate month() const { return m_month; } ///< Its first day.
    QDate cursor() const { return m_cursor; }
    bool isMarked(const QDate &day) const { return m_marked.contains(day); }
    QRect rectOf(const QDate &day) const; ///< Null unless it is of the month.

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void monthChanged(const QDate &month);
    void chosen(const QDate &first, const QDate &last);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void moveTo(const QDate &day);
    void choose(const QDate &day, Qt::KeyboardModifiers modifiers);
    void describe();
    QDate dayAt(const QPointF &position) const;
    QRect cell(int column, int row) const;
    int columnOf(const QDate &day) const;
    QString spoken(const QDate &day) const;

    const Theme &m_theme;
    QDate m_month;
    QDate m_cursor;
    QDate m_first;
    QDate m_last;
    QSet<QDate> m_marked;
};

} // namespace kith

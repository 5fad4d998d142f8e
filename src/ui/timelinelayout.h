// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <functional>

namespace kith {

/// Which rows stand where in a view. Pure geometry: all that is kept is the row at the top and how many pixels of it
/// are scrolled away, so that nothing but what is in sight is ever measured.
class TimelineLayout {
public:
    /// The height of a row in pixels, more than 0.
    using HeightOf = std::function<int(int row)>;
    struct Visible {
        int row = 0;
        int top = 0; ///< In the view; negative for a row that is partly scrolled away.
        int height = 0;
        int bottom() const { return top + height; } ///< The first line below it.
    };

    explicit TimelineLayout(HeightOf heightOf) : m_heightOf(std::move(heightOf)) {}

    void reset(int rowCount);
    void setViewHeight(int height);
    void insertRows(int first, int count); ///< What is in sight stays where it is.
    void removeRows(int first, int count);
    /// A row got another height, `before` until now: what is below the top row stays where it is.
    void changeRow(int row, int before);
    /// Moves the contents up by `pixels`, down when negative; returns how far they moved.
    int scrollBy(int pixels);
    void toBottom();
    /// Brings the top of `row` to the line `y` of the view, as near as the ends allow.
    void place(int row, int y);
    /// Scrolls as little as possible to show all of `row`, its top where it is too high.
    void ensureVisible(int row);

    int rowCount() const { return m_rowCount; }
    int top() const { return m_top; }
    int offset() const { return m_offset; } ///< Pixels of the top row that are scrolled away.
    int viewHeight() const { return m_viewHeight; }
    bool isAtBottom() const { return pixelsBelow(1) == 0; }
    /// How much is below the view; at most `most` pixels are looked for.
    int pixelsBelow(int most) const;
    /// How many rows, the first one in part, fill the view when the last one stands at its end.
    double rowsOnLastScreen() const;
    /// From the top to the bottom; empty without rows.
    QList<Visible> visible() const;
    /// The row at the line `y` of the view; a row of -1 when there is none.
    Visible at(int y) const;
    /// Where `row` stands; a height of 0 when it is out of sight.
    Visible find(int row) const;

private:
    void settle();

    HeightOf m_heightOf;
    int m_rowCount = 0;
    int m_viewHeight = 0;
    int m_top = 0;
    int m_offset = 0;
};

} // namespace kith

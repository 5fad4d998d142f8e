// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <limits>

namespace kith {

/// What of the timeline is selected: the text from one point to another, across rows. Pure; rows that come and go move
/// it along.
class TimelineSelection {
public:
    /// Behind the last character of a message, however long.
    static constexpr int End = std::numeric_limits<int>::max();

    struct Point {
        int row = -1;
        int position = 0; ///< Between the characters of the text as it is shown.
        bool operator==(const Point &) const = default;
        std::strong_ordering operator<=>(const Point &other) const
        {
            return row != other.row ? row <=> other.row : position <=> other.position;
        }
    };
    /// The selected part of one row; nothing when both are equal.
    struct Part {
        int start = 0;
        int end = 0;
        bool isEmpty() const { return start >= end; }
        bool isWhole() const { return start == 0 && end == End; }
        bool operator==(const Part &) const = default;
    };

    void clear();
    /// Selects nothing yet, from here on.
    void begin(const Point &point);
    /// Goes from where it began to `point`; from `point` on when it never began.
    void extendTo(const Point &point);
    /// From the beginning of row `first` to the end of row `last`, in either order.
    void selectRows(int first, int last);

    void insertRows(int first, int count);
    void removeRows(int first, int count);

    bool isEmpty() const { return m_anchor.row < 0 || m_anchor == m_caret; }
    bool hasBegun() const { return m_anchor.row >= 0; }
    int anchorRow() const { return m_anchor.row; }
    int firstRow() const;
    int lastRow() const;
    Part partOf(int row) const;

private:
    Point m_anchor;
    Point m_caret;
};

/// Where `row` is after `count` rows came in at `first`; after they went, -1 when it was among them.
int rowAfterInsertion(int row, int first, int count);
int rowAfterRemoval(int row, int first, int count);

} // namespace kith

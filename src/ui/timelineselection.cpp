// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timelineselection.h"

#include <algorithm>

namespace kith {

void TimelineSelection::clear()
{
    m_anchor = m_caret = {};
}

void TimelineSelection::begin(const Point &point)
{
    m_anchor = m_caret = point;
}

void TimelineSelection::extendTo(const Point &point)
{
    if (!hasBegun())
        return begin(point);
    m_caret = point;
}

void TimelineSelection::selectRows(int first, int last)
{
    const bool isUpwards = last < first;
    m_anchor = {first, isUpwards ? End : 0};
    m_caret = {last, isUpwards ? 0 : End};
}

void TimelineSelection::insertRows(int first, int count)
{
    m_anchor.row = rowAfterInsertion(m_anchor.row, first, count);
    m_caret.row = rowAfterInsertion(m_caret.row, first, count);
}

void TimelineSelection::removeRows(int first, int count)
{
    if (!hasBegun())
        return;
    // What is left of it goes up to the gap.
    const auto move = [&](Point &point, bool isStart) {
        const int row = rowAfterRemoval(point.row, first, count);
        if (row >= 0)
            point.row = row;
        else if (isStart)
            point = {first, 0};
        else
            point = {first - 1, End};
    };
    const bool isUpwards = m_caret < m_anchor;
    move(m_anchor, !isUpwards);
    move(m_caret, isUpwards);
    if (std::min(m_anchor, m_caret).row < 0 || (m_caret < m_anchor) != isUpwards)
        clear();
}

int TimelineSelection::firstRow() const
{
    return std::min(m_anchor, m_caret).row;
}

int TimelineSelection::lastRow() const
{
    return std::max(m_anchor, m_caret).row;
}

TimelineSelection::Part TimelineSelection::partOf(int row) const
{
    const Point first = std::min(m_anchor, m_caret);
    const Point last = std::max(m_anchor, m_caret);
    if (first.row < 0 || row < first.row || row > last.row)
        return {};
    return {row == first.row ? first.position : 0, row == last.row ? last.position : End};
}

int rowAfterInsertion(int row, int first, int count)
{
    return row >= first && row >= 0 ? row + count : row;
}

int rowAfterRemoval(int row, int first, int count)
{
    if (row < first)
        return row;
    return row < first + count ? -1 : row - count;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timelinelayout.h"

#include <algorithm>

namespace kith {

void TimelineLayout::reset(int rowCount)
{
    m_rowCount = rowCount;
    m_top = m_offset = 0;
}

void TimelineLayout::setViewHeight(int height)
{
    m_viewHeight = std::max(0, height);
}

void TimelineLayout::insertRows(int first, int count)
{
    const bool wasEmpty = m_rowCount == 0;
    m_rowCount += count;
    if (first <= m_top && !wasEmpty)
        m_top += count;
}

void TimelineLayout::removeRows(int first, int count)
{
    m_rowCount -= count;
    if (first + count <= m_top) {
        m_top -= count;
    } else if (first <= m_top) {
        m_top = first;
        m_offset = 0;
    }
    settle();
}

void TimelineLayout::changeRow(int row, int before)
{
    const int grown = m_heightOf(row) - before;
    if (row == m_top && (m_offset > 0 || grown < 0))
        m_offset += grown;
    settle();
}

int TimelineLayout::scrollBy(int pixels)
{
    if (m_rowCount == 0)
        return 0;
    int moved = 0;
    if (pixels > 0) {
        moved = pixelsBelow(pixels);
        m_offset += moved;
    } else {
        int left = -pixels;
        while (left > m_offset && m_top > 0) {
            left -= m_offset;
            m_offset = m_heightOf(--m_top);
        }
        const int last = std::min(left, m_offset);
        m_offset -= last;
        moved = pixels + left - last;
    }
    settle();
    return moved;
}

void TimelineLayout::toBottom()
{
    int height = 0;
    m_top = m_rowCount;
    while (m_top > 0 && height < m_viewHeight)
        height += m_heightOf(--m_top);
    m_offset = std::max(0, height - m_viewHeight);
}

void TimelineLayout::place(int row, int y)
{
    if (m_rowCount == 0)
        return;
    m_top = std::clamp(row, 0, m_rowCount - 1);
    m_offset = -y;
    settle();
    if (pixelsBelow(1) == 0)
        toBottom();
}

void TimelineLayout::ensureVisible(int row)
{
    const Visible found = find(row);
    if (found.height == 0) {
        if (row < m_top)
            return place(row, 0);
        return place(row, m_viewHeight - m_heightOf(row));
    }
    if (found.top < 0 || found.height > m_viewHeight)
        scrollBy(found.top);
    else if (found.bottom() > m_viewHeight)
        scrollBy(found.bottom() - m_viewHeight);
}

int TimelineLayout::pixelsBelow(int most) const
{
    int end = -m_offset;
    for (int row = m_top; row < m_rowCount; ++row) {
        end += m_heightOf(row);
        if (end - m_viewHeight >= most)
            return most;
    }
    return std::max(0, end - m_viewHeight);
}

double TimelineLayout::rowsOnLastScreen() const
{
    int height = 0;
    for (int row = m_rowCount - 1; row >= 0; --row) {
        const int high = m_heightOf(row);
        if (height + high >= m_viewHeight)
            return m_rowCount - 1 - row + double(m_viewHeight - height) / high;
        height += high;
    }
    return m_rowCount;
}

QList<TimelineLayout::Visible> TimelineLayout::visible() const
{
    QList<Visible> rows;
    int y = -m_offset;
    for (int row = m_top; row < m_rowCount && y < m_viewHeight; ++row) {
        rows.append({row, y, m_heightOf(row)});
        y = rows.last().bottom();
    }
    return rows;
}

TimelineLayout::Visible TimelineLayout::at(int y) const
{
    for (const Visible &row : visible()) {
        if (y >= row.top && y < row.bottom())
            return row;
    }
    return {-1, 0, 0};
}

TimelineLayout::Visible TimelineLayout::find(int row) const
{
    for (const Visible &visible : visible()) {
        if (visible.row == row)
            return visible;
    }
    return {row, 0, 0};
}

/// Moves whole rows out of the offset, and stops at the first row.
void TimelineLayout::settle()
{
    m_top = std::clamp(m_top, 0, std::max(0, m_rowCount - 1));
    if (m_rowCount == 0)
        m_offset = 0;
    while (m_offset < 0 && m_top > 0)
        m_offset += m_heightOf(--m_top);
    m_offset = std::max(0, m_offset);
    for (int high = 0; m_top < m_rowCount - 1 && m_offset >= (high = m_heightOf(m_top)); ++m_top)
        m_offset -= high;
}

} // namespace kith

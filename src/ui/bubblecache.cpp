// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bubblecache.h"

#include "models/timelinemodel.h"

namespace kith {

void BubbleCache::setName(const QString &name)
{
    if (name == m_name)
        return;
    m_name = name;
    clear();
}

bool BubbleCache::setWidth(int width)
{
    constexpr int LeastWidth = 160;
    width = qMax(LeastWidth, width);
    if (width == m_width)
        return false;
    m_width = width;
    clear();
    return true;
}

void BubbleCache::forget(int row)
{
    m_layouts.remove(m_timeline.message(row).id);
}

const BubbleLayout &BubbleCache::layout(int row)
{
    const Message &message = m_timeline.message(row);
    if (const BubbleLayout *known = m_layouts.object(message.id))
        return *known;
    auto *layout = new BubbleLayout(BubbleLayout::make(BubbleContent::of(m_timeline, row, m_name, m_width)));
    m_layouts.insert(message.id, layout, CharactersOfAnEmptyBubble + int(message.text.size()));
    return *layout;
}

} // namespace kith

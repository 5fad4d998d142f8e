// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/searchfilter.h"

namespace kith {

void SearchFilter::setNeedle(const QString &needle)
{
    const QString wanted = fold(needle.trimmed());
    if (m_needle == wanted)
        return;
    m_needle = wanted;
    invalidateFilter();
}

bool SearchFilter::holds(const QString &text) const
{
    return fold(text).contains(m_needle);
}

bool SearchFilter::names(const QString &name) const
{
    return holds(name) || m_pinyin.matches(name, m_needle);
}

} // namespace kith

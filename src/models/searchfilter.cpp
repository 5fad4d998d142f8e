// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/searchfilter.h"

namespace kith {

void SearchFilter::setNeedle(const QString &needle)
{
    if (m_needle == needle.trimmed())
        return;
    m_needle = needle.trimmed();
    invalidateFilter();
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/readbudget.h"

namespace kith {

void ReadBudget::give(qint64 bytes)
{
    const bool wasSpent = isSpent();
    m_unconsumed -= bytes;
    if (wasSpent && !isSpent())
        Q_EMIT available();
}

} // namespace kith

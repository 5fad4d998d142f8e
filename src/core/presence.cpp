// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/presence.h"

namespace kith {

QString Presence::cleanStatus(const QString &status)
{
    QString clean = status.simplified();
    if (clean.size() > MaxStatusLength)
        clean.truncate(MaxStatusLength - (clean.at(MaxStatusLength).isLowSurrogate() ? 1 : 0));
    return clean;
}

} // namespace kith

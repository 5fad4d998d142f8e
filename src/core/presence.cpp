// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/presence.h"

#include "core/firstunits.h"

namespace kith {

QString Presence::cleanStatus(const QString &status)
{
    QString clean = status.simplified();
    shorten(clean, MaxStatusLength);
    return clean;
}

} // namespace kith

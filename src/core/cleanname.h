// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace kith {

/// The longest name, group or note, in UTF-16 units.
inline constexpr qsizetype MaxNameLength = 64;

/// A name as it may be kept and shown: one line, no control or format characters, cut between characters at
/// MaxNameLength. Clean names stay what they are.
QString cleanName(const QString &name);

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace kith {

/// The longest nickname, in characters as a person counts them, and in UTF-16 units.
inline constexpr int MaxNicknameCharacters = 32;
inline constexpr qsizetype MaxNicknameLength = 128;

/// The name that somebody gave themselves, as it may be kept and shown: one line in NFC, without control, format,
/// private and unassigned characters, without what nobody sees, without marks that look like Kith's own badges (check
/// marks, locks, shields), at most three combining marks on a letter. May be empty: show the short form of the id then.
/// Clean names stay what they are.
QString cleanNickname(QStringView name);

} // namespace kith

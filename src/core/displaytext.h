// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace kith {

/// Received text, made harmless to look at. Takes time linear in the length and never interprets markup.
///
/// Control characters become the visible symbols of U+2400, invisible direction controls (U+061C, U+200E/F,
/// U+202A–202E, U+2066–2069) and the line and paragraph separators become U+FFFD-like boxes that cannot turn the
/// text around, and at most MaxMarks combining marks stay on one base. Line ends are kept, tabs become four spaces.
QString displayText(QStringView text);

/// The same for one line of a list, a header or a tool tip: a line end becomes one space, and no more than `limit`
/// UTF-16 units are looked at, with an ellipsis for the rest.
QString displayLine(QStringView text, qsizetype limit = 256);

/// A name: no control or format character at all, white space simplified, at most MaxShownName UTF-16 units.
QString displayName(QStringView text);

/// The beginning of `text` that fits into `lines` lines and `characters` UTF-16 units, never cut inside a character.
QStringView beginning(QStringView text, int lines, qsizetype characters);

inline constexpr int MaxMarks = 3;
inline constexpr qsizetype MaxShownName = 64;
/// What stands for a character that would reorder or hide its neighbours.
inline constexpr char16_t Neutralised = u'\u25A1';

} // namespace kith

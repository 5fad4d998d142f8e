// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace kith {

/// The beginning of `text`, at most `most` UTF-16 units, not cut inside a character.
inline QStringView firstUnits(QStringView text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    return text.first(text[most].isLowSurrogate() ? most - 1 : most);
}

/// Leaves that of `text`, and no more memory than it needs; whether there was more.
inline bool shorten(QString &text, qsizetype most)
{
    if (text.size() <= most)
        return false;
    text.truncate(firstUnits(text, most).size());
    text.squeeze();
    return true;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChar>

namespace kith {

/// Whether `c` belongs to a script that puts no spaces between words: Chinese, Japanese; or that is searched in the same
/// way: Korean.
inline bool isOfScriptWithoutSpaces(char32_t c)
{
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Bopomofo:
        return true;
    default:
        return false;
    }
}

} // namespace kith

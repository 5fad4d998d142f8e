// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plaintextoptions.h"

#include <QByteArray>
#include <QString>

namespace kith {

/// Bytes as text.
struct Decoded {
    QString text;           ///< Every character that came, U+0000 and a byte order mark too.
    bool malformed = false; ///< Some bytes were no text in that charset: overlong forms, lone surrogates, half a
                            ///< character at the end. Each such place shows as U+FFFD.
};

/// The text that `bytes` are in `charset`. Takes each call for a whole text; nothing is remembered.
Decoded decode(QByteArrayView bytes, Charset charset);

/// The bytes of `text` in `charset`; a lone surrogate, which no charset has, becomes a replacement character.
QByteArray encode(QStringView text, Charset charset);

/// How many bytes at the end of `bytes` begin a character that is not complete: 0 to 3.
qsizetype unfinishedTail(QByteArrayView bytes, Charset charset);

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plaintextoptions.h"

#include <QByteArray>
#include <QMetaType>
#include <QString>

namespace kith {

/// One message as it came off the wire, decoded.
struct Received {
    QString text;     ///< Without the final line end; bytes that are no text show as U+FFFD.
    QByteArray raw;   ///< The bytes; empty where they are exactly the UTF-8 form of text.
    qint64 bytes = 0; ///< How many bytes it was, line end included.
    Charset charset = Charset::Utf8;
    bool malformed = false; ///< Some bytes were not text in that charset.

    friend bool operator==(const Received &, const Received &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Received)

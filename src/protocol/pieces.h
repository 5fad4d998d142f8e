// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plaintextoptions.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace kith {

/// A text as the bytes that travel, and where they are cut.
class Pieces {
public:
    /// What the tutorial's scripts read at once; a longer message would be taken for two.
    static constexpr qsizetype MaxPieceBytes = 1024;

    Pieces() = default;

    /// `text` cut into pieces of at most MaxPieceBytes: between grapheme clusters where one fits, else between
    /// characters. No piece is exactly `q`, which would end the conversation.
    static Pieces split(QStringView text, Charset charset);
    /// `text` as whole lines in one piece, each ended by LF; no line is exactly `q`: one that is gets a space.
    static Pieces lines(QStringView text, Charset charset);
    /// `q`, alone, as `framing` wants it.
    static Pieces farewell(Framing framing);

    int count() const { return int(m_ends.size()); } ///< At least 1 unless the text was empty.
    QByteArrayView piece(int index) const;
    const QByteArray &bytes() const { return m_bytes; } ///< All pieces, one after the other.

private:
    QByteArray m_bytes;
    QList<qsizetype> m_ends; // of each piece in m_bytes
};

/// Whether `bytes` are exactly `q`, line ends after it forgiven.
bool isFarewell(QByteArrayView bytes);

} // namespace kith

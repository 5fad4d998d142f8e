// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <optional>

namespace kith::wire {

/// Takes items of CBOR (RFC 8949) from the front of bytes. Whatever lengths they announce, nothing beyond the end is read
/// and nothing is held; after a failure the place is lost.
class CborCursor final {
public:
    enum class Kind : quint8 { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };
    struct Head {
        Kind kind;
        quint8 info; ///< The low five bits of the first byte.
        quint64 argument;
    };

    explicit CborCursor(QByteArrayView bytes) : m_rest(bytes) {}

    /// The kind of the next item and its number, length or count. Nothing if it is cut off, of indefinite length, or not in
    /// the shortest form.
    std::optional<Head> head();
    /// The next `size` bytes; nothing if there are fewer.
    std::optional<QByteArrayView> take(quint64 size);
    /// Passes one whole item in any form that there is, arrays and maps nested at most `depth` deep. Whether it was one.
    bool skip(int depth);

    bool atEnd() const { return m_rest.isEmpty(); }

private:
    std::optional<Head> anyHead();
    bool skipPieces(Kind kind);
    bool skipItems(const Head &container, int depth);
    bool takeBreak();

    QByteArrayView m_rest;
};

} // namespace kith::wire

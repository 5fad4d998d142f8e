// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace kith {

/// The bytes of a device one by one, and the line on which the next one stands.
class ByteSource final {
public:
    static constexpr int End = -1;

    explicit ByteSource(QIODevice &device) : m_device(device) {}

    int peek() { return m_next < m_chunk.size() || fill() ? uchar(m_chunk.at(m_next)) : End; }
    /// The next byte, or End again and again.
    int take()
    {
        const int byte = peek();
        if (byte != End)
            ++m_next;
        if (byte == '\n')
            ++m_line;
        return byte;
    }
    qint64 line() const { return m_line; } ///< From 1.

    void skipSpace()
    {
        while (isSpace(peek()))
            take();
    }
    void skipLine()
    {
        for (int byte = take(); byte != '\n' && byte != End;)
            byte = take();
    }
    static bool isSpace(int byte) { return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r'; }

private:
    static constexpr qint64 ChunkBytes = 64 * 1024;

    bool fill()
    {
        m_chunk = m_device.read(ChunkBytes);
        m_next = 0;
        return !m_chunk.isEmpty();
    }

    QIODevice &m_device;
    QByteArray m_chunk;
    qsizetype m_next = 0;
    qint64 m_line = 1;
};

} // namespace kith

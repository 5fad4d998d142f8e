// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/pieces.h"

#include "protocol/charset.h"

#include <QTextBoundaryFinder>

namespace kith {

namespace {

/// How many bytes the character that begins at `i` takes.
qsizetype characterBytes(QByteArrayView bytes, qsizetype i, Charset charset)
{
    const quint8 lead = quint8(bytes[i]);
    if (charset == Charset::Utf8)
        return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0x81)
        return 1;
    const bool four = quint8(bytes[i + 1]) <= 0x39; // we encoded it, so a second byte is there
    return four ? 4 : 2;
}

QStringView characterAt(QStringView text, qsizetype i)
{
    const bool pair = i + 1 < text.size() && text[i].isHighSurrogate() && text[i + 1].isLowSurrogate();
    return text.sliced(i, pair ? 2 : 1);
}

/// Puts characters, then clusters, into pieces; knows where the current piece began.
class Cutter {
public:
    Cutter(QByteArrayView bytes, Charset charset, QList<qsizetype> &ends)
        : m_bytes(bytes), m_charset(charset), m_ends(ends)
    {
    }

    /// The cluster that ends at `end` and begins where the last one ended.
    void addCluster(qsizetype end)
    {
        const bool fits = end - m_begin <= Pieces::MaxPieceBytes;
        const bool fitsAlone = end - m_at <= Pieces::MaxPieceBytes;
        if (!fits && fitsAlone && m_at > m_begin && !isFarewell(m_bytes.sliced(m_begin, m_at - m_begin))) {
            cut();
            m_at = end;
        } else if (fits) {
            m_at = end;
        } else {
            addCharacters(end);
        }
    }

    void finish()
    {
        if (m_at == m_begin)
            return;
        if (!m_ends.isEmpty() && isFarewell(m_bytes.sliced(m_begin)))
            m_ends.last() = lastCharacterBefore(m_begin);
        m_begin = m_at;
        m_ends.append(m_at);
    }

private:
    void cut()
    {
        m_ends.append(m_at);
        m_begin = m_at;
    }
    void addCharacters(qsizetype end)
    {
        while (m_at < end) {
            const qsizetype next = m_at + characterBytes(m_bytes, m_at, m_charset);
            if (next - m_begin > Pieces::MaxPieceBytes)
                cut();
            m_at = next;
        }
    }
    qsizetype lastCharacterBefore(qsizetype end) const
    {
        qsizetype i = m_ends.size() > 1 ? m_ends.at(m_ends.size() - 2) : 0;
        qsizetype last = i;
        while (i < end) {
            last = i;
            i += characterBytes(m_bytes, i, m_charset);
        }
        return last;
    }

    QByteArrayView m_bytes;
    Charset m_charset;
    QList<qsizetype> &m_ends;
    qsizetype m_begin = 0; // of the current piece
    qsizetype m_at = 0;    // the end of what was added
};

} // namespace

bool isFarewell(QByteArrayView bytes)
{
    while (!bytes.isEmpty() && (bytes.back() == '\n' || bytes.back() == '\r'))
        bytes.chop(1);
    return bytes.size() == 1 && bytes.front() == 'q';
}

Pieces Pieces::split(QStringView text, Charset charset)
{
    Pieces pieces;
    pieces.m_bytes = encode(text, charset);
    if (pieces.m_bytes.size() <= MaxPieceBytes) {
        if (!pieces.m_bytes.isEmpty())
            pieces.m_ends.append(pieces.m_bytes.size());
        return pieces;
    }
    Cutter cutter(pieces.m_bytes, charset, pieces.m_ends);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text.toString());
    qsizetype unit = 0;
    qsizetype byte = 0;
    for (qsizetype end = finder.toNextBoundary(); end > 0; end = finder.toNextBoundary()) {
        while (unit < end && byte < pieces.m_bytes.size()) {
            unit += characterAt(text, unit).size();
            byte += characterBytes(pieces.m_bytes, byte, charset);
        }
        cutter.addCluster(byte);
    }
    cutter.addCluster(pieces.m_bytes.size()); // nothing, unless a lone surrogate upset the count
    cutter.finish();
    return pieces;
}

Pieces Pieces::lines(QStringView text, Charset charset)
{
    Pieces pieces;
    pieces.m_bytes = encode(text, charset);
    QByteArray &bytes = pieces.m_bytes;
    if (!bytes.endsWith('\n'))
        bytes.append('\n');
    QByteArray guarded;
    qsizetype copied = 0;
    for (qsizetype begin = 0, end = bytes.indexOf('\n'); end >= 0;
         begin = end + 1, end = bytes.indexOf('\n', begin)) {
        if (!isFarewell(QByteArrayView(bytes).sliced(begin, end - begin)))
            continue;
        guarded.append(QByteArrayView(bytes).sliced(copied, begin + 1 - copied)).append(' ');
        copied = begin + 1;
    }
    if (copied > 0)
        bytes = guarded.append(QByteArrayView(bytes).sliced(copied));
    pieces.m_ends.append(bytes.size());
    return pieces;
}

Pieces Pieces::farewell(Framing framing)
{
    Pieces pieces;
    pieces.m_bytes = framing == Framing::Lines ? QByteArrayLiteral("q\n") : QByteArrayLiteral("q");
    pieces.m_ends.append(pieces.m_bytes.size());
    return pieces;
}

QByteArrayView Pieces::piece(int index) const
{
    const qsizetype begin = index > 0 ? m_ends.at(index - 1) : 0;
    return QByteArrayView(m_bytes).sliced(begin, m_ends.at(index) - begin);
}

} // namespace kith

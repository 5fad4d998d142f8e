// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/plaintextdecoder.h"

#include "protocol/charset.h"
#include "protocol/pieces.h"

#include <algorithm>

namespace kith {

namespace {

using Part = Incoming::Part;

constexpr qsizetype NoEnd = -1;
constexpr qsizetype KeptCapacity = 1024; // an idle connection holds no more

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

QByteArrayView withoutLineEnd(QByteArrayView bytes)
{
    if (bytes.endsWith('\n'))
        bytes.chop(1);
    else if (!bytes.endsWith('\r'))
        return bytes;
    return bytes.endsWith('\r') ? bytes.chopped(1) : bytes;
}

} // namespace

Incoming decodeMessage(QByteArrayView bytes, Charset charset, Incoming::Part part)
{
    Incoming incoming;
    incoming.part = part;
    incoming.message.bytes = bytes.size();
    incoming.message.charset = charset;
    if (std::all_of(bytes.begin(), bytes.end(), isLineEnd)) {
        incoming.kind = Incoming::Kind::Empty;
        return incoming;
    }
    if (part == Part::Beginning && isFarewell(bytes)) {
        incoming.kind = Incoming::Kind::Q;
        return incoming;
    }
    const QByteArrayView body = withoutLineEnd(bytes);
    Decoded decoded = decode(body, charset);
    const bool same = charset == Charset::Utf8 ? !decoded.malformed : decoded.text.toUtf8() == body;
    if (!same)
        incoming.message.raw = body.toByteArray();
    incoming.message.text = std::move(decoded.text);
    incoming.message.malformed = decoded.malformed;
    return incoming;
}

void PlainTextDecoder::setOptions(const PlainTextOptions &options)
{
    m_options = options;
    m_scanned = 0;
}

void PlainTextDecoder::feed(QByteArrayView bytes)
{
    // What was taken is dropped once it is the larger part, so that each byte moves at most once more.
    if (m_begin > 0 && m_begin >= m_buffer.size() - m_begin) {
        m_buffer.remove(0, m_begin);
        m_begin = 0;
    }
    m_buffer.append(bytes);
    m_flush = false;
}

PlainTextDecoder::Gap PlainTextDecoder::gap()
{
    if (!gapMatters())
        return Gap::Idle;
    if (unfinishedTail(rest(), m_options.charset) > 0)
        return Gap::NeedMore;
    m_flush = true;
    return Gap::Ended;
}

void PlainTextDecoder::flush()
{
    m_flush = true;
}

std::optional<Incoming> PlainTextDecoder::next()
{
    const qsizetype end = endOfMessage();
    if (end == NoEnd)
        return std::nullopt;
    return take(end);
}

qsizetype PlainTextDecoder::endOfMessage()
{
    const QByteArrayView bytes = rest();
    if (bytes.isEmpty())
        return NoEnd;
    if (m_options.framing == Framing::Lines) {
        const qsizetype lineFeed = bytes.first(qMin(bytes.size(), MaxMessageBytes)).indexOf('\n', m_scanned);
        if (lineFeed >= 0)
            return lineFeed + 1;
        m_scanned = qMin(bytes.size(), MaxMessageBytes);
    }
    if (bytes.size() > MaxMessageBytes)
        return MaxMessageBytes - unfinishedTail(bytes.first(MaxMessageBytes), m_options.charset);
    return m_flush ? bytes.size() : NoEnd;
}

Incoming PlainTextDecoder::take(qsizetype bytes)
{
    const bool cut = bytes < unfinishedBytes() && m_options.framing == Framing::QuietGap;
    Incoming incoming = decodeMessage(rest().first(bytes), m_options.charset, m_part);
    const bool ended = m_options.framing == Framing::Lines ? m_buffer.at(m_begin + bytes - 1) == '\n' : !cut;
    m_part = ended ? Part::Beginning : Part::Continuation;
    m_scanned = 0;
    m_begin += bytes;
    if (m_begin == m_buffer.size()) {
        m_begin = 0;
        m_flush = false;
        if (m_buffer.capacity() > KeptCapacity)
            m_buffer = QByteArray();
        else
            m_buffer.resize(0);
    }
    return incoming;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/charset.h"

#include <QStringDecoder>
#include <QStringEncoder>

namespace kith {

namespace {

constexpr const char *Gb18030Name = "GB18030";

quint8 at(QByteArrayView bytes, qsizetype i)
{
    return quint8(bytes[i]);
}

bool within(quint8 byte, int first, int last)
{
    return byte >= first && byte <= last;
}

/// The second byte rules out overlong forms, surrogates and what lies beyond U+10FFFF (Unicode 15, table 3-7).
bool maySecondFollow(quint8 lead, quint8 second)
{
    switch (lead) {
    case 0xe0:
        return within(second, 0xa0, 0xbf);
    case 0xed:
        return within(second, 0x80, 0x9f);
    case 0xf0:
        return within(second, 0x90, 0xbf);
    case 0xf4:
        return within(second, 0x80, 0x8f);
    default:
        return within(second, 0x80, 0xbf);
    }
}

qsizetype unfinishedUtf8(QByteArrayView bytes)
{
    const qsizetype most = qMin<qsizetype>(3, bytes.size());
    for (qsizetype tail = 1; tail <= most; ++tail) {
        const qsizetype begin = bytes.size() - tail;
        const quint8 lead = at(bytes, begin);
        if (within(lead, 0x80, 0xbf))
            continue;
        const qsizetype length = within(lead, 0xc2, 0xdf)   ? 2
                                 : within(lead, 0xe0, 0xef) ? 3
                                 : within(lead, 0xf0, 0xf4) ? 4
                                                            : 1;
        const bool possible = tail < 2 || maySecondFollow(lead, at(bytes, begin + 1));
        return tail < length && possible ? tail : 0;
    }
    return 0;
}

/// From the beginning on, because the second byte of a character may look like the first of another.
qsizetype unfinishedGb18030(QByteArrayView bytes)
{
    const qsizetype size = bytes.size();
    qsizetype i = 0;
    while (i < size) {
        if (!within(at(bytes, i), 0x81, 0xfe)) {
            ++i;
            continue;
        }
        if (i + 1 == size)
            return 1;
        const quint8 second = at(bytes, i + 1);
        if (!within(second, 0x30, 0x39)) {
            i += second < 0x40 || second == 0x7f || second == 0xff ? 1 : 2;
            continue;
        }
        if (i + 2 == size)
            return 2;
        if (!within(at(bytes, i + 2), 0x81, 0xfe)) {
            ++i;
            continue;
        }
        if (i + 3 == size)
            return 3;
        i += within(at(bytes, i + 3), 0x30, 0x39) ? 4 : 1;
    }
    return 0;
}

} // namespace

qsizetype unfinishedTail(QByteArrayView bytes, Charset charset)
{
    return charset == Charset::Utf8 ? unfinishedUtf8(bytes) : unfinishedGb18030(bytes);
}

Decoded decode(QByteArrayView bytes, Charset charset)
{
    // The decoders differ in what they make of half a character at the end, so they never see one.
    const qsizetype tail = unfinishedTail(bytes, charset);
    bytes.chop(tail);

    // ConvertInitialBom means: it is a character like any other.
    constexpr auto Flags = QStringConverter::Flag::Stateless | QStringConverter::Flag::ConvertInitialBom;
    Decoded decoded;
    if (charset == Charset::Utf8) {
        QStringDecoder decoder(QStringConverter::Utf8, Flags);
        decoded.text = decoder.decode(bytes);
        decoded.malformed = decoder.hasError();
    } else {
        QStringDecoder decoder(Gb18030Name, Flags);
        decoded.text = decoder.decode(bytes);
        decoded.malformed = decoder.hasError();
    }
    if (tail > 0) {
        decoded.text.append(QChar(QChar::ReplacementCharacter));
        decoded.malformed = true;
    }
    return decoded;
}

QByteArray encode(QStringView text, Charset charset)
{
    if (charset == Charset::Utf8)
        return text.toUtf8();
    QStringEncoder encoder(Gb18030Name);
    return encoder.encode(text);
}

} // namespace kith

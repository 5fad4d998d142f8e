// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/peerid.h"

#include <QCryptographicHash>

#include <algorithm>

namespace kith {

namespace {

constexpr char Alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr qsizetype DataCharacters = 52; // of 5 bits, the last 4 bits zero
constexpr qsizetype CheckedData = 13;    // characters of data to one check character
constexpr qsizetype CheckedGroup = CheckedData + 1;
constexpr qsizetype ShownGroup = 7;
constexpr qsizetype PlainCharacters = DataCharacters / CheckedData * CheckedGroup;

/// The next value of a check sum over GF(32), x⁵ + x² + 1: times x, plus the digit. Each place of a group weighs
/// another power of x, so that a wrong digit and a swap always show.
int checked(int sum, int digit)
{
    sum <<= 1;
    return (sum & 32 ? sum ^ 0x25 : sum) ^ digit;
}

int checkDigit(QByteArrayView digits)
{
    int sum = 0;
    for (const char digit : digits)
        sum = checked(sum, digit);
    return checked(sum, 0);
}

/// The value of a base32 character, or -1.
int digitOf(QChar c)
{
    if (c >= u'A' && c <= u'Z')
        return c.unicode() - u'A';
    if (c >= u'a' && c <= u'z')
        return c.unicode() - u'a';
    if (c >= u'2' && c <= u'7')
        return c.unicode() - u'2' + 26;
    return -1;
}

QString charactersOf(QByteArrayView digits)
{
    QString text;
    text.reserve(digits.size());
    for (const char digit : digits)
        text += QLatin1Char(Alphabet[quint8(digit)]);
    return text;
}

/// 5 bits each, most significant first.
QByteArray toDigits(QByteArrayView bytes)
{
    QByteArray digits;
    digits.reserve(DataCharacters);
    unsigned bits = 0;
    int held = 0;
    for (const char byte : bytes) {
        bits = (bits << 8 | quint8(byte)) & 0xFFF;
        for (held += 8; held >= 5; held -= 5)
            digits.append(char(bits >> (held - 5) & 31));
    }
    digits.append(char(bits << (5 - held) & 31));
    return digits;
}

/// The reverse; empty when the bits that are left over are not zero.
QByteArray fromDigits(QByteArrayView digits)
{
    QByteArray bytes;
    bytes.reserve(PeerId::Bytes);
    unsigned bits = 0;
    int held = 0;
    for (const char digit : digits) {
        bits = (bits << 5 | quint8(digit)) & 0xFFF;
        held += 5;
        if (held >= 8) {
            held -= 8;
            bytes.append(char(bits >> held & 0xFF));
        }
    }
    return (bits & ((1U << held) - 1)) == 0 ? bytes : QByteArray();
}

bool isSeparator(QChar c)
{
    return c.isSpace() || c == u'-' || c == u'\u2010' || c == u'\u2011' || c == u'\u2013';
}

} // namespace

PeerId PeerId::fromBytes(QByteArrayView bytes)
{
    static const QByteArray ofNothing = QCryptographicHash::hash({}, QCryptographicHash::Sha256);
    PeerId id;
    if (bytes.size() == Bytes && bytes != ofNothing)
        std::copy(bytes.begin(), bytes.end(), id.m_bytes.begin());
    return id;
}

Result<PeerId> PeerId::parse(QStringView text)
{
    text = text.trimmed();
    const auto noId = [text] {
        return failure(Error::Kind::BadPeerId, text.first(qMin(text.size(), ShownGroup * 2)).toString());
    };
    if (text.size() > MaxTextCharacters)
        return noId();
    QByteArray digits;
    digits.reserve(PlainCharacters);
    for (const QChar c : text) {
        if (isSeparator(c))
            continue;
        const int digit = digitOf(c);
        if (digit < 0 || digits.size() == PlainCharacters)
            return noId();
        digits.append(char(digit));
    }
    if (digits.size() != PlainCharacters)
        return noId();
    QByteArray data;
    data.reserve(DataCharacters);
    for (qsizetype at = 0; at < PlainCharacters; at += CheckedGroup) {
        const QByteArrayView group = QByteArrayView(digits).sliced(at, CheckedGroup);
        if (checkDigit(group.first(CheckedData)) != group.back())
            return failure(Error::Kind::BadPeerId, charactersOf(group).insert(ShownGroup, u'-'));
        data.append(group.first(CheckedData));
    }
    const PeerId id = fromBytes(fromDigits(data));
    if (id.isNull())
        return noId();
    return id;
}

QByteArray PeerId::toBytes() const
{
    return {reinterpret_cast<const char *>(m_bytes.data()), Bytes};
}

QString PeerId::toString() const
{
    if (isNull())
        return {};
    const QByteArray data = toDigits(toBytes());
    QString text;
    text.reserve(TextCharacters);
    for (qsizetype at = 0; at < DataCharacters; at += CheckedData) {
        QByteArray group = data.sliced(at, CheckedData);
        group.append(char(checkDigit(group)));
        for (const QByteArrayView half :
             {QByteArrayView(group).first(ShownGroup), QByteArrayView(group).sliced(ShownGroup)}) {
            if (!text.isEmpty())
                text += u'-';
            text += charactersOf(half);
        }
    }
    return text;
}

QString PeerId::shortForm() const
{
    return isNull() ? QString() : charactersOf(toDigits(toBytes()).first(ShortCharacters));
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/wirereader.h"

#include "protocol/charset.h"

#include <QtEndian>

#include <utility>

namespace kith::wire {

namespace {

using Head = CborCursor::Head;
using Kind = CborCursor::Kind;

constexpr qsizetype IdBytes = 16;
constexpr quint64 TypeKey = 0;

/// U+0000 and the noncharacters, which stand for nothing between programs.
bool isNoText(char32_t c)
{
    return c == 0 || QChar::isNonCharacter(c);
}

bool isAllText(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c != 0 && c < 0xD800) // of nearly all texts
            continue;
        // Half of the last two characters of a plane above the first.
        const bool outside = QChar::isLowSurrogate(c) && c >= 0xDFFE && i > 0 && text[i - 1].isHighSurrogate();
        if (isNoText(outside ? QChar::surrogateToUcs4(text[i - 1], text[i]) : char32_t(c)))
            return false;
    }
    return true;
}

QString onlyText(const QString &text)
{
    QString clean;
    clean.reserve(text.size());
    for (const uint c : text.toUcs4())
        clean += QChar::fromUcs4(isNoText(c) ? char32_t(QChar::ReplacementCharacter) : char32_t(c));
    return clean;
}

/// The beginning of `text` whose UTF-8 form has at most `max` bytes.
QString bounded(const QString &text, qsizetype max)
{
    const QByteArray utf8 = text.toUtf8();
    if (utf8.size() <= max)
        return text;
    const QByteArrayView bytes = QByteArrayView(utf8).first(max);
    return QString::fromUtf8(bytes.chopped(unfinishedTail(bytes, Charset::Utf8)));
}

} // namespace

WireReader::WireReader(QByteArrayView body) : m_cursor(body)
{
    const std::optional<Head> map = m_cursor.head();
    if (map && map->kind == Kind::Map) {
        m_pairs = map->argument;
        advance();
    } else {
        fail("not a map");
    }
}

quint64 WireReader::type()
{
    quint64 type = 0;
    if (m_key != TypeKey)
        fail("no type");
    bits(TypeKey, type);
    return type;
}

void WireReader::bits(quint64 key, quint64 &value)
{
    value = 0;
    if (!find(key))
        return;
    const std::optional<Head> head = m_cursor.head();
    if (!head || head->kind != Kind::Unsigned)
        return fail("a field is no natural number");
    value = head->argument;
    advance();
}

void WireReader::time(quint64 key, std::chrono::milliseconds &value)
{
    using Limits = std::numeric_limits<qint64>;
    value = std::chrono::milliseconds(integer(key, Limits::min(), Limits::max()));
}

qint64 WireReader::integer(quint64 key, qint64 min, qint64 max)
{
    constexpr auto Most = quint64(std::numeric_limits<qint64>::max());
    qint64 value = 0;
    if (find(key)) {
        const std::optional<Head> head = m_cursor.head();
        const bool isNegative = head && head->kind == Kind::Negative;
        if (head && (isNegative || head->kind == Kind::Unsigned) && head->argument <= Most) {
            value = isNegative ? -1 - qint64(head->argument) : qint64(head->argument);
            advance();
        } else {
            fail("a field is no number of 64 bits");
        }
    }
    needs(value >= min && value <= max);
    return value >= min && value <= max ? value : 0;
}

void WireReader::peer(quint64 key, PeerId &value)
{
    value = PeerId::fromBytes(string(key, Kind::Bytes, PeerId::Bytes).value_or(QByteArrayView()));
    needs(!value.isNull());
}

bool WireReader::readId(quint64 key, MessageId &value)
{
    const auto bytes = string(key, Kind::Bytes, IdBytes);
    value = MessageId::fromBytes(bytes.value_or(QByteArrayView()));
    needs(!bytes || !value.isNull());
    return bytes.has_value();
}

void WireReader::ids(quint64 key, QList<MessageId> &value, qsizetype max)
{
    value.clear();
    const QByteArrayView bytes = string(key, Kind::Bytes, max * IdBytes).value_or(QByteArrayView());
    needs(!bytes.isEmpty() && bytes.size() % IdBytes == 0);
    value.reserve(bytes.size() / IdBytes);
    for (qsizetype at = 0; at + IdBytes <= bytes.size(); at += IdBytes) {
        value.append(MessageId::fromBytes(bytes.sliced(at, IdBytes)));
        needs(!value.last().isNull());
    }
}

void WireReader::places(quint64 key, QList<HostPlace> &value, qsizetype max)
{
    constexpr qsizetype Size = HostPlace::AddressBytes + sizeof(quint16);
    value.clear();
    const QByteArrayView bytes = string(key, Kind::Bytes, max * Size).value_or(QByteArrayView());
    needs(bytes.size() % Size == 0);
    value.reserve(bytes.size() / Size);
    for (qsizetype at = 0; at + Size <= bytes.size(); at += Size) {
        const QByteArrayView address = bytes.sliced(at, HostPlace::AddressBytes);
        const auto port = qFromBigEndian<quint16>(bytes.data() + at + address.size());
        value.append({address.toByteArray(), port});
        needs(port != 0);
    }
}

void WireReader::bytes(quint64 key, QByteArray &value, qsizetype size)
{
    value = string(key, Kind::Bytes, size).value_or(QByteArrayView()).toByteArray();
    needs(value.size() == size);
}

void WireReader::name(quint64 key, QString &value)
{
    const QByteArrayView bytes = string(key, Kind::Text, MaxNameBytes).value_or(QByteArrayView());
    const Decoded decoded = kith::decode(bytes, Charset::Utf8);
    if (decoded.malformed || !isAllText(decoded.text))
        fail("a name is no text");
    value = cleanNickname(decoded.text);
}

void WireReader::text(quint64 key, QString &value, qsizetype maxBytes)
{
    textOrNone(key, value, maxBytes);
    needs(!value.isEmpty());
}

void WireReader::textOrNone(quint64 key, QString &value, qsizetype maxBytes)
{
    const QByteArrayView bytes = string(key, Kind::Text, maxBytes).value_or(QByteArrayView());
    Decoded decoded = kith::decode(bytes, Charset::Utf8);
    const bool isText = isAllText(decoded.text);
    value = isText ? std::move(decoded.text) : onlyText(decoded.text);
    if (decoded.malformed || !isText)
        value = bounded(value, maxBytes); // U+FFFD is longer than what it stands for
}

std::optional<QByteArrayView> WireReader::string(quint64 key, Kind kind, qsizetype max)
{
    if (!find(key))
        return std::nullopt;
    const std::optional<Head> head = m_cursor.head();
    const bool isString = head && head->kind == kind;
    std::optional<QByteArrayView> bytes;
    if (!isString)
        fail("a field is no string");
    else if (head->argument > quint64(max))
        fail("a field is too long");
    else if (bytes = m_cursor.take(head->argument); !bytes)
        fail("a field is cut off");
    else
        advance();
    return bytes;
}

bool WireReader::find(quint64 key)
{
    while (m_key && *m_key < key)
        skip();
    return m_key == key;
}

/// Passes the value, however it is made.
void WireReader::skip()
{
    if (m_cursor.skip(MaxDepth - 1))
        advance();
    else
        fail("not CBOR, or nested too deep");
}

/// Takes the next key.
void WireReader::advance()
{
    const std::optional<quint64> last = std::exchange(m_key, std::nullopt);
    if (m_pairs == 0)
        return;
    --m_pairs;
    if (m_cursor.atEnd())
        return fail("the message is cut off");
    const std::optional<Head> key = m_cursor.head();
    if (!key || key->kind != Kind::Unsigned || (last && key->argument <= *last))
        return fail("the keys are not natural numbers that rise");
    m_key = key->argument;
}

bool WireReader::finish()
{
    while (m_key)
        skip();
    if (*m_fault == '\0' && !m_cursor.atEnd())
        fail("the message does not end with its frame");
    return *m_fault == '\0';
}

void WireReader::fail(const char *fault)
{
    if (*m_fault == '\0')
        m_fault = fault;
    m_key.reset();
}

} // namespace kith::wire

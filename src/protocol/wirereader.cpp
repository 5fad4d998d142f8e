// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/wirereader.h"

#include "protocol/charset.h"

#include <utility>

namespace kith::wire {

namespace {

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

WireReader::WireReader(QByteArrayView body) : m_size(body.size()), m_reader(body.data(), body.size())
{
    if (m_reader.isMap() && m_reader.isLengthKnown() && m_reader.enterContainer())
        advance();
    else
        fail("not a map");
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
    if (!m_reader.isUnsignedInteger())
        return fail("a field is no natural number");
    value = m_reader.toUnsignedInteger();
    skip();
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
        if (m_reader.isUnsignedInteger() && m_reader.toUnsignedInteger() <= Most)
            value = qint64(m_reader.toUnsignedInteger());
        else if (m_reader.isNegativeInteger() &&
                 quint64(m_reader.toNegativeInteger()) - 1 <= Most) // -1 comes as 1
            value = -1 - qint64(quint64(m_reader.toNegativeInteger()) - 1);
        else
            fail("a field is no number of 64 bits");
        skip();
    }
    needs(value >= min && value <= max);
    return value >= min && value <= max ? value : 0;
}

void WireReader::peer(quint64 key, PeerId &value)
{
    value = PeerId::fromBytes(string(key, QCborStreamReader::ByteArray, PeerId::Bytes).value_or(QByteArray()));
    needs(!value.isNull());
}

bool WireReader::readId(quint64 key, MessageId &value)
{
    const auto bytes = string(key, QCborStreamReader::ByteArray, IdBytes);
    value = MessageId::fromBytes(bytes.value_or(QByteArray()));
    needs(!bytes || !value.isNull());
    return bytes.has_value();
}

void WireReader::ids(quint64 key, QList<MessageId> &value, qsizetype max)
{
    value.clear();
    const QByteArray bytes = string(key, QCborStreamReader::ByteArray, max * IdBytes).value_or(QByteArray());
    needs(!bytes.isEmpty() && bytes.size() % IdBytes == 0);
    value.reserve(bytes.size() / IdBytes);
    for (qsizetype at = 0; at + IdBytes <= bytes.size(); at += IdBytes) {
        value.append(MessageId::fromBytes(bytes.sliced(at, IdBytes)));
        needs(!value.last().isNull());
    }
}

void WireReader::bytes(quint64 key, QByteArray &value, qsizetype size)
{
    value = string(key, QCborStreamReader::ByteArray, size).value_or(QByteArray());
    needs(value.size() == size);
}

void WireReader::name(quint64 key, QString &value)
{
    const QByteArray bytes = string(key, QCborStreamReader::String, MaxNameBytes).value_or(QByteArray());
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
    const QByteArray bytes = string(key, QCborStreamReader::String, maxBytes).value_or(QByteArray());
    Decoded decoded = kith::decode(bytes, Charset::Utf8);
    const bool isText = isAllText(decoded.text);
    value = isText ? std::move(decoded.text) : onlyText(decoded.text);
    if (decoded.malformed || !isText)
        value = bounded(value, maxBytes); // U+FFFD is longer than what it stands for
}

std::optional<QByteArray> WireReader::string(quint64 key, QCborStreamReader::Type type, qsizetype max)
{
    if (!find(key))
        return std::nullopt;
    const bool isString = m_reader.type() == type && m_reader.isLengthKnown();
    const qsizetype size = isString ? m_reader.currentStringChunkSize() : 0;
    if (!isString)
        fail("a field is no string");
    else if (size < 0 || size > qMin(max, m_size))
        fail("a field is too long");
    else if (QByteArray bytes(size, Qt::Uninitialized);
             m_reader.readStringChunk(bytes.data(), size).status != QCborStreamReader::Ok ||
             m_reader.readStringChunk(nullptr, 0).status != QCborStreamReader::EndOfString)
        fail("a field is cut off");
    else {
        advance();
        return bytes;
    }
    return std::nullopt;
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
    if (!m_key)
        return;
    if (!m_reader.next(MaxDepth - 1))
        return fail("not CBOR, or nested too deep");
    advance();
}

/// Takes the next key.
void WireReader::advance()
{
    const std::optional<quint64> last = std::exchange(m_key, std::nullopt);
    if (m_reader.lastError() != QCborError::NoError)
        return fail("the message is cut off");
    if (!m_reader.hasNext())
        return;
    const std::optional<quint64> key =
        m_reader.isUnsignedInteger() ? std::optional(m_reader.toUnsignedInteger()) : std::nullopt;
    if (!key || (last && *key <= *last) || !m_reader.next())
        return fail("the keys are not natural numbers that rise");
    m_key = key;
}

bool WireReader::finish()
{
    while (m_key)
        skip();
    if (*m_fault == '\0' && (!m_reader.leaveContainer() || m_reader.currentOffset() != m_size))
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

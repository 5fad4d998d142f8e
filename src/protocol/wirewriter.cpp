// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/wirewriter.h"

#include "protocol/charset.h"

#include <QtEndian>

#include <array>

namespace kith::wire {

namespace {

constexpr int MaxFields = 23; // so that a map's head is one byte
constexpr quint8 MapHead = 0xA0;
constexpr size_t MaxHeadBytes = 1 + sizeof(quint64);

/// In the shortest form (RFC 8949, section 3); returns where it ends.
char *putHead(char *at, CborCursor::Kind kind, quint64 argument)
{
    constexpr quint8 OneByte = 24;
    const auto first = quint8(quint8(kind) << 5);
    if (argument < OneByte) {
        *at++ = char(first | argument);
        return at;
    }
    const int doublings = argument <= 0xFF ? 0 : argument <= 0xFFFF ? 1 : argument <= 0xFFFF'FFFF ? 2 : 3;
    *at++ = char(first | (OneByte + doublings));
    for (int byte = (1 << doublings) - 1; byte >= 0; --byte)
        *at++ = char(argument >> 8 * byte);
    return at;
}

} // namespace

WireWriter::WireWriter(QByteArray &frames, quint64 type) : m_frames(frames), m_begin(frames.size())
{
    m_frames.append(FrameSplitter::HeaderBytes + 1, '\0'); // finish() knows what they are
    field(0, Kind::Unsigned, type);
}

void WireWriter::bits(quint64 key, quint64 value)
{
    if (value == 0)
        return;
    field(key, Kind::Unsigned, value);
}

void WireWriter::integer(quint64 key, qint64 value)
{
    if (value == 0)
        return;
    if (value > 0)
        field(key, Kind::Unsigned, quint64(value));
    else
        field(key, Kind::Negative, quint64(-1 - value));
}

void WireWriter::id(quint64 key, const MessageId &value)
{
    Q_ASSERT(!value.isNull());
    idOrNone(key, value);
}

void WireWriter::idOrNone(quint64 key, const MessageId &value)
{
    if (value.isNull())
        return;
    string(key, Kind::Bytes, value.toBytes());
}

void WireWriter::ids(quint64 key, const QList<MessageId> &value, qsizetype max)
{
    Q_ASSERT(!value.isEmpty() && value.size() <= max);
    Q_UNUSED(max)
    QByteArray all;
    all.reserve(value.size() * 16);
    for (const MessageId &id : value)
        all += id.toBytes();
    string(key, Kind::Bytes, all);
}

void WireWriter::places(quint64 key, const QList<HostPlace> &value, qsizetype max)
{
    Q_ASSERT(value.size() <= max);
    Q_UNUSED(max)
    if (value.isEmpty())
        return;
    QByteArray all;
    for (const HostPlace &place : value) {
        Q_ASSERT(place.address.size() == HostPlace::AddressBytes && place.port != 0);
        all += place.address;
        all += char(place.port >> 8);
        all += char(place.port);
    }
    string(key, Kind::Bytes, all);
}

void WireWriter::bytes(quint64 key, const QByteArray &value, qsizetype size)
{
    Q_ASSERT(value.size() == size);
    Q_UNUSED(size)
    string(key, Kind::Bytes, value);
}

void WireWriter::name(quint64 key, const QString &value)
{
    Q_ASSERT(cleanNickname(value) == value);
    textOrNone(key, value, MaxNameBytes);
}

void WireWriter::text(quint64 key, const QString &value, qsizetype maxBytes)
{
    Q_ASSERT(!value.isEmpty());
    textOrNone(key, value, maxBytes);
}

void WireWriter::textOrNone(quint64 key, const QString &value, qsizetype maxBytes)
{
    if (value.isEmpty())
        return;
    const QByteArray utf8 = encode(value, Charset::Utf8);
    Q_ASSERT(utf8.size() <= maxBytes);
    Q_UNUSED(maxBytes)
    string(key, Kind::Text, utf8);
}

void WireWriter::string(quint64 key, Kind kind, QByteArrayView bytes)
{
    field(key, kind, quint64(bytes.size()));
    m_frames.append(bytes);
}

void WireWriter::field(quint64 key, Kind kind, quint64 argument)
{
    ++m_count;
    std::array<char, 2 * MaxHeadBytes> heads;
    char *end = putHead(heads.data(), Kind::Unsigned, key);
    end = putHead(end, kind, argument);
    m_frames.append(heads.data(), end - heads.data());
}

void WireWriter::finish()
{
    const qsizetype body = m_frames.size() - m_begin - FrameSplitter::HeaderBytes;
    Q_ASSERT(m_count <= MaxFields && body <= FrameSplitter::MaxBodyBytes);
    char *header = m_frames.data() + m_begin;
    qToBigEndian(quint32(body), header);
    header[FrameSplitter::HeaderBytes] = char(MapHead + m_count);
}

} // namespace kith::wire

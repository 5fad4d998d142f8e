// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/wirewriter.h"

#include "protocol/charset.h"

#include <QtEndian>

namespace kith::wire {

namespace {

constexpr int MaxFields = 23; // so that a map's head is one byte
constexpr quint8 MapHead = 0xA0;
constexpr qsizetype UsualBytes = 192; // of a frame; a longer one grows

} // namespace

WireWriter::WireWriter(quint64 type)
{
    m_frame.reserve(UsualBytes);
    m_frame.resize(FrameSplitter::HeaderBytes + 1); // frame() knows what they are
    begin(0);
    head(Kind::Unsigned, type);
}

void WireWriter::bits(quint64 key, quint64 value)
{
    if (value == 0)
        return;
    begin(key);
    head(Kind::Unsigned, value);
}

void WireWriter::integer(quint64 key, qint64 value)
{
    if (value == 0)
        return;
    begin(key);
    if (value > 0)
        head(Kind::Unsigned, quint64(value));
    else
        head(Kind::Negative, quint64(-1 - value));
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
    begin(key);
    head(kind, quint64(bytes.size()));
    m_frame.append(bytes);
}

void WireWriter::begin(quint64 key)
{
    ++m_count;
    head(Kind::Unsigned, key);
}

/// In the shortest form (RFC 8949, section 3).
void WireWriter::head(Kind kind, quint64 argument)
{
    constexpr quint8 OneByte = 24;
    const char first = char(quint8(kind) << 5);
    if (argument < OneByte) {
        m_frame += char(first | char(argument));
        return;
    }
    const int doublings = argument <= 0xFF ? 0 : argument <= 0xFFFF ? 1 : argument <= 0xFFFF'FFFF ? 2 : 3;
    m_frame += char(first | char(OneByte + doublings));
    for (int byte = (1 << doublings) - 1; byte >= 0; --byte)
        m_frame += char(argument >> 8 * byte);
}

QByteArray WireWriter::frame()
{
    Q_ASSERT(m_count <= MaxFields && m_frame.size() <= FrameSplitter::HeaderBytes + FrameSplitter::MaxBodyBytes);
    qToBigEndian(quint32(m_frame.size() - FrameSplitter::HeaderBytes), m_frame.data());
    m_frame[FrameSplitter::HeaderBytes] = char(MapHead + m_count);
    return std::move(m_frame);
}

} // namespace kith::wire

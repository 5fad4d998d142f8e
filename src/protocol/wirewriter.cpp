// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/wirewriter.h"

#include "protocol/charset.h"

#include <QtEndian>

namespace kith::wire {

namespace {

constexpr int MaxFields = 23; // so that a map's head is one byte
constexpr quint8 MapHead = 0xA0;

} // namespace

WireWriter::WireWriter(quint64 type) : m_writer(&m_fields)
{
    begin(0);
    m_writer.append(type);
}

void WireWriter::bits(quint64 key, quint64 value)
{
    if (value == 0)
        return;
    begin(key);
    m_writer.append(value);
}

void WireWriter::integer(quint64 key, qint64 value)
{
    if (value == 0)
        return;
    begin(key);
    m_writer.append(value);
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
    begin(key);
    m_writer.append(value.toBytes());
}

void WireWriter::ids(quint64 key, const QList<MessageId> &value, qsizetype max)
{
    Q_ASSERT(!value.isEmpty() && value.size() <= max);
    Q_UNUSED(max)
    QByteArray all;
    all.reserve(value.size() * 16);
    for (const MessageId &id : value)
        all += id.toBytes();
    begin(key);
    m_writer.append(all);
}

void WireWriter::bytes(quint64 key, const QByteArray &value, qsizetype size)
{
    Q_ASSERT(value.size() == size);
    Q_UNUSED(size)
    begin(key);
    m_writer.append(value);
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
    begin(key);
    m_writer.appendTextString(utf8.constData(), utf8.size());
}

void WireWriter::begin(quint64 key)
{
    ++m_count;
    m_writer.append(key);
}

QByteArray WireWriter::frame() const
{
    Q_ASSERT(m_count <= MaxFields && m_fields.size() < FrameSplitter::MaxBodyBytes);
    QByteArray frame(FrameSplitter::HeaderBytes, Qt::Uninitialized);
    frame.reserve(FrameSplitter::HeaderBytes + 1 + m_fields.size());
    qToBigEndian(quint32(m_fields.size() + 1), frame.data());
    frame += char(MapHead + m_count);
    frame += m_fields;
    return frame;
}

} // namespace kith::wire

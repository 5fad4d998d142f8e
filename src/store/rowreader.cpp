// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/rowreader.h"

#include "store/pagereader.h"

#include <QtEndian>

#include <algorithm>

namespace kith {

namespace {

constexpr char TableLeaf = 0x0d;
constexpr qsizetype LeafHeaderBytes = 8;
constexpr qsizetype FileHeaderBytes = 100; // at the beginning of page 1
constexpr qsizetype LeastCellBytes = 4;

/// SQLite's variable-length integer at the beginning of `bytes`, which loses it; none when it does not end there.
std::optional<quint64> takeVarint(QByteArrayView &bytes)
{
    quint64 value = 0;
    for (qsizetype i = 0; i < std::min<qsizetype>(9, bytes.size()); ++i) {
        const auto byte = uchar(bytes.at(i));
        value = i == 8 ? (value << 8) | byte : (value << 7) | (byte & 0x7f);
        if (i == 8 || byte < 0x80) {
            bytes = bytes.sliced(i + 1);
            return value;
        }
    }
    return std::nullopt;
}

/// How many bytes a value of this serial type takes.
qint64 bytesOf(quint64 type)
{
    constexpr qint64 small[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
    return type < 12 ? small[type] : qint64((type - 12) / 2);
}

qint64 bigEndian(QByteArrayView bytes)
{
    quint64 value = !bytes.isEmpty() && bytes.front() < 0 ? ~quint64(0) : 0;
    for (const char byte : bytes)
        value = (value << 8) | uchar(byte);
    return qint64(value);
}

RowReader::Value valueOf(quint64 type, QByteArrayView bytes)
{
    using Type = RowReader::Value::Type;
    if (type == 7)
        return {Type::Real, 0, {}};
    if (type == 8 || type == 9)
        return {Type::Integer, qint64(type) - 8, {}};
    if (type >= 1 && type <= 6)
        return {Type::Integer, bigEndian(bytes), {}};
    if (type >= 12)
        return {type % 2 == 0 ? Type::Blob : Type::Text, 0, bytes.toByteArray()};
    return {};
}

/// Takes the header of a record from the beginning of `record`.
RowReader::Shape takeShape(QByteArrayView &record)
{
    QByteArrayView rest = record;
    const auto headerBytes = takeVarint(rest);
    const qsizetype lengthBytes = record.size() - rest.size();
    if (!headerBytes || *headerBytes < quint64(lengthBytes) || *headerBytes > quint64(record.size()))
        return {};
    QByteArrayView types = rest.first(qsizetype(*headerBytes) - lengthBytes);
    RowReader::Shape shape;
    while (!types.isEmpty()) {
        const auto type = takeVarint(types);
        if (!type || shape.size() == RowReader::MaxColumns || bytesOf(*type) > RowReader::MaxRowBytes)
            return {};
        shape.append(*type);
    }
    record = record.sliced(qsizetype(*headerBytes));
    return shape;
}

} // namespace

RowReader::RowReader(PageReader &pages) : m_pages(pages), m_used(qsizetype(pages.pageCount()) + 1) {}

QList<RowReader::Place> RowReader::rowsOn(quint32 number)
{
    const QByteArrayView page = m_pages.page(number);
    const qsizetype start = number == 1 ? FileHeaderBytes : 0;
    if (page.isEmpty() || page.at(start) != TableLeaf)
        return {};
    const qsizetype most = (m_pages.pageSize() - start - LeafHeaderBytes) / (2 + LeastCellBytes);
    const qsizetype count = std::min<qsizetype>(qFromBigEndian<quint16>(page.data() + start + 3), most);
    QList<Place> places;
    places.reserve(count);
    for (qsizetype i = 0; i < count; ++i) {
        Place place{0, number, qFromBigEndian<quint16>(page.data() + start + LeafHeaderBytes + 2 * i)};
        if (place.offset >= m_pages.pageSize())
            continue;
        QByteArrayView bytes = page.sliced(place.offset);
        if (!takeVarint(bytes))
            continue;
        const auto key = takeVarint(bytes);
        if (!key)
            continue;
        place.key = qint64(*key);
        places.append(place);
    }
    return places;
}

RowReader::Shape RowReader::shape(const Place &place)
{
    const auto found = cell(place);
    if (!found)
        return {};
    QByteArrayView record = found->local;
    return takeShape(record);
}

std::optional<RowReader::Row> RowReader::row(const Place &place)
{
    const auto found = cell(place);
    if (!found)
        return std::nullopt;
    const qint64 size = found->size;
    const QByteArray bytes = content(*found);
    QByteArrayView record = bytes;
    const Shape types = takeShape(record);
    if (types.isEmpty())
        return std::nullopt;
    Row row;
    row.isCut = bytes.size() < size;
    for (const quint64 type : types) {
        const qint64 wanted = bytesOf(type);
        if (wanted > record.size()) {
            row.isCut = true;
            if (type >= 13 && type % 2 == 1)
                row.values.append(valueOf(type, record));
            return row;
        }
        row.values.append(valueOf(type, record.first(wanted)));
        record = record.sliced(wanted);
    }
    return row;
}

// How much of a record stands on its leaf page: 1.6, "B-tree Cell Format".
std::optional<RowReader::Cell> RowReader::cell(const Place &place)
{
    const QByteArrayView page = m_pages.page(place.page);
    const qint64 usable = m_pages.pageSize();
    if (place.offset >= page.size())
        return std::nullopt;
    QByteArrayView bytes = page.first(std::min<qsizetype>(usable, page.size())).sliced(place.offset);
    const auto size = takeVarint(bytes);
    if (!size || *size == 0 || *size > quint64(MaxRowBytes) || !takeVarint(bytes))
        return std::nullopt;
    Cell cell;
    cell.size = qint64(*size);
    if (cell.size <= usable - 35) {
        if (cell.size > bytes.size())
            return std::nullopt;
        cell.local = bytes.first(cell.size);
        return cell;
    }
    const qint64 least = (usable - 12) * 32 / 255 - 23;
    const qint64 fitting = least + (cell.size - least) % (usable - 4);
    const qint64 local = fitting <= usable - 35 ? fitting : least;
    if (local + 4 > bytes.size())
        return std::nullopt;
    cell.local = bytes.first(local);
    cell.overflow = qFromBigEndian<quint32>(bytes.data() + local);
    return cell;
}

QByteArray RowReader::content(const Cell &cell)
{
    QByteArray bytes = cell.local.toByteArray();
    quint32 next = cell.overflow;
    while (bytes.size() < cell.size && next > 0 && next < quint32(m_used.size()) && !m_used.testBit(next)) {
        m_used.setBit(next);
        const QByteArrayView page = m_pages.page(next);
        if (page.size() < m_pages.pageSize())
            break;
        bytes.append(page.sliced(4, std::min<qint64>(m_pages.pageSize() - 4, cell.size - bytes.size())));
        next = qFromBigEndian<quint32>(page.data());
    }
    return bytes;
}

} // namespace kith

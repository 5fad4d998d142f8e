// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBitArray>
#include <QByteArray>
#include <QList>
#include <QVarLengthArray>

#include <optional>

namespace kith {

class PageReader;

/// Rows as they stand on the leaf pages of SQLite's tables (https://www.sqlite.org/fileformat.html, 1.6 and 2.1). Each
/// is found where it lies, not through the tree above it, which may be damaged. Rows that were deleted are not found:
/// our files overwrite them.
class RowReader final {
public:
    static constexpr qsizetype MaxColumns = 64;
    /// Of one row. A message is at most one megabyte on the wire, and kept twice at most.
    static constexpr qint64 MaxRowBytes = 16 * 1024 * 1024;

    struct Value {
        enum class Type { Null, Integer, Real, Text, Blob };
        Type type = Type::Null;
        qint64 integer = 0;
        QByteArray bytes; ///< Of Text and Blob.
    };

    /// Where a row lies.
    struct Place {
        qint64 key = 0; ///< Its rowid.
        quint32 page = 0;
        quint16 offset = 0;
    };

    /// What the columns of a row hold, without their content: the serial types of its record.
    using Shape = QVarLengthArray<quint64, MaxColumns>;

    struct Row {
        QList<Value> values; ///< As many as could be read whole, and perhaps the beginning of a last text.
        bool isCut = false;  ///< Something is missing at the end.
    };

    /// Borrowed.
    explicit RowReader(PageReader &pages);

    /// The rows on page `number`; none when it is no leaf page of a table.
    QList<Place> rowsOn(quint32 number);
    /// The shape of the row at `place`; empty when there is none to be read.
    Shape shape(const Place &place);
    /// The row at `place`. Each overflow page is given to one row only, until startOver().
    std::optional<Row> row(const Place &place);
    void startOver() { m_used.fill(false); }

private:
    struct Cell {
        qint64 size = 0; ///< Of the whole record.
        QByteArrayView local;
        quint32 overflow = 0;
    };

    std::optional<Cell> cell(const Place &place);
    QByteArray content(const Cell &cell);

    PageReader &m_pages;
    QBitArray m_used;
};

} // namespace kith

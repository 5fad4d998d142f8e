// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QList>

namespace kith {
class Database;
}

namespace kith::storetest {

/// Reads every row of a history, whatever its tables are, so that two can be compared. What is derived from the rows
/// and follows them later, such as the index of the search, is left out.
class HistoryRows final {
public:
    /// Learns the tables from a database that is whole.
    static Result<HistoryRows> of(Database &pattern);

    /// One number for each row; the messages come in the order of their keys.
    Result<QList<quint64>> read(Database &database) const;
    /// What the numbers make together, in any order.
    static quint64 digest(const QList<quint64> &rows);

private:
    QByteArray m_question; // kept: the database knows statements by the address of their text
};

} // namespace kith::storetest

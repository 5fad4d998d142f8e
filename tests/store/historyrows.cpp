// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/historyrows.h"

#include "store/database.h"

#include <QStringList>

#include <functional>

namespace kith::storetest {

Result<HistoryRows> HistoryRows::of(Database &pattern)
{
    // A virtual table and the tables that it keeps its things in are no part of the history itself.
    Statement columns = pattern.statement(
        "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c"
        " WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND t.name NOT LIKE 'search%' ORDER BY t.name, c.cid");
    QStringList questions;
    QString table;
    for (;;) {
        const auto found = columns.next();
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            break;
        if (table != columns.text(0)) {
            table = columns.text(0);
            questions.append(QStringLiteral("SELECT '%1' FROM %1").arg(table));
        }
        questions.last().replace(QStringLiteral(" FROM "),
                                 QStringLiteral(" || '|' || quote(%1) FROM ").arg(columns.text(1)));
    }
    HistoryRows rows;
    rows.m_question = questions.join(QStringLiteral(" UNION ALL ")).toUtf8();
    return rows;
}

Result<QList<quint64>> HistoryRows::read(Database &database) const
{
    Statement rows = database.statement({m_question.constData(), size_t(m_question.size())});
    QList<quint64> numbers;
    for (;;) {
        const auto found = rows.next();
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            return numbers;
        numbers.append(std::hash<std::string>()(rows.bytes(0).toStdString()));
    }
}

quint64 HistoryRows::digest(const QList<quint64> &rows)
{
    quint64 digest = quint64(rows.size());
    for (const quint64 row : rows)
        digest += row * 0x9e3779b97f4a7c15U;
    return digest;
}

} // namespace kith::storetest

// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/recordedsession.h"

#include "store/database.h"
#include "store/historyfile.h"
#include "support/diskfiles.h"
#include "support/memorydirectory.h"

namespace kith::storetest {

using test::DiskReplay;

RecordedSession::RecordedSession(const DiskReplay::Files &files) : m_directory(test::memoryDirectoryTemplate())
{
    check(test::replaceFiles(m_directory.path(), files));
    readFirstState();
    check(test::replaceFiles(m_directory.path(), files));
    m_vfs.emplace(m_directory.path().toUtf8());
    m_begin = m_vfs->position();
}

QString RecordedSession::file() const
{
    return m_directory.filePath(QStringLiteral("history.db"));
}

void RecordedSession::failSync(int nth)
{
    m_failures = 3; // of a step: it may meet the failure, and what follows from it
    m_vfs->failSync(nth);
}

void RecordedSession::open()
{
    step([this] {
        m_store.reset(); // first: one store, one file
        m_store = std::make_unique<Store>(file());
        return m_store->open();
    });
}

void RecordedSession::burst(const QList<Message> &messages)
{
    const qsizetype asked = m_vfs->position();
    const QList<quint64> before = readRows();
    QList<QFuture<qsizetype>> positions;
    for (const Message &message : messages)
        positions.append(reportedAt(m_store->append(message)));
    for (const auto &position : positions)
        check(position.result() >= 0);
    QList<quint64> rows = before;
    const QList<quint64> after = readRows();
    for (const quint64 row : after) {
        if (before.contains(row))
            continue;
        rows.append(row);
        const auto nth = rows.size() - before.size() - 1;
        check(nth < positions.size());
        if (nth < positions.size())
            m_states.append({HistoryRows::digest(rows), asked, positions[nth].result()});
    }
    check(rows.size() == after.size() && after.size() == before.size() + messages.size());
}

void RecordedSession::waitForIndex()
{
    check(QTest::qWaitFor(
        [this] {
            const auto database = Database::open(file());
            return database &&
                   (*database)->integer("SELECT reached >= (SELECT max(key) FROM messages) AND wiping = 0"
                                        " FROM search_state") == 1;
        },
        20'000));
}

void RecordedSession::end()
{
    m_store.reset();
    m_record = m_vfs->record();
    m_vfs.reset();
}

void RecordedSession::check(bool isWell)
{
    m_isWell = m_isWell && isWell;
}

// What the files hold, brought up to date.
void RecordedSession::readFirstState()
{
    const auto database = openHistory(file());
    const auto rows = database ? HistoryRows::of(**database) : tl::unexpected(database.error());
    check(rows.has_value());
    if (!rows)
        return;
    m_rows = *rows;
    const auto first = m_rows.read(**database);
    check(first.has_value());
    m_states.append({HistoryRows::digest(first.value_or(QList<quint64>())), 0, 0});
}

void RecordedSession::addState(qsizetype asked, qsizetype reported)
{
    check(reported >= 0);
    m_states.append({HistoryRows::digest(readRows()), asked, reported});
}

QList<quint64> RecordedSession::readRows()
{
    const auto database = Database::open(file());
    auto rows = database ? m_rows.read(**database) : tl::unexpected(database.error());
    check(rows.has_value());
    return rows.value_or(QList<quint64>());
}

} // namespace kith::storetest

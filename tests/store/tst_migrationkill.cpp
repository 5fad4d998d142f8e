// SPDX-License-Identifier: GPL-3.0-or-later
// A program that brings an old history up to date is killed in the middle: the file has the old schema or the new one,
// and every message. KITH_MIGRATION_KILLS sets how often; half of the kills strike at a write, half at an instant.
#include "store/database.h"
#include "store/historyfile.h"
#include "store/historyrows.h"
#include "store/migrations.h"
#include "store/storetest.h"
#include "support/faultvfs.h"
#include "support/memorydirectory.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <random>

#include <unistd.h>

using namespace kith;
using namespace kith::storetest;
using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Messages = 4'000;

/// Brings `file` up to date, in a process of its own that is killed at the nth write, sync, truncation or removal; 0:
/// not killed. Says how many there were.
int migrateInThisProcess(const QString &file, int nth)
{
    FaultVfs disk;
    if (nth > 0)
        disk.failAt(FaultVfs::Fault::Kill, nth);
    else
        disk.count(FaultVfs::Fault::Kill);
    std::puts("begins");
    std::fflush(stdout);
    {
        const auto database = openHistory(file);
        if (!database)
            return 1;
    }
    std::printf("%d\n", disk.calls());
    return 0;
}

/// A file of the first schema with a few thousand messages in three conversations.
Result<void> makeOld(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return failure(Error::Kind::StoreFailed, name);
    const auto database = Database::open(name);
    if (!database)
        return tl::unexpected(database.error());
    const QByteArray fill = R"(
        PRAGMA journal_mode = WAL;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3)
        INSERT INTO contacts SELECT i, randomblob(16), 'tcp://127.0.0.1:' || i, 0, 'name', '', '', i, NULL FROM n;
        INSERT INTO conversations (key, id, contact, endpoint, framing, charset, turns, bind_to, draft, read_up_to,
            pinned, muted) SELECT key, randomblob(16), key, endpoint, 0, 0, 0, '', '', key * 100, 0, 0 FROM contacts;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1)
        INSERT INTO messages SELECT i, randomblob(16), 1 + i % 3, iif(i % 2, NULL, 1 + i % 3), 1700000000000 + i,
            1700000000000 + i * 1000 - (i % 50 = 0) * 60000, 0, 1, 0, 0, 0, 0, 0, 100, 1, iif(i % 2, 3, 0), NULL, NULL,
            NULL, NULL, 'message ' || i || hex(randomblob(i % 100)), NULL FROM n;
    )";
    return migrate(**database, 1).and_then([&] {
        return (*database)->execute(QByteArray(fill).replace("%1", QByteArray::number(Messages)).constData());
    });
}

/// One line for each table and index.
QString schemaOf(Database &database)
{
    Statement row = database.statement("SELECT group_concat(type || name || coalesce(sql, ''), char(10))"
                                       " FROM (SELECT * FROM sqlite_schema ORDER BY name)");
    return row.next().value_or(false) ? row.text(0) : QString();
}

/// What every version keeps of the messages.
QString messagesOf(Database &database)
{
    Statement row = database.statement("SELECT count(*) || '|' || group_concat(hex(id) || conversation || "
                                       "ifnull(sender, '') || received_at || state"
                                       " || text) FROM (SELECT * FROM messages ORDER BY key)");
    return row.next().value_or(false) ? row.text(0) : QString();
}

} // namespace

class TestMigrationKill : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory{memoryDirectoryTemplate()};
    QString m_old = m_directory.filePath(u"old.db"_s); // never touched
    QString m_file = m_directory.filePath(u"history.db"_s);
    QString m_oldSchema;
    QString m_newSchema;
    QString m_messages;
    HistoryRows m_reader;
    QList<quint64> m_rows; // after the migration
    int m_writes = 0;      // of a whole migration
    qint64 m_microseconds = 0;

    void putOld()
    {
        for (const char *suffix : {"", "-wal", "-shm", "-journal"})
            QFile::remove(m_file + QLatin1String(suffix));
        QVERIFY(QFile::copy(m_old, m_file));
    }
    void start(QProcess &process, int nth)
    {
        process.start(QCoreApplication::applicationFilePath(), {u"--migrate"_s, m_file, QString::number(nth)});
        QVERIFY(process.waitForStarted());
        QVERIFY(process.waitForReadyRead()); // "begins"
    }

    // Whether the file has the new schema; fails the test unless it is whole.
    bool isMigrated()
    {
        bool isNew = false;
        {
            const auto database = Database::open(m_file);
            [&] {
                KITH_VERIFY(database);
                (*database)->setClosing(Database::Closing::Untouched);
                QCOMPARE((*database)->integer("SELECT integrity_check = 'ok' FROM pragma_integrity_check").value(),
                         1);
                const QString schema = schemaOf(**database);
                isNew = schema == m_newSchema;
                QVERIFY2(isNew || schema == m_oldSchema, qPrintable(u"neither: "_s + schema));
                QCOMPARE((*database)->integer("PRAGMA user_version").value(), isNew ? schemaVersion() : 1);
                QCOMPARE(messagesOf(**database), m_messages);
            }();
        }
        const auto opened = openHistory(m_file);
        [&] {
            KITH_VERIFY(opened);
            QCOMPARE(schemaOf(**opened), m_newSchema);
            QVERIFY(m_reader.read(**opened).value() == m_rows);
        }();
        return isNew;
    }

private Q_SLOTS:
    void initTestCase()
    {
        KITH_VERIFY(makeOld(m_old));
        {
            const auto old = Database::open(m_old);
            KITH_VERIFY(old);
            m_oldSchema = schemaOf(**old);
            m_messages = messagesOf(**old);
        }
        putOld();
        QProcess whole;
        QElapsedTimer timer;
        start(whole, 0);
        timer.start();
        QVERIFY(whole.waitForFinished());
        m_microseconds = timer.nsecsElapsed() / 1000;
        m_writes = whole.readAllStandardOutput().trimmed().split('\n').last().toInt();
        QVERIFY(m_writes > 50);
        const auto migrated = openHistory(m_file);
        KITH_VERIFY(migrated);
        m_newSchema = schemaOf(**migrated);
        QVERIFY(m_newSchema != m_oldSchema);
        const auto reader = HistoryRows::of(**migrated);
        KITH_VERIFY(reader);
        m_reader = *reader;
        m_rows = m_reader.read(**migrated).value();
        QVERIFY(m_rows.size() > Messages);
        QVERIFY(m_messages.startsWith(QString::number(Messages)));
    }

    void theOldOrTheNewNeverNeither()
    {
        const int kills = countFromEnvironment("KITH_MIGRATION_KILLS", 20);
        std::mt19937 random(1);
        int old = 0;
        int migrated = 0;
        int tooLate = 0; // it had ended
        for (int kill = 0; kill < kills; ++kill) {
            putOld();
            QProcess process;
            if (kill % 2 == 0) { // evenly over all writes
                start(process, 1 + int(qint64(kill) * m_writes / kills));
                QVERIFY(process.waitForFinished());
                QCOMPARE(process.exitStatus(), QProcess::CrashExit);
            } else {
                start(process, 0);
                ::usleep(useconds_t(random() % quint64(m_microseconds)));
                ::kill(pid_t(process.processId()), SIGKILL);
                QVERIFY(process.waitForFinished());
                tooLate += process.exitStatus() == QProcess::NormalExit ? 1 : 0;
            }
            ++(isMigrated() ? migrated : old);
            if (QTest::currentTestFailed())
                return;
        }
        qInfo("%d kills over %d writes and syncs: %d times the old schema, %d times the new, %d came too late",
              kills, m_writes, old, migrated, tooLate);
        QVERIFY(old > 0 && migrated > 0);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 4 && qstrcmp(argv[1], "--migrate") == 0)
        return migrateInThisProcess(QString::fromLocal8Bit(argv[2]), std::atoi(argv[3]));
    TestMigrationKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_migrationkill.moc"

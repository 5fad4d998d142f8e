// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"
#include "store/storetest.h"
#include "store/storeworker.h"
#include "support/residentmemory.h"
#include "support/sanitizers.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <cerrno>
#include <csignal>
#include <functional>
#include <memory>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace kith;
using kith::test::FiguresCount;
using kith::test::residentBytes;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

namespace {

// How many commits stand in a write-ahead log: frames that name the size of the database, with the salts of the log's
// header (https://www.sqlite.org/fileformat.html, 4.1).
int commitsIn(const QString &log)
{
    QFile file(log);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray bytes = file.readAll();
    int commits = 0;
    for (qsizetype at = 32; at + 24 <= bytes.size(); at += 24 + 4096) {
        const bool isCurrent = bytes.sliced(at + 8, 8) == bytes.sliced(16, 8);
        if (isCurrent && qFromBigEndian<quint32>(bytes.constData() + at + 4) > 0)
            ++commits;
    }
    return commits;
}

} // namespace

class TestStoreBatch : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;
    Contact m_contact;
    Conversation m_conversation;

    void openIn(const QString &directory)
    {
        m_store = std::make_unique<Store>(directory + u"/history.db"_s);
        KITH_VERIFY(get(m_store->open()));
        KITH_VERIFY(get(m_store->save(m_contact)));
        KITH_VERIFY(get(m_store->save(m_conversation)));
    }
    QList<QFuture<Result<Place>>> appendMany(int count)
    {
        QList<QFuture<Result<Place>>> futures;
        for (int i = 0; i < count; ++i)
            futures.append(m_store->append(makeReceived(m_conversation, QString::number(i))));
        return futures;
    }
    void fillAndRecover(const QString &directory, const std::function<void()> &makeRoom)
    {
        openIn(directory);
        qsizetype kept = 0;
        Result<Place> last;
        const QString large(20'000, u'x');
        do {
            last = get(m_store->append(makeReceived(m_conversation, large)));
            kept += last ? 1 : 0;
        } while (last && kept < 1000);
        QVERIFY(!last);
        QCOMPARE(last.error().kind, Error::Kind::StoreFull);
        QVERIFY(kept > 0);
        // In a burst, too, nothing is reported that is not there.
        QList<MessageId> reported;
        QList<std::pair<MessageId, QFuture<Result<Place>>>> burst;
        for (int i = 0; i < 50; ++i) {
            const Message message = makeReceived(m_conversation, i % 2 ? large : u"small"_s);
            burst.append({message.id, m_store->append(message)});
        }
        for (const auto &[id, future] : burst) {
            if (get(future))
                reported.append(id);
            else
                QCOMPARE(get(future).error().kind, Error::Kind::StoreFull);
        }
        QVERIFY(reported.size() < burst.size());

        makeRoom();
        const auto again = get(m_store->append(makeReceived(m_conversation, large)));
        KITH_VERIFY(again);
        m_store.reset();
        openIn(directory);
        for (const MessageId &id : reported)
            KITH_VERIFY(get(m_store->message(id)));
        QCOMPARE(get(m_store->latest(m_conversation.id, 5000))->size(), kept + reported.size() + 1);
        m_store.reset();
    }

    // Hands `steps` to a worker at once, and answers what their futures would say.
    QList<Result<void>> runTogether(const QList<std::function<Result<void>(Database &)>> &steps)
    {
        StoreWorker worker(m_directory->filePath(u"history.db"_s));
        static_cast<void>(worker.open());
        QList<Result<void>> outcomes;
        for (const auto &step : steps) {
            auto request = std::make_unique<StoreRequestOf<void, std::function<Result<void>(Database &)>>>(step);
            request->future().then(this, [&outcomes](const Result<void> &outcome) { outcomes.append(outcome); });
            worker.post(std::move(request), StoreRequest::Kind::Write);
        }
        while (outcomes.size() < steps.size())
            QCoreApplication::processEvents();
        return outcomes;
    }
    qint64 tables(const QString &names)
    {
        const auto database = Database::open(m_directory->filePath(u"history.db"_s));
        const QString sql = u"SELECT count(*) FROM sqlite_schema WHERE name IN (%1)"_s.arg(names);
        return (*database)->integer(sql.toUtf8().constData()).value();
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_contact = makeContact();
        m_conversation = makeConversation(m_contact);
    }
    void cleanup() { m_store.reset(); }

    void aBurstSharesItsCommits()
    {
        openIn(m_directory->path());
        const QString log = m_directory->filePath(u"history.db-wal"_s);
        const int before = commitsIn(log);
        for (int i = 0; i < 5; ++i)
            KITH_VERIFY(get(appendMany(1).first()));
        QCOMPARE(commitsIn(log), before + 5);
        m_store.reset();
        // Queued behind open(), so that all of them wait when the first is taken; few enough to fit into the log.
        m_store = std::make_unique<Store>(m_directory->filePath(u"history.db"_s));
        m_store->open();
        for (const auto &future : appendMany(100))
            KITH_VERIFY(get(future));
        QVERIFY2(commitsIn(log) >= 1 && commitsIn(log) <= 10, qPrintable(QString::number(commitsIn(log))));
    }

    void aLazyWriteGoesWithTheNextOneOrAfterAWhile()
    {
        StoreWorker worker(m_directory->filePath(u"history.db"_s));
        KITH_VERIFY(worker.open());
        const auto post = [&](const char *sql, StoreRequest::Kind kind) {
            const auto run = [sql](Database &database) { return database.execute(sql); };
            auto request = std::make_unique<StoreRequestOf<void, decltype(run)>>(run);
            const auto future = request->future();
            worker.post(std::move(request), kind);
            QCoreApplication::sendPostedEvents(); // the request
            QCoreApplication::sendPostedEvents(); // and the commit that it asks for, if it does
            return future;
        };
        const auto first = post("CREATE TABLE first (x)", StoreRequest::Kind::Lazy);
        QVERIFY(!first.isFinished());
        const auto second = post("CREATE TABLE second (x)", StoreRequest::Kind::Write);
        QVERIFY(second.isFinished());
        KITH_VERIFY(first.result());
        QCOMPARE(tables(u"'first', 'second'"_s), 2);
        const auto alone = post("CREATE TABLE third (x)", StoreRequest::Kind::Lazy);
        while (!alone.isFinished())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCOMPARE(tables(u"'third'"_s), 1);
    }

    void aLongBatchIsCommittedInBetween()
    {
        bool seen = false;
        const auto outcomes = runTogether({
            [](Database &database) { return database.execute("CREATE TABLE first (x)"); },
            [](Database &) {
                QElapsedTimer timer;
                for (timer.start(); !timer.hasExpired(StoreWorker::LongestBatch.count());) {
                }
                return Result<void>();
            },
            [&](Database &) {
                seen = tables(u"'first'"_s) == 1; // asked through a connection of its own
                return Result<void>();
            },
        });
        QCOMPARE(outcomes.size(), 3);
        QVERIFY(seen);
    }

    void oneThatEndsTheTransactionFailsAlone()
    {
        const auto outcomes = runTogether({
            [](Database &database) { return database.execute("CREATE TABLE first (x)"); },
            [](Database &database) {
                static_cast<void>(database.execute("CREATE TABLE second (x); ROLLBACK")); // as a full disk does
                return Result<void>(failure(Error::Kind::StoreFull));
            },
            [](Database &database) { return database.execute("CREATE TABLE third (x)"); },
        });
        QCOMPARE(outcomes.size(), 3);
        KITH_VERIFY(outcomes[0]);
        QCOMPARE(outcomes[1].error().kind, Error::Kind::StoreFull);
        KITH_VERIFY(outcomes[2]);
        QCOMPARE(tables(u"'first', 'second', 'third'"_s), 2);
    }

    void whenTheCommitFailsNothingIsReportedAsKept()
    {
        const auto outcomes = runTogether({
            [](Database &database) { return database.execute("CREATE TABLE first (x)"); },
            [](Database &database) { // a broken promise that SQLite looks at only when it commits
                return database.execute("PRAGMA defer_foreign_keys = ON;"
                                        "INSERT INTO conversations (id, contact, endpoint, framing, charset, "
                                        "turns, bind_to, draft, read_up_to,"
                                        " pinned, muted) VALUES (x'00', 77, '', 0, 0, 0, '', '', 0, 0, 0)");
            },
            [](Database &database) { return database.execute("CREATE TABLE third (x)"); },
        });
        QCOMPARE(outcomes.size(), 3);
        for (const auto &outcome : outcomes)
            QCOMPARE(outcome.error().kind, Error::Kind::StoreFailed);
        QCOMPARE(tables(u"'first', 'third'"_s), 0);
        const auto after =
            runTogether({[](Database &database) { return database.execute("CREATE TABLE first (x)"); }});
        KITH_VERIFY(after.first());
    }

    void aFullFileSystemLosesNothingThatWasReported()
    {
        if (::geteuid() != 0 || ::unshare(CLONE_NEWNS) != 0 ||
            ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("tmpfs", m_directory->path().toUtf8().constData(), "tmpfs", 0, "size=4m") != 0)
            QSKIP("needs the right to mount a small file system");
        const QString ballast = m_directory->filePath(u"ballast"_s);
        QFile file(ballast);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(1024 * 1024, 'x'));
        file.close();
        fillAndRecover(m_directory->path(), [&] { QFile::remove(ballast); });
        ::umount(m_directory->path().toUtf8().constData());
    }

    void aFileSizeLimitLosesNothingThatWasReported()
    {
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, SIG_IGN); // the write answers EFBIG instead
        rlimit small = before;
        small.rlim_cur = 3 * 1024 * 1024;
        ::setrlimit(RLIMIT_FSIZE, &small);
        fillAndRecover(m_directory->path(), [&] { ::setrlimit(RLIMIT_FSIZE, &before); });
        ::setrlimit(RLIMIT_FSIZE, &before);
    }

    void sqliteCodesBecomeKinds_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("systemError");
        QTest::addColumn<int>("kind");
        QTest::newRow("full") << SQLITE_FULL << 0 << int(Error::Kind::StoreFull);
        QTest::newRow("no space for -shm") << SQLITE_IOERR_SHMSIZE << ENOSPC << int(Error::Kind::StoreFull);
        QTest::newRow("quota") << SQLITE_IOERR_WRITE << EDQUOT << int(Error::Kind::StoreFull);
        QTest::newRow("too large") << SQLITE_IOERR_WRITE << EFBIG << int(Error::Kind::StoreFull);
        QTest::newRow("broken disk") << SQLITE_IOERR_FSYNC << EIO << int(Error::Kind::StoreDiskFailed);
        QTest::newRow("read-only") << SQLITE_READONLY << 0 << int(Error::Kind::StoreReadOnly);
        QTest::newRow("corrupt") << SQLITE_CORRUPT << 0 << int(Error::Kind::StoreCorrupt);
        QTest::newRow("corrupt index") << SQLITE_CORRUPT_INDEX << 0 << int(Error::Kind::StoreCorrupt);
        QTest::newRow("not a database") << SQLITE_NOTADB << 0 << int(Error::Kind::StoreCorrupt);
        QTest::newRow("constraint") << SQLITE_CONSTRAINT_FOREIGNKEY << 0 << int(Error::Kind::StoreFailed);
        QTest::newRow("old errno") << SQLITE_CONSTRAINT << ENOSPC << int(Error::Kind::StoreFailed);
    }
    void sqliteCodesBecomeKinds()
    {
        QFETCH(const int, code);
        QFETCH(const int, systemError);
        QFETCH(const int, kind);
        QCOMPARE(int(storeErrorKind(code, systemError)), kind);
    }

    void hugeMessagesLeaveNoMemoryBehind()
    {
        if (!FiguresCount)
            QSKIP("a sanitizer keeps freed memory");
        openIn(m_directory->path());
        KITH_VERIFY(get(m_store->append(makeReceived(m_conversation, u"warm up"_s))));
        const qint64 before = residentBytes();
        for (int i = 0; i < 100; ++i)
            KITH_VERIFY(get(m_store->append(makeReceived(m_conversation, QString(1024 * 1024, u'x')))));
        const qint64 after = residentBytes();
        qInfo("%.1f MB more than at the start", double(after - before) / 1e6);
        QVERIFY(after - before < 8'000'000);
        // Nor does looking at a page of them.
        QCOMPARE(get(m_store->latest(m_conversation.id, 50))->size(), 50);
        qInfo("%.1f MB after reading a page", double(residentBytes() - before) / 1e6);
        QVERIFY(residentBytes() - before < 8'000'000);
    }
};

QTEST_GUILESS_MAIN(TestStoreBatch)
#include "tst_storebatch.moc"

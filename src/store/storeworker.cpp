// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storeworker.h"

#include "store/bin.h"
#include "store/database.h"
#include "store/files.h"
#include "store/historyfile.h"
#include "store/messagetable.h"
#include "store/migrations.h"
#include "store/overview.h"
#include "store/replacement.h"
#include "store/rescue.h"
#include "store/searchindex.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QLoggingCategory>

namespace kith {

namespace {

Q_LOGGING_CATEGORY(lcStore, "kith.store")

constexpr auto RequestEventType = QEvent::Type(QEvent::User + 1);
constexpr auto FlushEventType = QEvent::Type(QEvent::User + 2);
constexpr auto IdleEventType = QEvent::Type(QEvent::User + 3);
constexpr auto IndexEventType = QEvent::Type(QEvent::User + 4);

using Clock = std::chrono::steady_clock;
using Restart = SearchIndex::Restart;

struct RequestEvent : QEvent {
    RequestEvent(std::unique_ptr<StoreRequest> r, StoreRequest::Kind k)
        : QEvent(RequestEventType), request(std::move(r)), kind(k)
    {
    }
    std::unique_ptr<StoreRequest> request;
    StoreRequest::Kind kind;
    Clock::time_point asked = Clock::now();
};

} // namespace

StoreWorker::StoreWorker(QString file) : m_file(std::move(file)) {}

StoreWorker::~StoreWorker() = default;

void StoreWorker::post(std::unique_ptr<StoreRequest> request, StoreRequest::Kind kind)
{
    QCoreApplication::postEvent(this, new RequestEvent(std::move(request), kind));
}

void StoreWorker::customEvent(QEvent *event)
{
    if (event->type() == FlushEventType)
        return flush();
    if (event->type() == IdleEventType)
        return prepareLog();
    if (event->type() == IndexEventType)
        return indexSome();
    auto *asked = static_cast<RequestEvent *>(event);
    take(std::move(asked->request), asked->kind, asked->asked < m_lastCommit);
}

void StoreWorker::take(std::unique_ptr<StoreRequest> request, StoreRequest::Kind kind, bool cameDuringCommit)
{
    m_lastRequest = Clock::now();
    if (kind != StoreRequest::Kind::Read) {
        commitSoon(kind, cameDuringCommit);
        m_pending.push_back(std::move(request));
        m_wipesLog |= kind == StoreRequest::Kind::Removal;
        return;
    }
    if (!m_pending.empty())
        flush(); // a read sees every write that was asked for before it
    if (m_database)
        request->run(*m_database);
    else
        request->fail(notOpen());
    if (mended(*request))
        request->run(*m_database);
    request->finish();
}

void StoreWorker::commitSoon(StoreRequest::Kind kind, bool cameDuringCommit)
{
    const bool isLazy = kind == StoreRequest::Kind::Lazy;
    if (m_pending.empty())
        m_isCommitDue = false;
    if (m_isCommitDue || (isLazy && m_gatherTimer.isActive()))
        return;
    if (isLazy || cameDuringCommit) {
        m_gatherTimer.start(int(GatherTime.count()), Qt::PreciseTimer, this);
    } else {
        m_gatherTimer.stop();
        QCoreApplication::postEvent(this, new QEvent(FlushEventType));
    }
    m_isCommitDue = !isLazy;
}

void StoreWorker::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_gatherTimer.timerId())
        return flush();
    if (event->timerId() == m_wipeTimer.timerId()) {
        m_wipeTimer.stop();
        if (m_database)
            wipeLog();
        return;
    }
    m_indexTimer.stop();
    m_isIndexing = true;
    QCoreApplication::postEvent(this, new QEvent(IndexEventType), Qt::LowEventPriority); // behind every request
}

void StoreWorker::flush()
{
    m_gatherTimer.stop();
    const auto pending = std::exchange(m_pending, {});
    for (Batch rest(pending); !rest.empty();)
        rest = rest.subspan(commitSome(rest));
    if (std::exchange(m_wipesLog, false) && m_database)
        wipeLog();
    indexLater(IndexDelay);
}

void StoreWorker::wipeLog()
{
    if (m_askForRoom)
        m_askForRoom();
    const auto busy = m_database->integer("PRAGMA wal_checkpoint(TRUNCATE)");
    if (!busy)
        qCWarning(lcStore) << "removed text may still stand in the log:" << busy.error().detail;
    else if (*busy != 0) // somebody reads what the log holds
        m_wipeTimer.start(int(WipeAgain.count()), this);
    prepareLogWhenIdle();
}

void StoreWorker::prepareLogWhenIdle()
{
    QCoreApplication::postEvent(this, new QEvent(IdleEventType), Qt::LowEventPriority); // behind every request
}

void StoreWorker::prepareLog()
{
    if (m_database)
        m_database->extendLog(LogBytes);
}

void StoreWorker::indexLater(std::chrono::milliseconds delay)
{
    if (!m_database || m_isIndexing)
        return;
    const auto now = Clock::now();
    if (!m_indexTimer.isActive())
        m_indexWanted = now;
    else if (now - m_indexWanted > LongestIndexDelay)
        return; // no further delay
    m_indexTimer.start(int(delay.count()), Qt::CoarseTimer, this);
}

void StoreWorker::indexSome()
{
    m_isIndexing = false;
    if (!m_database)
        return;
    if (!m_pending.empty())
        return indexLater(IndexPause);
    const auto isMore = indexSlice();
    if (!isMore) {
        if (mend(isMore.error()))
            return;
        // Nothing is lost: what the index does not know is read directly. The next commit tries again.
        qCWarning(lcStore) << "not indexed:" << isMore.error().detail;
        return;
    }
    if (!*isMore)
        return;
    if (Clock::now() - m_lastRequest < IndexPause)
        return indexLater(IndexPause);
    m_isIndexing = true;
    QCoreApplication::postEvent(this, new QEvent(IndexEventType), Qt::LowEventPriority);
}

Result<bool> StoreWorker::indexSlice()
{
    SearchIndex index(*m_database);
    const auto wipes = index.needsWipe();
    if (!wipes)
        return wipes;
    if (const auto begun = begin(); !begun)
        return tl::unexpected(begun.error());
    const QDeadlineTimer deadline(IndexSlice);
    auto isMore = *wipes ? index.wipe(deadline) : index.advance(deadline);
    const auto committed = commit();
    if (isMore && !committed)
        return tl::unexpected(committed.error());
    if (isMore && *wipes && !*isMore) {
        wipeLog();
        return true; // and now to what is new
    }
    return isMore;
}

// Ends the futures of the first requests of `batch`; returns how many.
size_t StoreWorker::commitSome(Batch batch)
{
    if (const auto begun = begin(); !begun) {
        noteFailure(&begun.error());
        end(batch, begun);
        return batch.size();
    }
    QElapsedTimer timer;
    timer.start();
    size_t count = 0;
    do {
        batch[count]->run(*m_database);
        noteFailure(batch[count]->error());
        if (mended(*batch[count]))
            return 0; // none of them is kept yet: all again
        ++count;
    } while (count < batch.size() && m_database && m_database->inTransaction() &&
             !timer.hasExpired(LongestBatch.count()));
    const Batch done = batch.first(count);
    if (!m_database) {
        end(batch, tl::unexpected(notOpen())); // found damaged, and past mending
        return batch.size();
    }
    if (m_database->inTransaction()) {
        end(done, commit());
    } else if (count == 1) {
        end(done, {}); // it failed so badly that SQLite rolled back; its result says why
    } else {
        // The last one took the others with it: each for itself.
        for (Batch rest = done; !rest.empty();)
            rest = rest.subspan(commitSome(rest.first(1)));
    }
    return count;
}

Result<void> StoreWorker::begin()
{
    if (!m_database)
        return tl::unexpected(notOpen());
    if (m_diskFailure)
        return tl::unexpected(*m_diskFailure);
    return m_database->statement("BEGIN IMMEDIATE").run();
}

Result<void> StoreWorker::commit()
{
    const auto committed = m_database->commit();
    if (!committed)
        noteFailure(&committed.error());
    return committed;
}

void StoreWorker::end(Batch batch, const Result<void> &kept)
{
    if (!kept)
        qCWarning(lcStore) << "not kept:" << kept.error().subject << kept.error().detail;
    m_lastCommit = Clock::now(); // before anybody can answer to it
    for (const auto &request : batch) {
        if (!kept)
            request->fail(kept.error());
        request->finish();
    }
}

Result<Store::Overview> StoreWorker::open()
{
    flush();
    if (!m_database) {
        auto opened = Replacement::finish(m_file).and_then([this] { return openFile(); });
        if (!opened)
            opened = mend(opened.error());
        if (!opened)
            return tl::unexpected(opened.error());
    }
    auto overview = readOverview(*m_database);
    if (!overview)
        overview = mend(overview.error()).and_then([this] { return readOverview(*m_database); });
    if (!overview)
        release();
    else
        m_hasOpened = true;
    return overview;
}

Result<void> StoreWorker::openFile()
{
    auto opened = openHistory(m_file);
    if (!opened)
        return tl::unexpected(opened.error());
    m_database = std::move(*opened);
    if (const auto done = tidyUp(); !done && done.error().kind != Error::Kind::StoreFull) {
        release();
        return done;
    }
    prepareLogWhenIdle();
    indexLater(IndexDelay);
    return {};
}

// What the last run left behind.
Result<void> StoreWorker::tidyUp()
{
    const auto binned = m_database->integer("SELECT count(*) FROM bin");
    if (!binned)
        return tl::unexpected(binned.error());
    const auto done = begin()
                          .and_then([&] { // in the middle of a run, what is being sent really is
                              return m_hasOpened ? Result<void>() : MessageTable(*m_database).failInterrupted();
                          })
                          .and_then([&] { return SearchIndex(*m_database).restart(Restart::IfOutdated); })
                          .and_then([&] { return *binned > 0 ? Bin(*m_database).empty() : Result<void>(); })
                          .and_then([&] { return commit(); });
    if (!done && m_database->inTransaction())
        static_cast<void>(m_database->statement("ROLLBACK").run());
    if (done && *binned > 0)
        wipeLog();
    return done;
}

Result<void> StoreWorker::mend(const Error &damage)
{
    const bool isDamage = damage.kind == Error::Kind::StoreCorrupt || damage.kind == Error::Kind::StoreForeign;
    if (!isDamage || m_mends == MaxMends)
        return tl::unexpected(damage);
    ++m_mends;
    release();
    if (m_askForRoom)
        m_askForRoom();
    const auto recovery = rescueHistory(m_file);
    if (!recovery)
        return tl::unexpected(recovery.error());
    Q_EMIT recovered(*recovery);
    Q_EMIT fileReplaced();
    return openFile();
}

// Whether the file was found damaged by `request`, and replaced.
bool StoreWorker::mended(const StoreRequest &request)
{
    const Error *error = request.error();
    return m_database && error && error->kind == Error::Kind::StoreCorrupt && mend(*error) && m_database;
}

// After a failed fsync nobody knows what the disk holds: to go on as if the next one counted for the last would lose
// what was reported as kept.
void StoreWorker::noteFailure(const Error *error)
{
    if (error && error->kind == Error::Kind::StoreDiskFailed)
        m_diskFailure = *error;
}

Result<void> StoreWorker::tryAgain()
{
    flush();
    if (m_diskFailure) {
        if (const auto opened = openAnew(); !opened)
            return opened;
    }
    if (!m_database)
        return tl::unexpected(notOpen());
    const QByteArray sql = "PRAGMA user_version = " + QByteArray::number(schemaVersion());
    return m_database->execute(sql.constData()); // writes a page, whatever was there
}

// Through a connection that remembers nothing; then all that the log holds goes, as it was read, into the file, so that
// nothing rests on what the disk may not have.
Result<void> StoreWorker::openAnew()
{
    release();
    if (m_askForRoom)
        m_askForRoom();
    const Error failed = *std::exchange(m_diskFailure, std::nullopt);
    const auto emptied =
        openFile().and_then([this] { return m_database->integer("PRAGMA wal_checkpoint(TRUNCATE)"); });
    if (emptied && *emptied == 0)
        return {};
    m_diskFailure = failed;
    return tl::unexpected(emptied ? failed : emptied.error());
}

Result<Store::Overview> StoreWorker::restore(const QString &backup)
{
    flush();
    Replacement replacement(m_file, Replacement::Reason::Restore);
    files::removeDatabase(replacement.draft());
    const auto made = files::copy(backup, replacement.draft()).and_then([&]() -> Result<void> {
        const auto database = openHistory(replacement.draft());
        if (!database)
            return tl::unexpected(database.error());
        return readOverview(**database)
            .and_then(
                [&](const Store::Overview &) { return (*database)->integer("PRAGMA wal_checkpoint(TRUNCATE)"); })
            .map([](qint64) {});
    });
    if (!made) {
        files::removeDatabase(replacement.draft());
        return tl::unexpected(made.error());
    }
    m_database.reset();
    m_hasOpened = false;
    if (m_askForRoom)
        m_askForRoom();
    const auto installed = replacement.install();
    m_diskFailure.reset();
    Q_EMIT fileReplaced();
    auto overview = open(); // also where it failed: with the file that is there
    return installed ? overview : tl::unexpected(installed.error());
}

// A file that cannot be read is left alone, so that it can be repaired.
void StoreWorker::release()
{
    if (!m_database)
        return;
    if (m_database->inTransaction())
        static_cast<void>(m_database->execute("ROLLBACK"));
    m_database->setClosing(Database::Closing::Untouched);
    m_database.reset();
}

void StoreWorker::close()
{
    flush();
    m_database.reset();
    m_hasOpened = false;
}

Error StoreWorker::notOpen() const
{
    return Error{Error::Kind::StoreNotOpen, m_file, {}};
}

} // namespace kith

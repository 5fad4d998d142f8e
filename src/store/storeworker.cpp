// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storeworker.h"

#include "store/bin.h"
#include "store/database.h"
#include "store/historyfile.h"
#include "store/messagetable.h"
#include "store/overview.h"

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

using Clock = std::chrono::steady_clock;

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
    auto *asked = static_cast<RequestEvent *>(event);
    take(std::move(asked->request), asked->kind, asked->asked < m_lastCommit);
}

void StoreWorker::take(std::unique_ptr<StoreRequest> request, StoreRequest::Kind kind, bool cameDuringCommit)
{
    if (kind != StoreRequest::Kind::Read) {
        if (m_pending.empty() && cameDuringCommit)
            m_gatherTimer.start(int(GatherTime.count()), Qt::PreciseTimer, this);
        else if (m_pending.empty())
            QCoreApplication::postEvent(this, new QEvent(FlushEventType));
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
    request->finish();
}

void StoreWorker::timerEvent(QTimerEvent *)
{
    flush();
}

void StoreWorker::flush()
{
    m_gatherTimer.stop();
    const auto pending = std::exchange(m_pending, {});
    for (Batch rest(pending); !rest.empty();)
        rest = rest.subspan(commitSome(rest));
    m_lastCommit = Clock::now();
    if (std::exchange(m_wipesLog, false) && m_database)
        wipeLog();
}

void StoreWorker::wipeLog()
{
    if (const auto done = m_database->execute("PRAGMA wal_checkpoint(TRUNCATE)"); !done)
        qCWarning(lcStore) << "removed text may still stand in the log:" << done.error().detail;
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

// Ends the futures of the first requests of `batch`; returns how many.
size_t StoreWorker::commitSome(Batch batch)
{
    if (const auto begun = begin(); !begun) {
        end(batch, begun);
        return batch.size();
    }
    QElapsedTimer timer;
    timer.start();
    size_t count = 0;
    do {
        batch[count++]->run(*m_database);
    } while (count < batch.size() && m_database->inTransaction() && !timer.hasExpired(LongestBatch.count()));
    const Batch done = batch.first(count);
    if (m_database->inTransaction()) {
        end(done, commit());
    } else if (count == 1) {
        end(done, {}); // it failed so badly that SQLite rolled back; its result says why
    } else {
        // The last one took the others with it: each for itself.
        for (size_t i = 0; i < count; ++i)
            commitSome(batch.subspan(i, 1));
    }
    return count;
}

Result<void> StoreWorker::begin()
{
    if (!m_database)
        return tl::unexpected(notOpen());
    return m_database->statement("BEGIN IMMEDIATE").run();
}

Result<void> StoreWorker::commit()
{
    const auto committed = m_database->statement("COMMIT").run();
    if (!committed && m_database->inTransaction())
        static_cast<void>(m_database->statement("ROLLBACK").run()); // the first error is the one that matters
    return committed;
}

void StoreWorker::end(Batch batch, const Result<void> &kept)
{
    if (!kept)
        qCWarning(lcStore) << "not kept:" << kept.error().subject << kept.error().detail;
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
        auto opened = openHistory(m_file);
        if (!opened)
            return tl::unexpected(opened.error());
        m_database = std::move(*opened);
        if (const auto done = tidyUp(); !done)
            return refuse(done.error());
        prepareLogWhenIdle();
    }
    auto overview = readOverview(*m_database);
    return overview ? overview : refuse(overview.error());
}

// What the last run left behind.
Result<void> StoreWorker::tidyUp()
{
    const auto binned = m_database->integer("SELECT count(*) FROM bin");
    if (!binned)
        return tl::unexpected(binned.error());
    const auto done = begin()
                          .and_then([&] { return MessageTable(*m_database).failInterrupted(); })
                          .and_then([&] { return *binned > 0 ? Bin(*m_database).empty() : Result<void>(); })
                          .and_then([&] { return commit(); });
    if (!done && m_database->inTransaction())
        static_cast<void>(m_database->statement("ROLLBACK").run());
    if (done && *binned > 0)
        wipeLog();
    return done;
}

// A file that cannot be read is left alone, so that it can be repaired.
tl::unexpected<Error> StoreWorker::refuse(const Error &error)
{
    m_database->setClosing(Database::Closing::Untouched);
    m_database.reset();
    return tl::unexpected(error);
}

void StoreWorker::close()
{
    flush();
    m_database.reset();
}

Error StoreWorker::notOpen() const
{
    return Error{Error::Kind::StoreNotOpen, m_file, {}};
}

} // namespace kith

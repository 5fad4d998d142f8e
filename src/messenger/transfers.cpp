// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/transfers.h"

#include "archive/exporter.h"
#include "archive/importer.h"
#include "core/future.h"
#include "core/workerthread.h"
#include "messenger/roster.h"
#include "store/store.h"

#include <QPromise>

#include <algorithm>
#include <limits>

namespace kith {

namespace {

template <typename T>
QFuture<Result<T>> nothingKept()
{
    return QtFuture::makeReadyFuture(Result<T>(failure(Error::Kind::StoreNotOpen)));
}

template <typename T>
void finish(QPromise<Result<T>> &promise, const Result<T> &result)
{
    promise.addResult(result); // a cancelled one takes none
    promise.finish();
}

ExportProgress progressOf(const std::shared_ptr<QPromise<Result<ExportSummary>>> &promise)
{
    return [promise](qint64 done, qint64 total) {
        constexpr qint64 Most = std::numeric_limits<int>::max();
        promise->setProgressRange(0, int(std::min(total, Most)));
        promise->setProgressValue(int(std::min(done, Most)));
        return !promise->isCanceled();
    };
}

} // namespace

Transfers::Transfers(Store *store, Roster &roster, QObject *parent)
    : QObject(parent), m_store(store), m_roster(roster)
{
}

Transfers::~Transfers()
{
    for (const Job &job : m_jobs)
        job.cancel();
}

QFuture<Result<ExportSummary>> Transfers::exportHistory(const ExportRequest &request)
{
    if (!m_store)
        return nothingKept<ExportSummary>();
    auto promise = std::make_shared<QPromise<Result<ExportSummary>>>();
    promise->start();
    m_roster.flush();
    whenFinished(m_store->committedFile(), this, [this, promise, request](const Result<QString> &file) {
        if (!file)
            return finish<ExportSummary>(*promise, tl::unexpected(file.error()));
        auto *thread = begin(promise, QStringLiteral("export"));
        auto *exporter = new QObject;
        exporter->moveToThread(thread->thread());
        connect(thread->thread(), &QThread::finished, exporter, &QObject::deleteLater);
        QMetaObject::invokeMethod(exporter, [this, promise, request, thread, name = *file] {
            const auto summary = writeArchive(name, request, progressOf(promise));
            QMetaObject::invokeMethod(this, [this, promise, thread, summary] {
                end(thread);
                // While it was being read, the log could not be cleared of what was removed.
                whenFinished(m_store->wipeLog(), this,
                             [promise, summary](const Result<void> &) { finish(*promise, summary); });
            });
        });
    });
    return promise->future();
}

QFuture<Result<ImportSummary>> Transfers::importHistory(const QString &file)
{
    if (!m_store)
        return nothingKept<ImportSummary>();
    auto promise = std::make_shared<Importer::Promise>();
    promise->start();
    m_roster.flush(); // what was typed and not kept yet wins over the file
    auto *thread = begin(promise, QStringLiteral("import"));
    auto *importer = new Importer(*m_store, file, promise);
    importer->moveToThread(thread->thread());
    connect(thread->thread(), &QThread::finished, importer, &QObject::deleteLater);
    auto touched = std::make_shared<QList<ConversationId>>();
    connect(importer, &Importer::changed, this, [touched](const ConversationId &id) { touched->append(id); });
    connect(importer, &Importer::finished, this,
            [this, promise, thread, touched](const Result<ImportSummary> &summary) {
                end(thread);
                readAnew([this, promise, touched, summary] {
                    for (const ConversationId &id : std::as_const(*touched))
                        Q_EMIT changed(id);
                    finish(*promise, summary);
                });
            });
    QMetaObject::invokeMethod(importer, &Importer::start);
    return promise->future();
}

template <typename Promise>
WorkerThread *Transfers::begin(const std::shared_ptr<Promise> &promise, const QString &name)
{
    m_jobs.push_back(
        {[future = promise->future()]() mutable { future.cancel(); }, std::make_unique<WorkerThread>(name)});
    return m_jobs.back().thread.get();
}

void Transfers::end(WorkerThread *thread)
{
    std::erase_if(m_jobs, [thread](const Job &job) { return job.thread.get() == thread; });
}

// Tells of the people and conversations that came, and of what changed with those that were there.
void Transfers::readAnew(std::function<void()> then)
{
    m_roster.flush();
    whenFinished(m_store->overview(), this,
                 [this, then = std::move(then)](const Result<Store::Overview> &overview) {
                     if (overview)
                         m_roster.merge(overview->contacts, overview->conversations);
                     then();
                 });
}

} // namespace kith

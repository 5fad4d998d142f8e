// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/recovery.h"
#include "store/store.h"

#include <QBasicTimer>
#include <QObject>
#include <QPromise>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace kith {

class Database;

/// One thing that the store was asked for, on its way to the worker and until its future ends.
class StoreRequest {
public:
    enum class Kind {
        Read,
        Write,
        Lazy,   ///< A write for which nobody waits: it goes with the next one, or after GatherTime.
        Removal ///< A write after which nothing of the old content may be left in the files.
    };

    virtual ~StoreRequest() = default;
    /// Does it and keeps the result. Done again when a transaction that it shared was rolled back.
    virtual void run(Database &database) = 0;
    /// Keeps `error` as the result.
    virtual void fail(const Error &error) = 0;
    /// Why the last run failed; null when it did not.
    virtual const Error *error() const = 0;
    /// Ends the future with the result.
    virtual void finish() = 0;
};

template <typename T, typename Function>
class StoreRequestOf final : public StoreRequest {
public:
    explicit StoreRequestOf(Function function) : m_function(std::move(function)) { m_promise.start(); }
    QFuture<Result<T>> future() const { return m_promise.future(); }

    void run(Database &database) override { m_result = m_function(database); }
    void fail(const Error &error) override { m_result = tl::unexpected(error); }
    const Error *error() const override { return m_result ? nullptr : &m_result.error(); }
    void finish() override
    {
        m_promise.addResult(std::move(m_result));
        m_promise.finish();
    }

private:
    Function m_function;
    QPromise<Result<T>> m_promise;
    Result<T> m_result;
};

/// The store's side of the thread boundary. Writes are collected; the first of them posts a flush, which thereby runs
/// behind every call that is already waiting, and commits them together.
class StoreWorker final : public QObject {
    Q_OBJECT

public:
    /// How long a transaction goes on taking writes: nobody waits longer for the commit of a burst.
    static constexpr std::chrono::milliseconds LongestBatch{20};

    /// A write that came while a commit was under way shows that there are several at work: the next commit waits
    /// so long for more of them, and a lazy write for one that is not. One who waits for each answer never meets this.
    static constexpr std::chrono::milliseconds GatherTime{3};

    /// How long after the last commit, and after the opening, the index takes up what is new: not between two messages
    /// of a burst, unless that lasts longer than LongestIndexDelay. What it does at a time, and how long others have the worker before it goes on while they use it.
    static constexpr std::chrono::milliseconds IndexDelay{1000};
    static constexpr std::chrono::milliseconds LongestIndexDelay{10'000};
    static constexpr std::chrono::milliseconds IndexSlice{10};
    static constexpr std::chrono::milliseconds IndexPause{200};

    /// A file that is found damaged more often than this while it is open is not mended again.
    static constexpr int MaxMends = 3;

    /// How long a log that somebody still reads waits to be wiped.
    static constexpr std::chrono::milliseconds WipeAgain{500};

    explicit StoreWorker(QString file);
    ~StoreWorker() override;

    /// Hands `request` over; from any thread.
    void post(std::unique_ptr<StoreRequest> request, StoreRequest::Kind kind);

    /// What to call, on the worker's thread, when others that read the file stand in the way.
    void setAskForRoom(std::function<void()> ask) { m_askForRoom = std::move(ask); }

    // On the worker's thread.
    Result<Store::Overview> open();
    /// Commits what waits and closes the file.
    void close();
    /// Writes again after StoreDiskFailed, through a connection that remembers nothing; answers whether a write goes.
    Result<void> tryAgain();
    /// Puts `backup` in the place of the file, which is set aside.
    Result<Store::Overview> restore(const QString &backup);
    /// Sets the damaged file aside and goes on with what can be read of it.
    Result<void> mend(const Error &damage);

Q_SIGNALS:
    void recovered(const kith::Recovery &recovery);
    void fileReplaced(); ///< Whoever else has it open holds the one before.

protected:
    void customEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    using Batch = std::span<const std::unique_ptr<StoreRequest>>;

    void take(std::unique_ptr<StoreRequest> request, StoreRequest::Kind kind, bool cameDuringCommit);
    void commitSoon(StoreRequest::Kind kind, bool cameDuringCommit);
    void flush();
    size_t commitSome(Batch batch);
    void prepareLogWhenIdle();
    void prepareLog();
    void indexLater(std::chrono::milliseconds delay);
    void indexSome();
    Result<bool> indexSlice();
    Result<void> begin();
    Result<void> commit();
    /// Ends the futures: with the requests' own results when they were kept, with the error when not.
    void end(Batch batch, const Result<void> &kept);
    Result<void> openFile();
    Result<void> openAnew();
    Result<void> tidyUp();
    void wipeLog();
    bool mended(const StoreRequest &request);
    /// Closes the file as it is.
    void release();
    void noteFailure(const Error *error);
    Error notOpen() const;

    QString m_file;
    std::unique_ptr<Database> m_database;
    std::vector<std::unique_ptr<StoreRequest>> m_pending;
    std::chrono::steady_clock::time_point m_lastCommit; // its end
    std::chrono::steady_clock::time_point m_lastRequest;
    QBasicTimer m_gatherTimer;
    bool m_isCommitDue = false; ///< Somebody waits for one of those that are pending.
    QBasicTimer m_indexTimer;
    std::chrono::steady_clock::time_point m_indexWanted; // since when the timer runs
    QBasicTimer m_wipeTimer;
    bool m_isIndexing = false; // the next slice is posted
    bool m_wipesLog = false;   // a removal is pending
    std::function<void()> m_askForRoom;
    std::optional<Error> m_diskFailure; // nothing is written until somebody asks
    bool m_hasOpened = false;           // since this run began, or since another file took the place
    int m_mends = 0;
};

} // namespace kith

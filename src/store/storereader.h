// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "store/database.h"

#include <QDeadlineTimer>
#include <QFuture>
#include <QObject>
#include <QPromise>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>

namespace kith {

/// A look through the history that may take a while, on its way to the reader and until its future ends.
class StoreLook {
public:
    virtual ~StoreLook() = default;

    virtual bool isCanceled() const = 0;
    /// Looks on for a moment; true when it has come to its end. After an error the future has not ended yet.
    virtual Result<bool> step(Database &database) = 0;
    /// Ends the future with `error`.
    virtual void fail(const Error &error) = 0;
};

/// A look that takes steps with Run::step() and is then asked for its answer.
template <typename T, typename Run>
class StoreLookOf final : public StoreLook {
public:
    using Answer = std::function<Result<T>(Run &run, Database &database)>;

    StoreLookOf(Run run, Answer answer) : m_run(std::move(run)), m_answer(std::move(answer)) { m_promise.start(); }
    QFuture<Result<T>> future() const { return m_promise.future(); }

    bool isCanceled() const override { return m_promise.isCanceled(); }
    Result<bool> step(Database &database) override;
    void fail(const Error &error) override { finish(tl::unexpected(error)); }

private:
    void finish(Result<T> result)
    {
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

    Run m_run;
    Answer m_answer;
    QPromise<Result<T>> m_promise;
};

/// A second connection to the history, which only reads, with a thread of its own: a long look never delays a commit.
/// Looks take turns, step by step, so that a slow one does not hold up a quick one; one that was cancelled ends within
/// its step.
class StoreReader final : public QObject {
    Q_OBJECT

public:
    /// How long one look has the reader before it is the next one's turn.
    static constexpr std::chrono::milliseconds Turn{10};

    explicit StoreReader(QString file);
    ~StoreReader() override;

    /// Hands `look` over; from any thread, once the file has been opened for writing.
    void post(std::unique_ptr<StoreLook> look);

    /// Closes the file; the next look opens what is there then.
    void close();

Q_SIGNALS:
    void damageFound(const kith::Error &damage);

protected:
    void customEvent(QEvent *event) override;

private:
    void nextTurn();
    void takeStep(std::unique_ptr<StoreLook> look);
    Result<void> open();

    QString m_file;
    std::unique_ptr<Database> m_database; // opened by the first look
    std::deque<std::unique_ptr<StoreLook>> m_looks;
};

template <typename T, typename Run>
Result<bool> StoreLookOf<T, Run>::step(Database &database)
{
    const std::function<bool()> isCancelled = [this] { return isCanceled(); };
    database.interruptWhen(&isCancelled);
    auto done = m_run.step(database, QDeadlineTimer(StoreReader::Turn), isCancelled);
    database.interruptWhen(nullptr);
    if (!done || !*done)
        return done;
    auto answer = m_answer(m_run, database);
    if (!answer)
        return tl::unexpected(answer.error());
    finish(std::move(answer));
    return true;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/search.h"
#include "store/searchrun.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <deque>
#include <memory>

namespace kith {

class Database;

/// A look through the history that may take a while, on its way to the reader and until its future ends.
class StoreLook final {
public:
    explicit StoreLook(SearchQuery query) : m_run(std::move(query)) { m_promise.start(); }
    QFuture<Result<SearchPage>> future() const { return m_promise.future(); }

    bool isCanceled() const { return m_promise.isCanceled(); }
    /// Looks on for a moment; true when it has come to its end. After an error the future has not ended yet.
    Result<bool> step(Database &database);
    /// Ends the future with `error`.
    void fail(const Error &error);

private:
    SearchRun m_run;
    QPromise<Result<SearchPage>> m_promise;
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

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/strongid.h"
#include "core/transfer.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace kith {

class Roster;
class Store;
class WorkerThread;

/// Exports and imports of the history, each on a thread of its own. Belongs to Messenger and lives on its thread.
class Transfers final : public QObject {
    Q_OBJECT

public:
    /// Both are borrowed; `store` null: nothing is kept, and nothing can be exported or imported.
    Transfers(Store *store, Roster &roster, QObject *parent = nullptr);
    ~Transfers() override; ///< Cancels what is under way and waits until it has stopped.

    QFuture<Result<ExportSummary>> exportHistory(const ExportRequest &request);
    QFuture<Result<ImportSummary>> importHistory(const QString &file);

Q_SIGNALS:
    /// Messages were put between others: what is shown of `conversation` must be read again.
    void changed(const kith::ConversationId &conversation);

private:
    struct Job {
        std::function<void()> cancel;
        std::unique_ptr<WorkerThread> thread;
    };
    template <typename Promise>
    WorkerThread *begin(const std::shared_ptr<Promise> &promise, const QString &name);
    void end(WorkerThread *thread);
    void readAnew(std::function<void()> then);

    Store *m_store;
    Roster &m_roster;
    std::vector<Job> m_jobs;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/historyrows.h"
#include "store/storetest.h"
#include "support/diskreplay.h"
#include "support/recordingvfs.h"

#include <QTemporaryDir>

#include <atomic>
#include <memory>
#include <optional>

namespace kith::storetest {

/// A session of the real store in `history.db`, with the record of its disk and what the history was after each step.
class RecordedSession final {
public:
    /// What the history was after one more step.
    struct State {
        quint64 digest;
        qsizetype asked;    ///< The position in the record when the step was asked for.
        qsizetype reported; ///< … when it was reported as kept.
    };

    /// Begins with these files, or with none.
    explicit RecordedSession(const test::DiskReplay::Files &files = {});

    /// The nth sync from now fails. Steps that fail for it are asked for again, as they are from the outbox.
    void failSync(int nth);

    // Each step waits for the one before, so that the history is known after each.
    void open();
    template <typename Ask>
    void step(Ask ask)
    {
        const qsizetype asked = m_vfs->position();
        qsizetype reported = reportedAt(ask()).result();
        for (int again = 0; reported < 0 && again < m_failures; ++again) {
            static_cast<void>(m_store->tryAgain().result()); // as the person asks for in the window
            reported = reportedAt(ask()).result();
        }
        addState(asked, reported);
    }
    /// Many appends at once: the history may stop after any of them.
    void burst(const QList<Message> &messages);
    /// Waits until the index of the search has caught up, and nothing of a removed word is left in it.
    void waitForIndex();
    void end();

    Store &store() { return *m_store; }
    /// Whether everything was kept that was asked for.
    bool isWell() const { return m_isWell; }
    const test::DiskRecord &record() const { return m_record; }
    /// The position at which nothing had happened but what was found.
    qsizetype begin() const { return m_begin; }
    const QList<State> &states() const { return m_states; }
    const HistoryRows &rows() const { return m_rows; }

private:
    QString file() const;
    void check(bool isWell);
    void readFirstState();
    void addState(qsizetype asked, qsizetype reported);
    QList<quint64> readRows();
    // The position at the instant of the report, on the worker; -1: it failed.
    template <typename T>
    QFuture<qsizetype> reportedAt(QFuture<Result<T>> future)
    {
        return future.then(QtFuture::Launch::Sync,
                           [this](const Result<T> &result) { return result ? m_vfs->position() : qsizetype(-1); });
    }

    QTemporaryDir m_directory;
    std::optional<test::RecordingVfs> m_vfs;
    std::unique_ptr<Store> m_store;
    HistoryRows m_rows;
    QList<State> m_states;
    test::DiskRecord m_record;
    qsizetype m_begin = 0;
    int m_failures = 0; // how often a step may fail
    bool m_isWell = true;
};

} // namespace kith::storetest

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/future.h"
#include "core/storehealth.h"

#include <QFuture>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <deque>
#include <functional>
#include <optional>

namespace kith {

class Store;

/// Hands writes to the store, in order. What a full or failing disk refuses waits here, everything that comes later
/// behind it, and is written when the disk takes it.
class Keeper final : public QObject {
    Q_OBJECT

public:
    /// How soon a disk that was full is tried again, at first and after many times.
    static constexpr std::chrono::milliseconds FirstPause{1000};
    static constexpr std::chrono::milliseconds LongestPause{5000};
    /// Of our own messages, no more than this waits.
    static constexpr qint64 MaxBytes = 4 * 1024 * 1024;

    /// `store` is borrowed and not null.
    explicit Keeper(Store &store, QObject *parent = nullptr);

    /// Asks the store by `write`, at once or when what came before is kept, as often as it takes; then calls `then`
    /// with the result. Should it have to wait, `delayed` is called first, once, with the reason.
    template <typename T>
    void keep(std::function<QFuture<Result<T>>(Store &)> write, std::function<void(const Result<T> &)> then,
              std::function<void(const Error &)> delayed = {}, qint64 bytes = 0)
    {
        auto job = std::make_shared<Job>();
        job->bytes = bytes;
        job->delayed = std::move(delayed);
        job->run = [this, self = job.get(), write = std::move(write), then = std::move(then)] {
            whenFinished(write(m_store), this,
                         [this, owner = self->shared_from_this(), then](const Result<T> &result) {
                             if (!ended(owner, result ? nullptr : &result.error()))
                                 return;
                             owner->run = {}; // with what it wrote, before more of that is asked for
                             then(result);
                         });
        };
        add(std::move(job));
    }
    /// Tries now what waits; after WriteFailed only this does.
    void tryAgain();

    StoreHealth health() const { return m_health; }
    /// Why there is waiting; none while all is fine.
    const std::optional<Error> &reason() const { return m_reason; }
    /// Whether so much waits that no more should be taken from the person.
    bool isFull() const { return m_bytes >= MaxBytes; }

Q_SIGNALS:
    void healthChanged(kith::StoreHealth health);

private:
    struct Job : std::enable_shared_from_this<Job> {
        quint64 number = 0;
        qint64 bytes = 0;
        std::function<void()> run;
        std::function<void(const Error &)> delayed;
    };

    void add(std::shared_ptr<Job> job);
    /// Whether the job is over: kept, or refused for a reason that waiting does not mend.
    bool ended(const std::shared_ptr<Job> &job, const Error *error);
    void wait(std::shared_ptr<Job> job, const Error &reason);
    void runNext();
    void retryLater();
    void setHealth(StoreHealth health);

    Store &m_store;
    StoreHealth m_health = StoreHealth::Fine;
    std::optional<Error> m_reason;
    std::deque<std::shared_ptr<Job>> m_waiting; ///< By number.
    quint64 m_lastNumber = 0;
    qint64 m_bytes = 0; ///< Of those that wait.
    bool m_isTrying = false;
    QTimer m_retryTimer;
};

} // namespace kith

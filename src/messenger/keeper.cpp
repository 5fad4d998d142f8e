// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/keeper.h"

#include "store/store.h"

#include <algorithm>

namespace kith {

namespace {

/// What a failure says about the disk; Fine: nothing.
StoreHealth healthAfter(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::StoreFull:
        return StoreHealth::Full;
    case Error::Kind::StoreReadOnly:
        return StoreHealth::ReadOnly;
    case Error::Kind::StoreDiskFailed:
        return StoreHealth::WriteFailed;
    default:
        return StoreHealth::Fine;
    }
}

} // namespace

Keeper::Keeper(Store &store, QObject *parent) : QObject(parent), m_store(store)
{
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setInterval(FirstPause / 2); // doubled each time
    connect(&m_retryTimer, &QTimer::timeout, this, &Keeper::tryAgain);
}

void Keeper::add(std::shared_ptr<Job> job)
{
    job->number = ++m_lastNumber;
    if (m_health != StoreHealth::Fine)
        wait(std::move(job), *m_reason);
    else
        job->run();
}

bool Keeper::ended(const std::shared_ptr<Job> &job, const Error *error)
{
    const StoreHealth health = error ? healthAfter(*error) : StoreHealth::Fine;
    const bool isNext = !m_waiting.empty() && m_waiting.front() == job;
    if (health != StoreHealth::Fine) {
        m_isTrying = false;
        m_reason = *error;
        setHealth(health);
        if (!isNext)
            wait(job, *error);
        retryLater();
        return false;
    }
    if (!isNext)
        return true;
    m_waiting.pop_front();
    m_bytes -= job->bytes;
    // After the caller has heard of this one.
    QMetaObject::invokeMethod(this, &Keeper::runNext, Qt::QueuedConnection);
    return true;
}

void Keeper::wait(std::shared_ptr<Job> job, const Error &reason)
{
    const auto behind = std::find_if(m_waiting.begin(), m_waiting.end(),
                                     [&](const auto &other) { return other->number > job->number; });
    m_bytes += job->bytes;
    const auto delayed = job->delayed;
    m_waiting.insert(behind, std::move(job));
    if (delayed)
        delayed(reason);
}

void Keeper::tryAgain()
{
    if (m_health == StoreHealth::Fine || m_isTrying)
        return;
    m_retryTimer.stop();
    m_isTrying = true;
    whenFinished(m_store.tryAgain(), this, [this](const Result<void> &works) {
        if (works)
            return runNext();
        const StoreHealth health = healthAfter(works.error());
        m_isTrying = false;
        m_reason = works.error();
        if (health != StoreHealth::Fine)
            setHealth(health);
        retryLater();
    });
}

/// A little later each time; a disk that failed is tried again only when somebody asks for it.
void Keeper::retryLater()
{
    if (m_health != StoreHealth::WriteFailed && !m_retryTimer.isActive())
        m_retryTimer.start(std::min(m_retryTimer.intervalAsDuration() * 2, LongestPause));
}

void Keeper::runNext()
{
    if (!m_waiting.empty()) {
        m_waiting.front()->run();
        static_cast<void>(m_store.commitNow()); // the next one waits for it
        return;
    }
    m_isTrying = false;
    m_reason.reset();
    m_retryTimer.setInterval(FirstPause / 2);
    setHealth(StoreHealth::Fine);
}

void Keeper::setHealth(StoreHealth health)
{
    if (m_health == health)
        return;
    m_health = health;
    Q_EMIT healthChanged(health);
}

} // namespace kith

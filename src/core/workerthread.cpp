// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workerthread.h"

#include <QSemaphore>

#include <optional>

#ifdef Q_OS_LINUX
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace kith {

namespace {

/// An environment variable that has another value for a while.
class ScopedVariable {
public:
    ScopedVariable(const char *name, const QByteArray &value) : m_name(name)
    {
        if (qEnvironmentVariableIsSet(name))
            m_before = qgetenv(name);
        qputenv(name, value);
    }
    ~ScopedVariable()
    {
        if (m_before)
            qputenv(m_name, *m_before);
        else
            qunsetenv(m_name);
    }
    ScopedVariable(const ScopedVariable &) = delete;
    ScopedVariable &operator=(const ScopedVariable &) = delete;

private:
    const char *m_name;
    std::optional<QByteArray> m_before;
};

} // namespace

void becomePatient()
{
#ifdef Q_OS_LINUX
    const sched_param parameters{};
    pthread_setschedparam(pthread_self(), SCHED_BATCH, &parameters); // refused: all works, a little slower
#endif
}

void becomeModest()
{
#ifdef Q_OS_LINUX
    // Not SCHED_IDLE: on a busy machine that would never run, and others may wait for a lock that it holds.
    constexpr int Niceness = 15;
    constexpr int OfThisThread = 0;
    setpriority(PRIO_PROCESS, id_t(syscall(SYS_gettid)), Niceness);
    constexpr int ProcessKind = 1;     // IOPRIO_WHO_PROCESS
    constexpr int IdleClass = 3 << 13; // IOPRIO_CLASS_IDLE
    syscall(SYS_ioprio_set, ProcessKind, OfThisThread, IdleClass);
#endif
}

WorkerThread::WorkerThread(const QString &name)
{
    m_thread.setObjectName(name);
    // Qt asks this variable when a thread begins, and offers no other public way to choose; the dispatcher stands
    // when started() is emitted. GUI thread and desktop integration keep GLib.
    const ScopedVariable noGlib("QT_NO_GLIB", "1");
    QSemaphore running;
    const auto begun = [&running] {
        becomePatient();
        running.release();
    };
    QObject::connect(&m_thread, &QThread::started, &m_thread, begun, Qt::DirectConnection);
    m_thread.start();
    running.acquire();
}

WorkerThread::~WorkerThread()
{
    m_thread.quit();
    m_thread.wait();
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workerthread.h"

#include <QObject>

#include <memory>
#include <optional>

namespace kith {

/// The thread on which all transports and links live; the discovery has another.
///
/// Connect to their signals by Qt::QueuedConnection: then whoever hears one may command what sent it, wherever it lives.
class NetworkThread {
public:
    /// Here: the thread that makes it. That saves each message two changes of thread, in a program without a window that
    /// must not wait for the network. What is adopted then works while the thread's event loop runs.
    enum class Where { Beside, Here };

    explicit NetworkThread(const QString &name = QStringLiteral("network"));
    explicit NetworkThread(Where where);
    /// Ends the thread and destroys what was adopted, what was released first.
    ~NetworkThread();
    NetworkThread(const NetworkThread &) = delete;
    NetworkThread &operator=(const NetworkThread &) = delete;

    /// Moves `object` to the thread. The pointer stays valid until release().
    template <typename Object>
    Object *adopt(std::unique_ptr<Object> object)
    {
        take(object.get());
        return object.release();
    }
    /// Destroys `object` on its thread once the events already queued to it have run.
    void release(QObject *object);

private:
    void take(QObject *object);

    void start(const QString &name);

    std::optional<WorkerThread> m_worker; // none: here
    QObject m_adoptedHere;                // the parent
};

} // namespace kith

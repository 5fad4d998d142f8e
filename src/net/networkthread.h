// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workerthread.h"

#include <memory>

namespace kith {

/// The thread on which all transports and links live; the discovery has another.
class NetworkThread {
public:
    explicit NetworkThread(const QString &name = QStringLiteral("network"));
    // Its end ends the thread and destroys what was adopted and not yet released.

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

    WorkerThread m_worker;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/networkthread.h"

namespace kith {

void NetworkThread::take(QObject *object)
{
    object->moveToThread(m_worker.thread());
    // finished() is emitted on the thread itself, and deferred deletions still run after it.
    QObject::connect(m_worker.thread(), &QThread::finished, object, &QObject::deleteLater);
}

void NetworkThread::release(QObject *object)
{
    object->deleteLater();
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/networkthread.h"

#include "net/transport.h"

namespace kith {

Transport *NetworkThread::adopt(std::unique_ptr<Transport> transport)
{
    transport->moveToThread(m_worker.thread());
    // finished() is emitted on the thread itself, and deferred deletions still run after it.
    QObject::connect(m_worker.thread(), &QThread::finished, transport.get(), &QObject::deleteLater);
    return transport.release();
}

void NetworkThread::release(Transport *transport)
{
    transport->deleteLater();
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/networkthread.h"

#include <QCoreApplication>
#include <QThreadStorage>

#include <openssl/crypto.h>

namespace kith {

namespace {

/// What OpenSSL keeps for each thread that used it. It lets go of it by itself when the thread is gone from the system,
/// which may be after the program's end has begun, because QThread::wait() does not wait for that.
struct CryptoState {
    CryptoState() = default;
    ~CryptoState() { OPENSSL_thread_stop(); }
    Q_DISABLE_COPY_MOVE(CryptoState)
};

} // namespace

NetworkThread::NetworkThread(const QString &name)
{
    start(name);
}

NetworkThread::NetworkThread(Where where)
{
    if (where == Where::Beside)
        start(QStringLiteral("network"));
}

NetworkThread::~NetworkThread()
{
    if (!m_worker) // what was released may know what was not, and nobody may wait in the event loop any more
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void NetworkThread::start(const QString &name)
{
    m_worker.emplace(name);
    static QThreadStorage<CryptoState *> storage;
    // On the thread itself. QThread clears its storage when all that was adopted is destroyed, and before it says that it
    // has ended.
    const auto ending = [] { storage.setLocalData(new CryptoState); };
    QObject::connect(m_worker->thread(), &QThread::finished, m_worker->thread(), ending, Qt::DirectConnection);
}

void NetworkThread::take(QObject *object)
{
    if (!m_worker)
        return object->setParent(&m_adoptedHere);
    object->moveToThread(m_worker->thread());
    // finished() is emitted on the thread itself, and deferred deletions still run after it.
    QObject::connect(m_worker->thread(), &QThread::finished, object, &QObject::deleteLater);
}

void NetworkThread::release(QObject *object)
{
    object->deleteLater();
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/networkthread.h"

#include "net/transport.h"

#include <QSemaphore>

#include <optional>

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

NetworkThread::NetworkThread()
{
    m_thread.setObjectName(QStringLiteral("network"));
    // Qt asks this variable when a thread begins, and offers no other public way to choose; the dispatcher stands
    // when started() is emitted. GUI thread and desktop integration keep GLib.
    const ScopedVariable noGlib("QT_NO_GLIB", "1");
    QSemaphore running;
    QObject::connect(
        &m_thread, &QThread::started, &m_thread, [&running] { running.release(); }, Qt::DirectConnection);
    m_thread.start();
    running.acquire();
}

NetworkThread::~NetworkThread()
{
    m_thread.quit();
    m_thread.wait();
}

Transport *NetworkThread::adopt(std::unique_ptr<Transport> transport)
{
    transport->moveToThread(&m_thread);
    // finished() is emitted on the thread itself, and deferred deletions still run after it.
    QObject::connect(&m_thread, &QThread::finished, transport.get(), &QObject::deleteLater);
    return transport.release();
}

void NetworkThread::release(Transport *transport)
{
    transport->deleteLater();
}

} // namespace kith

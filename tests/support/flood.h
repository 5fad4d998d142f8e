// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/residentmemory.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

namespace kith::test {

constexpr qint64 Megabyte = 1024 * 1024;

/// Connects to `port` and sends so much without a pause; for a thread of its own.
inline void flood(quint16 port, int megabytes)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.waitForConnected();
    const QByteArray chunk(256 * 1024, 'x');
    for (qint64 sent = 0; sent < megabytes * Megabyte; sent += chunk.size()) {
        socket.write(chunk);
        while (socket.bytesToWrite() > chunk.size() && socket.waitForBytesWritten()) {
        }
    }
    while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten()) {
    }
    socket.disconnectFromHost();
}

/// Feels, every ten milliseconds, whether this thread's event loop answers and how much memory the process holds.
class Pulse {
public:
    Pulse() : m_before(residentBytes()), m_most(m_before)
    {
        m_timer.setInterval(10);
        m_timer.callOnTimeout(&m_timer, [this] {
            m_worstGap = std::max(m_worstGap, m_clock.restart());
            m_most = std::max(m_most, residentBytes());
        });
        m_clock.start();
        m_timer.start();
    }
    qint64 worstGapMilliseconds() const { return m_worstGap; }
    qint64 growthBytes() const { return m_most - m_before; }

private:
    qint64 m_before;
    qint64 m_most;
    qint64 m_worstGap = 0;
    QElapsedTimer m_clock;
    QTimer m_timer;
};

} // namespace kith::test

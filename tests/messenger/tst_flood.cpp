// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/node.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTcpSocket>
#include <QTimer>

#include <thread>
#include <unistd.h>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    return file.readAll().split(' ').at(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

} // namespace

class TestFlood : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHundredMegabytesWithoutAPauseCostLittle()
    {
        constexpr qint64 Megabyte = 1024 * 1024;
        constexpr int Megabytes = 100;
        Node node;
        const quint16 port = node.host().port();

        // The other side warms the path with one message, so that only the flood is measured.
        const auto flood = [port](int megabytes) {
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
        };
        const auto bytesReceived = [&node] {
            qint64 sum = 0;
            for (const auto &arguments : node.added) {
                const auto message = arguments.first().value<Message>();
                sum += message.kind == Message::Kind::Text ? message.bytes : 0;
            }
            return sum;
        };
        std::jthread first(flood, 2);
        QTRY_COMPARE(bytesReceived(), 2 * Megabyte);

        const qint64 before = residentBytes();
        qint64 most = before;
        qint64 worstGap = 0;
        QElapsedTimer beat;
        QTimer heart;
        heart.setInterval(10);
        heart.callOnTimeout(&heart, [&] {
            worstGap = std::max(worstGap, beat.restart());
            most = std::max(most, residentBytes());
        });
        beat.start();
        heart.start();
        std::jthread second(flood, Megabytes);
        QTRY_COMPARE_WITH_TIMEOUT(bytesReceived(), (Megabytes + 2) * Megabyte, 60'000);

        qInfo("grew %.1f MiB at most, worst gap %lld ms", double(most - before) / Megabyte, worstGap);
        QVERIFY2(worstGap < 200, qPrintable(u"%1 ms"_s.arg(worstGap)));
#ifndef __SANITIZE_ADDRESS__ // whose quarantine keeps what was freed
        QVERIFY2(most - before < 8 * Megabyte, qPrintable(u"%1 bytes"_s.arg(most - before)));
#endif
    }
};

QTEST_GUILESS_MAIN(TestFlood)
#include "tst_flood.moc"

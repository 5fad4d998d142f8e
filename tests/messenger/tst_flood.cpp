// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/flood.h"
#include "support/node.h"
#include "support/sanitizers.h"

#include <thread>

using namespace kith;
using namespace kith::test;

class TestFlood : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHundredMegabytesWithoutAPauseCostLittle()
    {
        constexpr int Megabytes = 100;
        Node node;
        const quint16 port = node.host().port();
        const auto bytesReceived = [&node] {
            qint64 sum = 0;
            for (const auto &arguments : node.added) {
                const auto message = arguments.first().value<Message>();
                sum += message.kind == Message::Kind::Text ? message.bytes : 0;
            }
            return sum;
        };
        std::jthread first(flood, port, 2); // warms the path, so that only the flood is measured
        QTRY_COMPARE(bytesReceived(), 2 * Megabyte);

        const Pulse pulse;
        std::jthread second(flood, port, Megabytes);
        QTRY_COMPARE_WITH_TIMEOUT(bytesReceived(), (Megabytes + 2) * Megabyte, 60'000);
        qInfo("grew %.1f MiB at most, worst gap %lld ms", double(pulse.growthBytes()) / Megabyte,
              pulse.worstGapMilliseconds());
        QVERIFY(!WaitsCount || pulse.worstGapMilliseconds() < 200);
        QVERIFY(!FiguresCount || pulse.growthBytes() < 8 * Megabyte);
    }
};

QTEST_GUILESS_MAIN(TestFlood)
#include "tst_flood.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/person.h"
#include "support/flood.h"
#include "support/sanitizers.h"

#include <thread>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

class TestFloodedWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersWhileAHundredMegabytesArrive()
    {
        constexpr int Megabytes = 100;
        QTemporaryDir directory;
        Person person(directory.path());
        const HostId host = person.messenger().host(*Endpoint::parse(u"tcp://127.0.0.1:0", Endpoint::Use::Local));
        QTRY_COMPARE(person.messenger().host(host)->state, Host::State::Listening);
        const quint16 port = person.messenger().host(host)->local.port();
        qint64 arrived = 0;
        connect(&person.messenger(), &Messenger::messageAdded, this, [&](const Message &message) {
            arrived += message.bytes;
            person.window().showConversation(message.conversation); // what is flooded is what is looked at
        });
        std::jthread first(flood, port, 2); // warms the path, so that only the flood is measured
        QTRY_COMPARE_WITH_TIMEOUT(arrived, 2 * Megabyte, 20'000);
        QVERIFY(person.waitFor(u"messageView"_s));

        const Pulse pulse;
        std::jthread second(flood, port, Megabytes);
        QTRY_COMPARE_WITH_TIMEOUT(arrived, (Megabytes + 2) * Megabyte, 120'000);
        qInfo("grew %.1f MiB at most, worst gap %lld ms", double(pulse.growthBytes()) / Megabyte,
              pulse.worstGapMilliseconds());
        QVERIFY(pulse.worstGapMilliseconds() < 200);
        QVERIFY(!FiguresCount || pulse.growthBytes() < 8 * Megabyte);
        person.quit();
    }
};

QTEST_MAIN(TestFloodedWindow)
#include "tst_floodedwindow.moc"

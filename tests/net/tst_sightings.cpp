// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/sightings.h"

#include <QTest>

using namespace kith;
using namespace std::chrono_literals;

namespace {

using Clock = Sightings::Clock;
using Kind = Beacon::Kind;

PeerId somebody(int number)
{
    QByteArray bytes(PeerId::Bytes, 'p');
    bytes[0] = char(number >> 8);
    bytes[1] = char(number);
    return PeerId::fromBytes(bytes);
}

platform::Address at(const char *host, quint16 port = 40'000)
{
    return {QHostAddress(QString::fromLatin1(host)), port};
}

Beacon says(Kind kind, quint64 counter, quint64 run = 1)
{
    return {kind, 5'000, somebody(1), counter, run};
}

} // namespace

class TestSightings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPersonComesOnceAndGoesAtOnce()
    {
        const auto news = m_sightings.take(says(Kind::Ask, 10), at("10.0.0.1"), m_start);
        QVERIFY(news.at && news.at->host == QHostAddress(QStringLiteral("10.0.0.1")) && news.at->port == 5'000);
        QVERIFY(!m_sightings.take(says(Kind::Announce, 11), at("10.0.0.1"), m_start + 7s).at);
        QCOMPARE(m_sightings.take(says(Kind::Leave, 12), at("10.0.0.1"), m_start + 8s).gone, QList{somebody(1)});
        QVERIFY(!m_sightings.nextDue());
        QVERIFY(m_sightings.take(says(Kind::Announce, 13), at("10.0.0.1"), m_start + 9s).at);
    }

    void replaysAndCopiesChangeNothing()
    {
        m_sightings.take(says(Kind::Announce, 10), at("10.0.0.1"), m_start);
        for (int second = 1; second <= 14; ++second) { // would otherwise keep it alive
            QVERIFY(!m_sightings.take(says(Kind::Announce, 10), at("10.0.0.1"), m_start + 1s * second).fresh);
            QVERIFY(!m_sightings.take(says(Kind::Announce, 10), at("10.0.0.2"), m_start + 1s * second).fresh);
            QVERIFY(!m_sightings.take(says(Kind::Ask, 9), at("10.0.0.1"), m_start + 1s * second).fresh);
        }
        QCOMPARE(m_sightings.due(m_start + 15s).gone, QList{somebody(1)});
        for (int hour = 1; hour < 5; ++hour)
            QVERIFY(!m_sightings.take(says(Kind::Announce, 10), at("10.0.0.1"), m_start + 1h * hour).at);
    }

    void aForgerElsewhereChangesNothingOfARealAddress()
    {
        m_sightings.take(says(Kind::Announce, 10), at("10.0.0.1"), m_start);
        const quint64 highest = std::numeric_limits<quint64>::max();
        QVERIFY(m_sightings.take(says(Kind::Leave, highest), at("10.0.0.9"), m_start).gone.isEmpty());
        QVERIFY(m_sightings.take(says(Kind::Announce, highest), at("10.0.0.9"), m_start).at); // to be dialled, too
        QVERIFY(m_sightings.take(says(Kind::Announce, 11), at("10.0.0.1"), m_start + 14s).fresh);
        QVERIFY(m_sightings.due(m_start + 16s).gone.isEmpty());
    }

    void aForgerElsewhereKeepsNoAddressUnheard_data()
    {
        QTest::addColumn<quint64>("run");
        QTest::addColumn<quint64>("first");
        QTest::addRow("once, with the last counter") << quint64(7) << std::numeric_limits<quint64>::max();
        QTest::addRow("again and again") << quint64(7) << (quint64(1) << 63);
        QTest::addRow("with the run of the person") << quint64(1) << (quint64(1) << 63);
        QTest::addRow("with what the person will say next") << quint64(1) << quint64(11);
    }
    void aForgerElsewhereKeepsNoAddressUnheard()
    {
        QFETCH(const quint64, run);
        QFETCH(const quint64, first);
        quint64 forged = first;
        quint64 counter = 10;
        auto now = m_start;
        const auto forge = [&] { m_sightings.take(says(Kind::Announce, forged++, run), at("10.0.0.9"), now); };
        const auto isHeardAt = [&](const char *host) {
            for (int word = 0; word < 2; ++word, now += 8s) {
                forge();
                if (m_sightings.take(says(Kind::Announce, counter++), at(host), now).at)
                    return true;
            }
            return false;
        };
        QVERIFY(isHeardAt("10.0.0.1"));
        QVERIFY(isHeardAt("10.0.0.2")); // where it goes
        now += 1h;
        QVERIFY(isHeardAt("10.0.0.3")); // and where it comes back
    }

    void whoIsSilentIsAskedNoOftenerThanItSpoke()
    {
        m_sightings.take(says(Kind::Announce, 10), at("10.0.0.1", 41'000), m_start);
        QCOMPARE(*m_sightings.nextDue(), m_start + Sightings::AskAfter);
        int asked = 0;
        QList<PeerId> gone;
        for (auto now = m_start; now < m_start + 20s; now += 100ms) {
            const auto due = m_sightings.due(now);
            asked += int(due.ask.size());
            gone += due.gone;
            QVERIFY(now < m_start + Sightings::GoneAfter || !gone.isEmpty());
            QVERIFY(now >= m_start + Sightings::GoneAfter || gone.isEmpty());
        }
        QCOMPARE(asked, 1);
        QCOMPARE(gone, QList{somebody(1)});

        m_sightings.take(says(Kind::Ask, 11), at("10.0.0.1"), m_start + 20s);
        m_sightings.answered(somebody(1), at("10.0.0.1"));
        QVERIFY(m_sightings.due(m_start + 34s).ask.isEmpty()); // its bytes were spent on the answer
    }

    void severalAddressesAreOnePerson()
    {
        for (int number = 1; number <= 3; ++number) {
            const auto from = at(qPrintable(QStringLiteral("10.0.%1.1").arg(number)));
            QVERIFY(m_sightings.take(says(Kind::Announce, quint64(number)), from, m_start + 1s * number).at);
        }
        QCOMPARE(m_sightings.size(), 1);
        QVERIFY(m_sightings.due(m_start + 17s).gone.isEmpty());
        QCOMPARE(m_sightings.due(m_start + 18s).gone, QList{somebody(1)});
        for (int number = 4; number < 20; ++number)
            m_sightings.take(says(Kind::Announce, quint64(number)),
                             at(qPrintable(QStringLiteral("10.0.%1.1").arg(number))), m_start + 18s);
        QCOMPARE(m_sightings.take(says(Kind::Announce, 99), at("10.9.9.9"), m_start + 18s).fresh, false);
    }

    // Such as the two families: announcements come by one of them at a time.
    void whoIsHeardSomewhereIsAskedNowhere()
    {
        quint64 counter = 1;
        int came = 0;
        for (auto now = m_start; now < m_start + 240s; now += 8s) {
            const char *from = counter % 3 == 0 ? "fe80::1" : "10.0.0.1";
            came += m_sightings.take(says(Kind::Announce, counter++), at(from), now).at ? 1 : 0;
            for (auto until = now; until < now + 8s; until += 100ms) {
                const auto due = m_sightings.due(until);
                QVERIFY(due.ask.isEmpty() && due.gone.isEmpty());
            }
            QVERIFY(*m_sightings.nextDue() > now + 8s);
        }
        QCOMPARE(came, 2); // each address once, although one is silent for 24 s
    }

    void anAddressThatIsLeftIsForgotten()
    {
        m_sightings.take(says(Kind::Announce, 1), at("10.0.0.1"), m_start);
        quint64 counter = 2;
        for (auto now = m_start; now <= m_start + 80s; now += 8s) {
            m_sightings.take(says(Kind::Announce, counter++), at("10.0.0.2"), now);
            QVERIFY(m_sightings.due(now).gone.isEmpty());
        }
        QVERIFY(
            m_sightings.take(says(Kind::Announce, counter), at("10.0.0.1"), m_start + 81s).at); // is back there
    }

    void tenThousandFakesLeaveTwoHundredFiftySix()
    {
        int gone = 0;
        for (int number = 0; number < 10'000; ++number) {
            const Beacon fake{Kind::Announce, 5'000, somebody(number), 1, 1};
            gone += int(m_sightings.take(fake, at("10.0.0.9"), m_start + 1ms * number).gone.size());
        }
        QCOMPARE(m_sightings.size(), Sightings::MaxPeers);
        QCOMPARE(gone, 10'000 - int(Sightings::MaxPeers)); // nobody stays in a list for good
        QCOMPARE(m_sightings.clear().size(), Sightings::MaxPeers);
    }

    void init() { m_sightings = {}; }

private:
    Sightings m_sightings;
    const Clock::time_point m_start = Clock::time_point(1000h);
};

QTEST_GUILESS_MAIN(TestSightings)
#include "tst_sightings.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/beacon.h"

#include <QSysInfo>
#include <QTest>

using namespace kith;

namespace {

Beacon example()
{
    return {Beacon::Kind::Announce, 7777, PeerId::fromBytes(QByteArray(32, 'p')), 10, 20};
}

QByteArray patched(qsizetype at, const QByteArray &bytes)
{
    return example().encode().replace(at, bytes.size(), bytes);
}

} // namespace

class TestBeacon : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isUnderstood()
    {
        for (const auto kind :
             {Beacon::Kind::Announce, Beacon::Kind::Ask, Beacon::Kind::Leave, Beacon::Kind::Seek}) {
            Beacon beacon = example();
            beacon.kind = kind;
            beacon.counter = std::numeric_limits<quint64>::max();
            const auto decoded = Beacon::decode(beacon.encode());
            QVERIFY(decoded && *decoded == beacon);
            QCOMPARE(beacon.encode().size(), Beacon::Bytes);
        }
    }

    void anySizeAnswers_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<bool>("valid");
        for (const qsizetype size : {0, 1, 55, 56, 57, 1'200, 1'201, 9'000, 65'507})
            QTest::addRow("%lld", qlonglong(size)) << size << (size >= 56 && size <= 1'200);
    }
    void anySizeAnswers()
    {
        QFETCH(const qsizetype, size);
        QFETCH(const bool, valid);
        const QByteArray datagram = (example().encode() + QByteArray(65'507, 'x')).first(size);
        const auto decoded = Beacon::decode(datagram);
        QCOMPARE(decoded.has_value(), valid);
        QVERIFY(!valid || *decoded == example());
    }

    void refusesWhatIsNone_data()
    {
        QTest::addColumn<QByteArray>("datagram");
        QTest::newRow("magic") << patched(0, "kith");
        QTest::newRow("major 0") << patched(4, QByteArray(1, '\0'));
        QTest::newRow("major 2") << patched(4, "\x02");
        QTest::newRow("kind 0") << patched(5, QByteArray(1, '\0'));
        QTest::newRow("kind 5") << patched(5, "\x05");
        QTest::newRow("kind 255") << patched(5, "\xff");
        QTest::newRow("port 0") << patched(6, QByteArray(2, '\0'));
        QTest::newRow("port 1023") << patched(6, "\x03\xff");
        QTest::newRow("no id") << patched(24, QByteArray(32, '\0'));
    }
    void refusesWhatIsNone()
    {
        QFETCH(const QByteArray, datagram);
        const auto decoded = Beacon::decode(datagram);
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().kind, Error::Kind::BadMessage);
    }

    void saysNothingAboutThePersonOrTheComputer()
    {
        // 56 bytes, each named in the README: the id, the port, the counter, the run. Nothing is left for anything else.
        const QByteArray datagram = example().encode();
        QCOMPARE(datagram.toHex(),
                 QByteArray("4b49544801011e61000000000000000a0000000000000014") + QByteArray(32, 'p').toHex());
        for (const QByteArray &secret : {QSysInfo::machineHostName().toUtf8(), qgetenv("USER"), qgetenv("HOME")})
            QVERIFY(secret.isEmpty() || !datagram.contains(secret));
    }
};

QTEST_GUILESS_MAIN(TestBeacon)
#include "tst_beacon.moc"

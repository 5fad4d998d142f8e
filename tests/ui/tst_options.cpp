// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/options.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesEveryOption()
    {
        const auto asked = Options::parse({u"kith"_s, u"--profile"_s, u"p/"_s, u"--host"_s, u"tcp://0.0.0.0:0"_s,
                                           u"--host"_s, u"tcp://[::1]:8081"_s, u"--join"_s, u"tcp://10.0.0.1:1"_s,
                                           u"--join"_s, u"kith://10.0.0.1:1"_s, u"--direct"_s,
                                           u"udp://10.0.0.1:2"_s, u"--bind"_s, u"udp://*:3"_s});
        const auto *options = std::get_if<Options>(&asked);
        QVERIFY(options);
        QCOMPARE(options->profile, u"p/"_s);
        QCOMPARE(options->hosts.size(), 2);
        QCOMPARE(options->hosts.first().port(), quint16(0));
        QCOMPARE(options->joins.first().toString(), u"tcp://10.0.0.1:1"_s);
        QCOMPARE(options->joins.size(), 1);
        QCOMPARE(options->encryptedJoins, options->joins);
        QCOMPARE(options->direct->remote.toString(), u"udp://10.0.0.1:2"_s);
        QCOMPARE(options->direct->local.port(), quint16(3));
    }

    void refusesWhatIsWrong_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown") << QStringList{u"--nonsense"_s} << u"nonsense"_s;
        QTest::newRow("no value") << QStringList{u"--host"_s} << u"host"_s;
        QTest::newRow("stray word") << QStringList{u"hello"_s} << u"hello"_s;
        QTest::newRow("port too high") << QStringList{u"--host"_s, u"tcp://127.0.0.1:99999"_s} << u"99999"_s;
        QTest::newRow("join port 0") << QStringList{u"--join"_s, u"tcp://127.0.0.1:0"_s} << u"“0”"_s;
        QTest::newRow("encrypted port") << QStringList{u"--join"_s, u"kith://127.0.0.1:0"_s} << u"“0”"_s;
        QTest::newRow("wrong scheme") << QStringList{u"--join"_s, u"udp://127.0.0.1:1"_s} << u"udp"_s;
        QTest::newRow("no scheme") << QStringList{u"--direct"_s, u"127.0.0.1"_s} << u"127.0.0.1"_s;
        QTest::newRow("bind alone") << QStringList{u"--bind"_s, u"udp://127.0.0.1:1"_s} << u"--direct"_s;
    }
    void refusesWhatIsWrong()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, named);
        const auto asked = Options::parse(QStringList{u"kith"_s} + arguments);
        const auto *answer = std::get_if<Options::Answer>(&asked);
        QVERIFY(answer);
        QCOMPARE(answer->status, 2);
        QVERIFY2(answer->text.contains(named), qPrintable(answer->text));
    }

    void answersHelpAndVersion()
    {
        const auto help = Options::parse({u"kith"_s, u"--help"_s});
        QCOMPARE(std::get<Options::Answer>(help).status, 0);
        for (const QString &option : {u"--profile"_s, u"--host"_s, u"--join"_s, u"--direct"_s, u"--bind"_s})
            QVERIFY(std::get<Options::Answer>(help).text.contains(option));
        const auto version = Options::parse({u"kith"_s, u"--version"_s});
        QVERIFY(std::get<Options::Answer>(version).text.startsWith(u"kith "_s));
    }
};

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"

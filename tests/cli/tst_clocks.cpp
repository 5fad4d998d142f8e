// SPDX-License-Identifier: GPL-3.0-or-later
// Computers whose clocks are wrong, or are set while people talk: real programs under libfaketime.
#include "cli/person.h"

#include <QFile>
#include <QTemporaryDir>

using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Messages = 30;

QString fakeClock()
{
    for (const char *place :
         {"x86_64-linux-gnu", "aarch64-linux-gnu", "arm-linux-gnueabihf", "riscv64-linux-gnu"}) {
        const QString file = u"/usr/lib/%1/faketime/libfaketimeMT.so.1"_s.arg(QLatin1String(place));
        if (QFile::exists(file))
            return file;
    }
    return {};
}

} // namespace

class TestClocks : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    int m_profiles = 0;

    QStringList as(const QString &name, const QStringList &rest)
    {
        const QString profile = m_directory.filePath(QString::number(++m_profiles)) + u'/';
        const QStringList common{u"--profile"_s, profile, u"--json"_s, u"--no-discovery"_s,
                                 u"--port"_s,    u"0"_s,  u"--name"_s, name};
        return common + rest;
    }
    /// A clock that shows what `file` says: "@2038-01-19 00:00:00", "+1d". Only the clock of the day: what waits and
    /// counts seconds goes by the other one.
    static QProcessEnvironment clockIn(const QString &file)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"LD_PRELOAD"_s, fakeClock());
        environment.insert(u"FAKETIME_TIMESTAMP_FILE"_s, file);
        environment.insert(u"FAKETIME_NO_CACHE"_s, u"1"_s);
        environment.insert(u"FAKETIME_DONT_FAKE_MONOTONIC"_s, u"1"_s);
        return environment;
    }
    static void set(const QString &file, const QString &clock)
    {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(clock.toUtf8() + '\n');
    }
    /// Both write, and each reads it all, in order.
    static void talk(Person &ann, Person &bob, int from)
    {
        for (int i = from; i < from + Messages; ++i) {
            ann.write(bob, u"a %1"_s.arg(i));
            bob.write(ann, u"b %1"_s.arg(i));
        }
        QVERIFY(bob.hears(u"a %1"_s.arg(from + Messages - 1)));
        QVERIFY(ann.hears(u"b %1"_s.arg(from + Messages - 1)));
        QCOMPARE(textsOf(ann), numbered(u'b', from + Messages));
        QCOMPARE(textsOf(bob), numbered(u'a', from + Messages));
    }
    static QStringList textsOf(const Person &person)
    {
        QStringList texts;
        for (const QJsonObject &message : person.events(u"message"_s))
            texts.append(message.value("text"_L1).toString());
        return texts;
    }
    static QStringList numbered(QChar who, int count)
    {
        QStringList texts;
        for (int i = 0; i < count; ++i)
            texts.append(u"%1 %2"_s.arg(who).arg(i));
        return texts;
    }

private Q_SLOTS:
    void initTestCase()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("AddressSanitizer and libfaketime both want to be loaded first; the suite as released runs it");
#endif
        if (fakeClock().isEmpty())
            QSKIP("libfaketime is not installed (Debian: faketime)");
    }

    void wrongClocksChangeNothing_data()
    {
        QTest::addColumn<QString>("clock");
        QTest::addColumn<QString>("year");
        QTest::newRow("1970") << u"@1970-01-02 00:00:00"_s << u"1970"_s;
        QTest::newRow("2038") << u"@2038-01-19 03:14:00"_s << u"2038"_s; // past 2^31 seconds while they talk
        QTest::newRow("2100") << u"@2100-03-01 00:00:00"_s << u"2100"_s;
    }
    void wrongClocksChangeNothing()
    {
        QFETCH(const QString, clock);
        QFETCH(const QString, year);
        const QString file = m_directory.filePath(u"clock"_s);
        set(file, clock);
        Person ann(as(u"Ann"_s, {u"nearby"_s}));
        Person bob(as(u"Bob"_s, {u"join"_s, ann.invitation()}), clockIn(file));
        befriend(ann, bob);
        talk(ann, bob, 0);
        // The clock was the wrong one, and each shows its own.
        const QString there = bob.waitFor(u"message"_s).value("time"_L1).toString();
        QVERIFY2(there.startsWith(year), qPrintable(there));
        QVERIFY(!ann.waitFor(u"message"_s).value("time"_L1).toString().startsWith(year));
        QVERIFY(ann.leaves() && bob.leaves());
    }

    void aClockThatIsSetMeanwhileChangesNothing()
    {
        const QString file = m_directory.filePath(u"clock"_s);
        set(file, u"+0"_s);
        Person ann(as(u"Ann"_s, {u"nearby"_s}), clockIn(file));
        Person bob(as(u"Bob"_s, {u"join"_s, ann.invitation()}));
        befriend(ann, bob);
        int from = 0;
        for (const QString &clock : {u"+1d"_s, u"-1d"_s, u"+0"_s}) {
            set(file, clock);
            talk(ann, bob, from);
            from += Messages;
        }
        QVERIFY(ann.events(u"offline"_s).isEmpty() && bob.events(u"offline"_s).isEmpty());
        QVERIFY(ann.leaves() && bob.leaves());
    }
};

QTEST_GUILESS_MAIN(TestClocks)
#include "tst_clocks.moc"

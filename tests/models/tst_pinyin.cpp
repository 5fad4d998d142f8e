// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pinyin.h"

#include <QElapsedTimer>
#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestPinyin : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsANameByItsSound_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("found");
        const auto row = [](const QString &name, const QString &typed, bool found) {
            QTest::addRow("%s: %s", qPrintable(name), qPrintable(typed)) << name << typed << found;
        };
        for (const QString &typed :
             {u"z"_s, u"zw"_s, u"zh"_s, u"zhw"_s, u"zhang"_s, u"zhangw"_s, u"zhangwei"_s, u"zwei"_s, u"w"_s,
              u"we"_s, u"ZW"_s, u"ｚｗ"_s, u"zhang wei"_s, u"zhang'wei"_s, u"张w"_s, u"z伟"_s})
            row(u"张伟"_s, typed, true);
        for (const QString &typed :
             {u""_s, u" "_s, u"wz"_s, u"zhanw"_s, u"zhangweix"_s, u"zww"_s, u"hang"_s, u"ei"_s, u"b"_s, u"1"_s})
            row(u"张伟"_s, typed, false);
        row(u"Bob张"_s, u"bobz"_s, true);
        row(u"Bob张"_s, u"oz"_s, false); // letters stand for themselves
        row(u"Bob张"_s, u"ＢＯＢ"_s, true);
        row(u"张Bob伟"_s, u"zbobw"_s, true);
        row(u"单田芳"_s, u"stf"_s, true);   // as a name
        row(u"简单"_s, u"jiandan"_s, true); // and as a word
        row(u"朴树"_s, u"piaoshu"_s, true);
        row(u"吕布"_s, u"lvbu"_s, true);
        row(u"吕布"_s, u"lb"_s, true);
        row(u"西安"_s, u"xi'an"_s, true);
        row(u"王小明"_s, u"xm"_s, true);  // from the middle, too
        row(u"王小明"_s, u"wm"_s, false); // but without gaps
        row(u"張偉"_s, u"zw"_s, true);    // traditional
        row(u"204室 李雷"_s, u"204sll"_s, true);
        row(u"Bob"_s, u"b"_s, true);
        row(u"たなか"_s, u"t"_s, false);
    }
    void findsANameByItsSound()
    {
        QFETCH(QString, name);
        QFETCH(QString, typed);
        QFETCH(bool, found);
        QCOMPARE(m_pinyin.matches(name, typed), found);
    }

    void spellsAName()
    {
        QCOMPARE(m_pinyin.full(u"张伟"), u"zhangwei"_s);
        QCOMPARE(m_pinyin.initials(u"张伟"), u"zw"_s);
        QCOMPARE(m_pinyin.full(u"曾国"), u"zengguo"_s);
        QCOMPARE(m_pinyin.initials(u"Ｂｏｂ 张"), u"bobz"_s);
        QCOMPARE(m_pinyin.full(u"𠮷野"), u"𠮷ye"_s); // what has no reading stays
    }

    void takesAnyNameWhateverItsLength()
    {
        const QString longest = u"中"_s.repeated(100'000);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!m_pinyin.matches(longest, u"z"_s.repeated(100'000)));
        QVERIFY(m_pinyin.matches(longest, u"zzz"));
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
        const char16_t broken[] = {0xD800, u'张', 0xDC00, 0};
        QVERIFY(m_pinyin.matches(QStringView(broken), u"z"));
    }

    void findsAmongThousandsBetweenTwoKeys()
    {
        QStringList names;
        for (int i = 0; i < 5000; ++i)
            names += QString(QChar(0x4e00 + i)) + QChar(0x5e00 + i % 4000) + QChar(0x6200 + i % 3000);
        for (const QString &name : std::as_const(names)) // ICU is asked once for each character
            m_pinyin.matches(name, u"zw");
        QElapsedTimer timer;
        timer.start();
        qsizetype found = 0;
        for (const QString &name : std::as_const(names))
            found += m_pinyin.matches(name, u"zw") ? 1 : 0;
        qInfo("%lld of %lld names in %lld ms", qlonglong(found), qlonglong(names.size()), timer.elapsed());
        QVERIFY(found > 0 && found < names.size());
        QVERIFY(timer.elapsed() < 500);
    }

private:
    Pinyin m_pinyin;
};

QTEST_GUILESS_MAIN(TestPinyin)
#include "tst_pinyin.moc"

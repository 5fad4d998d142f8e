// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lookalike.h"
#include "core/nickname.h"

#include <QHash>
#include <QRandomGenerator>
#include <QTest>
#include <QTextBoundaryFinder>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

/// What a person may take for each letter.
const QHash<QChar, QString> &confusable()
{
    static const QHash<QChar, QString> all = {
        {u'a', u"\u0430\u03B1\uFF41"_s},    {u'c', u"\u0441\uFF43\u03F2"_s},
        {u'e', u"\u0435\uFF45\u212F"_s},    {u'i', u"\u0456\uFF49\u2170"_s},
        {u'l', u"I1|\u2113\uFF4C\u217C"_s}, {u'o', u"0\u043E\u03BF\u0585\uFF4F"_s},
        {u'p', u"\u0440\uFF50\u03C1"_s},    {u's', u"\u0455\uFF53"_s},
        {u'x', u"\u0445\uFF58\u2179"_s},    {u'y', u"\u0443\uFF59"_s},
        {u'j', u"\u0458\uFF4A"_s},          {u'A', u"\u0410\u0391\uFF21"_s},
        {u'B', u"\u0412\u0392\uFF22"_s},    {u'H', u"\u041D\u0397\uFF28"_s},
        {u'M', u"\u041C\u039C\uFF2D"_s},    {u'O', u"0\u041E\u039F\uFF2F"_s},
        {u'P', u"\u0420\u03A1\uFF30"_s},    {u'T', u"\u0422\u03A4\uFF34"_s}};
    return all;
}

QStringList lookalikesOf(const QString &name)
{
    QStringList all = {name + u'.', name + u' ', u'.' + name, name + u'\u00AD', name.toUpper(), u'\u200B' + name};
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QString others = confusable().value(name[i]);
        for (const QChar other : others)
            all.append(QString(name).replace(i, 1, other));
    }
    return all;
}

} // namespace

class TestNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleansANickname_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("clean");
        QTest::newRow("plain") << u"Alice"_s << u"Alice"_s;
        QTest::newRow("chinese") << u"张伟"_s << u"张伟"_s;
        QTest::newRow("emoji") << u"Bob 🎈"_s << u"Bob 🎈"_s;
        QTest::newRow("spaces") << u"  a \t\n b\u00A0\u3000c "_s << u"a b c"_s;
        QTest::newRow("control") << u"a\u0007b\u0085c\u0000d"_s << u"ab cd"_s;
        QTest::newRow("direction") << u"\u202Eecila\u202C\u2066\u2069\u200E\u200F\u061C"_s << u"ecila"_s;
        QTest::newRow("invisible") << u"a\u200B\u00AD\uFE0F\u034F\u115F\u3164\uFFA0\u2800b\U000E0041"_s << u"ab"_s;
        QTest::newRow("nothing to see") << u"\u200B \u3164\u2800"_s << QString();
        QTest::newRow("private use") << u"a\uE000\U000F0000b"_s << u"ab"_s;
        QTest::newRow("noncharacter") << u"a\uFDD0b"_s << u"ab"_s;
        QTest::newRow("lone surrogate") << QString(u"a"_s + QChar(0xD800) + u'b') << u"ab"_s;
        QTest::newRow("composed") << u"e\u0301"_s << u"é"_s;
        QTest::newRow("many marks") << u"x"_s + QString(100, u'\u0332') << u"x\u0332\u0332\u0332"_s;
        QTest::newRow("check marks") << u"Alice ✓✔✅☑🔒🛡"_s << u"Alice"_s;
        QTest::newRow("too long") << QString(1000, u'a') << QString(32, u'a');
        QTest::newRow("long in emoji") << u"😀"_s.repeated(40) << u"😀"_s.repeated(32);
        QTest::newRow("one endless syllable") << QString(1000, u'\u1100') << QString();
    }
    void cleansANickname()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, clean);
        QCOMPARE(cleanNickname(name), clean);
        QCOMPARE(cleanNickname(clean), clean);
    }

    void aCleanNicknameStaysWhatItIs()
    {
        QRandomGenerator random(1);
        for (int i = 0; i < 20'000; ++i) {
            QString name;
            for (int n = random.bounded(60); n > 0; --n) {
                const int plane = random.bounded(4);
                name += QChar::fromUcs4(plane == 0   ? char32_t(random.bounded(0x20, 0x7F))
                                        : plane == 1 ? char32_t(random.bounded(0x300, 0x370))
                                        : plane == 2 ? char32_t(random.bounded(0xD800))
                                                     : char32_t(random.bounded(0x10000, 0x110000)));
            }
            const QString clean = cleanNickname(name);
            QCOMPARE(cleanNickname(clean), clean);
            QVERIFY(clean.size() <= MaxNicknameLength);
            QVERIFY(clean.toUtf8().size() <= 3 * MaxNicknameLength);
            QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, clean);
            int characters = 0;
            while (finder.toNextBoundary() >= 0)
                ++characters;
            QVERIFY(characters <= MaxNicknameCharacters);
        }
    }

    void tellsLookalikes()
    {
        int count = 0;
        for (const QString &name : {u"Alice"_s, u"Bob Miller"_s, u"alexej"_s, u"Thomas"_s, u"Polly"_s,
                                    u"HAL 9000"_s, u"Max Oxley"_s, u"Lillian"_s, u"coco"_s, u"Mia Lopez"_s}) {
            const LookalikeName known(name);
            for (const QString &other : lookalikesOf(name)) {
                if (other == name)
                    continue;
                const LookalikeName stranger(other);
                QVERIFY2(known.likenessTo(stranger) == Likeness::Alike, qPrintable(name + u" / "_s + other));
                QVERIFY(stranger.likenessTo(known) == Likeness::Alike);
                ++count;
            }
        }
        qInfo("%d look-alikes, all told", count);
        QVERIFY(count >= 200);
    }

    void tellsOtherNamesApart()
    {
        const QStringList names = {u"Alice"_s, u"Alicia"_s, u"Bob"_s, u"Rob"_s, u"张伟"_s, u"张炜"_s,
                                   u"Мария"_s, u"Marie"_s,  u"..."_s, u"Ali"_s, u"All"_s,  QString()};
        for (const QString &one : names) {
            for (const QString &other : names) {
                const Likeness likeness = LookalikeName(one).likenessTo(LookalikeName(other));
                QVERIFY2(likeness == (one == other && !one.isEmpty() ? Likeness::Same : Likeness::Different),
                         qPrintable(one + u" / "_s + other));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"

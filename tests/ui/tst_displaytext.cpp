// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/displaytext.h"

#include <QElapsedTimer>
#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestDisplayText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesTextHarmless_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"hello 你好 👍"_s << u"hello 你好 👍"_s;
        QTest::newRow("markup stays text")
            << u"<b>x</b> <img src=/tmp/fifo>"_s << u"<b>x</b> <img src=/tmp/fifo>"_s;
        QTest::newRow("line ends") << u"a\r\nb\nc\rd"_s << u"a\nb\nc\nd"_s;
        QTest::newRow("tab") << u"a\tb"_s << u"a    b"_s;
        QTest::newRow("bell and escape") << u"a\u0007\u001b[31m"_s << u"a\u2407\u241b[31m"_s;
        QTest::newRow("nul") << QString(u"a"_s + QChar(u'\0') + u'b') << u"a\u2400b"_s;
        QTest::newRow("delete") << u"a\u007f"_s << u"a\u2421"_s;
        QTest::newRow("C1") << u"a\u009b"_s << u"a\ufffd"_s;
        QTest::newRow("override") << u"exe.\u202egpj"_s << u"exe.\u25a1gpj"_s;
        QTest::newRow("isolates") << u"\u2066a\u2069\u061c\u200e\u200f"_s << u"\u25a1a\u25a1\u25a1\u25a1\u25a1"_s;
        QTest::newRow("separators") << u"a\u2028b\u2029c"_s << u"a\u25a1b\u25a1c"_s;
        QTest::newRow("marks") << u"e"_s + QString(50, QChar(0x301)) << u"e\u0301\u0301\u0301"_s;
        QTest::newRow("half a pair") << QString(QChar(0xd83d)) << u"\ufffd"_s;
        QTest::newRow("emoji sequence") << u"👨‍👩‍👧"_s << u"👨‍👩‍👧"_s;
    }
    void makesTextHarmless()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, shown);
        QCOMPARE(displayText(text), shown);
    }

    void namesHoldNoControls()
    {
        QCOMPARE(displayName(u" Bob\u202e\n\u0007 Smith\u200b "), u"Bob Smith"_s);
        QCOMPARE(displayName(QString(1000, u'x')).size(), MaxShownName);
        QCOMPARE(displayName(u"<img src=x>"), u"<img src=x>"_s);
    }

    void beginsWithoutCuttingACharacter()
    {
        QCOMPARE(beginning(u"a\nb\nc", 2, 100).toString(), u"a\nb"_s);
        QCOMPARE(beginning(u"ab👍", 5, 3).toString(), u"ab"_s);
        QCOMPARE(beginning(u"abc", 5, 3).toString(), u"abc"_s);
    }

    void takesLinearTime()
    {
        const QString bad = QString(512 * 1024, QChar(0x202e)) + QString(512 * 1024, QChar(0x301));
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(displayText(bad).size(), 512 * 1024 + MaxMarks);
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestDisplayText)
#include "tst_displaytext.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/searchrule.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestSearchRule : public QObject {
    Q_OBJECT

    using Words = SearchRule::Words;

    static bool finds(const QString &query, const QString &text, Words words = Words::Begin)
    {
        return SearchRule::parse(query, words).accepts(FoldedText(text));
    }
    // The text with its matches in brackets.
    static QString marked(const QString &query, QString text)
    {
        const QList<TextSpan> spans = SearchRule::parse(query).matches(text);
        for (auto span = spans.crbegin(); span != spans.crend(); ++span) {
            text.insert(span->end(), u']');
            text.insert(span->start, u'[');
        }
        return text;
    }

private Q_SLOTS:
    void findsWhatTheRuleSays_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("begin");
        QTest::addColumn<bool>("inside");
        const auto row = [](const char *name, const QString &query, const QString &text, bool begin, bool inside) {
            QTest::newRow(name) << query << text << begin << inside;
        };
        row("one Chinese character", u"火"_s, u"今晚吃火锅吗"_s, true, true);
        row("a Chinese run in the middle", u"晚吃火"_s, u"今晚吃火锅吗"_s, true, true);
        row("a run that stands apart", u"吃锅"_s, u"今晚吃火锅吗"_s, false, false);
        row("two runs, any order", u"锅 今"_s, u"今晚吃火锅吗"_s, true, true);
        row("two runs, one missing", u"锅 明"_s, u"今晚吃火锅吗"_s, false, false);
        row("runs do not reach over punctuation", u"吃火"_s, u"吃，火"_s, false, false);
        row("simplified is not traditional", u"国"_s, u"國"_s, false, false);
        row("traditional is not simplified", u"龍"_s, u"龙"_s, false, false);
        row("begin of a word", u"meet"_s, u"the meeting"_s, true, true);
        row("middle of a word", u"eren"_s, u"serendipity"_s, false, true);
        row("end of a word", u"dipity"_s, u"serendipity"_s, false, true);
        row("a later word that begins so", u"art"_s, u"start art"_s, true, true);
        row("word after Chinese", u"project"_s, u"新project好"_s, true, true);
        row("word after an underscore", u"report"_s, u"my_report_2024.pdf"_s, true, true);
        row("part of a file name", u"2024 pdf"_s, u"my_report_2024.pdf"_s, true, true);
        row("letters after digits are one word", u"b"_s, u"1b"_s, false, true);
        row("case", u"ProJect"_s, u"PROJECTS"_s, true, true);
        row("case beyond ASCII", u"ÄRGER привет"_s, u"Привет, ärgerlich"_s, true, true);
        row("marks are not folded", u"arger"_s, u"ärger"_s, false, false);
        row("letter and mark are one letter", u"e\u0301te"_s, u"Été"_s, false, false);
        row("letter with mark, written twice", u"e\u0301t\u00E9"_s, u"Éte\u0301"_s, true, true);
        row("fullwidth letters", u"ＡＢＣ１"_s, u"abc123"_s, true, true);
        row("fullwidth text", u"abc1"_s, u"ＡＢＣ１２３"_s, true, true);
        row("halfwidth kana", u"ｶﾞｲﾄﾞ"_s, u"旅行ガイドです"_s, true, true);
        row("halfwidth kana in the text", u"ガイド"_s, u"旅行ｶﾞｲﾄﾞです"_s, true, true);
        row("long vowel sign", u"ー"_s, u"サーバー"_s, true, true);
        row("hiragana is not katakana", u"か"_s, u"カ"_s, false, false);
        row("hangul", u"녕하"_s, u"안녕하세요"_s, true, true);
        row("hangul in parts", u"\u1112\u1161\u11AB"_s, u"한국"_s, true, true);
        row("bopomofo", u"ㄅㄆ"_s, u"ㄅㄆㄇ"_s, true, true);
        row("emoji", u"👍"_s, u"好👍"_s, true, true);
        row("emoji with another skin", u"👍"_s, u"👍🏽"_s, true, true);
        row("emoji as text or picture", u"❤"_s, u"I ❤\uFE0F you"_s, true, true);
        row("one of a family", u"👩"_s, u"👨\u200D👩\u200D👧"_s, true, true);
        row("Han beyond the first plane", u"𠮷"_s, u"𠮷野家"_s, true, true);
        row("symbols", u"C++"_s, u"I like c++ more"_s, true, true);
        row("symbols that are missing", u"C++"_s, u"I like c more"_s, false, false);
        row("mixed", u"T恤"_s, u"两件恤衫, tee"_s, true, true);
        row("punctuation parts words", u"well-known"_s, u"known as well"_s, true, true);
        row("an invisible character within", u"ser\u200Bver"_s, u"ser\u00ADvers"_s, true, true);
        row("quotes: the same run", u"\"hello world\""_s, u"Oh, Hello  World!"_s, true, true);
        row("quotes: over a line end", u"“hello world”"_s, u"hello\r\n world"_s, true, true);
        row("quotes: another order", u"\"hello world\""_s, u"world hello"_s, false, false);
        row("quotes: punctuation counts", u"\"hello world\""_s, u"hello, world"_s, false, false);
        row("quotes: whole words", u"\"meet\""_s, u"meeting"_s, false, true);
        row("quotes: begin of a word", u"\"art\""_s, u"start"_s, false, true);
        row("quotes: not closed yet", u"\"the mee"_s, u"the meeting"_s, true, true);
        row("quotes: Chinese over punctuation", u"＂吃，火＂"_s, u"吃，火"_s, true, true);
        row("quotes: and another word", u"\"a b\" c"_s, u"cc a b"_s, true, true);
        row("nothing but punctuation", u"……"_s, u"好……吧"_s, true, true);
        row("punctuation that is not there", u"？"_s, u"好！"_s, false, false);
        row("width of punctuation", u"?"_s, u"好？"_s, true, true);
        row("beside words punctuation is ignored", u"好？"_s, u"好"_s, true, true);
        row("blank", u" \t　"_s, u"anything"_s, true, true);
        row("empty text", u"a"_s, u""_s, false, false);
        row("markup is text", u"<b>"_s, u"a <b> c"_s, true, true);
        row("end of text within a character", u"a"_s, u"a"_s + QChar(0xD83D), true, true);
    }
    void findsWhatTheRuleSays()
    {
        QFETCH(const QString, query);
        QFETCH(const QString, text);
        QTEST(finds(query, text), "begin");
        QTEST(finds(query, text, Words::Inside), "inside");
    }

    void tellsWhereTheMatchesStand_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("expected");
        QTest::newRow("each of them") << u"火 me"_s << u"[火]锅，[火]，[me]eting some"_s;
        QTest::newRow("overlapping ones are one") << u"火锅 锅好"_s << u"吃[火锅好]"_s;
        QTest::newRow("whole characters") << u"👍"_s << u"a[👍]🏽"_s;
        QTest::newRow("with their invisible parts") << u"❤ x"_s << u"[❤\uFE0F] [x]"_s;
        QTest::newRow("letter and mark") << u"é"_s << u"[e\u0301]t"_s;
        QTest::newRow("white space as it is") << u"\"a b\""_s << u"[a \t b]"_s;
        QTest::newRow("nothing when one is missing") << u"火 x"_s << u"火锅"_s;
        QTest::newRow("nothing asked") << u""_s << u"火锅"_s;
    }
    void tellsWhereTheMatchesStand()
    {
        QFETCH(const QString, query);
        QFETCH(const QString, expected);
        QString text = expected;
        QCOMPARE(marked(query, text.remove(u'[').remove(u']')), expected);
    }

    void asksForEachThingOnce()
    {
        QCOMPARE(SearchRule::parse(u"a A ａ 火 火").terms().size(), size_t(2));
        QVERIFY(SearchRule::parse(u" ").isEmpty());
        QVERIFY(!SearchRule::parse(u"\"").isEmpty());
    }

    void looksAtABoundedPartOfTheQuery()
    {
        const QString endless(1 << 20, u'火');
        const SearchRule rule = SearchRule::parse(endless);
        QCOMPARE(rule.terms().front().characters.size(), size_t(SearchRule::MaxQueryUnits));
        QVERIFY(rule.accepts(FoldedText(endless)));
        QCOMPARE(SearchRule::parse(u"火").matches(endless), QList<TextSpan>({{0, SearchRule::MaxMatches}}));
    }

    void knowsLinks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("expected");
        QTest::newRow("http") << u"看 HTTP://example.org/"_s << true;
        QTest::newRow("https after Chinese") << u"看https://例子.中国"_s << true;
        QTest::newRow("mail") << u"mailto:a@b"_s << true;
        QTest::newRow("bare scheme") << u"https:// and so on"_s << false;
        QTest::newRow("other scheme") << u"ftp://x file:///etc/passwd javascript:alert"_s << false;
        QTest::newRow("inside a word") << u"xhttp://y"_s << false;
        QTest::newRow("a host alone") << u"example.org"_s << false;
    }
    void knowsLinks()
    {
        QFETCH(const QString, text);
        QTEST(hasLink(text), "expected");
    }
};

QTEST_GUILESS_MAIN(TestSearchRule)
#include "tst_searchrule.moc"

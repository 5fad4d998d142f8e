// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weblinks.h"

#include <QElapsedTimer>
#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestWebLinks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatIsAnAddress_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("links"); // as they stand in the text
        const auto row = [](const char *name, const QString &text, const QStringList &links) {
            QTest::newRow(name) << text << links;
        };
        row("alone", u"https://example.com"_s, {u"https://example.com"_s});
        row("in capitals", u"HTTP://EXAMPLE.COM/A"_s, {u"HTTP://EXAMPLE.COM/A"_s});
        row("end of a sentence", u"See http://example.com/a."_s, {u"http://example.com/a"_s});
        row("question", u"Seen http://example.com/a?b=c&d=%20?!"_s, {u"http://example.com/a?b=c&d=%20"_s});
        row("in brackets", u"(see https://example.com/a)"_s, {u"https://example.com/a"_s});
        row("brackets of its own", u"https://example.com/a_(b)"_s, {u"https://example.com/a_(b)"_s});
        row("in quotes", u"\"https://example.com/\""_s, {u"https://example.com/"_s});
        row("in angles", u"<https://example.com/>"_s, {u"https://example.com/"_s});
        row("Chinese around it", u"请看https://example.com/a，谢谢"_s, {u"https://example.com/a"_s});
        row("Chinese behind the host", u"打开https://example.com吧"_s, {u"https://example.com"_s});
        row("Chinese full stop", u"在 http://example.com。"_s, {u"http://example.com"_s});
        row("a Chinese host", u"去 http://例子.测试/ 看"_s, {u"http://例子.测试/"_s});
        row("a host with a diacritic", u"http://bücher.example/x"_s, {u"http://bücher.example/x"_s});
        row("a port and a fragment", u"http://[::1]:8080/a#b"_s, {u"http://[::1]:8080/a#b"_s});
        row("mail", u"write to mailto:bob@example.com."_s, {u"mailto:bob@example.com"_s});
        row("two", u"http://a.example http://b.example"_s, {u"http://a.example"_s, u"http://b.example"_s});
        row("over two lines", u"http://a.example\nhttp://b.example"_s,
            {u"http://a.example"_s, u"http://b.example"_s});
        row("a file", u"file:///etc/passwd"_s, {});
        row("a script", u"javascript:alert(1)"_s, {});
        row("data", u"data:text/html,x"_s, {});
        row("inside a word", u"xhttp://example.com"_s, {});
        row("no host", u"http:// https:///etc"_s, {});
        row("no mailbox", u"mailto:nobody mailto:@x mailto:"_s, {});
        row("nothing", u""_s, {});
    }
    void findsWhatIsAnAddress()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, links);
        QStringList found;
        for (const WebLink &link : findLinks(text)) {
            found += text.mid(link.start, link.length);
            QVERIFY(link.url.isValid());
        }
        QCOMPARE(found, links);
    }

    void tellsTheHostAsAMachineReadsIt()
    {
        const auto host = [](const QString &text) { return linkHost(findLinks(text).value(0).url); };
        QCOMPARE(host(u"https://xn--80ak6aa92e.com/"_s), u"xn--80ak6aa92e.com"_s);
        QCOMPARE(host(u"https://аррӏе.com/"_s), u"xn--80ak6aa92e.com"_s); // Cyrillic that looks like Latin
        QCOMPARE(host(u"http://例子.测试/"_s), u"xn--fsqu00a.xn--0zwm56d"_s);
        QCOMPARE(host(u"https://bank.example@evil.example/"_s), u"evil.example"_s);
        QCOMPARE(host(u"mailto:bob@example.com?subject=x"_s), u"bob@example.com"_s);
        QVERIFY(!linkAddress(findLinks(u"http://例子.测试/"_s).value(0).url).contains(u"例"_s));
    }

    void staysBounded()
    {
        QCOMPARE(findLinks(u"http://a.example "_s.repeated(1000)).size(), MaxLinks);
        const QString endless = u"http://a.example/"_s + QString(100'000, u'x');
        QVERIFY(findLinks(endless).value(0).length <= MaxLinkLength);
        QElapsedTimer timer;
        timer.start();
        findLinks(u"http://"_s.repeated(100'000));
        findLinks(u"mailto:"_s.repeated(100'000));
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_APPLESS_MAIN(TestWebLinks)
#include "tst_weblinks.moc"

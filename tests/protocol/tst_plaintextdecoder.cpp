// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/charset.h"
#include "protocol/plaintextdecoder.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

constexpr PlainTextOptions options(Framing framing, Charset charset = Charset::Utf8)
{
    return PlainTextOptions{framing, charset, Turns::Free};
}

QList<Incoming> drain(PlainTextDecoder &decoder)
{
    QList<Incoming> all;
    while (const auto incoming = decoder.next())
        all.append(*incoming);
    return all;
}

QStringList texts(const QList<Incoming> &all)
{
    QStringList list;
    for (const Incoming &incoming : all)
        list.append(incoming.message.text);
    return list;
}

const QStringList Lines{u"你好，世界"_s, u"plain"_s, u"😀👩‍👩‍👧 mixed 混合"_s, u"ß é"_s};

} // namespace

class TestPlainTextDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void survivesAnySplit_data()
    {
        QTest::addColumn<int>("framing");
        QTest::addColumn<int>("charset");
        QTest::addColumn<QString>("ending");
        for (const Charset charset : {Charset::Utf8, Charset::Gb18030}) {
            const char *name = charset == Charset::Utf8 ? "utf-8" : "gb18030";
            QTest::addRow("lines, lf, %s", name) << int(Framing::Lines) << int(charset) << u"\n"_s;
            QTest::addRow("lines, crlf, %s", name) << int(Framing::Lines) << int(charset) << u"\r\n"_s;
            QTest::addRow("gap, %s", name) << int(Framing::QuietGap) << int(charset) << u""_s;
        }
    }
    void survivesAnySplit()
    {
        QFETCH(const int, framing);
        QFETCH(const int, charset);
        QFETCH(const QString, ending);
        const PlainTextOptions chosen = options(Framing(framing), Charset(charset));
        const bool lines = chosen.framing == Framing::Lines;
        const QByteArray wire = encode(Lines.join(ending) + ending, chosen.charset);
        const QStringList expected = lines ? Lines : QStringList{Lines.join(QString())};
        for (qsizetype cut = 0; cut <= wire.size(); ++cut) {
            PlainTextDecoder decoder(chosen);
            decoder.feed(wire.first(cut));
            QList<Incoming> all = drain(decoder);
            decoder.feed(wire.sliced(cut));
            all += drain(decoder);
            if (!lines)
                QCOMPARE(decoder.gap(), PlainTextDecoder::Gap::Ended);
            all += drain(decoder);
            QCOMPARE(texts(all), expected);
            QVERIFY(!all.constFirst().message.malformed);
            QCOMPARE(decoder.unfinishedBytes(), 0);
        }
    }

    void aGapInsideACharacterNeedsMore_data()
    {
        QTest::addColumn<int>("charset");
        QTest::addColumn<QString>("text");
        for (const Charset charset : {Charset::Utf8, Charset::Gb18030}) {
            QTest::addRow("two units %d", int(charset)) << int(charset) << u"a你"_s;
            QTest::addRow("four bytes %d", int(charset)) << int(charset) << u"a😀"_s;
        }
    }
    void aGapInsideACharacterNeedsMore()
    {
        QFETCH(const int, charset);
        QFETCH(const QString, text);
        const QByteArray wire = encode(text, Charset(charset));
        for (qsizetype cut = 2; cut < wire.size(); ++cut) {
            PlainTextDecoder decoder(options(Framing::QuietGap, Charset(charset)));
            decoder.feed(wire.first(cut));
            QCOMPARE(decoder.gap(), PlainTextDecoder::Gap::NeedMore);
            QVERIFY(drain(decoder).isEmpty());
            PlainTextDecoder impatient = decoder;
            decoder.feed(wire.sliced(cut));
            QCOMPARE(decoder.gap(), PlainTextDecoder::Gap::Ended);
            QCOMPARE(texts(drain(decoder)), QStringList{text});

            impatient.flush();
            const QList<Incoming> all = drain(impatient);
            QCOMPARE(texts(all), QStringList{u"a\ufffd"_s});
            QVERIFY(all.constFirst().message.malformed);
            QCOMPARE(all.constFirst().message.raw, wire.first(cut));
        }
    }

    void cutsAtOneMebibyteBetweenCharacters_data()
    {
        QTest::addColumn<int>("framing");
        QTest::addColumn<int>("charset");
        for (const Framing framing : {Framing::QuietGap, Framing::Lines}) {
            for (const Charset charset : {Charset::Utf8, Charset::Gb18030})
                QTest::addRow("%d %d", int(framing), int(charset)) << int(framing) << int(charset);
        }
    }
    void cutsAtOneMebibyteBetweenCharacters()
    {
        QFETCH(const int, framing);
        QFETCH(const int, charset);
        const PlainTextOptions chosen = options(Framing(framing), Charset(charset));
        const QString text = u"x"_s + u"好😀"_s.repeated(250'000);
        QByteArray wire = encode(text, chosen.charset);
        if (chosen.framing == Framing::Lines)
            wire.append('\n');
        PlainTextDecoder decoder(chosen);
        QList<Incoming> all;
        for (qsizetype i = 0; i < wire.size(); i += 65'536) {
            decoder.feed(wire.sliced(i, qMin<qsizetype>(65'536, wire.size() - i)));
            all += drain(decoder);
            QVERIFY(decoder.unfinishedBytes() <= PlainTextDecoder::MaxMessageBytes + 65'536);
        }
        decoder.gap();
        all += drain(decoder);
        QCOMPARE(all.size(), 1 + wire.size() / PlainTextDecoder::MaxMessageBytes);
        QCOMPARE(texts(all).join(QString()), text);
        qint64 bytes = 0;
        for (const Incoming &incoming : all) {
            QVERIFY(!incoming.message.malformed);
            QVERIFY(incoming.message.bytes <= PlainTextDecoder::MaxMessageBytes);
            bytes += incoming.message.bytes;
        }
        QCOMPARE(bytes, wire.size());
        QCOMPARE(all.at(0).part, Incoming::Part::Beginning);
        QCOMPARE(all.at(1).part, Incoming::Part::Continuation);
    }

    void theRestOfACutMessageIsNoFarewell()
    {
        PlainTextDecoder decoder(options(Framing::QuietGap));
        decoder.feed(QByteArray(PlainTextDecoder::MaxMessageBytes, 'x') + "q");
        QCOMPARE(drain(decoder).size(), 1);
        decoder.gap();
        const QList<Incoming> rest = drain(decoder);
        QCOMPARE(rest.size(), 1);
        QCOMPARE(rest.constFirst().kind, Incoming::Kind::Text);
        QCOMPARE(rest.constFirst().message.text, u"q"_s);
    }

    void tellsWhatAMessageIs_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("malformed");
        QTest::addColumn<bool>("keepsRaw");
        const auto row = [](const char *name, const QByteArray &bytes, Incoming::Kind kind, const QString &text,
                            bool malformed = false) {
            QTest::newRow(name) << bytes << int(kind) << text << malformed << malformed;
        };
        using Kind = Incoming::Kind;
        row("plain", "hi", Kind::Text, u"hi"_s);
        row("lf", "hi\n", Kind::Text, u"hi"_s);
        row("crlf", "hi\r\n", Kind::Text, u"hi"_s);
        row("only one line end goes", "hi\n\n", Kind::Text, u"hi\n"_s);
        row("inner lines stay", "a\nb", Kind::Text, u"a\nb"_s);
        row("nothing but line ends", "\r\n\n", Kind::Empty, QString());
        row("q", "q", Kind::Q, QString());
        row("q crlf", "q\r\n", Kind::Q, QString());
        row("q and more", "qq", Kind::Text, u"qq"_s);
        row("q after a space", " q", Kind::Text, u" q"_s);
        row("capital q", "Q", Kind::Text, u"Q"_s);
        row("nul", QByteArray("a\0b", 3), Kind::Text, u"a\0b"_s);
        row("byte order mark",
            "\xef\xbb\xbf"
            "a",
            Kind::Text, u"\ufeff"_s + u'a');
        row("u+fffe",
            "\xef\xbf\xbe"
            "a",
            Kind::Text, QString(QChar(char16_t(0xfffe))) + u'a');
        row("a real replacement character", "\xef\xbf\xbd", Kind::Text, u"\ufffd"_s);
        row("overlong",
            "a\xc0\xaf"
            "b",
            Kind::Text, u"a\ufffd\ufffdb"_s, true);
        row("surrogate", "\xed\xa0\x80", Kind::Text, u"\ufffd\ufffd\ufffd"_s, true);
        row("half a character", "a\xe4\xbd", Kind::Text, u"a\ufffd"_s, true);
        row("beyond unicode", "\xf4\x90\x80\x80", Kind::Text, u"\ufffd\ufffd\ufffd\ufffd"_s, true);
    }
    void tellsWhatAMessageIs()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, kind);
        QFETCH(const QString, text);
        QFETCH(const bool, malformed);
        QFETCH(const bool, keepsRaw);
        const Incoming incoming = decodeMessage(bytes, Charset::Utf8);
        QCOMPARE(int(incoming.kind), kind);
        QCOMPARE(incoming.message.text, text);
        QCOMPARE(incoming.message.malformed, malformed);
        QCOMPARE(incoming.message.bytes, bytes.size());
        QCOMPARE(incoming.message.raw, keepsRaw ? bytes : QByteArray());
    }

    void keepsTheBytesOfAnotherCharset()
    {
        const QByteArray bytes = encode(u"你好"_s, Charset::Gb18030);
        const Incoming incoming = decodeMessage(bytes + "\n", Charset::Gb18030);
        QCOMPARE(incoming.message.text, u"你好"_s);
        QCOMPARE(incoming.message.raw, bytes);
        QVERIFY(decodeMessage("ascii", Charset::Gb18030).message.raw.isEmpty());
        QVERIFY(decodeMessage(bytes, Charset::Utf8).message.malformed);
    }

    void optionsMayChangeInTheMiddle()
    {
        PlainTextDecoder decoder(options(Framing::QuietGap));
        decoder.feed("one\ntwo");
        QVERIFY(drain(decoder).isEmpty());
        decoder.setOptions(options(Framing::Lines));
        QCOMPARE(texts(drain(decoder)), QStringList{u"one"_s});
        decoder.setOptions(options(Framing::QuietGap));
        QVERIFY(decoder.gapMatters());
        decoder.gap();
        QCOMPARE(texts(drain(decoder)), QStringList{u"two"_s});
    }

    void theEndDeliversAnUnendedLine()
    {
        PlainTextDecoder decoder(options(Framing::Lines));
        decoder.feed("one\ntw");
        QCOMPARE(texts(drain(decoder)), QStringList{u"one"_s});
        QCOMPARE(decoder.gap(), PlainTextDecoder::Gap::Idle);
        decoder.flush();
        QCOMPARE(texts(drain(decoder)), QStringList{u"tw"_s});
    }

    void manyShortLinesTakeLinearTime()
    {
        PlainTextDecoder decoder(options(Framing::Lines));
        const QByteArray wire = QByteArray("a\n").repeated(500'000);
        qsizetype count = 0;
        for (qsizetype i = 0; i < wire.size(); i += 16'384) {
            decoder.feed(wire.sliced(i, qMin<qsizetype>(16'384, wire.size() - i)));
            while (decoder.next())
                ++count;
        }
        QCOMPARE(count, 500'000);
    }
};

QTEST_GUILESS_MAIN(TestPlainTextDecoder)
#include "tst_plaintextdecoder.moc"

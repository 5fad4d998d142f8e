// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/charset.h"
#include "protocol/pieces.h"

#include <QTest>
#include <QTextBoundaryFinder>

using namespace kith;
using namespace Qt::StringLiterals;

class TestPieces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepTogetherWhatBelongsTogether_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("clustersFit");
        QTest::newRow("short") << u"hi"_s << true;
        QTest::newRow("ascii") << u"abcdefg"_s.repeated(1000) << true;
        QTest::newRow("chinese") << u"汉字"_s.repeated(2000) << true;
        QTest::newRow("families") << u"👩‍👩‍👧‍👦x"_s.repeated(400) << true;
        QTest::newRow("flags") << u"🇨🇳🇩🇪"_s.repeated(300) << true;
        QTest::newRow("marks") << u"ẹ́"_s.normalized(QString::NormalizationForm_D).repeated(900) << true;
        QTest::newRow("one giant cluster") << u"a"_s + u"\u0301"_s.repeated(3000) << false;
        QTest::newRow("a giant cluster among others")
            << u"汉"_s.repeated(100) + u"a"_s + u"\u0301"_s.repeated(3000) + u"字"_s.repeated(500) << false;
        QTest::newRow("lone surrogates") << QString(QChar(char16_t(0xd800))).repeated(2000) << false;
        QTest::newRow("crlf") << u"\r\n"_s.repeated(1500) << true;
    }
    void keepTogetherWhatBelongsTogether()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, clustersFit);
        for (const Charset charset : {Charset::Utf8, Charset::Gb18030}) {
            const Pieces pieces = Pieces::split(text, charset);
            QByteArray whole;
            QString decodedWhole;
            QSet<qsizetype> cuts;
            for (int i = 0; i < pieces.count(); ++i) {
                const QByteArrayView piece = pieces.piece(i);
                QVERIFY(!piece.isEmpty());
                QVERIFY(piece.size() <= Pieces::MaxPieceBytes);
                const Decoded decoded = decode(piece, charset);
                QVERIFY(!decoded.malformed);
                whole += piece;
                decodedWhole += decoded.text;
                cuts.insert(decodedWhole.size());
            }
            QCOMPARE(whole, encode(text, charset));
            if (!clustersFit)
                continue;
            QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
            while (finder.toNextBoundary() > 0)
                cuts.remove(finder.position());
            QVERIFY(cuts.isEmpty());
        }
    }

    void fillAPieceAsFarAsTheyFit()
    {
        QCOMPARE(Pieces::split(QString(1024, u'a'), Charset::Utf8).count(), 1);
        const Pieces two = Pieces::split(QString(1025, u'a'), Charset::Utf8);
        QCOMPARE(two.count(), 2);
        QCOMPARE(two.piece(0).size(), 1024);
    }

    void noPieceSaysGoodBye_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("at the end") << QString(1024, u'a') + u'q';
        QTest::newRow("at the end, with a line end") << QString(1024, u'a') + u"q\n"_s;
        QTest::newRow("before a cluster as large as a piece")
            << u"qaa"_s + u"\u0301"_s.repeated(511) + QString(1024, u'b');
        QTest::newRow("between full pieces") << QString(1024, u'a') + u"qé"_s + u"\u0301"_s.repeated(511);
    }
    void noPieceSaysGoodBye()
    {
        QFETCH(const QString, text);
        const Pieces pieces = Pieces::split(text, Charset::Utf8);
        QVERIFY(pieces.count() > 1);
        QByteArray whole;
        for (int i = 0; i < pieces.count(); ++i) {
            QVERIFY2(!isFarewell(pieces.piece(i)), qPrintable(QString::number(i)));
            QVERIFY(pieces.piece(i).size() <= Pieces::MaxPieceBytes);
            whole += pieces.piece(i);
        }
        QCOMPARE(whole, text.toUtf8());
    }

    void linesEndEachLineAndSayNoGoodBye_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("one") << u"one"_s << QByteArray("one\n");
        QTest::newRow("ended already") << u"one\n"_s << QByteArray("one\n");
        QTest::newRow("several") << u"a\nb"_s << QByteArray("a\nb\n");
        QTest::newRow("q inside") << u"a\nq\nqq\nq\r\nb"_s << QByteArray("a\nq \nqq\nq \r\nb\n");
        QTest::newRow("q last") << u"a\nq"_s << QByteArray("a\nq \n");
    }
    void linesEndEachLineAndSayNoGoodBye()
    {
        QFETCH(const QString, text);
        QFETCH(const QByteArray, bytes);
        const Pieces lines = Pieces::lines(text, Charset::Utf8);
        QCOMPARE(lines.bytes(), bytes);
        QCOMPARE(lines.count(), 1);
    }

    void aMebibyteTakesLittleTime()
    {
        QCOMPARE(Pieces::split(QString(1 << 20, u'a'), Charset::Utf8).count(), 1024);
        QCOMPARE(Pieces::lines(u"q\n"_s.repeated(1 << 19), Charset::Utf8).bytes().size(), 3 << 19);
    }
};

QTEST_GUILESS_MAIN(TestPieces)
#include "tst_pieces.moc"

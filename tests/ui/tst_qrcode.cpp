// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/qrcode.h"
#include "ui/qrcodeview.h"

#include <QImage>
#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestQrCode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isAsSmallAsItGoes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("size");
        // ISO/IEC 18004, table 7, level M: version 1 holds 20 letters and digits or 14 bytes, version 2 26 bytes.
        QTest::newRow("20 letters") << u"HELLO WORLD HELLO 12"_s << 21;
        QTest::newRow("14 bytes") << u"hello, world!!"_s << 21;
        QTest::newRow("15 bytes") << u"hello, world!!!"_s << 25;
        QTest::newRow("8 Chinese characters, 24 bytes") << u"你好世界你好世界"_s << 25;
        QTest::newRow("an invitation") << u"kith://ABCDEFG-HIJKLMN-OPQRSTU-VWXYZ23-4567ABC-DEFGHIJ-KLMNOPQ-RSTUVWX"
                                          u"@192.168.100.200:24680"_s
                                       << 37;
    }
    void isAsSmallAsItGoes()
    {
        QFETCH(const QString, text);
        QFETCH(const int, size);
        const auto code = QrCode::of(text);
        QVERIFY(code);
        QCOMPARE(code->size(), size);
    }

    void hasItsFixedPatterns()
    {
        const auto code = QrCode::of(u"kith"_s);
        QVERIFY(code);
        const int last = code->size() - 1;
        // Three finders: a dark 7 x 7 ring, a light one, and a dark core; a light line sets them apart.
        const auto finder = [](int column, int row) {
            const int ring = qMax(qAbs(column - 3), qAbs(row - 3));
            return ring != 2 && ring != 4;
        };
        for (int row = 0; row < 8; ++row) {
            for (int column = 0; column < 8; ++column) {
                QCOMPARE(code->isDark(column, row), finder(column, row));
                QCOMPARE(code->isDark(last - column, row), finder(column, row));
                QCOMPARE(code->isDark(column, last - row), finder(column, row));
            }
        }
        for (int at = 8; at < code->size() - 8; ++at) { // the timing patterns
            QCOMPARE(code->isDark(at, 6), at % 2 == 0);
            QCOMPARE(code->isDark(6, at), at % 2 == 0);
        }
        QVERIFY(code->isDark(8, last - 7)); // always dark
        for (const QPoint outside : {QPoint(-1, 0), QPoint(0, -1), QPoint(last + 1, 0), QPoint(0, last + 1)})
            QVERIFY(!code->isDark(outside.x(), outside.y()));
    }

    void refusesWhatNoCodeHolds()
    {
        QVERIFY(QrCode::of(QString(2331, u'x')));
        QVERIFY(!QrCode::of(QString(2332, u'x')));
        QVERIFY(!QrCode::of({}));
        QVERIFY(!QrCode::of(QString(u'a') + QChar() + u'b'));
    }

    void isDrawnInWholePixels_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<qreal>("ratio");
        QTest::addColumn<int>("module");
        QTest::newRow("as it likes") << QSize() << 1.0 << 5;
        QTest::newRow("a little more room") << QSize(170, 190) << 1.0 << 5;
        QTest::newRow("room for six") << QSize(174, 180) << 1.0 << 6;
        QTest::newRow("a screen with more pixels") << QSize() << 1.5 << 7;
    }
    void isDrawnInWholePixels()
    {
        QFETCH(const QSize, size);
        QFETCH(const qreal, ratio);
        QFETCH(const int, module);
        QrCodeView view;
        view.setText(u"kith"_s);
        const auto code = *QrCode::of(u"kith"_s);
        view.setFixedSize(size.isValid() ? size : view.sizeHint());
        QImage image((QSizeF(view.size()) * ratio).toSize(), QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
        view.render(&image);
        const int left = (image.width() - module * code.size()) / 2;
        const int top = (image.height() - module * code.size()) / 2;
        QVERIFY(left >= QrCode::QuietZone * module);
        QVERIFY(top >= QrCode::QuietZone * module);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const bool isInside = x >= left && y >= top;
                const bool isDark = isInside && code.isDark((x - left) / module, (y - top) / module);
                QCOMPARE(QColor(image.pixel(x, y)), QColor(isDark ? Qt::black : Qt::white));
            }
        }
    }
};

QTEST_MAIN(TestQrCode)
#include "tst_qrcode.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timelinelayout.h"
#include "ui/timelinescale.h"
#include "ui/timelineselection.h"

#include <QTest>

#include <limits>

using namespace kith;

class TestTimelineLayout : public QObject {
    Q_OBJECT

private:
    /// A thousand rows of 10 to 50 pixels in a view of 100.
    struct Rows {
        Rows() { layout.setViewHeight(100); }
        int heightOf(int row)
        {
            ++asked;
            return 10 + (row + shift) % 5 * 10;
        }
        int asked = 0;
        int shift = 0;
        TimelineLayout layout{[this](int row) { return heightOf(row); }};
    };
    using Point = TimelineSelection::Point;
    using Part = TimelineSelection::Part;

private Q_SLOTS:
    void measuresOnlyWhatIsInSight()
    {
        Rows rows;
        rows.layout.reset(1'000'000);
        rows.layout.toBottom();
        QVERIFY(rows.layout.isAtBottom());
        QCOMPARE(rows.layout.visible().last().row, 999'999);
        QCOMPARE(rows.layout.visible().last().bottom(), 100);
        rows.layout.place(500'000, 0);
        QCOMPARE(rows.layout.visible().first().row, 500'000);
        QVERIFY2(rows.asked < 100, qPrintable(QString::number(rows.asked)));
    }

    void stopsAtBothEnds()
    {
        Rows rows;
        rows.layout.reset(1000);
        QCOMPARE(rows.layout.scrollBy(-10), 0);
        QCOMPARE(rows.layout.scrollBy(25), 25);
        QCOMPARE(rows.layout.scrollBy(-1000), -25);
        rows.layout.toBottom();
        QCOMPARE(rows.layout.scrollBy(10), 0);
        QCOMPARE(rows.layout.scrollBy(-35), -35);
        QCOMPARE(rows.layout.pixelsBelow(1000), 35);
        QCOMPARE(rows.layout.scrollBy(1000), 35);
        QVERIFY(rows.layout.isAtBottom());
    }

    void scrollsThereAndBack()
    {
        Rows rows;
        rows.layout.reset(1000);
        rows.layout.scrollBy(5000);
        const auto before = rows.layout.visible().first();
        for (const int step : {333, -1, 77, -409})
            QCOMPARE(rows.layout.scrollBy(step), step);
        QCOMPARE(rows.layout.visible().first().row, before.row);
        QCOMPARE(rows.layout.visible().first().top, before.top);
    }

    void keepsItsPlaceWhileRowsComeAndGo()
    {
        Rows rows;
        rows.layout.reset(1000);
        rows.layout.scrollBy(5005);
        const auto before = rows.layout.visible().first();
        rows.shift = -80 + 5 * 1000; // a row keeps its height
        rows.layout.insertRows(0, 80);
        QCOMPARE(rows.layout.visible().first().row, before.row + 80);
        QCOMPARE(rows.layout.visible().first().top, before.top);
        rows.layout.insertRows(1080, 80); // behind it
        QCOMPARE(rows.layout.visible().first().row, before.row + 80);
        rows.shift = 0;
        rows.layout.removeRows(0, 80);
        QCOMPARE(rows.layout.visible().first().row, before.row);
        QCOMPARE(rows.layout.visible().first().top, before.top);
    }

    void showsWhatIsPlacedAsNearAsTheEndsAllow()
    {
        Rows rows;
        rows.layout.reset(1000);
        rows.layout.place(3, 60); // only 60 above it: 10 + 20 + 30
        QCOMPARE(rows.layout.find(3).top, 60);
        rows.layout.place(1, 60);
        QCOMPARE(rows.layout.find(1).top, 10);
        rows.layout.place(999, 0);
        QCOMPARE(rows.layout.find(999).bottom(), 100);
        rows.layout.ensureVisible(500);
        QCOMPARE(rows.layout.find(500).top, 0);
        rows.layout.ensureVisible(510);
        QCOMPARE(rows.layout.find(510).bottom(), 100);
        rows.layout.ensureVisible(510);
        QCOMPARE(rows.layout.find(510).bottom(), 100);
    }

    void showsAFewRowsFromTheTop()
    {
        Rows rows;
        rows.layout.reset(2);
        rows.layout.toBottom();
        QCOMPARE(rows.layout.visible().first().top, 0);
        QVERIFY(rows.layout.isAtBottom());
        QCOMPARE(rows.layout.at(95).row, -1);
        rows.layout.reset(0);
        rows.layout.toBottom();
        QVERIFY(rows.layout.visible().isEmpty());
        QCOMPARE(rows.layout.scrollBy(10), 0);
    }

    void spansTheWholeHistoryWithTheScrollBar_data()
    {
        QTest::addColumn<qint64>("total");
        for (const qint64 total : {qint64(0), qint64(3), qint64(1000), qint64(1'000'000), qint64(4'000'000'000)})
            QTest::addRow("%lld messages", total) << total;
    }
    void spansTheWholeHistoryWithTheScrollBar()
    {
        QFETCH(const qint64, total);
        const TimelineScale scale{total, 12.5};
        QVERIFY(scale.maximum() >= 0);
        QVERIFY(scale.maximum() <= std::numeric_limits<int>::max() / 2);
        QCOMPARE(scale.maximum() == 0, total <= 12);
        QCOMPARE(scale.valueOf({0, 0}), 0);
        QCOMPARE(scale.valueOf({total, 0}), scale.maximum());
        if (total <= 12 || total > 1'000'000)
            return;
        QCOMPARE(scale.at(scale.valueOf({total / 2, 0.5})).rank, total / 2);
        QCOMPARE(scale.at(scale.valueOf({total / 2, 0.5})).fraction, 0.5);
    }

    void selectsFromOnePointToAnother()
    {
        TimelineSelection selection;
        QVERIFY(selection.isEmpty());
        selection.begin({5, 3});
        QVERIFY(selection.isEmpty());
        selection.extendTo({7, 2});
        QCOMPARE(selection.partOf(4), Part());
        QCOMPARE(selection.partOf(5), (Part{3, TimelineSelection::End}));
        QCOMPARE(selection.partOf(6), (Part{0, TimelineSelection::End}));
        QCOMPARE(selection.partOf(7), (Part{0, 2}));
        selection.extendTo({4, 1}); // back over where it began
        QCOMPARE(selection.partOf(4), (Part{1, TimelineSelection::End}));
        QCOMPARE(selection.partOf(5), (Part{0, 3}));
        QVERIFY(selection.partOf(7).isEmpty());
        selection.selectRows(9, 8);
        QVERIFY(selection.partOf(8).isWhole() && selection.partOf(9).isWhole());
    }

    void movesTheSelectionWithTheRows()
    {
        TimelineSelection selection;
        selection.begin({5, 3});
        selection.extendTo({7, 2});
        selection.insertRows(0, 80);
        QCOMPARE(selection.firstRow(), 85);
        selection.insertRows(86, 1); // between
        QCOMPARE(selection.lastRow(), 88);
        selection.removeRows(0, 80);
        QCOMPARE(selection.partOf(5), (Part{3, TimelineSelection::End}));
        selection.removeRows(8, 5); // its end, and more
        QCOMPARE(selection.lastRow(), 7);
        QVERIFY(selection.partOf(7).end == TimelineSelection::End);
        selection.removeRows(0, 6); // its beginning
        QCOMPARE(selection.firstRow(), 0);
        QCOMPARE(selection.partOf(0).start, 0);
        selection.removeRows(0, 2);
        QVERIFY(selection.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestTimelineLayout)
#include "tst_timelinelayout.moc"

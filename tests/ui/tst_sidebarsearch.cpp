// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/historyscene.h"
#include "ui/hitsection.h"

#include <QListView>
#include <QPushButton>
#include <QTreeView>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Scene = HistoryScene;

class TestSideBarSearch : public QObject {
    Q_OBJECT

private:
    static QLineEdit *start(Scene &scene)
    {
        QTest::keyClick(&scene.window, Qt::Key_K, Qt::ControlModifier);
        auto *edit = Scene::waitFor<QLineEdit>("searchEdit");
        return edit;
    }
    static int hits() { return int(Scene::lines("hitList").size()); }

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void findsMessagesBelowThePeople()
    {
        Scene scene(m_theme);
        QLineEdit *edit = start(scene);
        QVERIFY(edit->hasFocus());
        QVERIFY(!Scene::see("hitList"));
        Scene::type(edit, u"字节"_s);
        QTRY_COMPARE(hits(), HitSection::MostHits);
        QTest::qWait(100);
        QCOMPARE(hits(), HitSection::MostHits); // the others are for the history
        const Message newest = scene.kept.all.at(scene.kept.all.size() - 1);
        QVERIFY2(Scene::lines("hitList").first().contains(newest.text.left(8)),
                 qPrintable(Scene::lines("hitList").first()));
        QCOMPARE(Scene::waitFor<QPushButton>("allHitsButton")->text(), u"More in History…"_s);
        edit->clear();
        QTRY_VERIFY(!Scene::see("hitList"));
    }

    void findsPeopleByTheSoundOfTheirNames()
    {
        Scene scene(m_theme);
        QLineEdit *edit = start(scene);
        QTest::keyClicks(edit, u"zhangw"_s);
        QCOMPARE(Scene::lines("conversationList").size(), 1);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(Scene::label("nameLabel"), u"张伟"_s);
    }

    void goesThroughEverythingByArrowKeysAndJumps()
    {
        Scene scene(m_theme);
        QLineEdit *edit = start(scene);
        Scene::type(edit, u"第25"_s);
        QTRY_VERIFY(hits() > 1);
        QTRY_COMPARE(Scene::lines("conversationList").size(), 3); // the latest message of each holds it, too
        QTest::keyClick(edit, Qt::Key_Down);
        auto *conversations = Scene::waitFor<QListView>("conversationList");
        QVERIFY(conversations->hasFocus());
        QCOMPARE(conversations->currentIndex().row(), 0);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        auto *list = Scene::waitFor<QListView>("hitList");
        QVERIFY(list->hasFocus());
        QCOMPARE(list->currentIndex().row(), 0);
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(list->currentIndex().row(), 1);
        QTest::keyClick(list, Qt::Key_Up);
        QTest::keyClick(list, Qt::Key_Up);
        QVERIFY(conversations->hasFocus());
        QTest::keyClick(conversations, Qt::Key_Down);
        const QString who = list->currentIndex().data(Qt::AccessibleTextRole).toString();
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_VERIFY(Scene::see<QLabel>("nameLabel"));
        QVERIFY2(who.contains(Scene::label("nameLabel")), qPrintable(who));
    }

    void entersTheFirstMessageWhereNobodyIsFound()
    {
        Scene scene(m_theme);
        QLineEdit *edit = start(scene);
        Scene::type(edit, u"lab-report-7"_s);
        QTRY_COMPARE(hits(), 1);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(Scene::see<QLabel>("nameLabel"));
        QCOMPARE(Scene::label("nameLabel"), u"张伟"_s);
    }

    void offersTheInsideOfWords()
    {
        Scene scene(m_theme);
        QLineEdit *edit = start(scene);
        Scene::type(edit, u"epor"_s);
        QTRY_COMPARE(Scene::label("hitStateLabel"), u"Nothing found for “epor”. Look inside words as well?"_s);
        Scene::click("searchInsideButton");
        const int wanted = scene.count([](const Message &m) { return m.text.contains(u"epor"); });
        QTRY_COMPARE(hits(), qMin(wanted, HitSection::MostHits));
        QVERIFY(!Scene::see("searchInsideButton"));
        edit->clear();
        Scene::type(edit, u"nobody said this"_s);
        QTRY_VERIFY(Scene::see("searchInsideButton"));
        Scene::click("searchInsideButton");
        QTRY_COMPARE(Scene::label("hitStateLabel"),
                     u"Nothing found for “nobody said this”, inside words neither."_s);
    }

    void opensTheHistoryWithWhatWasTyped()
    {
        Scene scene(m_theme);
        QLineEdit *edit = start(scene);
        Scene::type(edit, u"lab-report"_s);
        QTRY_VERIFY(hits() > 0);
        Scene::click("allHitsButton");
        QCOMPARE(Scene::waitFor<QLineEdit>("historySearchEdit")->text(), u"lab-report"_s);
        QTRY_COMPARE(Scene::lines("historyList").size(),
                     scene.count([](const Message &m) { return m.text.startsWith(u"lab-report"); }));
    }

    void escapesFromTheSearchBeforeTheConversation()
    {
        Scene scene(m_theme);
        scene.window.showConversation(scene.kept.bob());
        QLineEdit *edit = start(scene);
        QTest::keyClicks(edit, u"zw"_s);
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(edit->text().isEmpty());
        QCOMPARE(Scene::label("nameLabel"), u"Bob"_s);
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(Scene::see("welcomePane"));
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestSideBarSearch)
#include "tst_sidebarsearch.moc"

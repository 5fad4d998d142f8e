// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/findbar.h"
#include "ui/historyscene.h"

#include <QPlainTextEdit>
#include <QSignalSpy>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Scene = HistoryScene;

class TestFindBar : public QObject {
    Q_OBJECT

private:
    /// Opens the bar in the conversation with Bob; every hit that it goes to is recorded.
    static QLineEdit *start(Scene &scene)
    {
        scene.window.showConversation(scene.kept.bob());
        QTest::keyClick(&scene.window, Qt::Key_F, Qt::ControlModifier);
        return Scene::waitFor<QLineEdit>("findEdit");
    }
    static QString count() { return Scene::label("findCountLabel"); }
    /// How many messages of Bob's conversation contain `text`.
    static int hits(const Scene &scene, const QString &text)
    {
        return scene.count(
            [&](const Message &m) { return m.conversation == scene.kept.bob() && m.text.contains(text); });
    }
    static MessageId hitOf(const QSignalSpy &spy) { return spy.last().first().value<Message>().id; }

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void findsWhileOneTypesAndGoesThroughTheHits()
    {
        Scene scene(m_theme);
        QLineEdit *edit = start(scene);
        QVERIFY(edit->hasFocus());
        QSignalSpy chosen(Scene::waitFor<FindBar>("findBar"), &FindBar::hitChosen);
        const QList<MessageId> wanted = scene.kept.newestFirst(
            [&](const Message &m) { return m.conversation == scene.kept.bob() && m.text.contains(u"字节"); });
        const QString of = u" of %1"_s.arg(wanted.size());
        Scene::type(edit, u"字节"_s);
        QTRY_COMPARE(count(), u"1"_s + of);
        QCOMPARE(hitOf(chosen), wanted.at(0)); // the newest first
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(count(), u"2"_s + of);
        QCOMPARE(hitOf(chosen), wanted.at(1));
        QTest::keyClick(edit, Qt::Key_F3);
        QCOMPARE(count(), u"3"_s + of);
        QTest::keyClick(edit, Qt::Key_F3, Qt::ShiftModifier);
        QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(count(), u"1"_s + of);
        QCOMPARE(hitOf(chosen), wanted.at(0));
        QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier); // there is nothing newer
        QCOMPARE(count(), u"1"_s + of);
        Scene::click("findNextButton");
        QCOMPARE(hitOf(chosen), wanted.at(1));
        Scene::click("findPreviousButton");
        QCOMPARE(hitOf(chosen), wanted.at(0));
        QCOMPARE(chosen.last().at(1).toString(), u"字节"_s);
        for (qsizetype i = 1; i < wanted.size(); ++i)
            QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(hitOf(chosen), wanted.last());
        QTest::keyClick(edit, Qt::Key_Return); // nor anything older
        QCOMPARE(hitOf(chosen), wanted.last());
    }

    void goesOnWhereTheFirstPageEnds()
    {
        Scene scene(m_theme, 1200);
        QLineEdit *edit = start(scene);
        const int all = hits(scene, u"字节"_s);
        QVERIFY(all > 200); // more than one page
        Scene::type(edit, u"字节"_s);
        QTRY_COMPARE(count(), u"1 of %1"_s.arg(all));
    }

    void closesAndReturnsToTheInput()
    {
        Scene scene(m_theme);
        QLineEdit *edit = start(scene);
        Scene::type(edit, u"字节"_s);
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!Scene::see("findBar"));
        QVERIFY(Scene::waitFor<QPlainTextEdit>("messageInput")->hasFocus());
        QCOMPARE(Scene::label("nameLabel"), u"Bob"_s); // the conversation stays
        QTest::keyClick(&scene.window, Qt::Key_F3);    // opens it again, with what was looked for
        QCOMPARE(Scene::waitFor<QLineEdit>("findEdit")->selectedText(), u"字节"_s);
        QTRY_VERIFY(count().startsWith(u"1 of "));
        Scene::click("findCloseButton");
        QVERIFY(!Scene::see("findBar"));
        // Another conversation is not searched by itself.
        QTest::keyClick(&scene.window, Qt::Key_F, Qt::ControlModifier);
        Scene::waitFor("findBar");
        scene.window.showConversation(scene.kept.zhang());
        QVERIFY(!Scene::see("findBar"));
    }

    void looksInsideWordsWhenAskedTo()
    {
        Scene scene(m_theme);
        QLineEdit *edit = start(scene);
        Scene::type(edit, u"eren"_s);
        QTRY_COMPARE(count(), u"Nothing found"_s);
        Scene::click("findInsideButton");
        QTRY_COMPARE(count(), u"1 of %1"_s.arg(hits(scene, u"eren"_s)));
        QVERIFY(edit->hasFocus());
        Scene::type(edit, u"q"_s); // another word is looked for in the usual way again
        QTRY_COMPARE(count(), u"Nothing found"_s);
        QVERIFY(Scene::see("findInsideButton"));
    }

    void everyControlHasANameForScreenReaders()
    {
        Scene scene(m_theme);
        start(scene);
        for (const char *name : {"findBar", "findEdit", "findNextButton", "findPreviousButton", "findCloseButton"})
            QVERIFY2(!Scene::waitFor(name)->accessibleName().isEmpty(), name);
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestFindBar)
#include "tst_findbar.moc"

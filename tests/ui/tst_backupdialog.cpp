// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyscene.h"

#include <QDialog>
#include <QDir>
#include <QListWidget>
#include <QMessageBox>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Scene = HistoryScene;

class TestBackupDialog : public QObject {
    Q_OBJECT

private:
    static constexpr int Messages = 30;

    /// What a window manager does.
    static void activate(QWidget *window)
    {
        window->activateWindow();
        QTRY_COMPARE(QApplication::activeWindow(), window);
    }
    /// As a person gets there by keyboard.
    static void open(Scene &scene)
    {
        QTest::keyClick(&scene.window, Qt::Key_Comma, Qt::ControlModifier);
        activate(Scene::waitFor("settingsDialog"));
        press("backupsButton");
        activate(Scene::waitFor("backupDialog"));
    }
    /// Goes to a control with Tab and presses it with the space bar.
    static void press(const char *name)
    {
        auto *button = Scene::waitFor<QAbstractButton>(name);
        for (int i = 0; i < 20 && !button->hasFocus(); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY2(button->hasFocus(), name);
        QTest::keyClick(button, Qt::Key_Space);
    }
    static QStringList backups() { return Scene::lines("backupList"); }
    static QListWidget *list() { return Scene::waitFor<QListWidget>("backupList"); }
    static bool isEnabled(const char *name) { return Scene::waitFor(name)->isEnabled(); }
    static QStringList files(const Scene &scene)
    {
        return QDir(scene.kept.path(u"backups"_s)).entryList({u"kith-*.db"_s});
    }
    /// The question that a button asks, at which Cancel stands.
    static QMessageBox *question(const char *name)
    {
        auto *box = Scene::waitFor<QMessageBox>(name);
        activate(box);
        return box;
    }

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void saysThatThereIsNone()
    {
        Scene scene(m_theme, Messages);
        open(scene);
        QCOMPARE(Scene::label("backupEmptyLabel"), u"There is no backup yet."_s);
        QVERIFY(!Scene::see("backupList"));
        QVERIFY(!isEnabled("restoreButton"));
        QVERIFY(!isEnabled("deleteBackupsButton"));
        QTest::keyClick(Scene::waitFor("backupDialog"), Qt::Key_Escape);
        QTRY_VERIFY(!Scene::see("backupDialog"));
        QVERIFY(scene.window.isVisible());
    }

    void makesOneAndListsIt()
    {
        Scene scene(m_theme, Messages);
        open(scene);
        press("backUpButton");
        QTRY_COMPARE(list()->count(), 1);
        const QString line = list()->item(0)->text();
        QVERIFY2(line.startsWith(QLocale().toString(QDate::currentDate(), QLocale::LongFormat)), qPrintable(line));
        QVERIFY2(line.endsWith(u"30 message(s)"), qPrintable(line)); // untranslated, in a test
        QCOMPARE(list()->currentRow(), 0);
        QVERIFY(isEnabled("restoreButton") && isEnabled("deleteBackupsButton"));
        QCOMPARE(files(scene).size(), 1);
        press("backUpButton"); // the day's is made anew
        QTRY_VERIFY(Scene::waitFor("backUpButton")->isEnabled());
        QCOMPARE(list()->count(), 1);
    }

    void goesBackToOneAfterAQuestion()
    {
        Scene scene(m_theme, Messages);
        open(scene);
        press("backUpButton");
        QTRY_COMPARE(list()->count(), 1);
        // What comes after it.
        History &history = scene.kept.messenger->history();
        history.remove(scene.kept.bob(), scene.kept.newestFirst([&](const Message &m) {
            return m.conversation == scene.kept.bob();
        }));
        QTRY_COMPARE(history.removedCount(), Messages / 3);
        history.finishRemoval();

        press("restoreButton");
        QMessageBox *box = question("restoreDialog");
        QVERIFY(box->text().contains(QLocale().toString(QDate::currentDate(), QLocale::LongFormat)));
        QVERIFY(box->informativeText().startsWith(u"All connections are closed."));
        QTest::keyClick(box, Qt::Key_Return); // Cancel is what Enter presses
        QTRY_VERIFY(!Scene::see("restoreDialog"));
        QVERIFY(Scene::see("backupDialog"));
        QCOMPARE(setAside(scene), 0);

        activate(Scene::waitFor("backupDialog"));
        press("restoreButton");
        question("restoreDialog");
        press("confirmButton");
        QTRY_VERIFY(!Scene::see("backupDialog")); // it is done
        QCOMPARE(setAside(scene), 1);
        const auto found = history.latest(scene.kept.bob(), 1000);
        QTRY_VERIFY(found.isFinished());
        QCOMPARE(found.result()->size(), Messages / 3);
    }

    void saysWhereOneLooksThatABackupCannotBeRestored()
    {
        Scene scene(m_theme, Messages);
        open(scene);
        press("backUpButton");
        QTRY_COMPARE(list()->count(), 1);
        QFile file(scene.kept.path(u"backups/"_s + files(scene).first()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a history");
        file.close();
        press("restoreButton");
        question("restoreDialog");
        press("confirmButton");
        QTRY_COMPARE(Scene::waitFor<QLabel>("backupLabel")->property("tone").toString(), u"bad"_s);
        QVERIFY2(Scene::label("backupLabel").startsWith(u"The backup was not restored: "),
                 qPrintable(Scene::label("backupLabel")));
        QVERIFY(Scene::see("backupDialog"));
        QCOMPARE(scene.kept.messenger->conversations().size(), 3); // as before
    }

    void deletesThemAfterAQuestion()
    {
        Scene scene(m_theme, Messages);
        open(scene);
        press("backUpButton");
        QTRY_COMPARE(list()->count(), 1);
        press("deleteBackupsButton");
        QMessageBox *box = question("deleteBackupsDialog");
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(!Scene::see("deleteBackupsDialog"));
        QCOMPARE(files(scene).size(), 1);
        activate(Scene::waitFor("backupDialog"));
        press("deleteBackupsButton");
        question("deleteBackupsDialog");
        press("confirmButton");
        QTRY_COMPARE(Scene::label("backupEmptyLabel"), u"There is no backup yet."_s);
        QCOMPARE(files(scene).size(), 0);
        QCOMPARE(scene.kept.messenger->conversations().size(), 3);
        activate(Scene::waitFor("backupDialog"));
        QVERIFY(Scene::waitFor("backUpButton")->hasFocus()); // the other button went grey
    }

    void saysThatABackupWasNotMade()
    {
        Scene scene(m_theme, Messages);
        QFile inTheWay(scene.kept.path(u"backups"_s));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        open(scene);
        press("backUpButton");
        QTRY_VERIFY2(Scene::label("backupLabel").startsWith(u"The last backup was not made: "),
                     qPrintable(Scene::label("backupLabel")));
        QCOMPARE(Scene::waitFor<QLabel>("backupLabel")->property("tone").toString(), u"bad"_s);
    }

private:
    static int setAside(const Scene &scene)
    {
        const QFileInfo file(scene.kept.file());
        return int(file.dir().entryList({file.fileName() + u".before-restore-*[0-9]"_s}).size());
    }

    Theme m_theme{*qApp};
};

QTEST_MAIN(TestBackupDialog)
#include "tst_backupdialog.moc"

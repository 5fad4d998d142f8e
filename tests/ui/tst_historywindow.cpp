// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/historymodel.h"
#include "ui/daygrid.h"
#include "ui/historyscene.h"
#include "ui/transferbar.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Scene = HistoryScene;

class TestHistoryWindow : public QObject {
    Q_OBJECT

private:
    static void open(Scene &scene)
    {
        scene.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&scene.window));
        QTest::keyClick(&scene.window, Qt::Key_H, Qt::ControlModifier);
        QWidget *window = Scene::waitFor("historyWindow");
        QVERIFY(QTest::qWaitForWindowActive(window));
        QTRY_VERIFY(!Scene::lines("historyList").isEmpty());
    }
    static void activate(const char *name)
    {
        QWidget *window = Scene::waitFor(name);
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window));
    }
    static QListView *list() { return Scene::waitFor<QListView>("historyList"); }
    static Message messageAt(int row)
    {
        return list()->model()->index(row, 0).data(HistoryModel::MessageRole).value<Message>();
    }
    static void clickRow(int row, Qt::KeyboardModifiers modifiers = {})
    {
        const QModelIndex index = list()->model()->index(row, 0);
        list()->scrollTo(index);
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, modifiers, list()->visualRect(index).center());
    }
    /// Answers a file dialog.
    static void nameFile(QFileDialog &dialog, const QString &file)
    {
        auto *edit = dialog.findChild<QLineEdit *>(u"fileNameEdit"_s);
        QVERIFY(edit);
        edit->setText(file); // typed, names that fit would be offered in a list, which takes the next key
        QTest::keyClick(edit, Qt::Key_Return);
    }
    static int rows() { return list()->model()->rowCount(); }
    /// Reads all pages, as scrolling to the end does.
    static int allRows()
    {
        int before = -1;
        while (before != rows()) {
            before = rows();
            list()->scrollToTop();
            list()->scrollToBottom();
            QTest::qWait(80);
        }
        return before;
    }

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void opensByKeyWithEverything()
    {
        Scene scene(m_theme);
        open(scene);
        QCOMPARE(Scene::lines("historyPeopleList").first(), u"All"_s);
        QTRY_COMPARE(Scene::label("historyCountLabel"), u"260 messages"_s);
        QVERIFY(rows() < 260); // the rest comes by scrolling
        QCOMPARE(allRows(), 260);
        QCOMPARE(messageAt(259).id, scene.kept.all.first().id);
        QTest::keyClick(Scene::waitFor("historyWindow"), Qt::Key_Escape);
        QVERIFY(!Scene::see("historyWindow"));
        QVERIFY(scene.window.isVisible());
    }

    void opensWithTheConversationThatIsShown()
    {
        Scene scene(m_theme);
        scene.window.showConversation(scene.kept.zhang());
        Scene::click("historyButton");
        Scene::waitFor("historyWindow");
        QTRY_COMPARE(allRows(),
                     scene.count([&](const Message &m) { return m.conversation == scene.kept.zhang(); }));
        const auto *places = Scene::waitFor<QAbstractItemView>("historyPeopleList");
        QCOMPARE(places->currentIndex().data().toString(), u"张伟"_s);
    }

    void findsWhileOneTypes()
    {
        Scene scene(m_theme);
        open(scene);
        auto *field = Scene::waitFor<QLineEdit>("historySearchEdit");
        QVERIFY(field->hasFocus());
        Scene::type(field, u"lab-report-7"_s);
        QTRY_COMPARE(rows(), 1);
        QVERIFY2(Scene::lines("historyList").first().contains(u"[File] lab-report-7.pdf"),
                 qPrintable(Scene::lines("historyList").first()));
        QVERIFY2(Scene::label("historyCountLabel").startsWith(u"1 of 260 · "),
                 qPrintable(Scene::label("historyCountLabel")));
        QTest::keyClick(field, Qt::Key_Tab);
        QVERIFY(list()->hasFocus());
        QTest::keyClick(list(), Qt::Key_Tab, Qt::ShiftModifier);
        QVERIFY(field->hasFocus());
        QTest::keyClick(field, Qt::Key_Escape); // empties the field first
        QTRY_VERIFY(rows() > 1);
        QVERIFY(Scene::see("historyWindow"));
    }

    void looksInsideWordsWhenAskedTo()
    {
        Scene scene(m_theme);
        open(scene);
        auto *field = Scene::waitFor<QLineEdit>("historySearchEdit");
        Scene::type(field, u"eren"_s);
        QTRY_VERIFY(Scene::see<QLabel>("historyEmptyLabel"));
        QTRY_COMPARE(Scene::label("historyEmptyLabel"),
                     u"Nothing found for “eren”. Look inside words as well? That takes longer."_s);
        Scene::click("lookInsideButton");
        QTRY_VERIFY(Scene::see<QListView>("historyList"));
        QCOMPARE(allRows(), scene.count([](const Message &m) { return m.text.contains(u"eren"); }));
    }

    void narrowsByKindAndWho()
    {
        Scene scene(m_theme);
        open(scene);
        Scene::click("filesChip");
        QTRY_COMPARE(rows(), scene.count([](const Message &m) { return m.kind == Message::Kind::File; }));
        Scene::click("linksChip");
        QTRY_COMPARE(rows(), scene.count([](const Message &m) { return m.text.startsWith(u"https"); }));
        Scene::click("starredChip");
        QTRY_COMPARE(rows(), scene.count([](const Message &m) { return m.starred; }));
        QTest::keyClick(Scene::waitFor("starredChip"), Qt::Key_Left); // the chips are one group for the keyboard
        QTRY_COMPARE(rows(), scene.count([](const Message &m) { return m.text.startsWith(u"https"); }));
        Scene::click("picturesChip");
        QTRY_COMPARE(Scene::label("historyEmptyLabel"), u"No message fits these filters."_s);
        Scene::click("allKindsChip");
        Scene::click("meChip");
        QTRY_VERIFY(Scene::see<QListView>("historyList"));
        QTRY_COMPARE(allRows(), scene.count([](const Message &m) { return m.isMine(); }));
    }

    void choosesDaysInTheCalendar()
    {
        Scene scene(m_theme);
        open(scene);
        auto *calendar = Scene::waitFor<DayGrid>("historyCalendar");
        const QDate day = QDate::currentDate().addDays(-2);
        calendar->setMonth(day);
        QTRY_VERIFY(calendar->isMarked(day));
        QVERIFY(!calendar->isMarked(QDate::currentDate().addDays(1)));
        const auto isOf = [](const QDate &first, const QDate &last) {
            return [=](const Message &m) {
                const QDate date = m.receivedAt.toLocalTime().date();
                return date >= first && date <= last;
            };
        };
        QTest::mouseClick(calendar, Qt::LeftButton, {}, calendar->rectOf(day).center());
        QTRY_COMPARE(rows(), scene.count(isOf(day, day)));
        QCOMPARE(Scene::label("rangeLabel"), QLocale().toString(day, QLocale::LongFormat));
        // By keyboard: two days back, and with Shift all of them.
        calendar->setFocus();
        QTest::keyClick(calendar, Qt::Key_Left);
        QTest::keyClick(calendar, Qt::Key_Left);
        QCOMPARE(calendar->cursor(), day.addDays(-2));
        QVERIFY(calendar->accessibleDescription().contains(u"has messages"));
        QTest::keyClick(calendar, Qt::Key_Return, Qt::ShiftModifier);
        QTRY_COMPARE(allRows(), scene.count(isOf(day.addDays(-2), day)));
        Scene::click("clearDaysButton");
        QTRY_COMPARE(allRows(), 260);
        const QDate month = calendar->month();
        Scene::click("nextMonthButton");
        QCOMPARE(calendar->month(), month.addMonths(1));
        QTest::keyClick(calendar, Qt::Key_PageUp);
        QCOMPARE(calendar->month(), month);
        Scene::click("monthButton");
        QTRY_COMPARE(allRows(), scene.count(isOf(month, month.addMonths(1).addDays(-1))));
    }

    void findsPeopleByTheSoundOfTheirNames()
    {
        Scene scene(m_theme);
        open(scene);
        auto *edit = Scene::waitFor<QLineEdit>("historyPeopleEdit");
        QTest::keyClicks(edit, u"zw"_s);
        QTRY_COMPARE(Scene::lines("historyPeopleList"), QStringList({u"People"_s, u"张伟"_s}));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(allRows(),
                     scene.count([&](const Message &m) { return m.conversation == scene.kept.zhang(); }));
    }

    void starsAndComments()
    {
        Scene scene(m_theme);
        open(scene);
        const MessageId id = messageAt(1).id;
        const bool was = messageAt(1).starred;
        clickRow(1);
        QTest::keyClick(list(), Qt::Key_D, Qt::ControlModifier);
        QTRY_COMPARE(messageAt(1).starred, !was);
        QTest::keyClick(list(), Qt::Key_F2);
        auto *edit = Scene::waitFor<QPlainTextEdit>("commentEdit");
        Scene::type(edit, u"x"_s.repeated(600));
        QCOMPARE(edit->toPlainText().size(), 500); // no longer one is taken
        edit->selectAll();
        Scene::type(edit, u"for the report"_s);
        QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(messageAt(1).comment, u"for the report"_s);
        QCOMPARE(messageAt(1).id, id);
        QVERIFY(Scene::lines("historyList").at(1).contains(u"comment: for the report"));
        auto whole = scene.kept.messenger->history().message(id);
        QTRY_VERIFY(whole.isFinished());
        QCOMPARE(whole.result()->comment, u"for the report"_s);
    }

    void copiesWithNamesAndTimes()
    {
        Scene scene(m_theme);
        open(scene);
        clickRow(2);
        const QString text = messageAt(2).text;
        QTest::keyClick(list(), Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::clipboard()->text(), text);
        clickRow(0, Qt::ShiftModifier);
        QTest::keyClick(list(), Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::clipboard()->text().count(u'\n'), 5);
        QVERIFY(QApplication::clipboard()->text().endsWith(messageAt(0).text)); // the oldest first, as one reads
        QVERIFY(QApplication::clipboard()->text().contains(u"Me "));
    }

    void deletesSomeAndTakesItBack()
    {
        Scene scene(m_theme);
        open(scene);
        QCOMPARE(allRows(), 260);
        list()->scrollToTop();
        const QList<MessageId> ids{messageAt(0).id, messageAt(2).id, messageAt(3).id};
        clickRow(0);
        clickRow(2, Qt::ControlModifier);
        clickRow(3, Qt::ControlModifier);
        QCOMPARE(Scene::label("selectedLabel"), u"3 selected"_s);
        QTest::keyClick(list(), Qt::Key_Delete);
        QTRY_COMPARE(rows(), 257);
        QVERIFY2(Scene::label("historyUndoLabel").startsWith(u"3 message"),
                 qPrintable(Scene::label("historyUndoLabel")));
        Scene::click("historyUndoButton");
        QTRY_COMPARE(rows(), 260);
        QCOMPARE(messageAt(0).id, ids.at(0));
        QCOMPARE(messageAt(2).id, ids.at(1));
        QCOMPARE(messageAt(3).id, ids.at(2));
        QVERIFY(!Scene::see("historyUndoBar"));
        // Once more, and back by key.
        clickRow(5);
        QTest::keyClick(list(), Qt::Key_Delete);
        QTRY_COMPARE(rows(), 259);
        QTest::keyClick(list(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(rows(), 260);
    }

    void deletesEverythingThatWasFound()
    {
        Scene scene(m_theme, 900);
        open(scene);
        Scene::click("meChip");
        const int mine = scene.count([](const Message &m) { return m.isMine(); });
        QTRY_VERIFY(messageAt(0).isMine() && messageAt(1).isMine());
        QVERIFY(rows() < mine); // some of them are not loaded
        list()->setFocus();
        QTest::keyClick(list(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(Scene::label("selectedLabel"), u"All that were found"_s);
        QTest::keyClick(list(), Qt::Key_Delete);
        auto *box = Scene::waitFor<QMessageBox>("deleteDialog");
        QVERIFY2(box->text().startsWith(u"Delete all %1 message"_s.arg(mine)), qPrintable(box->text()));
        QTest::mouseClick(box->findChild<QPushButton *>(u"confirmButton"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(Scene::label("historyEmptyLabel"), u"No message fits these filters."_s, 20'000);
        Scene::click("anybodyChip");
        QTRY_COMPARE(allRows(), 900 - mine);
        activate("historyWindow"); // where no window manager does it once the question is answered
        QTest::keyClick(list(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(allRows(), 900);
        QCOMPARE(messageAt(899).id, scene.kept.all.first().id);
    }

    void offersEverythingInAMenu()
    {
        Scene scene(m_theme);
        open(scene);
        clickRow(0);
        const QPoint at = list()->visualRect(list()->currentIndex()).center();
        QContextMenuEvent event(QContextMenuEvent::Keyboard, at, list()->viewport()->mapToGlobal(at));
        QApplication::sendEvent(list()->viewport(), &event);
        auto *menu = Scene::waitFor<QMenu>("historyMenu");
        QStringList words;
        for (const QAction *action : menu->actions()) {
            if (!action->isSeparator())
                words += action->text();
        }
        QCOMPARE(words.size(), 6);
        QVERIFY(words.contains(u"Go to message"_s) && words.contains(u"Delete"_s));
        menu->close();
    }

    void goesToTheMessage()
    {
        Scene scene(m_theme);
        open(scene);
        int row = 0;
        while (messageAt(row).conversation != scene.kept.bob())
            ++row;
        const QString text = messageAt(row).text;
        clickRow(row);
        QTest::keyClick(list(), Qt::Key_Return);
        QTRY_COMPARE(Scene::label("nameLabel"), u"Bob"_s);
        QTRY_VERIFY(scene.window.isActiveWindow());
    }

    void exportsAndImports()
    {
        Scene scene(m_theme);
        open(scene);
        auto *bar = scene.window.findChild<TransferBar *>();
        bar = Scene::waitFor("historyWindow")->findChild<TransferBar *>();
        QVERIFY(bar);
        const QString file = scene.kept.path(u"out.json"_s);
        bar->exportTo(file, ExportRequest::Format::Json);
        QTRY_VERIFY_WITH_TIMEOUT(Scene::label("transferLabel").startsWith(u"260 messages exported"), 20'000);
        QVERIFY(QFileInfo(file).size() > 0);
        QVERIFY(!Scene::see("transferProgress"));
        bar->importFrom(file);
        QTRY_COMPARE_WITH_TIMEOUT(Scene::label("transferLabel"), u"0 messages imported. 260 were here already."_s,
                                  20'000);
        bar->importFrom(scene.kept.path(u"nothing.json"_s));
        QTRY_VERIFY(!Scene::label("transferLabel").contains(u"imported"));
        QTRY_COMPARE(Scene::waitFor<QLabel>("transferLabel")->property("tone").toString(), u"bad"_s);
    }

    void exportsAndImportsByTheDialogs()
    {
        Scene scene(m_theme);
        open(scene);
        Scene::click("filesChip");
        Scene::click("exportButton");
        auto *dialog = Scene::waitFor<QFileDialog>("exportDialog");
        QCOMPARE(dialog->acceptMode(), QFileDialog::AcceptSave);
        const QString file = scene.kept.path(u"out"_s);
        nameFile(*dialog, file);
        QTRY_VERIFY(Scene::see<QLabel>("transferLabel"));
        QTRY_VERIFY_WITH_TIMEOUT(Scene::label("transferLabel").contains(u" messages exported ("), 20'000);
        QVERIFY(QFileInfo(file + u".html"_s).size() > 0); // what the first filter says
        QVERIFY(!Scene::see("transferProgress") && !Scene::see("cancelTransferButton"));
        QVERIFY(Scene::see("exportButton") && Scene::see("importButton"));
        Scene::click("importButton");
        dialog = Scene::waitFor<QFileDialog>("importDialog");
        nameFile(*dialog, file + u".html"_s);
        QTRY_VERIFY_WITH_TIMEOUT(Scene::label("transferLabel").startsWith(u"0 messages imported."), 20'000);
        // A dialog that is left changes nothing.
        Scene::click("exportButton");
        QTest::keyClick(Scene::waitFor("exportDialog"), Qt::Key_Escape);
        QTRY_VERIFY(!Scene::see("exportDialog"));
        QVERIFY(Scene::see("exportButton"));
    }

    void saysWhatStandsInTheWayOfATransfer()
    {
        Scene scene(m_theme);
        open(scene);
        auto *bar = Scene::waitFor("historyWindow")->findChild<TransferBar *>();
        bar->exportTo(scene.kept.path(u"no such folder/out.txt"_s), ExportRequest::Format::Text);
        QTRY_COMPARE(Scene::waitFor<QLabel>("transferLabel")->property("tone").toString(), u"bad"_s);
        QVERIFY(!Scene::label("transferLabel").isEmpty());
        QVERIFY(Scene::see("exportButton"));
        QFile other(scene.kept.path(u"other.html"_s));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("<html><body>hello</body></html>");
        other.close();
        bar->importFrom(other.fileName());
        QTRY_VERIFY(Scene::see("importButton"));
        QCOMPARE(Scene::waitFor<QLabel>("transferLabel")->property("tone").toString(), u"bad"_s);
    }

    void endsATransferThatIsCancelled()
    {
        Scene scene(m_theme);
        open(scene);
        auto *bar = Scene::waitFor("historyWindow")->findChild<TransferBar *>();
        Scene::waitFor("exportButton")->setFocus();
        bar->exportTo(scene.kept.path(u"out.json"_s), ExportRequest::Format::Json);
        QCOMPARE(Scene::label("transferLabel"), u"Exporting…"_s);
        QVERIFY(Scene::see("transferProgress"));
        QVERIFY(!Scene::see("exportButton"));
        auto *cancel = Scene::waitFor<QAbstractButton>("cancelTransferButton");
        QVERIFY(cancel->hasFocus()); // it stands where one was
        QTest::keyClick(cancel, Qt::Key_Space);
        QTRY_COMPARE(Scene::label("transferLabel"), u"Cancelled."_s);
        QVERIFY(Scene::waitFor("exportButton")->hasFocus());
        QVERIFY(!Scene::see("transferProgress") && Scene::see("exportButton"));
        bar->exportTo(scene.kept.path(u"out.json"_s), ExportRequest::Format::Json); // and it can be done again
        QTRY_VERIFY_WITH_TIMEOUT(Scene::label("transferLabel").startsWith(u"260 messages exported"), 20'000);
    }

    void remembersItsSizeAndNeverKeepsTheProgramOpen()
    {
        Scene scene(m_theme);
        open(scene);
        QWidget *window = Scene::waitFor("historyWindow");
        window->resize(900, 600);
        window->close();
        QVERIFY(!scene.settings.historyGeometry().isEmpty());
        open(scene);
        QCOMPARE(Scene::waitFor("historyWindow")->size(), QSize(900, 600));
        scene.window.close();
        QVERIFY(!Scene::see("historyWindow"));
    }

    void everyControlHasANameForScreenReaders()
    {
        Scene scene(m_theme);
        open(scene);
        QWidget *window = Scene::waitFor("historyWindow");
        for (const char *name :
             {"historySearchEdit", "historyPeopleEdit", "historyPeopleList", "historyList", "historyCalendar",
              "monthButton", "previousMonthButton", "nextMonthButton", "exportButton", "importButton"})
            QVERIFY2(!window->findChild<QWidget *>(QString::fromLatin1(name))->accessibleName().isEmpty(), name);
        for (QAbstractButton *button : window->findChildren<QAbstractButton *>())
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty() || !button->isVisible(),
                     qPrintable(button->objectName() + u' ' + QLatin1String(button->metaObject()->className()) +
                                u' ' + button->parentWidget()->objectName()));
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestHistoryWindow)
#include "tst_historywindow.moc"

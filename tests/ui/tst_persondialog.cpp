// SPDX-License-Identifier: GPL-3.0-or-later
#include "peoplescene.h"
#include "ui/persondialog.h"

#include <QClipboard>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Look = HistoryScene;
using Trust = Contact::Trust;
using Standing = Contact::Standing;

class TestPersonDialog : public QObject {
    Q_OBJECT

private:
    static void open(PeopleScene &scene)
    {
        PersonDialog::open(scene.ann.messenger, scene.contact().id, &scene.window);
        QVERIFY(QTest::qWaitForWindowActive(Look::waitFor("personDialog")));
    }
    /// Chooses `name` in the menu of the conversation's header, by keyboard.
    static void choose(const char *name)
    {
        Look::click("moreButton");
        auto *menu = Look::waitFor<QMenu>("conversationMenu");
        for (QAction *action : menu->actions()) {
            if (action->objectName() == QLatin1String(name))
                menu->setActiveAction(action);
        }
        QVERIFY(menu->activeAction());
        QTest::keyClick(menu, Qt::Key_Return);
    }
    static QString badge() { return Look::waitFor("transportBadge")->accessibleName(); }
    static QString six(Node &node, const ContactId &id) { return node.messenger.peers().comparison(id).code; }
    /// From the button to the digits, on both sides.
    static void compare(PeopleScene &scene)
    {
        Look::click("compareDigitsButton");
        QTRY_VERIFY(!six(scene.ann, scene.contact().id).isEmpty());
        const QString code = six(scene.ann, scene.contact().id);
        QTRY_COMPARE(six(*scene.bob, scene.annThere()), code);
        QCOMPARE(Look::label("comparisonCodeLabel"), code.first(3) + u' ' + code.sliced(3));
    }

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void showsWhatPeopleCompare()
    {
        PeopleScene scene(m_theme);
        choose("verifyAction");
        QVERIFY(Look::waitFor("personDialog"));
        QCOMPARE(Look::label("personHeadingLabel"), u"Verify Bob"_s);
        const QString number = scene.bob->messenger.peers().safetyNumber(scene.annThere());
        auto *shown = Look::waitFor<QLabel>("safetyNumberLabel");
        QCOMPARE(shown->text().simplified(), number);
        QCOMPARE(shown->text().count(u'\n'), 2);
        for (const QString &line : shown->text().split(u'\n'))
            QCOMPARE(line.split(u' ', Qt::SkipEmptyParts).size(), 4);
        QVERIFY(shown->textInteractionFlags().testFlag(Qt::TextSelectableByKeyboard));
        Look::click("copyNumberButton");
        QCOMPARE(QGuiApplication::clipboard()->text(), number);
        const auto id = PeerId::parse(Look::label("personIdLabel"));
        QVERIFY(id);
        QCOMPARE(*id, scene.bobKey.id());
        QCOMPARE(Look::label("personIdLabel").remove(u'\n'), scene.bobKey.id().toString());
        PersonDialog::open(scene.ann.messenger, scene.contact().id, &scene.window);
        QCOMPARE(scene.window.findChildren<PersonDialog *>().size(), 1); // the one that is there
    }

    void equalNumbersVerifyAndThatCanBeTakenBack()
    {
        PeopleScene scene(m_theme);
        QCOMPARE(badge(), u"Encrypted"_s);
        open(scene);
        QVERIFY(Look::label("personTrustLabel").startsWith(u"Not verified yet."_s));
        QVERIFY(PeopleScene::tabTo("safetyNumberLabel"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); // whoever does not read verifies nothing
        QTRY_VERIFY(!Look::see("personDialog"));
        QCOMPARE(scene.contact().trust, Trust::Seen);
        open(scene);
        QVERIFY(PeopleScene::tabTo("verifyButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(scene.contact().trust, Trust::Verified);
        QVERIFY(Look::label("personTrustLabel").startsWith(u"Verified."_s));
        QCOMPARE(badge(), u"Encrypted · verified"_s);
        QCOMPARE(Look::waitFor<QAbstractButton>("verifyButton")->text(), u"Not verified any more"_s);
        Look::click("verifyButton");
        QCOMPARE(scene.contact().trust, Trust::Seen);
        QCOMPARE(badge(), u"Encrypted"_s);
    }

    void theSameDigitsVerify()
    {
        PeopleScene scene(m_theme);
        open(scene);
        compare(scene);
        QVERIFY(!Look::waitFor<QAbstractButton>("compareDigitsButton")->isEnabled());
        auto *digits = Look::waitFor("comparisonCodeLabel");
        QVERIFY(digits->hasFocus()); // and no button that a key could press
        QVERIFY(digits->height() >= digits->sizeHint().height());
        auto *words = Look::waitFor("comparisonLabel");
        QVERIFY(words->height() >= words->heightForWidth(words->width()));
        QTest::keyClick(digits, Qt::Key_Space); // decides nothing
        QVERIFY(!Look::see("verifyButton"));    // one question at a time
        QCOMPARE(scene.contact().trust, Trust::Seen);
        QVERIFY(PeopleScene::tabTo("sameDigitsButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(scene.contact().trust, Trust::Verified);
        QVERIFY(Look::label("comparisonLabel").startsWith(u"The digits are the same"_s));
        QVERIFY(!Look::see("sameDigitsButton"));
        QVERIFY(Look::waitFor("closeButton")->hasFocus());
    }

    void differentDigitsWarn()
    {
        PeopleScene scene(m_theme);
        scene.peers().setVerified(scene.contact().id, true);
        open(scene);
        compare(scene);
        Look::click("differentDigitsButton");
        QCOMPARE(scene.contact().trust, Trust::Seen);
        QVERIFY(Look::label("comparisonLabel").startsWith(u"The digits differ: somebody may be in between"_s));
        QCOMPARE(Look::waitFor("comparisonLabel")->property("tone").toString(), u"bad"_s);
    }

    void whoIsAskedSeesTheDigitsAndGoesOnTyping()
    {
        PeopleScene scene(m_theme);
        auto *input = Look::waitFor<QPlainTextEdit>("messageInput");
        QTest::keyClicks(input, u"wait"_s);
        scene.bob->messenger.peers().compare(scene.annThere());
        auto *dialog = Look::waitFor("personDialog");
        QVERIFY(!dialog->isModal());
        QVERIFY(dialog->testAttribute(Qt::WA_ShowWithoutActivating));
        const QString code = six(scene.ann, scene.contact().id);
        QCOMPARE(Look::label("comparisonCodeLabel"), code.first(3) + u' ' + code.sliced(3));
        QCOMPARE(Look::label("comparisonCodeLabel").remove(u' '), six(*scene.bob, scene.annThere()));
        QTest::keyClicks(input, u" for me"_s);
        QCOMPARE(input->toPlainText(), u"wait for me"_s);
        Look::click("sameDigitsButton");
        QCOMPARE(scene.contact().trust, Trust::Verified);
    }

    void whatThisPersonAskedForComesAfterTheDialogWasClosed()
    {
        PeopleScene scene(m_theme);
        open(scene);
        Look::click("compareDigitsButton");
        QVERIFY(six(scene.ann, scene.contact().id).isEmpty());
        Look::waitFor("personDialog")->close();
        QVERIFY(!Look::see("personDialog"));
        QTRY_VERIFY(Look::see("personDialog"));
        QVERIFY(Look::see("sameDigitsButton"));
        QCOMPARE(scene.window.findChildren<PersonDialog *>().size(), 1);
    }

    void nothingIsVerifiedWithoutANumber()
    {
        QTemporaryDir directory;
        const Identity bob = *Identity::create();
        const Identity ann = *Identity::create();
        {
            Node node(directory.path());
            node.goOnline(u"Ann"_s, PeopleScene::copyOf(ann), Node::quietly());
            const auto endpoint = Endpoint::parse(u"tcp://127.0.0.1:1"_s);
            QVERIFY(node.messenger.peers().befriend({bob.id(), *endpoint}));
        }
        Node node(directory.path());
        Settings settings(directory.filePath(u"settings.ini"_s));
        MainWindow window(node.messenger, settings, m_theme);
        window.show();
        QTRY_COMPARE(node.messenger.contacts().size(), 1);
        const ContactId contact = node.messenger.contacts().first().id;
        PersonDialog::open(node.messenger, contact, &window);
        Look::waitFor("personDialog");
        node.messenger.peers().setVerified(contact, false);
        QCOMPARE(Look::label("safetyNumberLabel"), QString());
        QVERIFY(!Look::see("verifyButton"));
        QVERIFY(!Look::waitFor<QAbstractButton>("copyNumberButton")->isEnabled());
        node.goOnline(u"Ann"_s, PeopleScene::copyOf(ann), Node::quietly());
        QVERIFY(!Look::label("safetyNumberLabel").isEmpty());
        QVERIFY(Look::see("verifyButton"));
        QVERIFY(Look::waitFor<QAbstractButton>("copyNumberButton")->isEnabled());
    }

    void saysWhyThereAreNoDigits_data()
    {
        using Phase = ComparisonProgress::Phase;
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<QString>("beginning");
        QTest::newRow("tampered with") << Phase::Broken << u"The comparison was tampered with"_s;
        QTest::newRow("too many") << Phase::Locked << u"Three comparisons an hour are allowed"_s;
        QTest::newRow("gone") << Phase::Gone << u"The connection with Bob was lost"_s;
    }
    void saysWhyThereAreNoDigits()
    {
        QFETCH(const ComparisonProgress::Phase, phase);
        QFETCH(const QString, beginning);
        PeopleScene scene(m_theme);
        open(scene);
        // What really happens is told by tst_peers; here it is about the words.
        Q_EMIT scene.peers().comparisonChanged(scene.contact().id, {phase, true, {}});
        QVERIFY2(Look::label("comparisonLabel").startsWith(beginning), qPrintable(Look::label("comparisonLabel")));
        QVERIFY(!Look::see("comparisonCodeLabel"));
        QVERIFY(!Look::see("sameDigitsButton"));
    }

    void threeComparisonsAnHour()
    {
        PeopleScene scene(m_theme);
        open(scene);
        for (int i = 0; i < 3; ++i) {
            compare(scene);
            Look::click("sameDigitsButton");
        }
        Look::click("compareDigitsButton");
        QVERIFY(Look::label("comparisonLabel").startsWith(u"Three comparisons an hour are allowed"_s));
    }

    void digitsNeedTheOther()
    {
        PeopleScene scene(m_theme);
        open(scene);
        QVERIFY(!Look::see("comparisonHintLabel"));
        scene.bobGoes();
        QTRY_VERIFY(!Look::waitFor<QAbstractButton>("compareDigitsButton")->isEnabled());
        QCOMPARE(Look::label("comparisonHintLabel"), u"Six digits can be compared while Bob is there."_s);
    }

    void aChangedKeyIsNotVerifiedHere()
    {
        PeopleScene scene(m_theme);
        open(scene);
        scene.bobGoes();
        scene.somebodyElseComes();
        QVERIFY(Look::label("personTrustLabel").startsWith(u"Changed."_s));
        QVERIFY(!Look::see("verifyButton"));
        QCOMPARE(badge(), u"Key changed"_s);
    }

    void goesWithThePerson()
    {
        PeopleScene scene(m_theme);
        open(scene);
        scene.ann.messenger.removeContact(scene.contact().id);
        QTRY_VERIFY(!Look::see("personDialog"));
    }

    void theHeaderSaysWhatTheySayOfThemselves()
    {
        PeopleScene scene(m_theme);
        QTRY_COMPARE(Look::label("presenceLabel"), u"Online"_s);
        scene.bob->messenger.peers().setPresence({Presence::Availability::Busy, u"调试中，勿扰"_s});
        QTRY_COMPARE(Look::label("presenceLabel"), u"Busy · “调试中，勿扰”"_s);
        scene.bobGoes();
        QTRY_VERIFY(Look::label("presenceLabel").startsWith(u"Offline · last there "_s));
        QCOMPARE(Look::label("nameLabel"), u"Bob"_s);
    }

    void aPersonIsVerifiedFromItsRemarks()
    {
        PeopleScene scene(m_theme);
        choose("editContactAction");
        QCOMPARE(Look::waitFor<QLineEdit>("nameEdit")->placeholderText(), u"Bob"_s);
        Look::waitFor<QLineEdit>("nameEdit")->setText(u"Robert"_s);
        Look::click("verifyButton");
        QCOMPARE(Look::label("personHeadingLabel"), u"Verify Robert"_s); // what was typed is kept
        QVERIFY(!Look::see("contactDialog"));
    }

    void blockingIsAskedAndTakenBackInTheSettings()
    {
        PeopleScene scene(m_theme);
        choose("blockAction");
        auto *question = Look::waitFor<QMessageBox>("blockDialog");
        QCOMPARE(question->text(), u"Block Bob?"_s);
        QVERIFY(question->informativeText().contains(u"Nothing that is written there arrives any more"_s));
        QTest::keyClick(question, Qt::Key_Return);
        QTRY_VERIFY(!Look::see("blockDialog"));
        QCOMPARE(scene.contact().standing, Standing::Friend);
        choose("blockAction");
        Look::click("confirmButton");
        QTRY_COMPARE(scene.contact().standing, Standing::Blocked);
        QCOMPARE(Look::label("presenceLabel"), u"Blocked"_s);
        QCOMPARE(Look::label("noticeLabel"), u"You have blocked Bob: nothing comes from there."_s);

        Look::click("settingsButton");
        Look::click("blockedButton");
        auto *list = Look::waitFor<QListWidget>("blockedList");
        QCOMPARE(list->count(), 1);
        QVERIFY(list->item(0)->text().startsWith(u"Bob · "_s));
        QVERIFY(PeopleScene::tabTo("unblockButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(scene.contact().standing != Standing::Blocked);
        QVERIFY(Look::see("blockedEmptyLabel"));
        QVERIFY(!Look::see("unblockButton") || !Look::see<QAbstractButton>("unblockButton")->isEnabled());
    }

    void aQuestionShowsANameAsItIs()
    {
        PeopleScene scene(m_theme);
        scene.ann.messenger.rename(scene.contact().id, u"<b>Bob</b><!--"_s);
        choose("blockAction");
        auto *question = Look::waitFor<QMessageBox>("blockDialog");
        for (const QLabel *label : question->findChildren<QLabel *>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(!label->openExternalLinks());
        }
    }

    void theConversationItselfUnblocks()
    {
        PeopleScene scene(m_theme);
        QVERIFY(scene.bob->messenger.send(scene.bob->messenger.find(scene.annThere()), u"hi"_s));
        QTRY_COMPARE(scene.ann.received().size(), 1);
        scene.peers().block(scene.bobKey.id());
        QTRY_VERIFY(Look::see("noticeBar"));
        Look::click("connectAgainButton");
        QCOMPARE(scene.contact().standing, Standing::Stranger);
        QCOMPARE(Look::label("noticeLabel"), u"Bob is not a friend: what you write waits until you are."_s);
        Look::click("connectAgainButton"); // greets
        QVERIFY(scene.contact().standing != Standing::Stranger);
        QTRY_VERIFY(scene.contact().isFriend());
        QTRY_VERIFY(!Look::see("noticeBar"));
    }

    void closingAPersonsConversationLeavesItAndNotThePerson()
    {
        PeopleScene scene(m_theme);
        const ConversationId conversation = scene.conversation();
        Look::click("closeConversationButton");
        QVERIFY(!Look::see("chatHeader"));
        QVERIFY(scene.ann.messenger.link(conversation).isOnline());
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestPersonDialog)
#include "tst_persondialog.moc"

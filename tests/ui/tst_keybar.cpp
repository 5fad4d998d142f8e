// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/safetynumber.h"
#include "peoplescene.h"

#include <QAccessible>
#include <QMessageBox>
#include <QPlainTextEdit>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Look = HistoryScene;
using Trust = Contact::Trust;

class TestKeyBar : public QObject {
    Q_OBJECT

private:
    static void write(const QString &text)
    {
        auto *input = Look::waitFor<QPlainTextEdit>("messageInput");
        input->setFocus();
        QTest::keyClicks(input, text);
        QTest::keyClick(input, Qt::Key_Return);
    }
    /// Somebody else is where Bob was, and Ann has written to him.
    static void bringAbout(PeopleScene &scene)
    {
        QVERIFY(!Look::see("keyBar"));
        scene.bobGoes();
        scene.somebodyElseComes();
        QVERIFY(Look::waitFor("keyBar"));
        write(u"secret"_s);
    }

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void saysThatAnotherKeyIsThereAndSendsNothing()
    {
        PeopleScene scene(m_theme);
        bringAbout(scene);
        const QString sentence = u"Somebody else's key is where Bob was. Nothing is sent until you decide."_s;
        QCOMPARE(Look::label("keyLabel"), sentence);
        QVERIFY(!Look::see("noticeBar")); // once is enough
        QTRY_VERIFY(!Look::lines("conversationList").isEmpty());
        QVERIFY(scene.other->received().isEmpty());
        const QAccessibleInterface *bar = QAccessible::queryAccessibleInterface(Look::waitFor("keyBar"));
        QCOMPARE(bar->role(), QAccessible::AlertMessage);
        QCOMPARE(bar->text(QAccessible::Name), sentence);

        scene.window.showConversation(scene.ann.messenger.join(*Endpoint::parse(u"tcp://127.0.0.1:1"_s)));
        QVERIFY(!Look::see("keyBar")); // of Bob's conversation only
        scene.window.showConversation(scene.conversation());
        QVERIFY(Look::see("keyBar"));
    }

    void theKnownKeyIsKeptByKeyboard()
    {
        PeopleScene scene(m_theme);
        bringAbout(scene);
        QVERIFY(PeopleScene::tabTo("keepKeyButton"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(!Look::see("keyBar"));
        QCOMPARE(scene.contact().trust, Trust::Seen);
        QCOMPARE(scene.contact().peer, scene.bobKey.id());
        scene.other.reset();
        scene.bobComes();
        QTRY_COMPARE(scene.bob->received(), QStringList{u"secret"_s});
    }

    void theNewKeyIsAcceptedOnlyAfterAQuestion()
    {
        PeopleScene scene(m_theme);
        bringAbout(scene);
        const PeerId fresh = scene.other->messenger.peers().self();
        Look::click("acceptKeyButton");
        auto *question = Look::waitFor<QMessageBox>("acceptKeyDialog");
        QVERIFY(question->informativeText().contains(scene.bobKey.id().shortForm()));
        QVERIFY(question->informativeText().contains(fresh.shortForm()));
        const QString number = safetyNumber(scene.peers().self(), fresh);
        QVERIFY2(question->informativeText().simplified().contains(number),
                 qPrintable(question->informativeText()));
        QVERIFY(question->informativeText().contains(u"by voice"_s));
        QTest::keyClick(question, Qt::Key_Return); // whoever does not read accepts nothing
        QTRY_VERIFY(!Look::see("acceptKeyDialog"));
        QCOMPARE(scene.contact().trust, Trust::Changed);

        Look::click("acceptKeyButton");
        Look::waitFor("acceptKeyDialog");
        Look::click("confirmButton");
        QTRY_VERIFY(!Look::see("keyBar"));
        QCOMPARE(scene.contact().peer, fresh);
        QTRY_COMPARE(scene.other->messenger.peers().introductions().size(), 1);
        scene.other->messenger.peers().accept(scene.peers().self());
        QTRY_COMPARE(scene.other->received(), QStringList{u"secret"_s});
    }

    void anAnswerIsAboutTheKeyThatWasShown()
    {
        PeopleScene scene(m_theme);
        bringAbout(scene);
        Look::click("acceptKeyButton");
        Look::waitFor("acceptKeyDialog");
        const PeerId shown = scene.contact().changedTo;
        scene.other.reset();
        scene.somebodyElseComes();
        QTRY_VERIFY(scene.contact().changedTo != shown);
        Look::click("confirmButton");
        QTRY_VERIFY(!Look::see("acceptKeyDialog"));
        QCOMPARE(scene.contact().peer, scene.bobKey.id());
        QCOMPARE(scene.contact().trust, Trust::Changed);
        QVERIFY(Look::see("keyBar"));
    }

    void aNewKeyNeedsOnesOwn()
    {
        QTemporaryDir directory;
        const Identity ann = *Identity::create();
        const Identity bob = *Identity::create();
        {
            Node node(directory.path());
            Node there;
            Node other;
            node.goOnline(u"Ann"_s, PeopleScene::copyOf(ann), Node::quietly());
            there.goOnline(u"Bob"_s, PeopleScene::copyOf(bob), Node::quietly());
            PeopleScene::befriend(node, there);
            Peers::Options options = Node::quietly();
            options.port = there.messenger.peers().local().port();
            const QFuture<void> end = there.messenger.shutDown();
            QTRY_VERIFY(end.isFinished());
            other.goOnline(u"Bob"_s, options);
            QTRY_COMPARE(PeopleScene::contactIn(node, bob.id()).trust, Trust::Changed);
        }
        Node node(directory.path());
        Settings settings(directory.filePath(u"settings.ini"_s));
        MainWindow window(node.messenger, settings, m_theme);
        window.show();
        QTRY_COMPARE(node.messenger.contacts().size(), 1);
        window.showConversation(node.messenger.find(node.messenger.contacts().first().id));
        QVERIFY(Look::waitFor("keyBar"));
        QVERIFY(Look::see("keepKeyButton"));
        QVERIFY(!Look::see("acceptKeyButton"));
        node.goOnline(u"Ann"_s, PeopleScene::copyOf(ann), Node::quietly());
        QVERIFY(Look::see("acceptKeyButton"));
    }

    void saysThatAFriendIsNotThere()
    {
        PeopleScene scene(m_theme);
        QTRY_VERIFY(!Look::see("noticeBar"));
        scene.bobGoes();
        QVERIFY(Look::waitFor("noticeBar"));
        QCOMPARE(Look::label("noticeLabel"), u"Bob is not there. What you send waits and goes by itself later."_s);
        QVERIFY(!Look::see("connectAgainButton"));
        scene.bobComes();
        QTRY_VERIFY(!Look::see("noticeBar"));
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestKeyBar)
#include "tst_keybar.moc"

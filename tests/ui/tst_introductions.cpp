// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever greets this person, as the window shows it.
#include "windowscene.h"

#include <QLayout>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Look = HistoryScene;

class TestIntroductions : public QObject {
    Q_OBJECT

    static void greets(Node &node, WindowScene &scene, const QString &words)
    {
        const auto before = scene.peers().introductions().size();
        QVERIFY(node.messenger.peers().befriend(scene.node.invitation(), words));
        QTRY_COMPARE(scene.peers().introductions().size(), before + 1);
    }
    static PeerId idOf(Node &node) { return node.messenger.peers().self(); }
    static Contact contactOf(Node &node, const PeerId &peer)
    {
        return node.messenger.contact(node.messenger.peers().contactOf(peer)).value_or(Contact());
    }

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void showsWhoGreets()
    {
        WindowScene scene(m_theme);
        Node bob;
        scene.node.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s);
        QVERIFY(!Look::see("introductions"));
        greets(bob, scene, u"<b>hi</b>\n你好 \u202egpj.exe"_s);
        QVERIFY(Look::see("introductionCard"));
        QCOMPARE(Look::label("introductionName"), u"Bob"_s);
        QCOMPARE(Look::label("introductionId"), idOf(bob).shortForm());
        QCOMPARE(Look::label("introductionWords"), u"<b>hi</b>\n你好 \u25a1gpj.exe"_s);
        for (const QLabel *label : Look::see("introductionCard")->findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QCOMPARE(Look::waitFor("peopleButton")->accessibleName(), u"People, 1 greeting(s)"_s);
        QVERIFY(scene.node.messenger.contacts().isEmpty()); // nothing is kept before it is answered

        auto *accept = Look::waitFor<QAbstractButton>("acceptButton");
        QCOMPARE(accept->accessibleName(), u"Accept Bob"_s);
        accept->setFocus();
        QTest::keyClick(accept, Qt::Key_Space);
        QTRY_VERIFY(contactOf(bob, scene.peers().self()).isFriend());
        QVERIFY(!Look::see("introductions"));
        QCOMPARE(Look::label("nameLabel"), u"Bob"_s); // its conversation is open
        QCOMPARE(Look::waitFor("peopleButton")->accessibleName(), u"People"_s);
    }

    void keepsTheOrderWhenOneIsSaidAnew()
    {
        WindowScene scene(m_theme);
        Node bob;
        Node eve;
        scene.node.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s);
        eve.goOnline(u"Eve"_s);
        greets(bob, scene, u"one"_s);
        greets(eve, scene, u"two"_s);
        Introduction again = scene.peers().introductions().first();
        again.words = u"one, again"_s;
        Q_EMIT scene.peers().introduced(again);
        const auto *column = Look::waitFor("introductions");
        const auto placeOf = [&](const QString &words) {
            for (const QLabel *label : column->findChildren<QLabel *>(u"introductionWords"_s)) {
                QWidget *card = label->parentWidget();
                if (label->text() == words)
                    return card->parentWidget()->layout()->indexOf(card);
            }
            return -1;
        };
        QCOMPARE(placeOf(u"one, again"_s), 0);
        QCOMPARE(placeOf(u"two"_s), 1);
        QCOMPARE(column->findChildren<QWidget *>(u"introductionCard"_s).size(), 2);
    }

    void declines()
    {
        WindowScene scene(m_theme);
        Node bob;
        scene.node.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s);
        QSignalSpy declined(&bob.messenger.peers(), &Peers::declined);
        greets(bob, scene, {});
        QVERIFY(!Look::see("introductionWords"));
        Look::click("declineButton");
        QTRY_COMPARE(declined.size(), 1);
        QVERIFY(!Look::see("introductions"));
        QVERIFY(scene.node.messenger.contacts().isEmpty());
    }

    void blocks()
    {
        WindowScene scene(m_theme);
        Node bob;
        scene.node.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s);
        greets(bob, scene, {});
        Look::click("blockButton");
        QVERIFY(!Look::see("introductions"));
        QCOMPARE(contactOf(scene.node, idOf(bob)).standing, Contact::Standing::Blocked);
        QCoreApplication::processEvents(); // the list is ordered after the event
        QCOMPARE(Look::lines("conversationList"), QStringList());
        QCOMPARE(Look::waitFor<QAbstractItemView>("friendList")->model()->rowCount(), 0); // nor among the people
    }

    void collectsMany()
    {
        WindowScene scene(m_theme);
        scene.node.goOnline(u"Ann"_s);
        std::vector<std::unique_ptr<Node>> others;
        for (int i = 0; i < 3; ++i) {
            others.push_back(std::make_unique<Node>());
            others.back()->goOnline(u"Guest %1"_s.arg(i));
            greets(*others.back(), scene, QString(240, u'w'));
        }
        QVERIFY(!Look::see("introductionCard"));
        auto *heading = Look::waitFor<QAbstractButton>("introductionsButton");
        QCOMPARE(heading->text(), u"3 greeting(s)"_s);
        QTest::keyClick(heading, Qt::Key_Space);
        const auto *column = Look::waitFor("introductions");
        QCOMPARE(column->findChildren<QWidget *>(u"introductionCard"_s).size(), 3);
        QVERIFY(Look::see("introductionCard"));
        scene.window.resize(380, 600); // the narrowest
        for (const QWidget *button : column->findChildren<QWidget *>(u"blockButton"_s))
            QTRY_VERIFY(button->mapTo(&scene.window, button->rect().topRight()).x() < scene.window.width());
        QTest::keyClick(heading, Qt::Key_Space);
        QVERIFY(!Look::see("introductionCard"));
        scene.peers().decline(idOf(*others.front()));
        scene.peers().decline(idOf(*others.back()));
        QCOMPARE(heading->text(), u"1 greeting(s)"_s);
    }

    void warnsOfAFalseFriend()
    {
        WindowScene scene(m_theme);
        Node paul;
        Node other;
        scene.node.goOnline(u"Ann"_s);
        paul.goOnline(u"Paul"_s);
        other.goOnline(u"PauI"_s);
        greets(paul, scene, {});
        QVERIFY(!Look::see("introductionWarning"));
        Look::click("acceptButton");
        greets(other, scene, {});
        QCOMPARE(Look::label("introductionWarning"), u"Not Paul, though the name looks alike"_s);
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestIntroductions)
#include "tst_introductions.moc"

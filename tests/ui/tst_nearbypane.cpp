// SPDX-License-Identifier: GPL-3.0-or-later
// People nearby, as the dialog "New connection" shows them.
#include "ui/connectiondialog.h"
#include "windowscene.h"

#include <QComboBox>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Look = HistoryScene;
using Visibility = Peers::Visibility;

class TestNearbyPane : public QObject {
    Q_OBJECT

    /// Opens the dialog by its key.
    static void begin(WindowScene &scene)
    {
        QTRY_VERIFY(!Look::see("connectionDialog"));
        scene.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&scene.window));
        QTest::keyClick(&scene.window, Qt::Key_N, Qt::ControlModifier);
        auto *dialog = Look::waitFor("connectionDialog");
        QTRY_VERIFY(QApplication::focusWidget() && dialog->isAncestorOf(QApplication::focusWidget()));
        QVERIFY(Look::waitFor<QAbstractButton>("roleNearby")->isChecked());
    }
    /// Tab from where the focus is until `name` has it; false: it cannot be reached.
    static bool tabTo(const char *name)
    {
        auto *wanted = Look::waitFor(name);
        for (int i = 0; i < 40 && !wanted->hasFocus(); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        return wanted->hasFocus();
    }
    static PeerId idOf(Node &node) { return node.messenger.peers().self(); }
    static void type(const QString &text) { Look::type(QApplication::focusWidget(), text); }
    static void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void saysThatNobodyIsHere()
    {
        WindowScene scene(m_theme);
        begin(scene);
        QCOMPARE(Look::label("nearbyEmptyLabel"), u"Not looking for people yet."_s);
        scene.node.goOnline(u"Ann"_s);
        QTRY_COMPARE(Look::label("nearbyEmptyLabel"), u"Nobody here yet."_s);
        QVERIFY(!Look::waitFor<QAbstractButton>("connectButton")->isEnabled());
        QVERIFY(tabTo("doctorButton"));
        press(Qt::Key_Space);
        QVERIFY(Look::waitFor<QDialog>("doctorDialog"));
    }

    void looksForTheReasonTooWhenOnlySomebodyIsMissing()
    {
        WindowScene scene(m_theme);
        Node bob;
        scene.node.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s);
        begin(scene);
        QCOMPARE(Look::waitFor<QAbstractButton>("doctorButton")->text(), u"Why don't I see anyone?"_s);
        QVERIFY(scene.meet(bob));
        QTRY_COMPARE(Look::lines("nearbyList").size(), 1);
        QCOMPARE(Look::waitFor<QAbstractButton>("doctorButton")->text(), u"Is somebody missing?"_s);
        QVERIFY(tabTo("doctorButton"));
        press(Qt::Key_Space);
        QVERIFY(Look::waitFor<QDialog>("doctorDialog"));
    }

    void handsOutTheOwnInvitation()
    {
        WindowScene scene(m_theme);
        scene.node.goOnline(u"Ann"_s);
        begin(scene);
        QVERIFY(tabTo("invitationEdit"));
        press(Qt::Key_Tab);
        QVERIFY(Look::waitFor("ownInvitationButton")->hasFocus());
        press(Qt::Key_Space);
        QVERIFY(Look::waitFor<QDialog>("invitationDialog"));
    }

    void greetsByKeysAlone()
    {
        WindowScene scene(m_theme);
        Node bob;
        scene.node.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s);
        QVERIFY(scene.meet(bob));
        QTRY_COMPARE(scene.peers().introductions().size(), 1);
        scene.peers().decline(idOf(bob)); // linked, and a stranger
        begin(scene);
        const QStringList lines{u"Bob, %1, Online"_s.arg(idOf(bob).shortForm())};
        QTRY_COMPARE(Look::lines("nearbyList"), lines);
        QCOMPARE(Look::waitFor<QAbstractButton>("connectButton")->text(), u"Greet"_s);
        QVERIFY(!Look::waitFor<QAbstractButton>("connectButton")->isEnabled()); // nobody is chosen by itself
        QVERIFY(tabTo("nearbyList"));
        QVERIFY(!Look::waitFor<QAbstractButton>("connectButton")->isEnabled());
        press(Qt::Key_Down);
        QVERIFY(Look::waitFor<QAbstractButton>("connectButton")->isEnabled());
        for (const char *name : {"ownNameEdit", "visibilityCombo", "roleNearby", "ownInvitationButton"}) {
            QVERIFY(tabTo(name));
            press(Qt::Key_Return);
            QVERIFY(scene.peers().contactOf(idOf(bob)).isNull());
            QVERIFY(Look::see("connectionDialog"));
        }
        QVERIFY(tabTo("wordsEdit"));
        type(u"我是 Ann"_s);
        press(Qt::Key_Return);
        QTRY_VERIFY(!Look::see("connectionDialog"));
        QTRY_COMPARE(Look::label("nameLabel"), u"Bob"_s);
        QVERIFY(!scene.peers().contactOf(idOf(bob)).isNull());
    }

    void theWordsGoToNobodyElse()
    {
        WindowScene scene(m_theme);
        auto bob = std::make_unique<Node>();
        Node eve;
        scene.node.goOnline(u"Ann"_s);
        bob->goOnline(u"Bob"_s);
        eve.goOnline(u"Eve"_s);
        QVERIFY(scene.meet(*bob));
        QVERIFY(eve.messenger.peers().befriend(scene.node.invitation()));
        QTRY_COMPARE(scene.peers().introductions().size(), 2);
        begin(scene);
        QTRY_COMPARE(Look::lines("nearbyList").size(), 2);
        QVERIFY(tabTo("nearbyList"));
        press(Qt::Key_Down);
        QVERIFY(tabTo("wordsEdit"));
        type(u"for Bob"_s);
        bob.reset();
        QTRY_COMPARE(Look::lines("nearbyList").size(), 1);
        QVERIFY(!Look::waitFor<QAbstractButton>("connectButton")->isEnabled());
        press(Qt::Key_Return);
        QVERIFY(Look::see("connectionDialog"));
        QVERIFY(scene.peers().contactOf(idOf(eve)).isNull());
        QVERIFY(tabTo("nearbyList"));
        press(Qt::Key_Down);
        QVERIFY(Look::waitFor<QAbstractButton>("connectButton")->isEnabled());
    }

    void acceptsWhoAskedFirst()
    {
        WindowScene scene(m_theme);
        Node bob;
        scene.node.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s);
        QVERIFY(scene.meet(bob));
        begin(scene);
        QTRY_COMPARE(Look::lines("nearbyList").size(), 1);
        QVERIFY(tabTo("nearbyList"));
        press(Qt::Key_Down);
        QTRY_COMPARE(Look::waitFor<QAbstractButton>("connectButton")->text(), u"Accept"_s);
        QVERIFY(Look::lines("nearbyList").first().endsWith(u"Greets you"));
        Look::click("connectButton");
        QTRY_VERIFY(scene.node.messenger.contact(scene.peers().contactOf(idOf(bob)))->isFriend());
        begin(scene);
        QVERIFY(tabTo("nearbyList"));
        press(Qt::Key_Down);
        QTRY_COMPARE(Look::waitFor<QAbstractButton>("connectButton")->text(), u"Open"_s);
        QVERIFY(Look::lines("nearbyList").first().endsWith(u"Friend"));
    }

    void followsAnInvitation()
    {
        WindowScene scene(m_theme);
        Node bob;
        scene.node.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s);
        begin(scene);
        QVERIFY(tabTo("wordsEdit"));
        type(u"<b>hello</b>"_s);
        QVERIFY(tabTo("invitationEdit"));
        type(u"  "_s + bob.invitation().toString() + u"/ "_s);
        QCOMPARE(Look::waitFor<QAbstractButton>("connectButton")->text(), u"Use the invitation"_s);
        press(Qt::Key_Return);
        QTRY_VERIFY(!Look::see("connectionDialog"));
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        QCOMPARE(bob.messenger.peers().introductions().first().words, u"<b>hello</b>"_s);
        const auto contact = scene.node.messenger.contact(scene.peers().contactOf(idOf(bob)));
        QVERIFY(contact && contact->trust == Contact::Trust::Verified);
        QVERIFY(Look::see("chatPane"));
    }

    void saysWhatIsWrongWithAnInvitation_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("kind");
        QTest::newRow("an address") << u"tcp://127.0.0.1:8080"_s << int(Error::Kind::BadInvitation);
        QTest::newRow("words") << u"hello"_s << int(Error::Kind::BadInvitation);
        QTest::newRow("no id") << u"kith://abc@127.0.0.1:8080"_s << int(Error::Kind::BadPeerId);
        QTest::newRow("no port") << u"own, port 0"_s << int(Error::Kind::BadPort);
        QTest::newRow("the own one") << u"own"_s << int(Error::Kind::OwnIdentity);
    }
    void saysWhatIsWrongWithAnInvitation()
    {
        QFETCH(QString, typed);
        QFETCH(const int, kind);
        WindowScene scene(m_theme);
        scene.node.goOnline(u"Ann"_s);
        Invitation own = scene.node.invitation();
        if (typed == u"own"_s)
            typed = own.toString();
        else if (typed.startsWith(u"own"_s))
            typed = own.toString().section(u':', 0, -2) + u":0"_s;
        begin(scene);
        QVERIFY(tabTo("invitationEdit"));
        type(typed);
        press(Qt::Key_Return);
        QVERIFY(Look::see("connectionDialog"));
        const auto parsed = Invitation::parse(typed);
        const Error error =
            parsed ? Error{Error::Kind::OwnIdentity, parsed->endpoint.toString(), {}} : parsed.error();
        QCOMPARE(int(error.kind), kind);
        QCOMPARE(Look::label("invitationErrorLabel"), sentence(error));
        QVERIFY(Look::waitFor("invitationEdit")->hasFocus());
        type(u"x"_s);
        QVERIFY(!Look::see("invitationErrorLabel"));
        QVERIFY(scene.node.messenger.contacts().isEmpty());
    }

    void changesWhoOneIs()
    {
        WindowScene scene(m_theme);
        scene.node.goOnline({});
        begin(scene);
        QVERIFY(tabTo("ownNameEdit"));
        type(u"安"_s);
        QVERIFY(tabTo("visibilityCombo"));
        QCOMPARE(scene.peers().name(), u"安"_s);
        press(Qt::Key_Down);
        QCOMPARE(scene.peers().visibility(), Visibility::Invisible);
        QCOMPARE(Look::label("nearbyEmptyLabel"), u"You are invisible: only your contacts are shown."_s);
        press(Qt::Key_Down);
        QCOMPARE(scene.peers().visibility(), Visibility::Off);
        QCOMPARE(Look::label("nearbyEmptyLabel"), u"Nobody is looked for, because you switched it off."_s);
    }

    void anInvitationDoesNotUnblock()
    {
        WindowScene scene(m_theme);
        Node bob;
        scene.node.goOnline(u"Ann"_s);
        bob.goOnline(u"Bob"_s);
        QVERIFY(scene.meet(bob));
        QTRY_COMPARE(scene.peers().introductions().size(), 1);
        scene.peers().block(idOf(bob));
        begin(scene);
        QVERIFY(tabTo("invitationEdit"));
        type(bob.invitation().toString());
        press(Qt::Key_Return);
        QCOMPARE(Look::label("invitationErrorLabel"), sentence({Error::Kind::PersonBlocked, u"Bob"_s, {}}));
        const auto contact = scene.node.messenger.contact(scene.peers().contactOf(idOf(bob)));
        QVERIFY(contact && contact->standing == Contact::Standing::Blocked);
    }

    void warnsOfAFalseFriend()
    {
        WindowScene scene(m_theme);
        Node paul;
        Node other;
        scene.node.goOnline(u"Ann"_s);
        paul.goOnline(u"Paul"_s);
        other.goOnline(u"PauI"_s);
        QVERIFY(scene.meet(paul));
        QTRY_COMPARE(scene.peers().introductions().size(), 1);
        scene.peers().accept(idOf(paul));
        QVERIFY(scene.meet(other));
        begin(scene);
        QTRY_COMPARE(Look::lines("nearbyList").filter(u"Not Paul, though the name looks alike"_s).size(), 1);
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestNearbyPane)
#include "tst_nearbypane.moc"

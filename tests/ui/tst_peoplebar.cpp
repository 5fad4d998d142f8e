// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says when it goes among people, and what it tells of this person.
#include "store/identityfile.h"
#include "ui/linedialog.h"
#include "ui/ownpresence.h"
#include "windowscene.h"

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Look = HistoryScene;
using Visibility = Peers::Visibility;
using Availability = Presence::Availability;

class TestPeopleBar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_theme.setChoice(ThemeChoice::Light);
        qputenv("USER", "zhangwei");
    }

    void saysUnderWhichNameItIsSeen()
    {
        QTemporaryDir directory;
        {
            WindowScene scene(m_theme, directory.path());
            QVERIFY(!Look::see("peopleBar"));
            scene.window.openPeople(directory.path(), WindowScene::apart());
            Look::waitFor("peopleBar");
            const QString id = scene.peers().self().shortForm();
            QVERIFY(!id.isEmpty());
            QCOMPARE(Look::label("peopleLabel"), u"People near you see this computer as “%1”."_s.arg(id));
            QVERIFY(scene.peers().name().isEmpty()); // what the system knows of the person is told to nobody
            Look::click("peopleBarButton");
            QVERIFY(!Look::see("peopleBar"));
            QCOMPARE(scene.peers().visibility(), Visibility::On);
        }
        WindowScene scene(m_theme, directory.path());
        scene.window.openPeople(directory.path(), WindowScene::apart());
        QTRY_VERIFY(scene.peers().isRunning());
        QVERIFY(!Look::see("peopleBar"));
    }

    void takesAnotherName()
    {
        WindowScene scene(m_theme);
        scene.window.openPeople(scene.place, WindowScene::apart());
        Look::click("changeNameButton");
        auto *edit = Look::waitFor<QLineEdit>("lineEdit");
        QCOMPARE(edit->text(), u"zhangwei"_s); // only proposed
        QVERIFY(scene.peers().name().isEmpty());
        QTest::keyClicks(edit, u"Ann  of Lab 3"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(scene.peers().name(), u"Ann of Lab 3"_s);
        QVERIFY(!Look::see("peopleBar"));
        QCOMPARE(scene.settings.ownName(), u"Ann of Lab 3"_s);
    }

    void keepsTheOldNameWhenTheQuestionIsLeft()
    {
        WindowScene scene(m_theme);
        scene.window.openPeople(scene.place, WindowScene::apart());
        Look::click("changeNameButton");
        auto *edit = Look::waitFor<QLineEdit>("lineEdit");
        QTest::keyClick(edit, Qt::Key_Escape);
        QTRY_VERIFY(!Look::see("nameDialog"));
        QVERIFY(scene.peers().name().isEmpty());
        QVERIFY(Look::see("peopleBar"));
    }

    void fitsANarrowWindow()
    {
        WindowScene scene(m_theme);
        scene.window.openPeople(scene.place, WindowScene::apart());
        auto *button = Look::waitFor("peopleBarButton");
        const auto isInside = [&] {
            return button->mapTo(&scene.window, button->rect().bottomRight()).x() < scene.window.width();
        };
        QVERIFY(isInside());
        scene.window.showConversation(scene.node.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001")));
        scene.window.resize(400, 600);
        QTRY_VERIFY(isInside());
        QVERIFY(Look::see("peopleBar")->width() < 400);
        QTRY_VERIFY(Look::see("peopleLabel")->width() > 200); // enough to read the sentence
    }

    void becomesInvisible()
    {
        WindowScene scene(m_theme);
        scene.window.openPeople(scene.place, WindowScene::apart());
        Look::click("makeInvisibleButton");
        QVERIFY(!Look::see("peopleBar"));
        QCOMPARE(scene.peers().visibility(), Visibility::Invisible);
        QCOMPARE(scene.settings.visibility(), Visibility::Invisible);
    }

    void worksOnWithoutAKey()
    {
        QTemporaryDir directory;
        {
            WindowScene scene(m_theme, directory.path());
            scene.window.openPeople(directory.path(), WindowScene::apart());
            QTRY_VERIFY(scene.peers().isRunning());
        }
        QVERIFY(QFile::remove(IdentityFile(directory.path()).name()));
        WindowScene scene(m_theme, directory.path());
        scene.window.openPeople(directory.path(), WindowScene::apart());
        Look::waitFor("peopleBar");
        const Error missing{Error::Kind::IdentityMissing, IdentityFile(directory.path()).name(), {}};
        QTRY_COMPARE(Look::label("peopleLabel"), sentence(missing));
        QVERIFY(!Look::see("peopleBarButton"));
        QVERIFY(!scene.peers().isRunning());
        scene.node.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001"));
        QTRY_COMPARE(Look::lines("conversationList").size(), 1);
    }

    void asksForThePassphrase()
    {
        QTemporaryDir directory;
        const auto identity = Identity::create();
        QVERIFY(identity);
        QVERIFY(IdentityFile(directory.path()).write(*identity, SecretBytes(QByteArrayView("红豆 bean"))));
        WindowScene scene(m_theme, directory.path());
        scene.window.openPeople(directory.path(), WindowScene::apart());
        auto *edit = Look::waitFor<QLineEdit>("lineEdit");
        QCOMPARE(edit->echoMode(), QLineEdit::Password);
        QVERIFY(!Look::see("lineErrorLabel"));
        QTest::keyClicks(edit, u"bean"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        const Error wrong{Error::Kind::PassphraseWrong, IdentityFile(directory.path()).name(), {}};
        QTRY_VERIFY(Look::see("lineErrorLabel"));
        QCOMPARE(Look::label("lineErrorLabel"), sentence(wrong));

        QTest::keyClick(Look::waitFor("lineEdit"), Qt::Key_Escape); // later, from the bar
        QTRY_VERIFY(!Look::see("passphraseDialog"));
        QCOMPARE(Look::label("peopleLabel"), sentence(wrong));
        Look::click("peopleBarButton");
        Look::type(Look::waitFor("lineEdit"), u"红豆 bean"_s);
        QSignalSpy listening(&scene.peers(), &Peers::listening);
        auto *unlock = Look::waitFor("peopleBarButton");
        Look::click("lineButton");
        QTest::mouseClick(unlock, Qt::LeftButton); // while the passphrase is tried
        QVERIFY(!Look::see("passphraseDialog"));
        QTRY_COMPARE(scene.peers().self(), identity->id());
        QTRY_COMPARE(listening.size(), 1);
        QTRY_VERIFY(Look::see("changeNameButton"));
    }

    void tellsOnceThatTheKeyWasOpenToOthers()
    {
        QTemporaryDir directory;
        {
            WindowScene scene(m_theme, directory.path());
            scene.window.openPeople(directory.path(), WindowScene::apart());
            QTRY_VERIFY(scene.peers().isRunning());
            scene.settings.setIntroduced();
        }
        QFile key(IdentityFile(directory.path()).name());
        QVERIFY(key.setPermissions(key.permissions() | QFile::ReadOther));
        WindowScene scene(m_theme, directory.path());
        scene.window.openPeople(directory.path(), WindowScene::apart());
        QVERIFY(Look::label("peopleLabel").startsWith(u"Other people on this computer could read the key"));
        Look::click("peopleBarButton");
        QVERIFY(!Look::see("peopleBar"));
        QVERIFY(scene.peers().isRunning());
    }

    void isAwayWhenNothingIsTouched()
    {
        WindowScene scene(m_theme);
        auto *self = scene.window.findChild<OwnPresence *>();
        QVERIFY(self);
        QCOMPARE(scene.peers().ownPresence().availability, Availability::Online);
        self->setIdleLimit(std::chrono::milliseconds(20));
        QTRY_COMPARE(scene.peers().ownPresence().availability, Availability::Away);
        self->setIdleLimit(std::chrono::hours(1));
        QTest::keyClick(&scene.window, Qt::Key_Shift);
        QCOMPARE(scene.peers().ownPresence().availability, Availability::Online);

        scene.settings.setOwnPresence({Availability::Busy, u"heads down until 4"_s});
        self->setIdleLimit(std::chrono::milliseconds(20));
        QTRY_VERIFY(!self->isWatching());
        QCOMPARE(scene.peers().ownPresence(), (Presence{Availability::Busy, u"heads down until 4"_s}));
    }

    void isNotFoundByStrangersWhileInvisible()
    {
        WindowScene scene(m_theme);
        scene.window.openPeople(scene.place, WindowScene::apart());
        QTRY_VERIFY(scene.peers().isRunning());
        QTRY_COMPARE(scene.peers().visibility(), Visibility::On);
        scene.settings.setOwnPresence({Availability::Invisible, {}});
        QCOMPARE(scene.peers().ownPresence().availability, Availability::Invisible);
        QCOMPARE(scene.peers().visibility(), Visibility::Invisible);
        scene.settings.setOwnPresence({Availability::Away, {}});
        QCOMPARE(scene.peers().visibility(), Visibility::On);
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestPeopleBar)
#include "tst_peoplebar.moc"

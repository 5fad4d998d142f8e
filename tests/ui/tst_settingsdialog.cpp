// SPDX-License-Identifier: GPL-3.0-or-later
// The settings as a person at a keyboard sets them.
#include "store/identityfile.h"
#include "windowscene.h"

#include <QCheckBox>
#include <QDialog>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Look = HistoryScene;

class TestSettingsDialog : public QObject {
    Q_OBJECT

    /// What a window manager does.
    static void activate(const char *name)
    {
        QWidget *window = Look::waitFor(name);
        window->activateWindow();
        QTRY_COMPARE(QApplication::activeWindow(), window);
    }
    /// Goes to a control with Tab.
    static bool tabTo(const char *name)
    {
        auto *wanted = Look::waitFor(name);
        for (int i = 0; i < 40 && !wanted->hasFocus(); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        return wanted->hasFocus();
    }
    static void press(const char *name)
    {
        QVERIFY2(tabTo(name), name);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    }
    static void type(const QString &text) { Look::type(QApplication::focusWidget(), text); }
    static void type(const char *edit, const QString &text)
    {
        QVERIFY2(tabTo(edit), edit);
        Look::waitFor<QLineEdit>(edit)->selectAll();
        type(text);
    }
    static void openSettings(WindowScene &scene)
    {
        QTest::keyClick(&scene.window, Qt::Key_Comma, Qt::ControlModifier);
        activate("settingsDialog");
    }
    static void openPassphrase()
    {
        press("passphraseButton");
        activate("keyPassphraseDialog");
    }
    static SecretBytes secret(const QString &text) { return SecretBytes(QByteArrayView(text.toUtf8())); }
    static bool opensWith(const WindowScene &scene, const QString &passphrase)
    {
        return IdentityFile(scene.place).open({}, secret(passphrase)).has_value();
    }

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Light); }

    void thePassphraseIsSetChangedAndRemoved()
    {
        WindowScene scene(m_theme);
        openSettings(scene);
        QVERIFY(!Look::waitFor("passphraseButton")->isEnabled()); // there is no key yet
        QCOMPARE(Look::label("passphraseStateLabel"), u"Your key is not open now"_s);
        scene.window.openPeople(scene.place, WindowScene::apart());
        QTRY_VERIFY(Look::waitFor("passphraseButton")->isEnabled());
        QCOMPARE(Look::label("passphraseStateLabel"), u"None"_s);

        openPassphrase();
        QVERIFY(!Look::see("oldPassphraseEdit") && !Look::see("removePassphraseButton"));
        QVERIFY(Look::label("passphraseHintLabel").startsWith(u"Nobody can recover a forgotten passphrase"_s));
        for (const char *name : {"newPassphraseEdit", "againPassphraseEdit"})
            QCOMPARE(Look::waitFor<QLineEdit>(name)->echoMode(), QLineEdit::Password);
        QVERIFY(Look::waitFor("newPassphraseEdit")->hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(Look::label("newPassphraseErrorLabel"), u"Type a passphrase."_s);
        type(u"红豆 bean"_s);
        QVERIFY(!Look::see("newPassphraseErrorLabel"));
        type("againPassphraseEdit", u"红豆 beam"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(Look::label("againPassphraseErrorLabel"), u"This is not the same as above. Type it again."_s);
        QVERIFY(Look::waitFor("againPassphraseEdit")->hasFocus());
        QVERIFY(!scene.peers().isSealed());
        type(u"红豆 bean"_s); // in place of what is selected
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(Look::see("passphraseProgress")); // the key is stretched on another thread
        QVERIFY(!Look::waitFor("setPassphraseButton")->isEnabled());
        QTest::keyClick(Look::waitFor("keyPassphraseDialog"), Qt::Key_Escape);
        QVERIFY(Look::see("keyPassphraseDialog")); // until it is known how it ended
        QTRY_VERIFY(!Look::see("keyPassphraseDialog"));
        QCOMPARE(Look::label("passphraseStateLabel"), u"Protects your key"_s);
        QVERIFY(opensWith(scene, u"红豆 bean"_s));

        activate("settingsDialog");
        openPassphrase();
        QVERIFY(Look::waitFor("oldPassphraseEdit")->hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(Look::label("newPassphraseErrorLabel"), u"Type a passphrase."_s);
        type("newPassphraseEdit", u"two"_s);
        type("againPassphraseEdit", u"two"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(Look::label("oldPassphraseErrorLabel"), u"Type the present passphrase."_s);
        type(u"one"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(Look::see("oldPassphraseErrorLabel"));
        const Error wrong{Error::Kind::PassphraseWrong, {}, {}};
        QCOMPARE(Look::label("oldPassphraseErrorLabel"), sentence(wrong));
        const int room =
            Look::waitFor("againPassphraseEdit")->y() - Look::waitFor("newPassphraseEdit")->geometry().bottom();
        QVERIFY2(room > 5, qPrintable(QString::number(room))); // the sentence takes it from nobody
        QTRY_VERIFY(Look::waitFor("oldPassphraseEdit")->hasFocus());
        type(u"红豆 bean"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(!Look::see("keyPassphraseDialog"));
        QVERIFY(opensWith(scene, u"two"_s));

        activate("settingsDialog");
        openPassphrase();
        press("removePassphraseButton"); // not without the present one
        QCOMPARE(Look::label("oldPassphraseErrorLabel"), u"Type the present passphrase."_s);
        type(u"two"_s);
        press("removePassphraseButton");
        QTRY_VERIFY(!Look::see("keyPassphraseDialog"));
        QCOMPARE(Look::label("passphraseStateLabel"), u"None"_s);
        QVERIFY(opensWith(scene, {}));
    }

    void aKeyThatCannotBeWrittenIsTold()
    {
        WindowScene scene(m_theme);
        scene.window.openPeople(scene.place, WindowScene::apart());
        QTRY_VERIFY(scene.peers().isRunning());
        const QString file = IdentityFile(scene.place).name();
        QVERIFY(QFile::remove(file));
        openSettings(scene);
        openPassphrase();
        type(u"one"_s);
        type("againPassphraseEdit", u"one"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(Look::see("againPassphraseErrorLabel"));
        const Error missing{Error::Kind::IdentityMissing, file, {}};
        QCOMPARE(Look::label("againPassphraseErrorLabel"), sentence(missing));
        QVERIFY(!QFile::exists(file));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!Look::see("keyPassphraseDialog"));
    }

    void networksAreChosenAndKept()
    {
        QTemporaryDir directory;
        const auto loopback = [](Peers &peers) {
            for (const NearbyNetwork &network : peers.networks()) {
                if (network.kind == NearbyNetwork::Kind::Loopback)
                    return network;
            }
            return NearbyNetwork();
        };
        QByteArray check;
        QByteArray state;
        {
            WindowScene scene(m_theme, directory.path());
            const NearbyNetwork own = loopback(scene.peers());
            check = u"network-%1-check"_s.arg(own.interface).toUtf8();
            state = u"network-%1-label"_s.arg(own.interface).toUtf8();
            openSettings(scene);
            press("networksButton");
            activate("networksDialog");
            auto *box = Look::waitFor<QCheckBox>(check);
            QVERIFY(box->text().contains(own.interface) && box->text().contains(u"127.0.0.1"_s));
            QVERIFY(box->isChecked());
            QCOMPARE(Look::label(state), u"This computer alone"_s);
            press(check);
            QCOMPARE(Look::label(state), u"Left out by your choice"_s);
            QCOMPARE(box->accessibleDescription(), u"Left out by your choice"_s);
            QVERIFY(box->hasFocus());
            QVERIFY(!loopback(scene.peers()).isUsed);
            QTest::keyClick(box, Qt::Key_Escape);
            QTRY_VERIFY(!Look::see("networksDialog"));
        }
        WindowScene scene(m_theme, directory.path());
        QVERIFY(!loopback(scene.peers()).isUsed);
        openSettings(scene);
        press("networksButton");
        activate("networksDialog");
        QVERIFY(!Look::waitFor<QCheckBox>(check)->isChecked());
        press(check);
        QVERIFY(loopback(scene.peers()).isUsed);
        QVERIFY(scene.settings.networkSwitches().isEmpty()); // nothing that differs from the default is kept
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestSettingsDialog)
#include "tst_settingsdialog.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Two people, each in front of a real window: how they meet, what they see of each other, what they write.
#include "person.h"

#include "messenger/peers.h"
#include "ui/ownpresence.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QUdpSocket>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Availability = Presence::Availability;

class TestTwoPeople : public QObject {
    Q_OBJECT

    /// Somebody at a window that is among people, on ports of their own.
    struct Friend {
        explicit Friend(const QString &name) : person(directory.path())
        {
            Peers::Options options;
            QUdpSocket socket;
            socket.bind(QHostAddress::LocalHost, 0);
            options.discoveryPort = socket.localPort();
            person.window().openPeople(directory.path(), options);
            if (!Person::waitUntil([this] { return !peers().local().isNull(); }))
                qFatal("not among people");
            click("changeNameButton");
            auto *edit = wait<QLineEdit>("lineEdit");
            edit->clear();
            QTest::keyClicks(edit, name);
            QTest::keyClick(edit, Qt::Key_Return);
            if (!Person::waitUntil([&] { return peers().name() == name; }))
                qFatal("no name");
        }
        /// Of this window only; dialogs are its children.
        template <typename T = QWidget>
        T *see(const char *name)
        {
            for (T *widget : person.window().findChildren<T *>(QString::fromLatin1(name))) {
                if (widget->isVisible())
                    return widget;
            }
            return nullptr;
        }
        template <typename T = QWidget>
        T *wait(const char *name)
        {
            T *widget = nullptr;
            if (!Person::waitUntil([&] { return (widget = see<T>(name)) != nullptr; }))
                qFatal("there is no %s", name);
            return widget;
        }
        void click(const char *name) { QTest::mouseClick(wait<QAbstractButton>(name), Qt::LeftButton); }
        QString label(const char *name) { return wait<QLabel>(name)->text(); }
        QStringList lines(const char *name)
        {
            QWidget *list = see(name);
            const auto *view = qobject_cast<QAbstractItemView *>(list);
            QStringList spoken = spokenOf(list);
            if (view) { // with the people below the groups of a tree
                for (int group = 0; group < view->model()->rowCount(); ++group) {
                    const QModelIndex parent = view->model()->index(group, 0);
                    for (int row = 0; row < view->model()->rowCount(parent); ++row)
                        spoken += view->model()->index(row, 0, parent).data(Qt::AccessibleTextRole).toString();
                }
            }
            return spoken;
        }
        QString first(const char *name) { return lines(name).value(0); }
        QString last(const char *name)
        {
            const QStringList all = lines(name);
            return all.value(all.size() - 1);
        }
        /// Chooses in the menu of the own picture.
        void choose(const char *action)
        {
            click("selfButton");
            auto *menu = wait<QMenu>("selfMenu");
            auto *chosen = menu->findChild<QAction *>(QString::fromLatin1(action));
            if (!chosen)
                qFatal("there is no %s", action);
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(chosen).center());
        }
        Invitation invitation()
        {
            return {peers().self(),
                    *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1"_s, peers().local().port())};
        }
        Peers &peers() { return person.messenger().peers(); }

        QTemporaryDir directory;
        Person person;
    };

    /// With the invitation of `other`, which accepts.
    static void meet(Friend &one, Friend &other)
    {
        one.person.press(Qt::Key_N, Qt::ControlModifier);
        auto *edit = one.wait<QLineEdit>("invitationEdit");
        edit->setFocus();
        QTest::keyClicks(edit, other.invitation().toString());
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(one.see("chatPane"));
        other.click("acceptButton");
        QTRY_VERIFY(other.see("chatPane"));
        QTRY_VERIFY(one.label("presenceLabel") != u"Waiting for an answer"_s);
    }

private Q_SLOTS:
    void initTestCase() { qputenv("USER", "somebody"); }

    void becomeFriendsAndSeeEachOther()
    {
        Friend ann(u"Ann"_s);
        Friend bob(u"Bob"_s);
        meet(ann, bob);
        QTRY_COMPARE(ann.label("nameLabel"), u"Bob"_s);
        QCOMPARE(bob.label("nameLabel"), u"Ann"_s);
        QTRY_COMPARE(bob.lines("friendList"), (QStringList{u"My friends, 1 of 1 online"_s, u"Ann, Online"_s}));
        QTRY_VERIFY(ann.first("conversationList").startsWith(u"Bob, encrypted and verified, Online"));
        QTRY_VERIFY2(bob.first("conversationList").startsWith(u"Ann, encrypted, Online"),
                     qPrintable(bob.first("conversationList")));

        bob.choose("busyAction");
        QTRY_COMPARE(ann.last("friendList"), u"Bob, Busy"_s);
        bob.choose("statusAction");
        auto *edit = bob.wait<QLineEdit>("lineEdit");
        QTest::keyClicks(edit, u"heads down"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(ann.last("friendList"), u"Bob, Busy · “heads down”"_s);
        bob.choose("noStatusAction");
        bob.choose("invisibleAction");
        QTRY_COMPARE(ann.lines("friendList"), (QStringList{u"My friends, 0 of 1 online"_s, u"Bob, Offline"_s}));
        QCOMPARE(bob.wait("selfButton")->accessibleName(), u"Bob (you): Invisible"_s);
        QCOMPARE(bob.peers().visibility(), Peers::Visibility::Invisible);
        bob.choose("onlineAction");
        QTRY_COMPARE(ann.last("friendList"), u"Bob, Online"_s);

        auto *self = bob.person.window().findChild<OwnPresence *>();
        self->setIdleLimit(std::chrono::milliseconds(10));
        QTRY_COMPARE(ann.last("friendList"), u"Bob, Away"_s);
        self->setIdleLimit(std::chrono::hours(1));
        QTest::keyClick(bob.wait("messageInput"), Qt::Key_Shift);
        QTRY_COMPARE(ann.last("friendList"), u"Bob, Online"_s);
        ann.person.quit();
        bob.person.quit();
    }

    void seeThatTheOtherIsTyping()
    {
        Friend ann(u"Ann"_s);
        Friend bob(u"Bob"_s);
        meet(ann, bob);
        auto *input = bob.wait<QPlainTextEdit>("messageInput");
        QCOMPARE(input->placeholderText(), u"Message"_s); // q is a word like any other
        QTest::keyClicks(input, u"h"_s);
        QTRY_COMPARE(ann.label("presenceLabel"), u"Bob is typing…"_s);
        QTRY_VERIFY(ann.first("conversationList").contains(u"typing…"_s));
        QTest::keyClick(input, Qt::Key_Backspace);
        QTRY_VERIFY(ann.label("presenceLabel") != u"Bob is typing…"_s);

        QTest::keyClicks(input, u"hello"_s);
        QTRY_COMPARE(ann.label("presenceLabel"), u"Bob is typing…"_s);
        QTest::keyClick(input, Qt::Key_Return);
        QTRY_COMPARE(ann.lines("messageView").filter(u"hello"_s).size(), 1);
        QTRY_VERIFY(ann.label("presenceLabel") != u"Bob is typing…"_s);

        bob.click("settingsButton");
        bob.click("tellTypingCheck");
        QVERIFY(!bob.see<QAbstractButton>("tellTypingCheck")->isChecked());
        bob.click("closeButton");
        QSignalSpy typing(&ann.peers(), &Peers::typingChanged);
        QTest::keyClicks(input, u"q"_s);
        QTest::keyClick(input, Qt::Key_Return);
        QTRY_COMPARE(ann.lines("messageView").filter(u", q, "_s).size(), 1);
        QCOMPARE(typing.size(), 0);
        ann.person.quit();
        bob.person.quit();
    }
};

QTEST_MAIN(TestTwoPeople)
#include "tst_twopeople.moc"

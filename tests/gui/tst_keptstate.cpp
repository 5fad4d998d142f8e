// SPDX-License-Identifier: GPL-3.0-or-later
// What belongs to a conversation and was not said: drafts, unread, muted, pinned. Each is set by keys and menus, the
// program is ended, and another run has to show the same.
#include "gui/person.h"
#include "support/node.h"

#include <QAction>
#include <QMenu>
#include <QTemporaryDir>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

class TestKeptState : public QObject {
    Q_OBJECT

private:
    /// Three peers that a person has joined, in this order, and how each is called in the list.
    struct Peers {
        Peers(Person &person)
        {
            for (Node &node : nodes) {
                const Endpoint endpoint = node.host();
                names += endpoint.hostAndPort();
                person.connectAs(u"roleJoin"_s, u"127.0.0.1"_s, endpoint.port());
                if (!Person::waitUntil([&] { return !node.messenger.conversations().isEmpty(); }))
                    qFatal("nobody came");
            }
        }
        void say(int peer, const QString &text)
        {
            Messenger &messenger = nodes[size_t(peer)].messenger;
            QVERIFY(messenger.send(messenger.conversations().first().id, text));
        }
        std::array<Node, 3> nodes;
        QStringList names;
    };

    static QStringList list(Person &person) { return person.lines(u"conversationList"_s); }
    /// What is said of the row of `name`, without the name.
    static QString row(Person &person, const QString &name)
    {
        return list(person).filter(name).value(0).mid(name.size());
    }
    static bool shows(Person &person, const QString &name, const QString &what)
    {
        return Person::waitUntil([&] { return row(person, name).contains(what); });
    }
    static int place(Person &person, const QString &name)
    {
        return int(list(person).indexOf(list(person).filter(name).value(0)));
    }
    /// Opens the conversation by its name and what its menu offers as `action`.
    static void open(Person &person, const QString &name)
    {
        person.press(Qt::Key_K, Qt::ControlModifier);
        auto *search = person.waitFor<QLineEdit>(u"searchEdit"_s);
        QTest::keyClicks(search, name);
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_COMPARE(person.label(u"nameLabel"_s), name);
    }
    static void choose(Person &person, const QString &action)
    {
        person.click(u"moreButton"_s);
        auto *menu = person.waitFor<QMenu>(u"conversationMenu"_s);
        auto *wanted = menu->findChild<QAction *>(action);
        QVERIFY(wanted);
        menu->setActiveAction(wanted);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_VERIFY(!person.see<QMenu>(u"conversationMenu"_s));
    }

private Q_SLOTS:
    void comesBackAfterARestart()
    {
        const QTemporaryDir directory;
        QStringList names;
        {
            Person person(directory.path());
            Peers peers(person);
            names = peers.names;
            open(person, names.at(0));
            choose(person, u"pinAction"_s);
            QTRY_VERIFY(shows(person, names.at(0), u"kept at the top"_s));
            QTRY_COMPARE(place(person, names.at(0)), 0);

            open(person, names.at(1));
            QTest::keyClicks(person.waitFor<QPlainTextEdit>(u"messageInput"_s), u"half a thought"_s);
            open(person, names.at(2));
            choose(person, u"muteAction"_s);
            QVERIFY(shows(person, names.at(2), u"muted"_s));
            open(person, names.at(0));
            peers.say(1, u"are you there?"_s);
            QVERIFY(shows(person, names.at(1), u"1 unread"_s));
            peers.say(2, u"one"_s);
            QVERIFY(shows(person, names.at(2), u"1 unread"_s));
            peers.say(2, u"two"_s);
            QVERIFY(shows(person, names.at(2), u"2 unread"_s));
            QCOMPARE(person.window().windowTitle(), u"(1) Kith"_s); // the muted two do not count
            QTRY_COMPARE(place(person, names.at(2)), 1);            // the latest, below the pinned one
            person.quit();
        }
        Person again(directory.path());
        QTRY_COMPARE(list(again).size(), 3);
        QCOMPARE(place(again, names.at(0)), 0);
        QCOMPARE(place(again, names.at(2)), 1);
        QCOMPARE(place(again, names.at(1)), 2);
        QVERIFY2(row(again, names.at(0)).contains(u"kept at the top"), qPrintable(row(again, names.at(0))));
        QVERIFY(row(again, names.at(1)).contains(u"Draft: half a thought"));
        QVERIFY(row(again, names.at(1)).contains(u"1 unread"));
        QVERIFY(row(again, names.at(2)).contains(u"2 unread"));
        QVERIFY(row(again, names.at(2)).contains(u"muted"));
        QCOMPARE(again.window().windowTitle(), u"(1) Kith"_s);
        open(again, names.at(1));
        QCOMPARE(again.waitFor<QPlainTextEdit>(u"messageInput"_s)->toPlainText(), u"half a thought"_s);
        QTRY_VERIFY(!row(again, names.at(1)).contains(u"unread"));
        QCOMPARE(again.window().windowTitle(), u"Kith"_s);
        again.quit();
    }

    void marksAsUnread()
    {
        const QTemporaryDir directory;
        QStringList names;
        {
            Person person(directory.path());
            Peers peers(person);
            names = peers.names;
            open(person, names.at(1));
            QVERIFY(!row(person, names.at(1)).contains(u"unread"));
            choose(person, u"markUnreadAction"_s);
            QVERIFY(shows(person, names.at(1), u"1 unread"_s));
            QVERIFY(person.waitFor(u"welcomePane"_s)); // what is looked at is read
            person.quit();
        }
        {
            Person again(directory.path());
            QVERIFY(shows(again, names.at(1), u"1 unread"_s));
            QCOMPARE(again.window().windowTitle(), u"(1) Kith"_s);
            open(again, names.at(1));
            QTRY_VERIFY(!row(again, names.at(1)).contains(u"unread"));
            again.quit();
        }
        Person third(directory.path());
        QTRY_COMPARE(list(third).size(), 3);
        QVERIFY(!row(third, names.at(1)).contains(u"unread"));
        third.quit();
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    TestKeptState test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_keptstate.moc"

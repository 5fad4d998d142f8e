// SPDX-License-Identifier: GPL-3.0-or-later
// People, as scripts see them: real programs on this computer.
#include "cli/person.h"

#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QUdpSocket>

using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

QString freeUdpPort()
{
    QUdpSocket socket;
    socket.bind(QHostAddress::AnyIPv4);
    return QString::number(socket.localPort());
}

QString freeTcpPort()
{
    QTcpServer server;
    server.listen(QHostAddress::Any);
    return QString::number(server.serverPort());
}

} // namespace

class TestNearbyCli : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    int m_profiles = 0;

    QString profile() { return m_directory.filePath(QString::number(++m_profiles)) + u'/'; }
    static QStringList nearby(const QString &profile, const QString &name, const QStringList &rest)
    {
        return QStringList{u"--profile"_s, profile, u"--json"_s, u"nearby"_s, u"--name"_s, name} + rest;
    }
    /// Without the discovery.
    static QStringList quietly(const QString &profile, const QString &name, const QString &port = u"0"_s)
    {
        return nearby(profile, name, {u"--port"_s, port, u"--no-discovery"_s});
    }
    static QStringList following(const QString &profile, const QString &name, const QString &invitation)
    {
        return {u"--profile"_s, profile,     u"--json"_s, u"--no-discovery"_s, u"--port"_s,
                u"0"_s,         u"--name"_s, name,        u"join"_s,           invitation};
    }

private Q_SLOTS:
    void joinsWhoeverIsThereEncrypted()
    {
        Person ann(quietly(profile(), u"Ann"_s));
        const QString port = ann.invitation().section(u':', -1);
        Person bob(following(profile(), u"Bob"_s, u"kith://127.0.0.1:"_s + port));
        QVERIFY(!ann.sees(bob.id(), u"asking"_s).isEmpty()); // this is no host
        QVERIFY(!bob.waitFor(u"online"_s, {{u"conversation"_s, ann.conversation()}}).isEmpty());
        ann.about(bob.id(), u"accept"_s);
        QVERIFY(!bob.sees(ann.id(), u"friend"_s).isEmpty());
        bob.write(ann, u"hello"_s);
        QVERIFY(ann.hears(u"hello"_s));
        QVERIFY(bob.leaves());
        QVERIFY(ann.leaves());
    }

    void doesNotJoinWhereNoKithIs()
    {
        QTcpServer program;
        QVERIFY(program.listen(QHostAddress::LocalHost));
        connect(&program, &QTcpServer::newConnection, &program,
                [&] { program.nextPendingConnection()->write("Hello, who are you?\n"); });
        const QString there = u"kith://127.0.0.1:%1"_s.arg(program.serverPort());
        Person bob(following(profile(), u"Bob"_s, there));
        const QJsonObject error = bob.waitFor(u"error"_s);
        QCOMPARE(error.value("where"_L1).toString(), there);
        QVERIFY(error.value("message"_L1).toString().contains(u"does not speak Kith's encrypted protocol"));
        QCOMPARE(bob.exitStatus(), 3);
        QVERIFY(bob.events(u"online"_s).isEmpty());
    }

    void peopleFindEachOtherAndTalk()
    {
        const QStringList network{u"--port"_s, u"0"_s, u"--discovery-port"_s, freeUdpPort()};
        Person ann(nearby(profile(), u"Ann"_s, network));
        Person bob(QStringList{u"--no-history"_s, u"--json"_s, u"nearby"_s, u"--name"_s, u"Bob"_s} + network);
        const QJsonObject seen = ann.sees(bob.id(), u"nearby"_s);
        QCOMPARE(seen.value("name"_L1).toString(), u"Bob"_s);
        QVERIFY(seen.value("endpoint"_L1).toString().startsWith(u"kith://"));
        QVERIFY(!bob.sees(ann.id(), u"nearby"_s).isEmpty());

        ann.about(bob.id(), u"greet"_s, {{u"text"_s, u"It's me, <b>Ann</b>"_s}});
        QVERIFY(!ann.sees(bob.id(), u"asked"_s).isEmpty());
        QCOMPARE(bob.sees(ann.id(), u"asking"_s).value("words"_L1).toString(), u"It's me, <b>Ann</b>"_s);
        bob.about(ann.id(), u"accept"_s);
        QVERIFY(!bob.sees(ann.id(), u"friend"_s).isEmpty());
        QVERIFY(!ann.sees(bob.id(), u"friend"_s).isEmpty());
        QVERIFY(!ann.waitFor(u"online"_s, {{u"conversation"_s, bob.conversation()}}).isEmpty());

        ann.write(bob, u"你好 👍"_s);
        const QString id = ann.waitFor(u"accepted"_s).value("id"_L1).toString();
        QVERIFY(bob.hears(u"你好 👍"_s));
        QCOMPARE(bob.waitFor(u"message"_s).value("conversation"_L1).toString(), ann.conversation());
        QCOMPARE(bob.waitFor(u"message"_s).value("from"_L1).toString(), u"Ann"_s);
        QVERIFY(!ann.waitFor(u"state"_s, {{u"id"_s, id}, {u"state"_s, u"delivered"_s}}).isEmpty());
        bob.write(ann, u"q"_s); // no word to leave with, here
        QVERIFY(ann.hears(u"q"_s));
        QVERIFY(!bob.waitFor(u"state"_s, {{u"state"_s, u"delivered"_s}}).isEmpty());
        ann.command({{u"cmd"_s, u"history"_s}, {u"conversation"_s, bob.conversation()}});
        const QJsonObject history = ann.waitFor(u"history"_s);
        QCOMPARE(history.value("conversation"_L1).toString(), bob.conversation());
        QCOMPARE(history.value("messages"_L1).toArray().size(), 2);
        ann.command({{u"cmd"_s, u"search"_s}, {u"conversation"_s, bob.conversation()}, {u"text"_s, u"你好"_s}});
        QCOMPARE(ann.waitFor(u"hits"_s).value("hits"_L1).toArray().size(), 1);

        bob.command({{u"cmd"_s, u"presence"_s}, {u"availability"_s, u"away"_s}, {u"status"_s, u"lunch"_s}});
        QVERIFY(!ann.waitFor(u"presence"_s,
                             {{u"peer"_s, bob.id()}, {u"availability"_s, u"away"_s}, {u"status"_s, u"lunch"_s}})
                     .isEmpty());
        ann.command({{u"cmd"_s, u"nearby"_s}});
        QCOMPARE(ann.waitFor(u"nearby"_s).value("count"_L1).toInt(), 1);

        QVERIFY(bob.leaves());
        QVERIFY(!ann.sees(bob.id(), u"gone"_s).isEmpty());
        QVERIFY(!ann.waitFor(u"offline"_s, {{u"conversation"_s, bob.conversation()}}).isEmpty());
        QVERIFY(!ann.waitFor(u"presence"_s, {{u"availability"_s, u"offline"_s}}).isEmpty());
        QVERIFY(ann.leaves());
        QVERIFY(ann.events(u"error"_s).isEmpty() && bob.events(u"error"_s).isEmpty());
    }

    void whoIsInvisibleMeetsOnlyContacts()
    {
        const QStringList network{u"--port"_s, u"0"_s, u"--discovery-port"_s, freeUdpPort()};
        Person ann(nearby(profile(), u"Ann"_s, network));
        const QStringList following{u"--json"_s, u"join"_s, ann.invitation(), u"--name"_s, u"Hidden"_s};
        Person hidden(following + QStringList{u"--profile"_s, profile(), u"--invisible"_s} + network);
        befriend(ann, hidden); // by the invitation
        Person eve(nearby(profile(), u"Eve"_s, network));
        QVERIFY(!ann.sees(eve.id(), u"nearby"_s).isEmpty());
        QVERIFY(!eve.sees(ann.id(), u"nearby"_s).isEmpty());
        hidden.write(ann, u"psst"_s);
        QVERIFY(ann.hears(u"psst"_s));
        QVERIFY(hidden.leaves());
        QVERIFY(!ann.sees(hidden.id(), u"gone"_s).isEmpty());
        for (const QJsonObject &seen : eve.events(u"peer"_s))
            QCOMPARE(seen.value("peer"_L1).toString(), ann.id());
    }

    void anInvitationIsFollowed()
    {
        Person ann(quietly(profile(), u"Ann"_s));
        ann.command({{u"cmd"_s, u"invite"_s}});
        QVERIFY(!ann.waitFor(u"invitation"_s, {{u"link"_s, ann.invitation()}}).isEmpty());
        Person bob(following(profile(), u"Bob"_s, ann.invitation()));
        befriend(ann, bob);
        bob.write(ann, u"here I am"_s);
        QVERIFY(ann.hears(u"here I am"_s));

        bob.command({{u"cmd"_s, u"contacts"_s}});
        const QJsonObject contact = bob.waitFor(u"contacts"_s).value("contacts"_L1).toArray().at(0).toObject();
        QCOMPARE(contact.value("peer"_L1).toString(), ann.id());
        QCOMPARE(contact.value("name"_L1).toString(), u"Ann"_s);
        QCOMPARE(contact.value("state"_L1).toString(), u"friend"_s);
        QCOMPARE(contact.value("conversation"_L1).toString(), ann.conversation());
        QCOMPARE(contact.value("verified"_L1).toBool(), true); // the invitation has the whole id
        QCOMPARE(contact.value("online"_L1).toBool(), true);
    }

    void peopleMakeSureOfEachOther()
    {
        Person ann(quietly(profile(), u"Ann"_s));
        Person bob(following(profile(), u"Bob"_s, ann.invitation()));
        befriend(ann, bob);
        ann.about(bob.id(), u"verify"_s);
        bob.about(ann.id(), u"verify"_s);
        const QJsonObject safety = ann.waitFor(u"safety"_s);
        QCOMPARE(safety.value("number"_L1).toString().size(), 60);
        QCOMPARE(safety.value("number"_L1), bob.waitFor(u"safety"_s).value("number"_L1));
        QCOMPARE(safety.value("peer"_L1).toString(), bob.id());
        QCOMPARE(safety.value("verified"_L1).toBool(true), false);
        ann.about(bob.id(), u"verified"_s);
        QCOMPARE(ann.waitFor(u"safety"_s, 2).value("verified"_L1).toBool(), true);

        ann.about(bob.id(), u"compare"_s);
        const QJsonObject code{{u"phase"_s, u"code"_s}};
        const QString shown = ann.waitFor(u"comparison"_s, code).value("code"_L1).toString();
        QCOMPARE(shown.size(), 6);
        QCOMPARE(bob.waitFor(u"comparison"_s, code).value("code"_L1).toString(), shown);
        QCOMPARE(ann.waitFor(u"comparison"_s, 1).value("phase"_L1).toString(), u"waiting"_s);
        ann.about(bob.id(), u"compared"_s, {{u"same"_s, false}});
        QCOMPARE(ann.waitFor(u"safety"_s, 3).value("verified"_L1).toBool(true), false);
        bob.about(ann.id(), u"compared"_s, {{u"same"_s, true}});
        QCOMPARE(bob.waitFor(u"safety"_s, 2).value("verified"_L1).toBool(), true);
        bob.about(ann.id(), u"compared"_s, {{u"same"_s, true}}); // it is over
        QCOMPARE(bob.waitFor(u"error"_s).value("where"_L1).toString(), u"compared"_s);
    }

    void anOfflineFriendGetsItLater()
    {
        const QString here = profile();
        const QString there = profile();
        const QString port = freeTcpPort();
        QString id;
        {
            Person bob(quietly(there, u"Bob"_s, port));
            Person ann(following(here, u"Ann"_s, bob.invitation()));
            befriend(bob, ann);
            QVERIFY(bob.leaves());
            QVERIFY(!ann.sees(bob.id(), u"gone"_s).isEmpty());
            ann.write(bob, u"for later"_s);
            id = ann.waitFor(u"accepted"_s).value("id"_L1).toString();
            QVERIFY(!ann.waitFor(u"state"_s, {{u"id"_s, id}, {u"state"_s, u"queued"_s}}).isEmpty());
            ann.kill();
        }
        Person bob(quietly(there, u"Bob"_s, port));
        bob.id();
        Person ann(quietly(here, u"Ann"_s));
        QVERIFY(bob.hears(u"for later"_s));
        QVERIFY(!ann.waitFor(u"state"_s, {{u"id"_s, id}, {u"state"_s, u"delivered"_s}}).isEmpty());
        QCOMPARE(bob.events(u"message"_s).size(), 1);
    }

    void whatIsQueuedGoesOutBeforeTheEnd()
    {
        const QString here = profile();
        const QString there = profile();
        const QString port = freeTcpPort();
        QString conversation;
        {
            Person bob(quietly(there, u"Bob"_s, port));
            Person ann(following(here, u"Ann"_s, bob.invitation()));
            befriend(bob, ann);
            conversation = bob.conversation();
            QVERIFY(ann.leaves()); // with all of it on the disk
            QVERIFY(bob.leaves());
        }
        Person ann(quietly(here, u"Ann"_s));
        ann.command({{u"cmd"_s, u"send"_s}, {u"conversation"_s, conversation}, {u"text"_s, u"said in passing"_s}});
        ann.waitFor(u"accepted"_s);
        ann.endInput();
        Person bob(quietly(there, u"Bob"_s, port)); // who is back in time
        QVERIFY(bob.hears(u"said in passing"_s));
        QCOMPARE(ann.exitStatus(), 0);
        QCOMPARE(ann.events(u"state"_s).constLast().value("state"_L1).toString(), u"delivered"_s);
    }

    void whoIsDeclinedOrBlockedIsNotHeard()
    {
        Person ann(quietly(profile(), u"Ann"_s));
        Person bob(following(profile(), u"Bob"_s, ann.invitation()));
        QVERIFY(!ann.sees(bob.id(), u"asking"_s).isEmpty());
        ann.about(bob.id(), u"decline"_s);
        QVERIFY(!ann.sees(bob.id(), u"nearby"_s).isEmpty());
        QVERIFY(!bob.sees(ann.id(), u"stranger"_s).isEmpty());
        ann.about(bob.id(), u"block"_s);
        QVERIFY(!ann.sees(bob.id(), u"blocked"_s).isEmpty());
        QVERIFY(!bob.sees(ann.id(), u"gone"_s).isEmpty());
        QVERIFY(!ann.sees(bob.id(), u"gone"_s).isEmpty());
        auto count = ann.events(u"peer"_s).size();
        ann.about(bob.id(), u"block"_s); // nothing changes, and that is said
        QCOMPARE(ann.waitFor(u"peer"_s, int(++count)).value("state"_L1).toString(), u"blocked"_s);
        ann.about(bob.id(), u"greet"_s); // does not unblock in passing
        QVERIFY(ann.waitFor(u"error"_s).value("message"_L1).toString().contains(u"You have blocked"));
        ann.about(bob.id(), u"unblock"_s);
        QCOMPARE(ann.waitFor(u"peer"_s, int(count) + 1).value("state"_L1).toString(), u"gone"_s);
        ann.about(bob.id(), u"unblock"_s);
        QVERIFY(ann.waitFor(u"error"_s, 2).value("message"_L1).toString().contains(u"not blocked"));
    }

    void anInvitationUnblocksNobody()
    {
        Person bob(quietly(profile(), u"Bob"_s));
        const QString kept = profile();
        {
            Person ann(quietly(kept, u"Ann"_s));
            QVERIFY(!ann.id().isEmpty());
            ann.about(bob.id(), u"block"_s);
            QVERIFY(!ann.sees(bob.id(), u"blocked"_s).isEmpty());
            QVERIFY(ann.leaves());
        }
        Person ann(following(kept, u"Ann"_s, bob.invitation()));
        QCOMPARE(ann.exitStatus(), 3);
        const QString message = ann.waitFor(u"error"_s).value("message"_L1).toString();
        QVERIFY2(message.startsWith(u"You have blocked "_s), qPrintable(message));
        QVERIFY(bob.leaves());
        QVERIFY(bob.events(u"peer"_s).isEmpty()); // nobody knocked
    }

    void anotherKeyIsTakenOrNot_data()
    {
        QTest::addColumn<bool>("accepted");
        QTest::newRow("taken") << true;
        QTest::newRow("not taken") << false;
    }
    void anotherKeyIsTakenOrNot()
    {
        QFETCH(const bool, accepted);
        const QString here = profile();
        const QString port = freeTcpPort();
        QString before;
        {
            Person bob(quietly(profile(), u"Bob"_s, port));
            Person ann(following(here, u"Ann"_s, bob.invitation()));
            befriend(bob, ann);
            before = bob.id();
            QVERIFY(ann.leaves()); // with all of it on the disk
        }
        Person anew(quietly(profile(), u"Bob"_s, port));
        const QString after = anew.id();
        Person ann(quietly(here, u"Ann"_s));
        QCOMPARE(ann.sees(before, u"changed"_s).value("found"_L1).toString(), after);
        ann.about(before, u"key"_s, {{u"accept"_s, accepted}});
        if (!accepted) {
            QVERIFY(!ann.sees(before, u"friend"_s).isEmpty());
            return;
        }
        QVERIFY(!ann.sees(before, u"gone"_s).isEmpty());
        QVERIFY(!ann.sees(after, u"asked"_s).isEmpty());
        QVERIFY(!anew.sees(ann.id(), u"asking"_s).isEmpty());
        anew.about(ann.id(), u"accept"_s);
        QVERIFY(!ann.sees(after, u"friend"_s).isEmpty());
        ann.write(anew, u"is it you?"_s);
        QVERIFY(anew.hears(u"is it you?"_s));
    }

    void wrongCommandsChangeNothing_data()
    {
        QTest::addColumn<QByteArray>("line"); // ': ", %: somebody else, $: its id, SELF: the own one
        QTest::addColumn<QString>("says");
        QTest::newRow("no id") << QByteArray("{'cmd':'greet'}") << u"ID is missing"_s;
        QTest::newRow("bad id") << QByteArray("{'cmd':'block','peer':'ABCDEFG'}") << u"not right in this ID"_s;
        QTest::newRow("id is a number") << QByteArray("{'cmd':'verify','peer':7}") << u"ID is missing"_s;
        QTest::newRow("not there") << QByteArray("{'cmd':'greet',%}") << u"is nearby"_s;
        QTest::newRow("words") << QByteArray("{'cmd':'greet',%,'text':5}") << u"text: 5"_s;
        QTest::newRow("accept") << QByteArray("{'cmd':'accept',%}") << u"did not ask"_s;
        QTest::newRow("decline") << QByteArray("{'cmd':'decline',%}") << u"did not ask"_s;
        QTest::newRow("unblock") << QByteArray("{'cmd':'unblock',%}") << u"not blocked"_s;
        QTest::newRow("verify") << QByteArray("{'cmd':'verify',%}") << u"is known"_s;
        QTest::newRow("verified") << QByteArray("{'cmd':'verified',%}") << u"none of your contacts"_s;
        QTest::newRow("compare") << QByteArray("{'cmd':'compare',%}") << u"no friend"_s;
        QTest::newRow("compared") << QByteArray("{'cmd':'compared',%,'same':true}") << u"no code"_s;
        QTest::newRow("same what") << QByteArray("{'cmd':'compared',%,'same':'yes'}") << u"same: yes"_s;
        QTest::newRow("key") << QByteArray("{'cmd':'key',%,'accept':true}") << u"has not changed"_s;
        QTest::newRow("key, undecided") << QByteArray("{'cmd':'key',%}") << u"accept: "_s;
        QTest::newRow("own id") << QByteArray("{'cmd':'block','peer':'SELF'}") << u"your own ID"_s;
        QTest::newRow("availability") << QByteArray("{'cmd':'presence','availability':'asleep'}")
                                      << u"availability: asleep"_s;
        QTest::newRow("status") << QByteArray("{'cmd':'presence','availability':'away','status':[]}")
                                << u"status: "_s;
        QTest::newRow("write to nobody")
            << QByteArray("{'cmd':'send','conversation':'kith://$','text':'x'}") << u"no conversation"_s;
        QTest::newRow("write to a bad id")
            << QByteArray("{'cmd':'send','conversation':'kith://x','text':'x'}") << u"not right in this ID"_s;
        QTest::newRow("passphrase") << QByteArray("{'cmd':'passphrase'}") << u"new: "_s;
        QTest::newRow("passphrase nowhere")
            << QByteArray("{'cmd':'passphrase','new':'/nonexistent/p'}") << u"/nonexistent/p"_s;
        QTest::newRow("passphrase that is empty")
            << QByteArray("{'cmd':'passphrase','new':'/dev/null'}") << u"is empty"_s;
        QTest::newRow("interface") << QByteArray("{'cmd':'interface','use':'on'}") << u"name: "_s;
        QTest::newRow("use") << QByteArray("{'cmd':'interface','name':'lo','use':true}") << u"use: true"_s;
        QTest::newRow("read") << QByteArray("{'cmd':'read','conversation':'kith://$'}") << u"no conversation"_s;
        QTest::newRow("no command") << QByteArray("{'cmd':'Nearby'}") << u"not a command"_s;
    }
    void wrongCommandsChangeNothing()
    {
        QFETCH(QByteArray, line);
        QFETCH(const QString, says);
        Person other(quietly(profile(), u"Other"_s));
        Person ann(quietly(profile(), u"Ann"_s));
        line.replace('\'', '"');
        line.replace("%", "\"peer\":\"" + other.id().toUtf8() + '"');
        line.replace("$", other.id().toUtf8());
        line.replace("SELF", ann.id().toUtf8());
        ann.line(line);
        const QString message = ann.waitFor(u"error"_s).value("message"_L1).toString();
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY(ann.leaves());
        QCOMPARE(ann.all().size(), 2); // it listened
    }

    void peopleAreForThoseWhoAskedForThem()
    {
        Person server({u"--no-history"_s, u"--json"_s, u"host"_s, u"tcp://127.0.0.1:0"_s});
        server.waitFor(u"listening"_s);
        server.command({{u"cmd"_s, u"invite"_s}});
        const QJsonObject error = server.waitFor(u"error"_s);
        QCOMPARE(error.value("where"_L1).toString(), u"invite"_s);
        QVERIFY(error.value("message"_L1).toString().contains(u"start kith-cli with nearby"));
        QVERIFY(server.leaves());
    }

    void aKeyIsSealedAndMissed()
    {
        const QString kept = profile();
        const QString file = m_directory.filePath(u"passphrase"_s);
        QFile passphrase(file);
        QVERIFY(passphrase.open(QIODevice::WriteOnly) && passphrase.write("correct horse\nbattery\n") > 0);
        passphrase.close();
        const QStringList sealed = quietly(kept, u"Ann"_s) + QStringList{u"--passphrase-file"_s, file};
        QString self;
        {
            Person ann(sealed);
            self = ann.id();
            QVERIFY(!self.isEmpty() && ann.leaves());
        }
        {
            Person ann(quietly(kept, u"Ann"_s));
            QCOMPARE(ann.exitStatus(), 3);
            QVERIFY(ann.waitFor(u"error"_s).value("message"_L1).toString().contains(u"sealed"));
            QCOMPARE(ann.all().size(), 1);
        }
        {
            Person ann(sealed);
            QCOMPARE(ann.id(), self);
            QVERIFY(ann.leaves());
        }
        {
            Person ann(quietly(kept, u"Ann"_s) +
                       QStringList{u"--passphrase-file"_s, m_directory.filePath(u"nowhere"_s)});
            QCOMPARE(ann.exitStatus(), 2);
            QVERIFY(ann.waitFor(u"error"_s).value("message"_L1).toString().contains(u"nowhere"));
        }
        QVERIFY(QFile::remove(kept + u"identity.key"_s));
        Person ann(sealed);
        QCOMPARE(ann.exitStatus(), 3);
        QVERIFY(ann.waitFor(u"error"_s).value("message"_L1).toString().contains(u"missing"));
        QVERIFY(!QFile::exists(kept + u"identity.key"_s));
    }

    void thePassphraseIsSetChangedAndRemoved()
    {
        const auto write = [&](const QString &name, const QByteArray &line) {
            QFile file(m_directory.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(line) > 0 ? file.fileName() : QString();
        };
        const QString one = write(u"one"_s, "correct horse\n");
        const QString two = write(u"two"_s, "红豆 bean\n");
        const QString kept = profile();
        QString self;
        {
            Person ann(quietly(kept, u"Ann"_s));
            self = ann.id();
            ann.command({{u"cmd"_s, u"passphrase"_s}, {u"new"_s, one}});
            ann.command({{u"cmd"_s, u"passphrase"_s}, {u"old"_s, two}, {u"new"_s, QJsonValue::Null}});
            ann.command({{u"cmd"_s, u"passphrase"_s}, {u"old"_s, one}, {u"new"_s, two}});
            QVERIFY(ann.leaves()); // not before it is done
            QCOMPARE(ann.events(u"passphrase"_s).size(), 2);
            QVERIFY(ann.events(u"passphrase"_s).last().value("sealed"_L1).toBool());
            QCOMPARE(ann.events(u"error"_s).size(), 1);
            const QJsonObject error = ann.events(u"error"_s).first();
            QCOMPARE(error.value("where"_L1).toString(), u"passphrase"_s);
            QVERIFY(error.value("message"_L1).toString().contains(u"not the passphrase"));
            QVERIFY(!ann.output().contains("correct horse"));
        }
        {
            Person ann(quietly(kept, u"Ann"_s) + QStringList{u"--passphrase-file"_s, one});
            QCOMPARE(ann.exitStatus(), 3);
        }
        {
            Person ann(quietly(kept, u"Ann"_s) + QStringList{u"--passphrase-file"_s, two});
            QCOMPARE(ann.id(), self);
            ann.command({{u"cmd"_s, u"passphrase"_s}, {u"old"_s, two}, {u"new"_s, QJsonValue::Null}});
            QVERIFY(!ann.waitFor(u"passphrase"_s, {{u"sealed"_s, false}}).isEmpty());
            QVERIFY(ann.leaves());
        }
        {
            Person ann(quietly(kept, u"Ann"_s));
            QCOMPARE(ann.id(), self);
            QVERIFY(ann.leaves());
        }
        Person nobody({u"--no-history"_s, u"--json"_s, u"nearby"_s, u"--no-discovery"_s, u"--port"_s, u"0"_s});
        QVERIFY(!nobody.id().isEmpty());
        nobody.command({{u"cmd"_s, u"passphrase"_s}, {u"new"_s, one}});
        QVERIFY(nobody.waitFor(u"error"_s).value("message"_L1).toString().contains(u"no key that is kept"));
        QVERIFY(nobody.leaves());
    }

    void networksAreLeftOutAndUsed()
    {
        Person ann(quietly(profile(), u"Ann"_s));
        QVERIFY(!ann.id().isEmpty());
        const auto loopback = [&](int answer) {
            const QJsonArray all = ann.waitFor(u"interfaces"_s, answer).value("interfaces"_L1).toArray();
            for (const QJsonValue &one : all) {
                if (one.toObject().value("kind"_L1).toString() == u"loopback")
                    return one.toObject();
            }
            return QJsonObject();
        };
        ann.command({{u"cmd"_s, u"interfaces"_s}});
        const QJsonObject before = loopback(1);
        const QString name = before.value("name"_L1).toString();
        QCOMPARE(before, (QJsonObject{{u"name"_s, name},
                                      {u"addresses"_s, before.value("addresses"_L1)},
                                      {u"kind"_s, u"loopback"_s},
                                      {u"used"_s, true},
                                      {u"default"_s, true}}));
        QVERIFY(before.value("addresses"_L1).toArray().contains(u"127.0.0.1"_s));
        ann.command({{u"cmd"_s, u"interface"_s}, {u"name"_s, name}, {u"use"_s, u"off"_s}});
        QCOMPARE(loopback(2).value("used"_L1), QJsonValue(false));
        QCOMPARE(loopback(2).value("default"_L1), QJsonValue(false));
        ann.command({{u"cmd"_s, u"interface"_s}, {u"name"_s, name}, {u"use"_s, u"default"_s}});
        QCOMPARE(loopback(3), before);
        QVERIFY(ann.leaves());
    }

    void whatWasReadIsTold()
    {
        Person ann(quietly(profile(), u"Ann"_s));
        Person bob(following(profile(), u"Bob"_s, ann.invitation()));
        befriend(ann, bob);
        bob.write(ann, u"seen?"_s);
        QVERIFY(ann.hears(u"seen?"_s));
        QVERIFY(!bob.waitFor(u"state"_s, {{u"state"_s, u"delivered"_s}}).isEmpty());
        ann.command({{u"cmd"_s, u"contacts"_s}}); // nothing of it is read by that
        QVERIFY(!ann.waitFor(u"contacts"_s).isEmpty());
        QVERIFY(bob.events(u"state"_s).last().value("state"_L1).toString() != u"read");
        ann.command({{u"cmd"_s, u"read"_s}, {u"conversation"_s, bob.conversation()}});
        QCOMPARE(ann.waitFor(u"read"_s).value("conversation"_L1).toString(), bob.conversation());
        QVERIFY(!bob.waitFor(u"state"_s, {{u"state"_s, u"read"_s}}).isEmpty());
        QVERIFY(ann.leaves() && bob.leaves());
    }

    void exitStatusTellsWhatWentWrong()
    {
        const QString kept = profile();
        QString invitation;
        {
            Person ann(quietly(kept, u"Ann"_s));
            invitation = ann.invitation();
            QVERIFY(ann.leaves());
        }
        Person late(following(profile(), u"Bob"_s, invitation));
        QCOMPARE(late.exitStatus(), 3);
        QVERIFY(late.waitFor(u"error"_s).value("message"_L1).toString().contains(u"Nobody is listening"));
        Person self(following(kept, u"Ann"_s, invitation));
        QCOMPARE(self.exitStatus(), 3);
        QVERIFY(self.waitFor(u"error"_s).value("message"_L1).toString().contains(u"this Kith itself"));
        Person bad(nearby(profile(), u"Ann"_s, {u"--port"_s, u"nine"_s}));
        QCOMPARE(bad.exitStatus(), 2);
        QVERIFY(bad.complaints().contains("nine"));
    }

    void inATerminalPeopleAppear()
    {
        const QString port = freeTcpPort();
        CliProcess ann({u"--profile"_s, profile(), u"nearby"_s, u"--name"_s, u"Ann"_s, u"--no-discovery"_s,
                        u"--port"_s, port});
        QTRY_VERIFY(ann.output().contains("You are "));
        const QString id = QString::fromUtf8(ann.output().mid(int(strlen("You are ")), 63));
        Person bob(following(profile(), u"Bob"_s, u"kith://%1@127.0.0.1:%2"_s.arg(id, port)));
        QTRY_VERIFY(ann.output().contains("Bob would like to write to you"));
        ann.line("/accept " + bob.id().left(7).toLower().toUtf8());
        QVERIFY(!bob.sees(id, u"friend"_s).isEmpty());
        ann.line("hello");
        QVERIFY(bob.hears(u"hello"_s));
        bob.command({{u"cmd"_s, u"send"_s}, {u"text"_s, u"hi"_s}});
        QTRY_VERIFY(ann.output().contains("Bob: hi\n"));
        ann.line("q");
        QCOMPARE(ann.exitStatus(), 0);
        QVERIFY(!bob.sees(id, u"gone"_s).isEmpty());
    }

    void inATerminalNobodyDrawsTheWordsToItself()
    {
        const QString port = freeTcpPort();
        CliProcess ann({u"--profile"_s, profile(), u"nearby"_s, u"--name"_s, u"Ann"_s, u"--no-discovery"_s,
                        u"--port"_s, port});
        QTRY_VERIFY(ann.output().contains("You are "));
        const QString id = QString::fromUtf8(ann.output().mid(int(strlen("You are ")), 63));
        const QString invitation = u"kith://%1@127.0.0.1:%2"_s.arg(id, port);
        const auto accept = [&](Person &person, const QByteArray &name) {
            QTRY_VERIFY(ann.output().contains(name + " would like to write to you"));
            ann.line("/accept " + person.id().left(7).toUtf8());
            QVERIFY(!person.sees(id, u"friend"_s).isEmpty());
        };
        Person bob(following(profile(), u"Bob"_s, invitation));
        accept(bob, "Bob");
        Person carl(following(profile(), u"Carl"_s, invitation));
        accept(carl, "Carl");
        bob.command({{u"cmd"_s, u"send"_s}, {u"text"_s, u"and I?"_s}});
        QTRY_VERIFY(ann.output().contains("Bob: and I?\n"));
        ann.line("for Carl");
        QVERIFY(carl.hears(u"for Carl"_s));
        QVERIFY(carl.leaves());
        QTRY_VERIFY(ann.output().contains("Carl is offline."));
        ann.line("for Carl, later"); // Bob is the only one who is there
        ann.line("/greet " + bob.id().left(7).toUtf8());
        ann.line("for Bob");
        QVERIFY(bob.hears(u"for Bob"_s));
        QCOMPARE(bob.events(u"message"_s).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestNearbyCli)
#include "tst_nearbycli.moc"

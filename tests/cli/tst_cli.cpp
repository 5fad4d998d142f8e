// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/cliprocess.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

using namespace kith::test;
using namespace Qt::StringLiterals;

class TestCli : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    int m_profiles = 0;

    QString profile() { return m_directory.filePath(QString::number(++m_profiles)) + u'/'; }
    QStringList json(const QStringList &rest)
    {
        return QStringList{u"--profile"_s, profile(), u"--json"_s} + rest;
    }

private Q_SLOTS:
    void aServerAndAClientChat()
    {
        CliProcess server(json({u"host"_s, u"tcp://127.0.0.1:0"_s}));
        const QString address = server.waitFor(u"listening"_s).value("endpoint"_L1).toString();
        QVERIFY(address.startsWith(u"tcp://127.0.0.1:"));
        CliProcess client(json({u"join"_s, address}));
        QCOMPARE(client.waitFor(u"online"_s).value("conversation"_L1).toString(), address);
        const QString peer = server.waitFor(u"online"_s).value("conversation"_L1).toString();

        client.command({{u"cmd"_s, u"send"_s}, {u"text"_s, u"你好 👍"_s}, {u"ref"_s, 7}});
        const QJsonObject accepted = client.waitFor(u"accepted"_s);
        QCOMPARE(accepted.value("ref"_L1).toInt(), 7);
        const QJsonObject arrived = server.waitFor(u"message"_s);
        QCOMPARE(arrived.value("text"_L1).toString(), u"你好 👍"_s);
        QCOMPARE(arrived.value("conversation"_L1).toString(), peer);
        QVERIFY(QDateTime::fromString(arrived.value("time"_L1).toString(), Qt::ISODateWithMs).isValid());
        QTRY_COMPARE(client.events(u"state"_s).last().value("state"_L1).toString(), u"sent"_s);
        QCOMPARE(client.events(u"state"_s).last().value("id"_L1), accepted.value("id"_L1));

        server.command({{u"cmd"_s, u"send"_s}, {u"conversation"_s, peer}, {u"text"_s, u"reply"_s}});
        QCOMPARE(client.waitFor(u"message"_s).value("text"_L1).toString(), u"reply"_s);

        client.command({{u"cmd"_s, u"history"_s}, {u"conversation"_s, address}, {u"limit"_s, 10}});
        const QJsonArray history = client.waitFor(u"history"_s).value("messages"_L1).toArray();
        QCOMPARE(history.size(), 2);
        QCOMPARE(history.at(0).toObject().value("from"_L1).toString(), u"me"_s);
        QCOMPARE(history.at(0).toObject().value("state"_L1).toString(), u"sent"_s);
        QCOMPARE(history.at(1).toObject().value("text"_L1).toString(), u"reply"_s);
        client.command({{u"cmd"_s, u"contacts"_s}});
        const QJsonArray contacts = client.waitFor(u"contacts"_s).value("contacts"_L1).toArray();
        QCOMPARE(contacts.size(), 1);
        QCOMPARE(contacts.at(0).toObject().value("online"_L1).toBool(), true);

        client.command({{u"cmd"_s, u"send"_s}, {u"text"_s, u"q"_s}});
        QCOMPARE(server.waitFor(u"offline"_s).value("reason"_L1).toString(), u"q"_s);
        QCOMPARE(client.waitFor(u"offline"_s).value("conversation"_L1).toString(), address);
        client.command({{u"cmd"_s, u"quit"_s}});
        QCOMPARE(client.exitStatus(), 0);
        server.endInput();
        QCOMPARE(server.exitStatus(), 0);
        QVERIFY(server.wroteOnlyJson() && client.wroteOnlyJson());
    }

    void whatIsQueuedGoesOutBeforeTheEnd()
    {
        CliProcess server(json({u"host"_s, u"tcp://127.0.0.1:0"_s}));
        const QString address = server.waitFor(u"listening"_s).value("endpoint"_L1).toString();
        CliProcess client(json({u"join"_s, address}));
        client.command({{u"cmd"_s, u"send"_s}, {u"text"_s, u"sent before it was connected"_s}});
        client.endInput();
        QCOMPARE(client.exitStatus(), 0);
        QCOMPARE(server.waitFor(u"message"_s).value("text"_L1).toString(), u"sent before it was connected"_s);
        QCOMPARE(server.waitFor(u"offline"_s).value("reason"_L1).toString(), u"q"_s);
    }

    void wrongLinesGetAnErrorAndNothingElse_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no json") << QByteArray("hello");
        QTest::newRow("cut json") << QByteArray("{\"cmd\":");
        QTest::newRow("an array") << QByteArray("[1]");
        QTest::newRow("unknown command") << QByteArray("{\"cmd\":\"dance\"}");
        QTest::newRow("no open conversation") << QByteArray("{\"cmd\":\"send\",\"text\":\"x\"}");
        QTest::newRow("no such conversation")
            << QByteArray("{\"cmd\":\"send\",\"conversation\":\"tcp://1.2.3.4:5\",\"text\":\"x\"}");
        QTest::newRow("bad endpoint") << QByteArray("{\"cmd\":\"close\",\"conversation\":\"tcp://a:0\"}");
        QTest::newRow("invalid utf-8") << QByteArray("{\"cmd\":\"\xff\"}");
        QTest::newRow("deep") << QByteArray(5000, '[');
    }
    void wrongLinesGetAnErrorAndNothingElse()
    {
        QFETCH(const QByteArray, line);
        CliProcess server(json({u"host"_s, u"tcp://127.0.0.1:0"_s}));
        server.waitFor(u"listening"_s);
        server.line(line);
        QVERIFY(!server.waitFor(u"error"_s).value("message"_L1).toString().isEmpty());
        server.command({{u"cmd"_s, u"quit"_s}});
        QCOMPARE(server.exitStatus(), 0);
        QCOMPARE(server.all().size(), 2);
    }

    void emptyTextIsRefused()
    {
        CliProcess peer(json({u"direct"_s, u"udp://127.0.0.1:9"_s}));
        peer.waitFor(u"online"_s);
        peer.command({{u"cmd"_s, u"send"_s}, {u"text"_s, u"  \n"_s}, {u"ref"_s, u"a"_s}});
        QCOMPARE(peer.waitFor(u"error"_s).value("ref"_L1).toString(), u"a"_s);
    }

    void datagramPeersTalk()
    {
        CliProcess one(json({u"direct"_s, u"--bind"_s, u"udp://127.0.0.1:0"_s}));
        const QString address = one.waitFor(u"listening"_s).value("endpoint"_L1).toString();
        QVERIFY(address.startsWith(u"udp://127.0.0.1:"));
        CliProcess two(json({u"direct"_s, address}));
        two.waitFor(u"online"_s);
        two.command({{u"cmd"_s, u"send"_s}, {u"text"_s, u"ping"_s}});
        QCOMPARE(one.waitFor(u"message"_s).value("text"_L1).toString(), u"ping"_s);
        one.command({{u"cmd"_s, u"send"_s}, {u"text"_s, u"pong"_s}});
        QCOMPARE(two.waitFor(u"message"_s).value("text"_L1).toString(), u"pong"_s);
    }

    void theHistoryGoesToAFileAndComesBack()
    {
        const QStringList direct{u"direct"_s, u"--bind"_s, u"udp://127.0.0.1:0"_s};
        CliProcess server(json({u"host"_s, u"tcp://127.0.0.1:0"_s}));
        const QString address = server.waitFor(u"listening"_s).value("endpoint"_L1).toString();
        CliProcess from(json({u"join"_s, address}));
        from.command({{u"cmd"_s, u"send"_s}, {u"text"_s, u"来自 <b>here</b>"_s}});
        const QString id = from.waitFor(u"accepted"_s).value("id"_L1).toString();
        QTRY_COMPARE(from.events(u"state"_s).last().value("state"_L1).toString(), u"sent"_s);
        for (const QString &suffix : {u"json"_s, u"html"_s, u"txt"_s}) {
            const QString file = m_directory.filePath(u"history."_s + suffix);
            from.command({{u"cmd"_s, u"export"_s}, {u"file"_s, file}, {u"conversation"_s, address}});
        }
        from.endInput(); // an export that was asked for is completed
        QCOMPARE(from.exitStatus(), 0);
        QCOMPARE(from.events(u"exported"_s).size(), 3);
        QCOMPARE(from.events(u"exported"_s).last().value("conversations"_L1).toInt(), 1);
        QVERIFY(from.events(u"exported"_s).last().value("bytes"_L1).toInt() > 0);
        server.endInput();
        QCOMPARE(server.exitStatus(), 0);

        for (const QString &suffix : {u"json"_s, u"html"_s}) {
            CliProcess to(json(direct));
            to.waitFor(u"listening"_s);
            const QJsonObject command{{u"cmd"_s, u"import"_s},
                                      {u"file"_s, m_directory.filePath(u"history."_s + suffix)}};
            to.command(command);
            const QJsonObject imported = to.waitFor(u"imported"_s);
            QVERIFY(imported.value("messages"_L1).toInt() >= 1);
            QCOMPARE(imported.value("conversations"_L1).toInt(), 1);
            QCOMPARE(imported.value("unreadable"_L1).toInt(), 0);
            to.command({{u"cmd"_s, u"history"_s}, {u"conversation"_s, address}});
            const QJsonArray messages = to.waitFor(u"history"_s).value("messages"_L1).toArray();
            QCOMPARE(messages.size(), 1);
            QCOMPARE(messages.first().toObject().value("id"_L1).toString(), id);
            QCOMPARE(messages.first().toObject().value("text"_L1).toString(), u"来自 <b>here</b>"_s);
            for (const QString &text : {u"来"_s, u"her"_s, u"来自 zzz"_s})
                to.command({{u"cmd"_s, u"search"_s}, {u"text"_s, text}, {u"conversation"_s, address}});
            to.waitFor(u"hits"_s, 3);
            QCOMPARE(to.events(u"hits"_s).at(2).value("hits"_L1).toArray().size(), 0);
            for (int i = 0; i < 2; ++i) {
                const QJsonArray hits = to.events(u"hits"_s).at(i).value("hits"_L1).toArray();
                QCOMPARE(hits.size(), 1);
                QCOMPARE(hits.first().toObject().value("id"_L1).toString(), id);
                QCOMPARE(hits.first().toObject().value("conversation"_L1).toString(), address);
            }
            to.command(command);
            const QJsonObject again = to.waitFor(u"imported"_s, 2);
            QCOMPARE(again.value("messages"_L1).toInt(), 0);
            QCOMPARE(again.value("known"_L1), imported.value("messages"_L1));
            for (int i = 0; i < 20; ++i)
                to.command({{u"cmd"_s, u"search"_s}, {u"text"_s, u"来"_s}});
            to.command({{u"cmd"_s, u"quit"_s}}); // what was asked is answered
            QCOMPARE(to.exitStatus(), 0);
            QCOMPARE(to.events(u"hits"_s).size(), 23);
        }
    }

    void filesThatCannotBeUsedAreTold_data()
    {
        QTest::addColumn<QJsonObject>("command");
        QTest::addColumn<QString>("says");
        const QString nowhere = u"/nowhere/history.json"_s;
        QTest::newRow("no such folder")
            << QJsonObject{{u"cmd"_s, u"export"_s}, {u"file"_s, nowhere}} << u"cannot be written"_s;
        QTest::newRow("no known format")
            << QJsonObject{{u"cmd"_s, u"export"_s}, {u"file"_s, u"history.doc"_s}} << u".json, .html or .txt"_s;
        QTest::newRow("no file name") << QJsonObject{{u"cmd"_s, u"export"_s}} << u".json, .html or .txt"_s;
        QTest::newRow("no such day") << QJsonObject{{u"cmd"_s, u"export"_s},
                                                    {u"file"_s, u"a.txt"_s},
                                                    {u"from"_s, u"someday"_s}}
                                     << u"someday"_s;
        QTest::newRow("nobody") << QJsonObject{{u"cmd"_s, u"export"_s},
                                               {u"file"_s, u"a.txt"_s},
                                               {u"conversation"_s, u"tcp://1.2.3.4:5"_s}}
                                << u"no conversation"_s;
        QTest::newRow("no such file") << QJsonObject{{u"cmd"_s, u"import"_s}, {u"file"_s, nowhere}}
                                      << u"cannot be read"_s;
        QTest::newRow("a device") << QJsonObject{{u"cmd"_s, u"import"_s}, {u"file"_s, u"/dev/zero"_s}}
                                  << u"cannot be read"_s;
        QTest::newRow("something else")
            << QJsonObject{{u"cmd"_s, u"import"_s}, {u"file"_s, QStringLiteral(KITH_CLI)}} << u"line 1"_s;
    }
    void filesThatCannotBeUsedAreTold()
    {
        QFETCH(const QJsonObject, command);
        QFETCH(const QString, says);
        CliProcess peer(json({u"direct"_s, u"--bind"_s, u"udp://127.0.0.1:0"_s}));
        peer.waitFor(u"listening"_s);
        peer.command(command);
        const QString message = peer.waitFor(u"error"_s).value("message"_L1).toString();
        QVERIFY2(message.contains(says), qPrintable(message));
        peer.endInput();
        QCOMPARE(peer.exitStatus(), 0);
    }

    void exitStatusTellsWhatWentWrong()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const QString address = u"tcp://127.0.0.1:%1"_s.arg(taken.serverPort());
        CliProcess host(json({u"host"_s, address}));
        QCOMPARE(host.exitStatus(), 3);
        QVERIFY(host.events(u"error"_s).first().value("message"_L1).toString().contains(u"already in use"));
        taken.close();
        CliProcess join(json({u"join"_s, address}));
        QCOMPARE(join.exitStatus(), 3);
        CliProcess bad({u"join"_s, u"tcp://127.0.0.1:0"_s});
        QCOMPARE(bad.exitStatus(), 2);
        QVERIFY(bad.complaints().contains("1 to 65535"));
        QVERIFY(bad.output().isEmpty());
    }

    void aProfileIsHeldByOneProcess()
    {
        const QString shared = profile();
        CliProcess first({u"--profile"_s, shared, u"--json"_s, u"host"_s, u"tcp://127.0.0.1:0"_s});
        first.waitFor(u"listening"_s);
        CliProcess second({u"--profile"_s, shared, u"--json"_s, u"host"_s, u"tcp://127.0.0.1:0"_s});
        QCOMPARE(second.exitStatus(), 2);
        QVERIFY(second.complaints().contains("open in another window"));
    }

    void inATerminalLinesAreMessages()
    {
        QTcpServer script;
        QVERIFY(script.listen(QHostAddress::LocalHost));
        CliProcess client(
            {u"--profile"_s, profile(), u"join"_s, u"tcp://127.0.0.1:%1"_s.arg(script.serverPort())});
        QTRY_VERIFY(script.hasPendingConnections());
        QTcpSocket *peer = script.nextPendingConnection();
        QTRY_VERIFY(client.output().contains("is online"));
        client.line("");
        client.line("hello");
        QTRY_COMPARE(peer->bytesAvailable(), 5);
        QCOMPARE(peer->readAll(), "hello");
        peer->write("\x1b[31mred");
        QTRY_VERIFY(client.output().contains("red\n"));
        QVERIFY(!client.output().contains('\x1b'));
        client.line("q");
        QTRY_COMPARE(peer->bytesAvailable(), 1);
        QCOMPARE(peer->readAll(), "q");
        QCOMPARE(client.exitStatus(), 0);
        QVERIFY(client.complaints().contains("Can't be empty"));
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"

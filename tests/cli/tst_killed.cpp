// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/cliprocess.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>

using namespace kith::test;
using namespace Qt::StringLiterals;

/// Two terminal front ends chat and are killed at random instants. KITH_KILLS is how often (default 60).
class TestKilled : public QObject {
    Q_OBJECT

    static constexpr int DefaultKills = 60;
    static constexpr int MaxPairs = 100; ///< How many messages each side says in one life, at most.
    static constexpr int HistoryLimit =
        10'000; ///< More than both sides together, with what had been queued before.

    struct Shown {
        QHash<QString, QSet<QString>> ids; ///< By conversation: received, or said to be sent.
    };

    /// What this life has shown as sent or received.
    static Shown shownBy(const CliProcess &process, const QString &onlyConversation)
    {
        Shown shown;
        for (const QJsonObject &event : process.all()) {
            const QString kind = event.value("event"_L1).toString();
            if (kind == u"message")
                shown.ids[event.value("conversation"_L1).toString()].insert(event.value("id"_L1).toString());
            else if (kind == u"state" && event.value("state"_L1).toString() == u"sent")
                shown.ids[onlyConversation].insert(event.value("id"_L1).toString());
        }
        return shown;
    }

    /// Compares a history after the restart with what had been shown before it.
    static QString compare(CliProcess &restarted, const Shown &before, int &compared)
    {
        for (auto it = before.ids.cbegin(); it != before.ids.cend(); ++it) {
            const auto asked = int(restarted.events(u"history"_s).size());
            restarted.command(
                {{u"cmd"_s, u"history"_s}, {u"conversation"_s, it.key()}, {u"limit"_s, HistoryLimit}});
            const QJsonArray messages = restarted.waitFor(u"history"_s, asked + 1).value("messages"_L1).toArray();
            QSet<QString> ids;
            QSet<QString> texts;
            for (const auto &value : messages) {
                const QString id = value.toObject().value("id"_L1).toString();
                const QString text = value.toObject().value("text"_L1).toString();
                if (ids.contains(id) || texts.contains(text))
                    return u"%1 is there twice"_s.arg(text);
                ids.insert(id);
                texts.insert(text);
            }
            const QSet<QString> gone = it.value() - ids;
            if (!gone.isEmpty())
                return u"%1 of %2 shown messages are gone from %3"_s.arg(gone.size())
                    .arg(it->size())
                    .arg(it.key());
            compared += int(it->size());
        }
        return {};
    }

private Q_SLOTS:
    void nothingShownIsLostOrDoubled()
    {
        bool given = false;
        const int wanted = qEnvironmentVariableIntValue("KITH_KILLS", &given);
        const int kills = given ? wanted : DefaultKills;
        QTemporaryDir directory;
        auto *random = QRandomGenerator::global();
        QString port = u"tcp://127.0.0.1:0"_s;
        const QStringList options{u"--json"_s, u"--lines"_s, u"--profile"_s};
        Shown hostShown;
        Shown clientShown;
        int number = 0;
        int compared = 0;
        for (int done = 0; done < kills;) {
            CliProcess host(options + QStringList{directory.filePath(u"host/"_s), u"host"_s, port});
            const QString address = host.waitFor(u"listening"_s).value("endpoint"_L1).toString();
            QVERIFY(!address.isEmpty());
            port = address; // the same from now on: the client's conversation is named by it
            CliProcess client(options + QStringList{directory.filePath(u"client/"_s), u"join"_s, address});
            const QString peer = host.waitFor(u"online"_s).value("conversation"_L1).toString();
            QVERIFY(!peer.isEmpty());
            QVERIFY(!client.waitFor(u"online"_s).isEmpty());
            QCOMPARE(compare(host, hostShown, compared), QString());
            QCOMPARE(compare(client, clientShown, compared), QString());

            QElapsedTimer clock;
            clock.start();
            const qint64 instant = random->bounded(1, 40);
            for (int pairs = 0; clock.elapsed() < instant; ++pairs) {
                QCoreApplication::processEvents();
                if (pairs >= MaxPairs)
                    continue;
                host.command(
                    {{u"cmd"_s, u"send"_s}, {u"conversation"_s, peer}, {u"text"_s, u"h%1"_s.arg(++number)}});
                client.command({{u"cmd"_s, u"send"_s}, {u"text"_s, u"c%1"_s.arg(++number)}});
            }
            const int victims = random->bounded(1, 4); // the host, the client, or both
            if (victims & 1)
                host.kill();
            if (victims & 2)
                client.kill();
            done += (victims & 1) + (victims >> 1);
            for (CliProcess *survivor : {&host, &client})
                survivor->endInput();
            QVERIFY((victims & 1) || host.exitStatus() == 0);
            QVERIFY((victims & 2) || client.exitStatus() == 0);
            hostShown = shownBy(host, peer);
            clientShown = shownBy(client, address);
        }
        QVERIFY(compared > kills); // it did compare something
        qInfo("%d kills, %d shown messages compared, 0 lost, 0 doubled", kills, compared);
    }
};

QTEST_GUILESS_MAIN(TestKilled)
#include "tst_killed.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The power goes out at thousands of instants of a session: whatever the store had reported is there, and nothing is
// half there. KITH_POWER_CUTS sets how often, all sessions together.
#include "store/powercuts.h"
#include "store/recordedsession.h"
#include "support/memorydirectory.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <sqlite3.h>

#include <optional>

using namespace kith;
using namespace kith::storetest;
using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray FileName = QByteArrayLiteral("history.db");
using Outcome = PowerCuts::Outcome;

/// Makes every connection that is opened use another `PRAGMA synchronous` than the one that it asks for.
class OtherSynchronous {
public:
    explicit OtherSynchronous(const QByteArray &mode)
    {
        s_pragma = "PRAGMA synchronous = " + mode;
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(&opened));
    }
    ~OtherSynchronous() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&opened)); }
    OtherSynchronous(const OtherSynchronous &) = delete;
    OtherSynchronous &operator=(const OtherSynchronous &) = delete;

private:
    static int opened(sqlite3 *database, const char **, const void *)
    {
        sqlite3_exec(database, s_pragma.constData(), nullptr, nullptr, nullptr);
        return sqlite3_set_authorizer(database, judge, nullptr);
    }
    static int judge(void *, int action, const char *name, const char *value, const char *, const char *)
    {
        const bool sets = action == SQLITE_PRAGMA && value && qstricmp(name, "synchronous") == 0;
        return sets ? SQLITE_IGNORE : SQLITE_OK;
    }

    static inline QByteArray s_pragma;
};

} // namespace

class TestPowerLoss : public QObject {
    Q_OBJECT

private:
    // Two people, of whom one is written to.
    Contact m_contact = makeContact();
    Contact m_other = makeContact(9);
    Conversation m_conversation = makeConversation(m_contact);
    Conversation m_otherConversation = makeConversation(m_other);

    void meet(RecordedSession &session)
    {
        session.open();
        session.step([&] { return session.store().save(m_contact); });
        session.step([&] { return session.store().save(m_conversation); });
    }
    Message append(RecordedSession &session, const Message &message)
    {
        session.step([&] { return session.store().append(message); });
        return message;
    }
    Message text(int number) const
    {
        // Some spill over several pages.
        const QString text = number % 7 == 0 ? QString(5'000, u'文') : u"message %1 消息"_s.arg(number);
        return number % 2 ? makeMessage(m_conversation, text) : makeReceived(m_conversation, text);
    }

    void startFirst(RecordedSession &session) { session.open(); }
    void sendAndReceive(RecordedSession &session)
    {
        meet(session);
        for (int i = 0; i < 24; ++i) {
            const Message message = append(session, text(i));
            if (!message.isMine())
                continue;
            const auto setState = [&](Message::State state, std::optional<Error::Kind> failure = {}) {
                session.step([&] { return session.store().setState(message.id, state, failure, 2); });
            };
            setState(Message::State::Sending);
            if (i % 3 == 0)
                setState(Message::State::Sent);
            else if (i % 3 == 1)
                setState(Message::State::Failed, Error::Kind::ConnectionLost);
        }
        session.open(); // what was being sent has failed
        m_conversation.draft = u"begun"_s;
        m_conversation.pinned = true;
        session.step([&] { return session.store().save(m_conversation); });
        session.burst({text(1), text(2), text(7), text(4)});
        const Message last = append(session, text(2));
        session.step([&] { return session.store().setStarred({last.id}, true); });
        session.step([&] { return session.store().setComment(last.id, u"a comment"_s); });
        session.step([&] {
            return session.store().setDecoding(last.id, u"repaired"_s, "\xc4\xe3", Charset::Gb18030, false);
        });
    }
    void remove(RecordedSession &session)
    {
        meet(session);
        session.step([&] { return session.store().save(m_other); });
        session.step([&] { return session.store().save(m_otherConversation); });
        QList<Message> messages;
        for (int i = 0; i < 12; ++i)
            messages.append(append(session, text(i)));
        for (int i = 0; i < 3; ++i)
            append(session, makeReceived(m_otherConversation, u"from another"_s));
        for (int i = 0; i < 12; i += 2) {
            session.step([&] { return session.store().remove(messages[i].id); }); // empties the log
            append(session, text(3));
            append(session, text(4));
        }
        session.step([&] { return session.store().bin({messages[1].id, messages[3].id, messages[5].id}); });
        session.step([&] { return session.store().restoreFromBin({messages[3].id}); });
        session.step([&] { return session.store().emptyBin(); });
        session.step([&] { return session.store().remove(m_other.id); });
        append(session, text(4));
        session.step([&] { return session.store().bin({messages[3].id, messages[7].id}); });
        session.open(); // empties the bin
        session.step([&] { return session.store().remove(messages[9].id); });
    }
    void migrateOld(RecordedSession &session)
    {
        meet(session); // brings the file up to date
        append(session, text(1));
    }
    void appendInBulk(RecordedSession &session)
    {
        meet(session);
        for (int round = 0; round < 4; ++round) {
            QList<Message> messages;
            for (int i = 0; i < 100; ++i)
                messages.append(text(i));
            session.burst(messages);
        }
        // The log is full by now: its content goes into the file.
        append(session, text(0));
    }
    void import(RecordedSession &session)
    {
        meet(session);
        append(session, text(1));
        for (int round = 0; round < 6; ++round) {
            HistoryBatch batch;
            for (int i = 0; i < 50; ++i) {
                MessageRecord record;
                record.message = text(i);
                record.message.place = {instant().toMSecsSinceEpoch() - i * 1000, 100 + round * 50 + i};
                batch.messages.append(record);
            }
            batch.sequences = round % 2 ? HistoryBatch::Sequences::Kept : HistoryBatch::Sequences::New;
            session.step([&] { return session.store().merge(batch); });
        }
        append(session, text(3));
    }
    void index(RecordedSession &session)
    {
        meet(session);
        QList<Message> messages;
        for (int i = 0; i < 60; ++i)
            messages.append(text(i));
        session.burst(messages);
        session.waitForIndex();
        for (int i = 0; i < 60; i += 6)
            session.step([&] { return session.store().remove(messages[i].id); });
        session.step(
            [&] { return session.store().setDecoding(messages[1].id, u"repaired"_s, {}, Charset::Utf8, false); });
        append(session, text(1));
        session.waitForIndex(); // and until the removed words are gone
        append(session, text(3));
    }

    using Script = void (TestPowerLoss::*)(RecordedSession &);
    Outcome cut(Script script, const DiskReplay::Files &files, int cuts)
    {
        RecordedSession session(files);
        (this->*script)(session);
        session.end();
        return session.isWell() ? PowerCuts(session).run(cuts, 1) : Outcome();
    }
    static void tell(const Outcome &outcome, const QElapsedTimer &timer)
    {
        qInfo("%d cuts: %d whole, %d lost, %d corrupt, %.1f s", outcome.cuts, outcome.whole, outcome.lost,
              outcome.corrupt, double(timer.elapsed()) / 1000);
    }
    static constexpr int Rounds = 20; // of tests with a session for each
    static constexpr int Sessions = 9;
    static int cutsPerSession() { return countFromEnvironment("KITH_POWER_CUTS", 2'000) / Sessions; }
    static DiskReplay::Files firstVersion()
    {
        QFile file(QFINDTESTDATA("../data/schema/v1.db"));
        return file.open(QIODevice::ReadOnly) ? DiskReplay::Files{{FileName, file.readAll()}}
                                              : DiskReplay::Files();
    }

private Q_SLOTS:
    void whatWasReportedSurvives_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<DiskReplay::Files>("files");
        QTest::newRow("start for the first time") << &TestPowerLoss::startFirst << DiskReplay::Files();
        QTest::newRow("send and receive") << &TestPowerLoss::sendAndReceive << DiskReplay::Files();
        QTest::newRow("remove") << &TestPowerLoss::remove << DiskReplay::Files();
        QTest::newRow("migrate") << &TestPowerLoss::migrateOld << firstVersion();
        QTest::newRow("import") << &TestPowerLoss::import << DiskReplay::Files();
        QTest::newRow("index") << &TestPowerLoss::index << DiskReplay::Files();
        QTest::newRow("append in bulk") << &TestPowerLoss::appendInBulk << DiskReplay::Files();
    }
    void whatWasReportedSurvives()
    {
        QFETCH(const Script, script);
        QFETCH(const DiskReplay::Files, files);
        QElapsedTimer timer;
        timer.start();
        const Outcome outcome = cut(script, files, cutsPerSession());
        tell(outcome, timer);
        QCOMPARE(outcome.cuts, cutsPerSession());
        QVERIFY2(outcome.whole == outcome.cuts, qPrintable(outcome.firstProblem));
    }

    void aSecondCutWhileTheFirstIsRepaired()
    {
        QElapsedTimer timer;
        timer.start();
        RecordedSession before;
        remove(before);
        before.end();
        QVERIFY(before.isWell());
        std::mt19937 random(1);
        DiskReplay replay(before.record());
        Outcome outcome;
        for (int round = 1; round <= Rounds; ++round) {
            replay.advanceTo(before.record().size() * round / Rounds);
            RecordedSession session(replay.afterPowerCut(random));
            meet(session);
            append(session, text(1));
            session.end();
            QVERIFY(session.isWell());
            outcome.add(PowerCuts(session).run(cutsPerSession() / Rounds, quint32(round)));
        }
        tell(outcome, timer);
        QCOMPARE(outcome.cuts, cutsPerSession() / Rounds * Rounds);
        QVERIFY2(outcome.whole == outcome.cuts, qPrintable(outcome.firstProblem));
    }

    // On Linux, what a failed sync should have kept is lost, and the next one says nothing of it.
    void aSyncThatFailedIsNotBelievedLater()
    {
        QElapsedTimer timer;
        timer.start();
        Outcome outcome;
        for (int round = 0; round < Rounds; ++round) {
            RecordedSession session;
            session.failSync(1 + round * 4);
            remove(session);
            session.end();
            QVERIFY(session.isWell());
            outcome.add(PowerCuts(session).run(cutsPerSession() / Rounds, quint32(round)));
        }
        tell(outcome, timer);
        QCOMPARE(outcome.cuts, cutsPerSession() / Rounds * Rounds);
        QVERIFY2(outcome.whole == outcome.cuts, qPrintable(outcome.firstProblem));
    }

    // This test would notice: with less care for the disk, it reports losses.
    void lessCareLosesMessages_data()
    {
        QTest::addColumn<QByteArray>("synchronous");
        QTest::newRow("NORMAL") << QByteArray("NORMAL");
        QTest::newRow("OFF") << QByteArray("OFF");
    }
    void lessCareLosesMessages()
    {
        QFETCH(const QByteArray, synchronous);
        const OtherSynchronous other(synchronous);
        QElapsedTimer timer;
        timer.start();
        const Outcome outcome = cut(&TestPowerLoss::sendAndReceive, {}, cutsPerSession());
        tell(outcome, timer);
        QVERIFY2(outcome.lost > outcome.cuts / 20, "the test notices nothing");
        if (synchronous == "NORMAL")
            QCOMPARE(outcome.corrupt, 0);
    }
};

QTEST_GUILESS_MAIN(TestPowerLoss)
#include "tst_powerloss.moc"

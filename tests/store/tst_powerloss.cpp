// SPDX-License-Identifier: GPL-3.0-or-later
// The power goes out at thousands of instants of a session: whatever the store had reported is there, and nothing is
// half there. KITH_POWER_CUTS sets how often, all sessions together.
#include "store/database.h"
#include "store/historyfile.h"
#include "store/historyrows.h"
#include "store/migrations.h"
#include "store/storetest.h"
#include "support/diskreplay.h"
#include "support/memorydirectory.h"
#include "support/recordingvfs.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>

using namespace kith;
using namespace kith::storetest;
using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray FileName = QByteArrayLiteral("history.db");

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

/// What the history was after one more step of a session.
struct State {
    quint64 digest;
    qsizetype asked;    // the position in the record when the step was asked for
    qsizetype reported; // … when it was reported as kept
};

/// A session of the real store, with the record of its disk and what the history was after each of its steps.
class RecordedSession {
public:
    explicit RecordedSession(const QByteArray &v1 = {}) : m_directory(memoryDirectoryTemplate())
    {
        if (!v1.isEmpty()) {
            QFile stored(file());
            m_isWell = stored.open(QIODevice::WriteOnly) && stored.write(v1) == v1.size();
        }
        m_vfs.emplace(m_directory.path().toUtf8());
        m_begin = m_vfs->position();
    }

    // Each step waits for the one before, so that the history is known after each.
    void open()
    {
        m_store.reset(); // first: one store, one file
        m_store = std::make_unique<Store>(file());
        step([&] { return m_store->open(); });
    }
    template <typename Ask>
    void step(Ask ask)
    {
        const qsizetype asked = m_vfs->position();
        const qsizetype reported = wait(ask());
        const QList<quint64> rows = readRows();
        // Opening brings the history to its first state: now, or after the power cut.
        m_states.append({HistoryRows::digest(rows), m_states.isEmpty() ? 0 : asked, reported});
    }
    /// Many appends at once: the history may stop after any of them.
    void burst(const QList<Message> &messages)
    {
        const qsizetype asked = m_vfs->position();
        const QList<quint64> before = readRows();
        QList<QFuture<qsizetype>> positions;
        for (const Message &message : messages)
            positions.append(reportedAt(m_store->append(message)));
        QList<quint64> rows = before;
        for (const quint64 row : readRowsAfter(positions)) {
            if (before.contains(row))
                continue;
            rows.append(row);
            const auto nth = rows.size() - before.size() - 1;
            check(nth < positions.size());
            if (nth < positions.size())
                m_states.append({HistoryRows::digest(rows), asked, positions[nth].result()});
        }
        check(rows.size() == before.size() + messages.size());
    }
    void end()
    {
        m_store.reset();
        m_record = m_vfs->record();
        m_vfs.reset();
    }

    Store &store() { return *m_store; }
    bool isWell() const { return m_isWell; }
    const DiskRecord &record() const { return m_record; }
    /// The position at which nothing had happened but what was found.
    qsizetype begin() const { return m_begin; }
    const QList<State> &states() const { return m_states; }
    const HistoryRows &rows() const { return *m_rows; }

private:
    QString file() const { return m_directory.filePath(QString::fromUtf8(FileName)); }

    void check(bool isWell)
    {
        if (!isWell)
            m_isWell = false;
    }
    // Continued on the worker, at the instant of the report.
    template <typename T>
    QFuture<qsizetype> reportedAt(QFuture<Result<T>> future)
    {
        return future.then(QtFuture::Launch::Sync, [this](const Result<T> &result) {
            check(result.has_value());
            return m_vfs->position();
        });
    }
    template <typename T>
    qsizetype wait(QFuture<Result<T>> future)
    {
        return reportedAt(future).result();
    }
    QList<quint64> readRowsAfter(const QList<QFuture<qsizetype>> &positions)
    {
        for (const auto &position : positions)
            static_cast<void>(position.result());
        return readRows();
    }
    QList<quint64> readRows()
    {
        const auto database = Database::open(file());
        if (database && !m_rows) {
            if (auto rows = HistoryRows::of(**database))
                m_rows = *rows;
        }
        auto rows = database && m_rows ? m_rows->read(**database) : failure(Error::Kind::StoreFailed);
        check(rows.has_value());
        return rows.value_or(QList<quint64>());
    }

    QTemporaryDir m_directory;
    std::optional<RecordingVfs> m_vfs;
    std::unique_ptr<Store> m_store;
    std::optional<HistoryRows> m_rows;
    QList<State> m_states;
    DiskRecord m_record;
    qsizetype m_begin = 0;
    std::atomic<bool> m_isWell = true;
};

/// What became of the history in the power cuts.
struct Outcome {
    int cuts = 0;
    int whole = 0;
    int lost = 0;    // an older state than the one that was reported
    int corrupt = 0; // not opened, not sound, or no state that there ever was
    QString firstProblem;
};

class PowerCuts {
public:
    explicit PowerCuts(const RecordedSession &session) : m_session(session), m_directory(memoryDirectoryTemplate())
    {
    }

    Outcome run(int cuts, quint32 seed)
    {
        std::mt19937 random(seed);
        QList<qsizetype> sorted(cuts);
        std::generate(sorted.begin(), sorted.end(), [&] { return choosePosition(random); });
        std::sort(sorted.begin(), sorted.end());
        DiskReplay replay(m_session.record());
        Outcome outcome;
        for (const qsizetype position : std::as_const(sorted)) {
            replay.advanceTo(position);
            writeFiles(replay.afterPowerCut(random));
            judge(position, outcome);
        }
        return outcome;
    }

private:
    QString file() const { return m_directory.filePath(QString::fromUtf8(FileName)); }

    // Half of them just before a sync, when the most is at risk.
    qsizetype choosePosition(std::mt19937 &random) const
    {
        const DiskRecord &record = m_session.record();
        qsizetype position = std::uniform_int_distribution<qsizetype>(m_session.begin(), record.size())(random);
        const bool isBeforeSync = random() % 2;
        while (isBeforeSync && position < record.size() && record[position].kind != DiskEvent::Kind::Sync)
            ++position;
        return position;
    }
    void writeFiles(const DiskReplay::Files &files)
    {
        for (const QString &old : QDir(m_directory.path()).entryList(QDir::Files))
            QFile::remove(m_directory.filePath(old));
        for (auto content = files.cbegin(); content != files.cend(); ++content) {
            QFile file(m_directory.filePath(QString::fromUtf8(content.key())));
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
            QCOMPARE(file.write(content.value()), content.value().size());
        }
    }
    void judge(qsizetype position, Outcome &outcome)
    {
        ++outcome.cuts;
        const auto digest = open();
        const auto &states = m_session.states();
        const auto isThat = [&](const State &state) { return digest && state.digest == *digest; };
        // What was asked for may be there, what was reported must.
        const auto end = std::find_if(states.cbegin(), states.cend(),
                                      [&](const State &state) { return state.asked > position; });
        auto first = std::find_if(states.cbegin(), states.cend(),
                                  [&](const State &state) { return state.reported > position; });
        if (first != states.cbegin())
            --first;
        if (std::any_of(first, end, isThat)) {
            ++outcome.whole;
            return;
        }
        const bool isOlder = std::any_of(states.cbegin(), first, isThat);
        ++(isOlder ? outcome.lost : outcome.corrupt);
        if (outcome.firstProblem.isEmpty())
            outcome.firstProblem = u"position %1: %2"_s.arg(position).arg(isOlder  ? u"an older state"_s
                                                                          : digest ? u"no state that there was"_s
                                                                                   : digest.error().detail);
    }
    Result<quint64> open()
    {
        const auto database = openHistory(file());
        if (!database)
            return tl::unexpected(database.error());
        (*database)->setClosing(Database::Closing::Untouched);
        const auto problems = (*database)->integer(
            "SELECT (SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok')"
            " + (SELECT count(*) FROM pragma_foreign_key_check)");
        if (!problems || *problems > 0)
            return failure(Error::Kind::StoreCorrupt, {}, u"not sound"_s);
        return m_session.rows().read(**database).map(HistoryRows::digest);
    }

    const RecordedSession &m_session;
    QTemporaryDir m_directory;
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

    using Script = void (TestPowerLoss::*)(RecordedSession &);
    Outcome cut(Script script, const QByteArray &v1, int cuts)
    {
        RecordedSession session(v1);
        (this->*script)(session);
        session.end();
        if (!session.isWell())
            return {};
        QElapsedTimer timer;
        timer.start();
        const Outcome outcome = PowerCuts(session).run(cuts, 1);
        qInfo("%d cuts of %lld writes and syncs, %lld states: %d whole, %d lost, %d corrupt, %.1f s", outcome.cuts,
              qlonglong(session.record().size()), qlonglong(session.states().size()), outcome.whole, outcome.lost,
              outcome.corrupt, double(timer.elapsed()) / 1000);
        return outcome;
    }
    static constexpr int Sessions = 5;
    static int cutsPerSession() { return countFromEnvironment("KITH_POWER_CUTS", 2'000) / Sessions; }
    static QByteArray firstVersion()
    {
        QFile file(QFINDTESTDATA("../data/schema/v1.db"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void whatWasReportedSurvives_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<QByteArray>("v1");
        QTest::newRow("start for the first time") << &TestPowerLoss::startFirst << QByteArray();
        QTest::newRow("send and receive") << &TestPowerLoss::sendAndReceive << QByteArray();
        QTest::newRow("remove") << &TestPowerLoss::remove << QByteArray();
        QTest::newRow("migrate") << &TestPowerLoss::migrateOld << firstVersion();
        QTest::newRow("append in bulk") << &TestPowerLoss::appendInBulk << QByteArray();
    }
    void whatWasReportedSurvives()
    {
        QFETCH(const Script, script);
        QFETCH(const QByteArray, v1);
        const Outcome outcome = cut(script, v1, cutsPerSession());
        QVERIFY(outcome.cuts > 0);
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
        const Outcome outcome = cut(&TestPowerLoss::sendAndReceive, {}, cutsPerSession());
        QVERIFY2(outcome.lost > outcome.cuts / 20, "the test notices nothing");
        if (synchronous == "NORMAL")
            QCOMPARE(outcome.corrupt, 0);
    }
};

QTEST_GUILESS_MAIN(TestPowerLoss)
#include "tst_powerloss.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What was removed for good is found nowhere in the files: not in the database, not in its log, not in the index.
#include "store/bin.h"
#include "store/database.h"
#include "store/historyfile.h"
#include "store/messagetable.h"
#include "store/searchindex.h"
#include "store/storetest.h"
#include "support/historymaker.h"

#include <QTemporaryDir>
#include <QTest>

using namespace kith;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

namespace {

// No other text has these characters, so that each of their bytes tells on its own.
const QString Secret = u"龘靐齉暗号 zqxjkvwpassphrase"_s;
const QString Note = u"麤私下 bvnmqzcomment"_s;
const QByteArray Raw = QByteArray::fromHex("8fd9cac7c3d8c3dcfe");

const QByteArrayList &traces()
{
    static const QByteArrayList All = {u"龘"_s.toUtf8(),
                                       u"靐"_s.toUtf8(),
                                       u"齉"_s.toUtf8(),
                                       "xjkvwpassphrase",
                                       u"麤"_s.toUtf8(),
                                       "qzcomment",
                                       Raw};
    return All;
}

} // namespace

class TestRemoval : public QObject {
    Q_OBJECT

    static constexpr int Messages = 1200;

    std::unique_ptr<QTemporaryDir> m_directory;
    Message m_message;

    QString file() const { return m_directory->filePath(u"history.db"_s); }

    // Which of the traces stand in one of the files.
    QStringList found(const QByteArrayList &traces) const
    {
        QStringList found;
        for (const char *suffix : {"", "-wal", "-shm"}) {
            QFile opened(file() + QLatin1String(suffix));
            if (!opened.open(QIODevice::ReadOnly))
                continue;
            const QByteArray bytes = opened.readAll();
            for (const QByteArray &trace : traces) {
                if (bytes.contains(trace))
                    found.append(QString::fromUtf8(trace) + QLatin1String(suffix));
            }
        }
        return found;
    }
    // The words of the index with the rows they are in.
    static QList<std::pair<QByteArray, qint64>> content(Database &database)
    {
        static_cast<void>(database.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, search, instance)"));
        QList<std::pair<QByteArray, qint64>> content;
        Statement rows = database.statement("SELECT term, doc FROM temp.words ORDER BY term, doc");
        for (auto more = rows.next(); more && *more; more = rows.next())
            content.append({rows.bytes(0), rows.integer(1)});
        return content;
    }
    std::unique_ptr<Database> open() const
    {
        auto database = openHistory(file());
        return database ? std::move(*database) : nullptr;
    }
    static void checkpoint(Database &database)
    {
        const auto busy = database.integer("PRAGMA wal_checkpoint(TRUNCATE)");
        KITH_VERIFY(busy);
        QCOMPARE(*busy, 0);
    }
    // In transactions of their own, as the worker does it.
    static void wipe(Database &database)
    {
        for (bool isMore = true; isMore;) {
            KITH_VERIFY(database.execute("BEGIN IMMEDIATE"));
            const auto done = SearchIndex(database).wipe(QDeadlineTimer(1));
            KITH_VERIFY(done);
            isMore = *done;
            KITH_VERIFY(database.execute("COMMIT"));
        }
        checkpoint(database);
    }
    static void isLikeMadeAnew(Database &database)
    {
        const auto content = TestRemoval::content(database);
        QVERIFY(content.size() > Messages);
        KITH_VERIFY(SearchIndex(database).restart(SearchIndex::Restart::Always));
        KITH_VERIFY(completeIndex(database));
        QVERIFY(TestRemoval::content(database) == content);
    }

    void setPeople(Database &database)
    {
        Statement row = database.statement("SELECT c.id, p.id FROM conversations c JOIN contacts p ON p.key ="
                                           " c.contact ORDER BY c.key LIMIT 1");
        QVERIFY(*row.next());
        m_message.conversation = ConversationId::fromBytes(row.bytes(0));
        m_message.sender = ContactId::fromBytes(row.bytes(1));
    }

    // A message with secrets among the others; the index knows all of them, in several segments.
    void fill()
    {
        const auto database = open();
        QVERIFY(database);
        HistoryMaker maker({Messages, 5, 9});
        KITH_VERIFY(maker.addPeople(*database));
        KITH_VERIFY(maker.addMessages(*database, Messages / 2));
        KITH_VERIFY(completeIndex(*database));
        m_message = {};
        m_message.id = MessageId::random();
        setPeople(*database);
        m_message.receivedAt = instant();
        m_message.text = Secret;
        m_message.raw = Raw;
        m_message.comment = Note;
        KITH_VERIFY(MessageTable(*database).append(m_message));
        KITH_VERIFY(completeIndex(*database));
        KITH_VERIFY(maker.addMessages(*database, Messages - Messages / 2));
        KITH_VERIFY(completeIndex(*database));
        checkpoint(*database);
        QCOMPARE(found(traces()).size(), traces().size()); // one can find them
    }
    Result<SearchPage> search(Store &store, const QString &text)
    {
        SearchQuery query;
        query.text = text;
        return get(store.search(query));
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        fill();
    }

    // The control: before the wipe the index still holds the words, and the test sees them.
    void wordsStayInTheIndexUntilTheWipe()
    {
        const auto database = open();
        KITH_VERIFY(Bin(*database).add({m_message.id}));
        KITH_VERIFY(Bin(*database).empty());
        checkpoint(*database);
        const QStringList left = found(traces());
        QVERIFY2(left.contains(u"xjkvwpassphrase"_s), qPrintable(left.join(u' ')));
        QVERIFY2(!left.contains(u"qzcomment"_s), qPrintable(left.join(u' ')));
        QVERIFY(*SearchIndex(*database).needsWipe());
        wipe(*database);
        QCOMPARE(found(traces()), QStringList());
        QVERIFY(!*SearchIndex(*database).needsWipe());
        isLikeMadeAnew(*database);
    }

    void aWipeGoesOnWhereItWasCutOff()
    {
        {
            const auto database = open();
            KITH_VERIFY(Bin(*database).add({m_message.id}));
            KITH_VERIFY(Bin(*database).empty());
            KITH_VERIFY(SearchIndex(*database).wipe(QDeadlineTimer(0)));
        }
        const auto database = open();
        wipe(*database);
        QCOMPARE(found(traces()), QStringList());
        isLikeMadeAnew(*database);
    }

    void theStoreWipesByItself_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("the bin is emptied") << 0;
        QTest::newRow("one message is removed") << 1;
        QTest::newRow("the contact is removed") << 2;
        QTest::newRow("the bin of the last run") << 3;
    }
    void theStoreWipesByItself()
    {
        QFETCH(const int, how);
        if (how == 3)
            KITH_VERIFY(Bin(*open()).add({m_message.id}));
        Store store(file());
        KITH_VERIFY(get(store.open()));
        if (how == 0) {
            KITH_VERIFY(get(store.bin({m_message.id})));
            KITH_VERIFY(get(store.emptyBin()));
        } else if (how == 1) {
            KITH_VERIFY(get(store.remove(m_message.id)));
        } else if (how == 2) {
            KITH_VERIFY(get(store.remove(m_message.sender)));
        }
        KITH_VERIFY(search(store, u"龘"_s));
        QCOMPARE(search(store, u"龘"_s)->hits.size(), 0);
        const auto reader = openHistoryForReading(file());
        KITH_VERIFY(reader);
        QTRY_COMPARE_WITH_TIMEOUT(*(*reader)->integer("SELECT wiping FROM search_state"), 0, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(found(traces()), QStringList(), 20'000);
    }

    void whatIsInTheBinIsNoHit()
    {
        Store store(file());
        KITH_VERIFY(get(store.open()));
        QCOMPARE(search(store, u"龘靐"_s)->hits.size(), 1);
        KITH_VERIFY(get(store.bin({m_message.id})));
        QCOMPARE(search(store, u"龘靐"_s)->hits.size(), 0);
        KITH_VERIFY(get(store.restoreFromBin({m_message.id})));
        QCOMPARE(search(store, u"龘靐"_s)->hits.size(), 1);
    }

    void aRepairedTextIsFoundByItsNewWords()
    {
        Store store(file());
        KITH_VERIFY(get(store.open()));
        KITH_VERIFY(get(store.setDecoding(m_message.id, u"饕餮 mended"_s, {}, Charset::Utf8, false)));
        QCOMPARE(search(store, u"龘"_s)->hits.size(), 0);
        QCOMPARE(search(store, u"zqxjkv"_s)->hits.size(), 0);
        QCOMPARE(search(store, u"饕餮 mend"_s)->hits.size(), 1);
    }

    void manyAtOnceMakeTheIndexAnew()
    {
        const auto database = open();
        HistoryMaker maker({SearchIndex::MostForgotten * 5, 5, 10});
        while (*database->integer("SELECT count(*) FROM messages WHERE kind <> 1") <= SearchIndex::MostForgotten)
            KITH_VERIFY(maker.addMessages(*database, 1000));
        KITH_VERIFY(completeIndex(*database));
        KITH_VERIFY(database->execute("INSERT INTO bin SELECT key FROM messages WHERE kind <> 1"));
        KITH_VERIFY(Bin(*database).empty());
        QCOMPARE(*SearchIndex(*database).reached(), 0);
        checkpoint(*database);
        QCOMPARE(found(traces()), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestRemoval)
#include "tst_removal.moc"

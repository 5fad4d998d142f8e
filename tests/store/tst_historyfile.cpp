// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"
#include "store/historyfile.h"
#include "store/migrations.h"
#include "store/storetest.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace kith;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

class TestHistoryFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    int m_count = 0;

    QString newName() { return m_directory.filePath(u"%1.db"_s.arg(++m_count)); }
    static QByteArray content(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void setContent(const QString &name, const QByteArray &content)
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    /// Whom the files have from the third version on.
    static void hasThePerson(Store &store, const Store::Overview &overview)
    {
        const Contact &person = overview.contacts.last();
        QVERIFY(person.endpoint.isNull());
        QCOMPARE(person.peer, PeerId::fromBytes(QByteArray(32, 'a')));
        QCOMPARE(person.changedTo, PeerId::fromBytes(QByteArray(32, 'b')));
        QCOMPARE(person.nickname, u"Grace"_s);
        QCOMPARE(person.standing, Contact::Standing::Friend);
        QCOMPARE(person.trust, Contact::Trust::Changed);
        QCOMPARE(person.sentCounter, 41);
        QCOMPARE(person.receivedCounter, 7);
        QCOMPARE(overview.self, PeerId::fromBytes(QByteArray(32, 'c')));
        const auto waiting = get(store.outbox(overview.conversations.last().id, 0, 10));
        QCOMPARE(waiting->size(), 1);
        QCOMPARE(waiting->first().counter, 41);
        QCOMPARE(waiting->first().via, Via::PeerLink);
    }
    static qint64 ask(Database &database, const char *question) { return database.integer(question).value_or(-1); }

private Q_SLOTS:
    void settingsHoldWhatTheStorePromises()
    {
        const auto database = openHistory(newName());
        KITH_VERIFY(database);
        QCOMPARE(ask(**database, "PRAGMA synchronous"), 2);
        QCOMPARE(ask(**database, "PRAGMA foreign_keys"), 1);
        QCOMPARE(ask(**database, "PRAGMA secure_delete"), 1);
        QCOMPARE(ask(**database, "PRAGMA trusted_schema"), 0);
        QCOMPARE(ask(**database, "PRAGMA cell_size_check"), 1);
        QCOMPARE(ask(**database, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
        QCOMPARE(ask(**database, "PRAGMA application_id"), ApplicationId);
        QCOMPARE(ask(**database, "PRAGMA user_version"), schemaVersion());
    }

    void onlyThePersonCanReadTheFiles()
    {
        const mode_t before = ::umask(0);
        const QString name = newName();
        const auto database = openHistory(name);
        ::umask(before);
        KITH_VERIFY(database);
        for (const char *suffix : {"", "-wal", "-shm"}) {
            struct stat status {};
            QCOMPARE(::stat(qPrintable(name + QLatin1String(suffix)), &status), 0);
            QCOMPARE(int(status.st_mode & 0777), 0600);
        }
    }

    void refusesAndLeavesAlone_data()
    {
        QTest::addColumn<QByteArray>("stored");
        QTest::addColumn<int>("kind");
        const QString name = newName();
        {
            auto database = openHistory(name);
            KITH_VERIFY(database);
        }
        const QByteArray good = content(name);
        QByteArray newer = good;
        newer[63] = char(schemaVersion() + 1);
        QByteArray foreign = good;
        foreign.replace(68, 4, "ABCD");
        QTest::newRow("newer") << newer << int(Error::Kind::StoreNewer);
        QTest::newRow("not a database") << QByteArray(5000, 'x') << int(Error::Kind::StoreForeign);
        QTest::newRow("a few bytes") << QByteArray("some") << int(Error::Kind::StoreForeign);
        QTest::newRow("another program's") << foreign << int(Error::Kind::StoreForeign);
    }
    void refusesAndLeavesAlone()
    {
        QFETCH(const QByteArray, stored);
        QFETCH(const int, kind);
        const QString name = newName();
        setContent(name, stored);
        {
            Store store(name);
            const auto opened = get(store.open());
            QVERIFY(!opened);
            QCOMPARE(int(opened.error().kind), kind);
            QCOMPARE(opened.error().subject, name);
            QCOMPARE(get(store.append(Message())).error().kind, Error::Kind::StoreNotOpen);
        }
        QVERIFY(content(name) == stored);
        const QFileInfo file(name);
        QCOMPARE(file.dir().entryList({file.fileName() + u".*"_s}), QStringList()); // nor is anything set aside
        if (Error::Kind(kind) == Error::Kind::StoreNewer)
            QVERIFY(!QFile::exists(name + u"-wal"_s)); // refused before SQLite saw it
    }

    void startsAnewWhereNothingCanBeRead_data()
    {
        QTest::addColumn<QByteArray>("stored");
        const QString name = newName();
        {
            auto database = openHistory(name);
            KITH_VERIFY(database);
        }
        const QByteArray good = content(name);
        QByteArray zeros = good;
        zeros.replace(4096, 8192, QByteArray(8192, '\0'));
        QByteArray damagedSchema = good;
        damagedSchema.replace(100, 200, QByteArray(200, '\xff'));
        QTest::newRow("cut in its header") << good.first(12);
        QTest::newRow("truncated") << good.first(6000);
        QTest::newRow("damaged schema") << damagedSchema;
        QTest::newRow("zeroed pages") << zeros;
        QTest::newRow("nothing but zeros") << QByteArray(good.size(), '\0');
    }
    void startsAnewWhereNothingCanBeRead()
    {
        QFETCH(const QByteArray, stored);
        const QString name = newName();
        setContent(name, stored);
        Store store(name);
        QSignalSpy recovered(&store, &Store::recovered);
        KITH_VERIFY(get(store.open()));
        QTRY_COMPARE(recovered.size(), 1);
        const auto recovery = recovered.first().first().value<Recovery>();
        QCOMPARE(recovery.messages, 0);
        QVERIFY(content(recovery.keptAs) == stored);
    }

    void aNewerVersionInTheLogIsRefusedToo()
    {
        const QString name = newName();
        {
            const auto database = openHistory(name);
            KITH_VERIFY(database);
            (*database)->setClosing(Database::Closing::Untouched);
            KITH_VERIFY((*database)->execute("PRAGMA user_version = 99"));
        }
        const QByteArray before = content(name);
        const auto refused = openHistory(name);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::StoreNewer);
        QVERIFY(content(name) == before);
    }

    void anEmptyFileIsANewHistory()
    {
        const QString name = newName();
        setContent(name, {});
        KITH_VERIFY(openHistory(name));
    }

    void aFileThatWasBeingMadeIsMadeAnew()
    {
        // The power went out at the very first start: a torn page, and the journal that says that there was nothing
        // before it (https://www.sqlite.org/fileformat.html, 3).
        const QString name = newName();
        setContent(name, QByteArray(512, '\0') + QByteArray(4096 - 512, '\x17'));
        setContent(name + u"-journal"_s,
                   QByteArray::fromHex("d9d505f920a163d7"
                                       "00000000"  // pages in the journal
                                       "12345678"  // nonce of the checksums
                                       "00000000"  // pages that the file had
                                       "00000200"  // bytes of a sector
                                       "00001000") // bytes of a page
                       .leftJustified(512, '\0'));
        KITH_VERIFY(openHistory(name));
    }

    void aMissingDirectoryIsAnError()
    {
        Store store(m_directory.filePath(u"missing/history.db"_s));
        QCOMPARE(get(store.open()).error().kind, Error::Kind::StoreFailed);
    }

    void everyPastVersionOpens_data()
    {
        QTest::addColumn<QString>("stored");
        const QDir schemas(QFINDTESTDATA("../data/schema"));
        const QStringList names = schemas.entryList({u"v*.db"_s});
        QCOMPARE(names.size(), schemaVersion());
        for (const QString &name : names)
            QTest::newRow(qPrintable(name)) << schemas.filePath(name);
    }
    void everyPastVersionOpens()
    {
        QFETCH(const QString, stored);
        const QString name = newName();
        setContent(name, content(stored));
        Store store(name);
        const auto overview = get(store.open());
        KITH_VERIFY(overview);
        const bool hasPeople = !stored.endsWith(u"v1.db"_s) && !stored.endsWith(u"v2.db"_s);
        QCOMPARE(overview->contacts.size(), hasPeople ? 2 : 1);
        QVERIFY(!overview->contacts.first().isPerson());
        QCOMPARE(overview->contacts.first().name, u"Ada"_s);
        QCOMPARE(overview->contacts.first().endpoint.toString(), u"tcp://127.0.0.1:8080"_s);
        QCOMPARE(overview->conversations.size(), overview->contacts.size());
        QCOMPARE(overview->self.isNull(), !hasPeople);
        const Conversation &conversation = overview->conversations.first();
        QCOMPARE(conversation.options, (PlainTextOptions{Framing::Lines, Charset::Utf8, Turns::Take}));
        QCOMPARE(conversation.draft, u"begun"_s);
        QVERIFY(conversation.pinned && !conversation.muted);
        QCOMPARE(conversation.last->text, u"hello"_s);
        QCOMPARE(conversation.last->failure, std::optional(Error::Kind::ConnectionLost));
        const auto page = get(store.latest(conversation.id, 10));
        QCOMPARE(page->size(), 2);
        QCOMPARE(conversation.readUpTo, page->first().place);
        QCOMPARE(conversation.unread, 0);
        QCOMPARE(get(store.message(page->first().id))->raw, QByteArray("\xc4\xe3\xba\xc3"));
        KITH_VERIFY(get(store.append(makeMessage(conversation, u"new"_s))));
        if (hasPeople)
            hasThePerson(store, *overview);
    }

    void aMigrationIsAllOrNothing()
    {
        const QString name = newName();
        setContent(name, {});
        const auto database = Database::open(name);
        KITH_VERIFY(database);
        KITH_VERIFY((*database)->execute("CREATE TABLE messages (in_the_way)"));
        QVERIFY(!migrate(**database));
        QCOMPARE(ask(**database, "SELECT count(*) FROM sqlite_schema"), 1);
        QCOMPARE(ask(**database, "PRAGMA user_version"), 0);
        QVERIFY(!(*database)->inTransaction());
    }

    void aStatementThatCannotBePreparedSaysWhy()
    {
        const auto database = openHistory(newName());
        KITH_VERIFY(database);
        Statement statement =
            (*database)->statement("SELECT name FROM nowhere"); // as in a file whose schema is damaged
        statement.bind(1, 1);
        QVERIFY(!statement.next());
        QVERIFY(statement.next().error().detail.contains(u"nowhere"_s));
        QCOMPARE(statement.next().error().kind, Error::Kind::StoreCorrupt);
    }

    void questionsUseTheirIndexes()
    {
        const auto database = openHistory(newName());
        KITH_VERIFY(database);
        const std::pair<const char *, const char *> plans[] = {
            {"SELECT max(placed) FROM messages WHERE conversation = 1", "messages_place (conversation=?"},
            {"SELECT * FROM messages WHERE conversation = 1 AND (placed, key) < (5, 6) ORDER BY placed DESC, key "
             "DESC",
             "messages_place (conversation=? AND placed<?)"},
            {"SELECT count(*) FROM messages WHERE conversation = 1 AND (placed, key) > (5, 6) AND kind <> 1 AND "
             "sender "
             "IS NOT NULL",
             "COVERING INDEX messages_place"},
            {"SELECT * FROM messages WHERE conversation = 1 AND state = 1 ORDER BY key", "messages_unsent"},
            {"UPDATE messages SET state = 6 WHERE state = 2", "messages_unsent"},
            {"SELECT * FROM messages WHERE conversation = 1 AND state = 1 AND counter > 5 ORDER BY counter",
             "messages_outbox (conversation=? AND counter>?)"},
            {"SELECT * FROM messages WHERE conversation = 1 AND state = 4 AND counter > 0 AND counter <= 5",
             "messages_unread_by_peer (conversation=? AND counter>? AND counter<?)"},
            {"SELECT id FROM contacts WHERE peer = ?1", "contacts_peer (peer=?)"},
        };
        QByteArrayList asked;
        for (const auto &[question, index] : plans) {
            asked.append(QByteArray("EXPLAIN QUERY PLAN ") +
                         question); // the database keeps statements by their text
            Statement plan = (*database)->statement(asked.last().constData());
            KITH_VERIFY(plan.next());
            QVERIFY2(plan.text(3).contains(QLatin1String(index)), qPrintable(plan.text(3)));
        }
    }
};

QTEST_GUILESS_MAIN(TestHistoryFile)
#include "tst_historyfile.moc"

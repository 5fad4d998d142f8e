// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"
#include "store/storetest.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>
#include <sys/stat.h>

using namespace kith;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

namespace {

constexpr int PageSize = 4096;
constexpr int Messages = 600;

QByteArray content(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void setContent(const QString &name, const QByteArray &content)
{
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(name));
    file.write(content);
}

/// The text of message `i`: every seventh goes over several pages.
QString textOf(int i)
{
    return u"message %1 消息 "_s.arg(i) + QString(i % 7 == 0 ? 9000 : i % 50, u'x');
}

PeerId keyOf(char letter)
{
    return PeerId::fromBytes(QByteArray(PeerId::Bytes, letter));
}

} // namespace

class TestDamaged : public QObject {
    Q_OBJECT

    QTemporaryDir m_template;
    std::unique_ptr<QTemporaryDir> m_directory;
    QList<Contact> m_contacts;
    QList<Conversation> m_conversations;
    QHash<MessageId, Message> m_messages;

    QString name() const { return m_directory->filePath(u"history.db"_s); }
    QStringList setAside() const
    {
        return QDir(m_directory->path()).entryList({u"history.db.damaged-*[0-9]"_s}, QDir::Files);
    }
    qint64 rootOf(const char *table) const
    {
        const auto database = Database::open(m_template.filePath(u"history.db"_s));
        const QByteArray sql = QByteArray("SELECT rootpage FROM sqlite_schema WHERE name = '") + table + "'";
        return (*database)->integer(sql.constData()).value();
    }
    /// All that the store tells of, by id.
    QHash<MessageId, Message> all(Store &store, const Store::Overview &overview)
    {
        QHash<MessageId, Message> found;
        for (const Conversation &conversation : overview.conversations) {
            const auto page = get(store.latest(conversation.id, Messages));
            for (const Message &message : page.value_or(QList<Message>()))
                found.insert(message.id, *get(store.message(message.id)));
        }
        return found;
    }
    /// Writes everything through a store in `directory`.
    void fill(const QString &directory)
    {
        Store store(directory + u"/history.db"_s);
        KITH_VERIFY(get(store.open()));
        for (int i = 0; i < 3; ++i) {
            Contact contact = makeContact(8000 + i);
            contact.name = u"Person %1"_s.arg(i);
            if (i == 2) {
                contact.endpoint = {};
                contact.peer = keyOf('p');
                contact.nickname = u"Grace"_s;
                contact.standing = Contact::Standing::Friend;
                contact.trust = Contact::Trust::Changed;
                contact.changedTo = keyOf('q');
            }
            Conversation conversation = makeConversation(contact);
            conversation.draft = u"draft %1"_s.arg(i);
            conversation.pinned = i == 1;
            conversation.markedUnread = i == 2;
            KITH_VERIFY(get(store.save(contact)));
            KITH_VERIFY(get(store.save(conversation)));
            m_contacts.append(contact);
            m_conversations.append(conversation);
        }
        QList<QFuture<Result<Place>>> kept;
        Message newest; // of the person
        for (int i = 0; i < Messages; ++i) {
            const Conversation &conversation = m_conversations.at(i % 3);
            Message message = i % 2 ? makeReceived(conversation, textOf(i)) : makeMessage(conversation, textOf(i));
            message.receivedAt = message.sentAt = instant(i * 1000);
            message.counter = i % 3 == 2 ? i : 0;
            if (i % 3 == 2)
                message.via = Via::PeerLink;
            newest = i % 6 == 5 ? message : newest;
            message.starred = i % 11 == 0;
            message.comment = i % 13 == 0 ? u"a comment"_s : QString();
            if (i % 5 == 0)
                message.raw = "\xc4\xe3";
            m_messages.insert(message.id, message);
            kept.append(store.append(message));
        }
        for (auto &future : kept)
            KITH_VERIFY(get(future));
        m_contacts[2].sentCounter = newest.counter - 3;
        m_contacts[2].receivedCounter = newest.counter = 5000; // of a message that is not kept any more
        QVERIFY(!get(store.receive(newest))->isNew);
        KITH_VERIFY(get(store.setSelf(keyOf('s'))));
        m_conversations[0].readUpTo = *get(kept.at(300));
        KITH_VERIFY(get(store.save(m_conversations[0])));
    }
    void compare(const Message &found)
    {
        if (QTest::currentTestFailed())
            return; // one is enough
        const Message &original = m_messages[found.id];
        QCOMPARE(found.text, original.text);
        QCOMPARE(found.conversation, original.conversation);
        QCOMPARE(found.sender, original.sender);
        QCOMPARE(found.state, original.state);
        QCOMPARE(found.receivedAt, original.receivedAt);
        QCOMPARE(found.place.time, original.receivedAt.toMSecsSinceEpoch());
        QCOMPARE(found.raw, original.raw);
        QCOMPARE(found.starred, original.starred);
        QCOMPARE(found.comment, original.comment);
        QCOMPARE(found.counter, original.counter);
        QCOMPARE(found.via, original.via);
    }

private Q_SLOTS:
    void initTestCase() { fill(m_template.path()); }

    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(QFile::copy(m_template.filePath(u"history.db"_s), name()));
    }

    void whatCanBeReadIsRecovered_data()
    {
        QTest::addColumn<std::function<void(QByteArray &)>>("damage");
        QTest::addColumn<int>("atLeast");
        using Damage = std::function<void(QByteArray &)>;
        const auto zero = [](int page) {
            return Damage([page](QByteArray &bytes) {
                bytes.replace((page - 1) * PageSize, PageSize, QByteArray(PageSize, '\0'));
            });
        };
        QTest::newRow("nothing but the schema is lost") << zero(1) << Messages;
        QTest::newRow("the root of the messages") << zero(int(rootOf("messages"))) << Messages;
        QTest::newRow("no header") << Damage([](QByteArray &b) { b.replace(0, 100, QByteArray(100, '\xff')); })
                                   << Messages;
        QTest::newRow("a column by another name")
            << Damage([](QByteArray &b) { b.replace("draft TEXT NOT NULL", "drift TEXT NOT NULL"); }) << Messages;
        QTest::newRow("another page size")
            << Damage([](QByteArray &b) { b.replace(16, 2, "\x04", 2); }) << Messages;
        QTest::newRow("the last half is missing")
            << Damage([](QByteArray &b) { b.truncate(b.size() / 2 + 100); }) << Messages / 3;
        QTest::newRow("every tenth page") << Damage([](QByteArray &b) {
            for (qsizetype at = 5 * PageSize; at + PageSize <= b.size(); at += 10 * PageSize)
                b.replace(at, PageSize, QByteArray(PageSize, '\x0d'));
        }) << Messages / 2;
    }
    void whatCanBeReadIsRecovered()
    {
        QFETCH(const std::function<void(QByteArray &)>, damage);
        QFETCH(const int, atLeast);
        QByteArray bytes = content(name());
        damage(bytes);
        setContent(name(), bytes);
        Store store(name());
        QSignalSpy recovered(&store, &Store::recovered);
        auto overview = get(store.open());
        KITH_VERIFY(overview);
        auto found = all(store, *overview);
        if (recovered.isEmpty()) // neither opening nor reading met it
            store.look();
        QTRY_COMPARE(recovered.size(), 1);
        overview = get(store.open());
        found = all(store, *overview);
        const auto recovery = recovered.first().first().value<Recovery>();
        qInfo("%lld of %d messages", recovery.messages, Messages);
        QVERIFY(recovery.messages >= atLeast);
        QCOMPARE(qint64(found.size()), recovery.messages);
        if (atLeast == Messages) {
            for (const Message &message : std::as_const(found))
                compare(message);
            QCOMPARE(overview->contacts.size(), 3);
            QCOMPARE(overview->contacts, m_contacts);
            QCOMPARE(overview->self, keyOf('s'));
            const auto &first = overview->conversations.first();
            QCOMPARE(first.draft, u"draft 0"_s);
            QCOMPARE(first.unread, 50); // of 100 that came, as before
            QVERIFY(overview->conversations.at(1).pinned && overview->conversations.at(2).markedUnread);
        }
        // Kept as it was, and only for the person.
        QCOMPARE(content(recovery.keptAs), bytes);
        QCOMPARE(setAside(), QStringList{QFileInfo(recovery.keptAs).fileName()});
        struct stat status {};
        QCOMPARE(::stat(qPrintable(recovery.keptAs), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0600);
        KITH_VERIFY(get(store.check()));
        KITH_VERIFY(get(store.append(makeMessage(overview->conversations.first(), u"new"_s))));
    }

    void whatStandsOnlyInTheLogIsRecoveredToo()
    {
        const QString other = m_directory->filePath(u"other"_s);
        QVERIFY(QDir().mkdir(other));
        Conversation conversation = m_conversations.first();
        const Message late = makeMessage(conversation, u"late"_s);
        {
            Store store(name());
            KITH_VERIFY(get(store.open()));
            KITH_VERIFY(get(store.append(late)));
            for (const char *suffix : {"", "-wal"}) // as a crash would leave them
                QVERIFY(
                    QFile::copy(name() + QLatin1String(suffix), other + u"/history.db"_s + QLatin1String(suffix)));
        }
        QByteArray bytes = content(other + u"/history.db"_s);
        bytes.replace(int(rootOf("messages") - 1) * PageSize, PageSize, QByteArray(PageSize, '\xff'));
        bytes.replace(0, 100, QByteArray(100, '\0'));
        setContent(other + u"/history.db"_s, bytes);
        Store store(other + u"/history.db"_s);
        QSignalSpy recovered(&store, &Store::recovered);
        KITH_VERIFY(get(store.open()));
        QTRY_COMPARE(recovered.size(), 1);
        QCOMPARE(recovered.first().first().value<Recovery>().messages, Messages + 1);
        QCOMPARE(get(store.message(late.id))->text, u"late"_s);
        QCOMPARE(get(store.latest(conversation.id, 1))->first().id, late.id);
    }

    void aQueryThatMeetsDamageIsAnsweredFromWhatWasRecovered()
    {
        Store store(name());
        QSignalSpy recovered(&store, &Store::recovered);
        KITH_VERIFY(get(store.open()));
        QByteArray bytes = content(name());
        int damaged = 0;
        for (qsizetype at = 8 * PageSize; at + PageSize <= bytes.size(); at += PageSize) {
            if (bytes.at(at) == 0x0d &&
                ++damaged % 3 == 0) // leaves of tables: each an acceptable type, and nonsense
                bytes.replace(at + 1, 20, QByteArray(20, '\xff'));
        }
        setContent(name(), bytes); // in place, below an open connection
        for (const Conversation &conversation : std::as_const(m_conversations)) {
            const auto page = get(store.latest(conversation.id, Messages));
            KITH_VERIFY(page);
            QVERIFY(page->size() > 20);
        }
        QTRY_COMPARE(recovered.size(), 1);
        KITH_VERIFY(get(store.append(makeMessage(m_conversations.first(), u"on it goes"_s))));
        KITH_VERIFY(get(store.check()));
    }

    void aWriteThatMeetsDamageIsKept()
    {
        Store store(name());
        QSignalSpy recovered(&store, &Store::recovered);
        KITH_VERIFY(get(store.open()));
        QByteArray bytes = content(name());
        const auto database = Database::open(m_template.filePath(u"history.db"_s));
        const auto index =
            (*database)->integer("SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_messages_1'");
        bytes.replace((*index - 1) * PageSize, PageSize, QByteArray(PageSize, '\x7f'));
        setContent(name(), bytes);
        QList<QFuture<Result<Place>>> kept;
        QList<MessageId> ids;
        for (int i = 0; i < 20; ++i) {
            const Message message = makeMessage(m_conversations.first(), u"after %1"_s.arg(i));
            ids.append(message.id);
            kept.append(store.append(message));
        }
        for (const auto &future : kept)
            KITH_VERIFY(get(future));
        QTRY_COMPARE(recovered.size(), 1);
        QCOMPARE(recovered.first().first().value<Recovery>().messages, Messages);
        for (const MessageId &id : ids)
            KITH_VERIFY(get(store.message(id)));
    }

    void knowsEveryColumn()
    {
        // A schema with more of them needs a word in salvage.cpp.
        const auto database = Database::open(m_template.filePath(u"history.db"_s));
        constexpr std::pair<const char *, int> Tables[] = {
            {"contacts", 16}, {"self", 2}, {"conversations", 14}, {"messages", 25}};
        for (const auto &[table, columns] : Tables) {
            const QByteArray sql = QByteArray("SELECT count(*) FROM pragma_table_info('") + table + "')";
            QCOMPARE((*database)->integer(sql.constData()).value(), columns);
        }
    }

    void messagesWithoutTheirConversationGetOne()
    {
        QByteArray bytes = content(name());
        bytes.replace(int(rootOf("conversations") - 1) * PageSize, PageSize, QByteArray(PageSize, '\0'));
        bytes.replace(int(rootOf("contacts") - 1) * PageSize, PageSize, QByteArray(PageSize, '\0'));
        setContent(name(), bytes);
        Store store(name());
        QSignalSpy recovered(&store, &Store::recovered);
        KITH_VERIFY(get(store.open()));
        if (recovered.isEmpty())
            store.look();
        QTRY_COMPARE(recovered.size(), 1);
        const auto overview = get(store.open());
        QCOMPARE(overview->conversations.size(), 3);
        QCOMPARE(overview->contacts.size(), 3);
        const auto found = all(store, *overview);
        QCOMPARE(found.size(), Messages);
        for (const Message &message : found) {
            QCOMPARE(message.text, m_messages[message.id].text);
            QCOMPARE(message.isMine(), m_messages[message.id].isMine());
        }
        for (const Contact &contact : overview->contacts)
            QVERIFY(contact.name.startsWith(u"Recovered"_s));
    }

    void aPersonWhoseRowIsLostIsKnownFromTheBackup()
    {
        Message ours = makeMessage(m_conversations.at(2), u"ours"_s);
        ours.counter = 10'000;
        Message theirs = makeReceived(m_conversations.at(2), u"theirs"_s);
        theirs.counter = 20'000;
        {
            Store store(name());
            KITH_VERIFY(get(store.open()));
            KITH_VERIFY(get(store.backUp()));
            KITH_VERIFY(get(store.append(ours)));
            KITH_VERIFY(get(store.receive(theirs)));
        }
        QByteArray bytes = content(name());
        for (const char *table : {"contacts", "self"})
            bytes.replace(int(rootOf(table) - 1) * PageSize, PageSize, QByteArray(PageSize, '\0'));
        setContent(name(), bytes);
        Store store(name());
        QSignalSpy recovered(&store, &Store::recovered);
        KITH_VERIFY(get(store.open()));
        if (recovered.isEmpty())
            store.look();
        QTRY_COMPARE(recovered.size(), 1);
        QCOMPARE(recovered.first().first().value<Recovery>().messages, Messages + 2);
        const auto overview = get(store.open());
        QCOMPARE(overview->self, keyOf('s'));
        auto contacts = m_contacts;
        contacts[2].sentCounter = ours.counter; // no more than the messages that are there tell
        contacts[2].receivedCounter = theirs.counter;
        QCOMPARE(overview->contacts, contacts);
        QCOMPARE(overview->conversations.size(), 3);
        QCOMPARE(get(store.message(theirs.id))->sender, contacts[2].id);
        QCOMPARE(get(store.latest(m_conversations.at(2).id, 1))->first().id, theirs.id);
    }

    void aKeyThatTwoRowsHaveIsOnePerson()
    {
        Contact again = m_contacts.at(2);
        again.id = ContactId::random();
        Conversation conversation = makeConversation(again);
        Message message = makeReceived(conversation, u"new"_s);
        message.counter = 3;
        {
            Store store(name());
            KITH_VERIFY(get(store.open()));
            KITH_VERIFY(get(store.backUp()));
            KITH_VERIFY(get(store.remove(m_contacts.at(2).id)));
            KITH_VERIFY(get(store.save(again)));
            KITH_VERIFY(get(store.save(conversation)));
            KITH_VERIFY(get(store.receive(message)));
        }
        QByteArray bytes = content(name());
        bytes.replace(0, 100, QByteArray(100, '\xff'));
        setContent(name(), bytes);
        Store store(name());
        QSignalSpy recovered(&store, &Store::recovered);
        const auto overview = get(store.open());
        KITH_VERIFY(overview);
        QTRY_COMPARE(recovered.size(), 1);
        QCOMPARE(recovered.first().first().value<Recovery>().messages, Messages + 1);
        QCOMPARE(overview->contacts.size(), 3);
        QCOMPARE(overview->conversations.size(), 3);
        QCOMPARE(overview->contacts.last().id, again.id);
        QCOMPARE(overview->conversations.last().id, conversation.id);
        QCOMPARE(get(store.latest(conversation.id, Messages))->size(), Messages / 3 + 1);
    }

    void whatOnlyTheBackupHasIsAdded()
    {
        {
            Store store(name());
            KITH_VERIFY(get(store.open()));
            KITH_VERIFY(get(store.backUp()));
            KITH_VERIFY(get(store.append(makeMessage(m_conversations.first(), u"newer than the backup"_s))));
        }
        QByteArray bytes = content(name());
        const qsizetype half = bytes.size() / 2 / PageSize * PageSize;
        bytes.replace(half, bytes.size() / 4, QByteArray(bytes.size() / 4, '\xaa'));
        setContent(name(), bytes);
        Store store(name());
        QSignalSpy recovered(&store, &Store::recovered);
        KITH_VERIFY(get(store.open()));
        store.look();
        QTRY_COMPARE(recovered.size(), 1);
        const auto recovery = recovered.first().first().value<Recovery>();
        QVERIFY(recovery.fromBackup > 0);
        QVERIFY(recovery.messages >= Messages);
        const auto overview = get(store.open());
        QCOMPARE(overview->conversations.size(), 3);
        const auto found = all(store, *overview);
        for (auto it = m_messages.cbegin(); it != m_messages.cend(); ++it)
            QVERIFY(found.contains(it.key()));
        // In their own order, also those that were added last.
        const auto page = get(store.latest(m_conversations.at(1).id, Messages));
        QVERIFY(std::is_sorted(page->begin(), page->end(),
                               [](const Message &a, const Message &b) { return a.receivedAt < b.receivedAt; }));
    }

    void aReplacementThatWasInterruptedIsFinished_data()
    {
        QTest::addColumn<bool>("movedAway");
        QTest::newRow("before anything was moved") << false;
        QTest::newRow("when the file had been moved away") << true;
    }
    void aReplacementThatWasInterruptedIsFinished()
    {
        QFETCH(const bool, movedAway);
        QVERIFY(QFile::copy(m_template.filePath(u"history.db"_s), name() + u".recovered"_s));
        setContent(name() + u".recovering"_s, "half done");
        setContent(name(), "damaged");
        setContent(name() + u"-wal"_s, "its log");
        if (movedAway)
            QVERIFY(QFile::rename(name(), name() + u".damaged-20200101-000000"_s));
        Store store(name());
        const auto overview = get(store.open());
        KITH_VERIFY(overview);
        QCOMPARE(all(store, *overview).size(), Messages);
        const QStringList kept = QDir(m_directory->path()).entryList({u"history.db.damaged-*"_s});
        QCOMPARE(kept.size(), 2);
        QCOMPARE(content(m_directory->filePath(kept.first())), QByteArray("damaged"));
        QCOMPARE(content(m_directory->filePath(kept.last())), QByteArray("its log"));
        QVERIFY(!QFile::exists(name() + u".recovered"_s) && !QFile::exists(name() + u".recovering"_s));
    }

    void rowsTakeNothingFromEachOther()
    {
        // A message that contains a whole page of a history of ours is a message.
        const QByteArray page = content(name()).mid(int(rootOf("contacts") - 1) * PageSize, PageSize);
        Message forged = makeReceived(m_conversations.first(), QString::fromLatin1(page.repeated(5)));
        forged.raw = page.repeated(5);
        {
            Store store(name());
            KITH_VERIFY(get(store.open()));
            KITH_VERIFY(get(store.append(forged)));
        }
        QByteArray bytes = content(name());
        bytes.replace(100, 500, QByteArray(500, '\xff'));
        setContent(name(), bytes);
        Store store(name());
        QSignalSpy recovered(&store, &Store::recovered);
        const auto overview = get(store.open());
        KITH_VERIFY(overview);
        QTRY_COMPARE(recovered.size(), 1);
        QCOMPARE(recovered.first().first().value<Recovery>().messages, Messages + 1);
        QCOMPARE(overview->contacts.size(), 3);
        QCOMPARE(get(store.message(forged.id))->raw, forged.raw);
    }
};

QTEST_GUILESS_MAIN(TestDamaged)
#include "tst_damaged.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/message.h"
#include "store/database.h"
#include "store/historyfile.h"
#include "store/storetest.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace kith;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

namespace {

PeerId peerOf(char letter)
{
    return PeerId::fromBytes(QByteArray(PeerId::Bytes, letter));
}

Contact makePerson(char letter = 'a')
{
    Contact contact;
    contact.id = ContactId::random();
    contact.addedAt = instant();
    contact.peer = peerOf(letter);
    contact.nickname = u"Ada"_s;
    contact.standing = Contact::Standing::Friend;
    return contact;
}

Message numbered(Message message, qint64 counter)
{
    message.counter = counter;
    message.via = Via::PeerLink;
    return message;
}

QList<qint64> counters(const QList<Message> &messages)
{
    QList<qint64> counters;
    for (const Message &message : messages)
        counters.append(message.counter);
    return counters;
}

} // namespace

class TestPeople : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;
    Contact m_person;
    Conversation m_conversation;

    QString file() const { return m_directory->filePath(u"history.db"_s); }
    Result<Store::Overview> reopen()
    {
        m_store.reset();
        m_store = std::make_unique<Store>(file());
        return get(m_store->open());
    }
    Contact kept(const ContactId &id)
    {
        const auto overview = get(m_store->overview());
        for (const Contact &contact : overview->contacts) {
            if (contact.id == id)
                return contact;
        }
        return {};
    }
    /// Another person, with a conversation.
    std::pair<Contact, Conversation> addPerson(char letter)
    {
        const Contact contact = makePerson(letter);
        const Conversation conversation = makeConversation(contact);
        [&] {
            KITH_VERIFY(get(m_store->save(contact)));
            KITH_VERIFY(get(m_store->save(conversation)));
        }();
        return {contact, conversation};
    }
    /// Runs `sql` on the closed file, as a newer version would.
    void outside(const char *sql)
    {
        m_store.reset();
        {
            const auto database = openHistory(file());
            KITH_VERIFY(database);
            KITH_VERIFY((*database)->execute(sql));
        }
        KITH_VERIFY(reopen());
    }
    qint64 ask(const char *question)
    {
        const auto database = openHistoryForReading(file());
        return (*database)->integer(question).value_or(-1);
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_person = makePerson();
        m_conversation = makeConversation(m_person);
        KITH_VERIFY(reopen());
        KITH_VERIFY(get(m_store->save(m_person)));
        KITH_VERIFY(get(m_store->save(m_conversation)));
    }
    void cleanup() { m_store.reset(); }

    void keepsEveryFieldOfAPerson()
    {
        QVERIFY(m_person.endpoint.isNull());
        auto overview = reopen();
        KITH_VERIFY(overview);
        QCOMPARE(overview->contacts, QList<Contact>{m_person});
        QCOMPARE(overview->conversations, QList<Conversation>{m_conversation});

        m_person.endpoint = *Endpoint::make(Endpoint::Scheme::Tcp, u"192.168.1.20", 7777);
        m_person.nickname = u"Ada 王"_s;
        m_person.standing = Contact::Standing::Blocked;
        m_person.trust = Contact::Trust::Changed;
        m_person.changedTo = peerOf('z');
        KITH_VERIFY(get(m_store->save(m_person)));
        QCOMPARE(reopen()->contacts, QList<Contact>{m_person});

        m_person.nickname.clear();
        m_person.standing = Contact::Standing::Stranger;
        m_person.trust = Contact::Trust::Seen;
        m_person.changedTo = {};
        KITH_VERIFY(get(m_store->save(m_person)));
        QCOMPARE(reopen()->contacts, QList<Contact>{m_person});
    }

    void aKeyBelongsToOnePerson()
    {
        const Contact other = makePerson();
        const auto saved = get(m_store->save(other));
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, Error::Kind::StoreFailed);
        // Addresses have none, any number of them.
        KITH_VERIFY(get(m_store->save(makeContact(1))));
        KITH_VERIFY(get(m_store->save(makeContact(2))));
        // It is free again after the person.
        KITH_VERIFY(get(m_store->remove(m_person.id)));
        KITH_VERIFY(get(m_store->save(other)));
        QCOMPARE(ask("SELECT count(*) FROM contacts WHERE peer IS NOT NULL"), 1);
    }

    void nothingIsLeftOfAPersonThatWasRemoved()
    {
        m_person.nickname = u"Nickname-to-find"_s;
        KITH_VERIFY(get(m_store->save(m_person)));
        const auto isLeft = [this](const QByteArray &what) {
            for (const char *suffix : {"", "-wal"}) {
                QFile file(this->file() + QLatin1String(suffix));
                if (file.open(QIODevice::ReadOnly) && file.readAll().contains(what))
                    return true;
            }
            return false;
        };
        QVERIFY(isLeft(m_person.peer.toBytes()) && isLeft("Nickname-to-find"));
        KITH_VERIFY(get(m_store->remove(m_person.id)));
        QVERIFY(get(m_store->overview())->contacts.isEmpty()); // behind the wiping of the log
        QVERIFY(!isLeft(m_person.peer.toBytes()));
        QVERIFY(!isLeft("Nickname-to-find"));
    }

    void whoThisProfileIsIsKept()
    {
        QVERIFY(get(m_store->overview())->self.isNull());
        KITH_VERIFY(get(m_store->setSelf(peerOf('m'))));
        QCOMPARE(reopen()->self, peerOf('m'));
        KITH_VERIFY(get(m_store->setSelf(peerOf('n'))));
        QCOMPARE(reopen()->self, peerOf('n'));
        QCOMPARE(ask("SELECT count(*) FROM self"), 1);
        KITH_VERIFY(get(m_store->setSelf({})));
        QVERIFY(reopen()->self.isNull());
    }

    void whatANewerVersionKeptIsLeftAlone()
    {
        outside("UPDATE contacts SET standing = 9, trust = 9, peer = x'0102', changed_to = x'0304';"
                "INSERT INTO self VALUES (1, x'05')");
        Contact contact = kept(m_person.id);
        QVERIFY(contact.peer.isNull() && contact.changedTo.isNull());
        QCOMPARE(contact.standing, Contact::Standing::Stranger);
        QCOMPARE(contact.trust, Contact::Trust::Seen);
        QVERIFY(get(m_store->overview())->self.isNull());
        contact.note = u"a note"_s;
        KITH_VERIFY(get(m_store->save(contact)));
        QCOMPARE(ask("SELECT standing = 9 AND trust = 9 AND peer = x'0102' AND changed_to = x'0304'"
                     " AND note = 'a note' FROM contacts"),
                 1);
        // What the person decides counts.
        contact.standing = Contact::Standing::Blocked;
        contact.trust = Contact::Trust::Verified;
        KITH_VERIFY(get(m_store->save(contact)));
        QCOMPARE(kept(m_person.id).standing, Contact::Standing::Blocked);
        QCOMPARE(kept(m_person.id).trust, Contact::Trust::Verified);
    }

    void aMessageOfALinkIsReadAsItWasKept()
    {
        Message message = numbered(makeMessage(m_conversation, {}), 0);
        message.kind = Message::Kind::System;
        for (const auto event : {Message::Event::KeyChanged, Message::Event::NewKey, Message::Event::Verified}) {
            message.id = MessageId::random();
            message.event = event;
            KITH_VERIFY(get(m_store->append(message)));
            QCOMPARE(get(m_store->message(message.id))->event, event);
            QCOMPARE(get(m_store->message(message.id))->via, Via::PeerLink);
        }
    }

    void ourCountersRiseWithOurMessages()
    {
        KITH_VERIFY(get(m_store->append(numbered(makeMessage(m_conversation, u"1"_s), 7))));
        QCOMPARE(kept(m_person.id).sentCounter, 7);
        KITH_VERIFY(get(m_store->append(numbered(makeMessage(m_conversation, u"2"_s), 3))));
        KITH_VERIFY(get(m_store->append(numbered(makeReceived(m_conversation, u"theirs"_s), 100))));
        QCOMPARE(kept(m_person.id).sentCounter, 7);
        QCOMPARE(kept(m_person.id).receivedCounter, 0); // that is what receive() does
        // The copy that somebody holds of the contact is older.
        KITH_VERIFY(get(m_store->save(m_person)));
        QCOMPARE(reopen()->contacts.first().sentCounter, 7);
    }

    void whatComesTwiceIsKeptOnce()
    {
        const Message message = numbered(makeReceived(m_conversation, u"hello"_s), 5);
        const auto first = get(m_store->receive(message));
        KITH_VERIFY(first);
        QVERIFY(first->isNew && !first->place.isNull());
        QCOMPARE(kept(m_person.id).receivedCounter, 5);
        Message again = message;
        again.text = u"another text"_s;
        again.counter = 9;
        QCOMPARE(*get(m_store->receive(again)), (Store::Kept{first->place, false}));
        QCOMPARE(get(m_store->message(message.id))->text, u"hello"_s);
        QCOMPARE(get(m_store->message(message.id))->counter, 5);
        QCOMPARE(kept(m_person.id).receivedCounter, 9);
        KITH_VERIFY(get(m_store->receive(numbered(makeReceived(m_conversation, u"late"_s), 2))));
        QCOMPARE(reopen()->contacts.first().receivedCounter, 9);
        QCOMPARE(reopen()->contacts.first().sentCounter, 0);
        QCOMPARE(get(m_store->latest(m_conversation.id, 10))->size(), 2);
    }

    void anIdOfAnotherMessageTellsNothing_data()
    {
        QTest::addColumn<QString>("writer");
        QTest::addColumn<bool>("isHere");
        QTest::newRow("somebody else's") << u"other"_s << false;
        QTest::newRow("ours to somebody else") << u"me"_s << false;
        QTest::newRow("ours in the same conversation") << u"me"_s << true;
        QTest::newRow("its own in another conversation") << u"person"_s << false;
    }
    void anIdOfAnotherMessageTellsNothing()
    {
        QFETCH(const QString, writer);
        QFETCH(const bool, isHere);
        const auto [other, otherConversation] = addPerson('b');
        const Conversation &where = isHere ? m_conversation : otherConversation;
        Message message = numbered(makeMessage(where, u"secret"_s), 4);
        if (writer != u"me"_s)
            message.sender = writer == u"other"_s ? other.id : m_person.id;
        KITH_VERIFY(get(m_store->append(message)));
        const Message before = *get(m_store->message(message.id));
        const auto contacts = get(m_store->overview())->contacts;

        Message forged = numbered(makeReceived(m_conversation, u"forged"_s), 50);
        forged.id = message.id;
        QCOMPARE(*get(m_store->receive(forged)), (Store::Kept{Place(), false}));
        QCOMPARE(*get(m_store->message(message.id)), before);
        QCOMPARE(get(m_store->overview())->contacts, contacts); // no counter either
        QCOMPARE(ask("SELECT count(*) FROM messages"), 1);
    }

    void aMessageOfNobodyIsNotKept()
    {
        Message message = numbered(makeReceived(m_conversation, u"?"_s), 5);
        message.sender = ContactId::random();
        QCOMPARE(get(m_store->receive(message)).error().kind, Error::Kind::StoreFailed);
        QCOMPARE(ask("SELECT count(*) FROM messages"), 0);
    }

    void theOutboxHoldsWhatWaits()
    {
        const auto [other, otherConversation] = addPerson('b');
        QList<Message> messages;
        for (const qint64 counter : {3, 1, 2, 6, 5, 4}) // not in the order in which they were written
            messages.append(numbered(makeMessage(m_conversation, QString::number(counter)), counter));
        messages[0].text = QString(10'000, u'x');
        messages.append(numbered(makeMessage(otherConversation, u"for the other"_s), 2));
        messages.append(makeMessage(m_conversation, u"without a counter"_s));
        messages.append(numbered(makeReceived(m_conversation, u"theirs"_s), 2));
        for (const Message &message : std::as_const(messages))
            KITH_VERIFY(get(m_store->append(message)));
        KITH_VERIFY(get(m_store->setState(messages[4].id, Message::State::Sent)));
        KITH_VERIFY(get(m_store->bin({messages[2].id})));

        const auto all = get(m_store->outbox(m_conversation.id, 0, 100));
        KITH_VERIFY(all);
        QCOMPARE(counters(*all), (QList<qint64>{1, 3, 4, 6}));
        QCOMPARE(all->at(1).text, messages[0].text);
        QVERIFY(!all->at(1).isExcerpt);
        QCOMPARE(counters(*get(m_store->outbox(m_conversation.id, 1, 2))), (QList<qint64>{3, 4}));
        QCOMPARE(counters(*get(m_store->outbox(m_conversation.id, 6, 2))), QList<qint64>());
        QCOMPARE(counters(*get(m_store->outbox(m_conversation.id, 0, -1))), QList<qint64>());
        KITH_VERIFY(get(m_store->restoreFromBin({messages[2].id})));
        QCOMPARE(counters(*get(m_store->outbox(m_conversation.id, 1, 1))), QList<qint64>{2});
    }

    void aFullOutboxIsPagedThrough()
    {
        constexpr int Count = 10'000;
        QList<QFuture<Result<Place>>> kept;
        for (int i = 1; i <= Count; ++i)
            kept.append(m_store->append(numbered(makeMessage(m_conversation, u"waits"_s), i)));
        for (const auto &future : kept)
            KITH_VERIFY(get(future));
        qint64 last = 0;
        for (;;) {
            const auto page = get(m_store->outbox(m_conversation.id, last, 64));
            KITH_VERIFY(page);
            for (const Message &message : *page)
                QCOMPARE(message.counter, ++last);
            if (page->isEmpty())
                break;
        }
        QCOMPARE(last, Count);
        QCOMPARE(kept.size(), Count);
        QCOMPARE(kept.last().result()->sequence, Count);
        QCOMPARE(reopen()->contacts.first().sentCounter, Count);
    }

    void aReadMarkReachesWhatWasDelivered()
    {
        const auto [other, otherConversation] = addPerson('b');
        const auto add = [&](const Conversation &in, qint64 counter, Message::State state) {
            Message message = numbered(makeMessage(in, QString::number(counter)), counter);
            message.state = state;
            [&] { KITH_VERIFY(get(m_store->append(message))); }();
            return message.id;
        };
        const MessageId second = add(m_conversation, 2, Message::State::Delivered);
        const MessageId first = add(m_conversation, 1, Message::State::Delivered);
        const MessageId sent = add(m_conversation, 3, Message::State::Sent);
        const MessageId later = add(m_conversation, 4, Message::State::Delivered);
        const MessageId uncounted = add(m_conversation, 0, Message::State::Delivered);
        const MessageId toOther = add(otherConversation, 1, Message::State::Delivered);
        const auto state = [&](const MessageId &id) { return get(m_store->message(id))->state; };

        QCOMPARE(*get(m_store->markReadByPeer(m_conversation.id, 3)), (QList<MessageId>{first, second}));
        QCOMPARE(*get(m_store->markReadByPeer(m_conversation.id, 3)), QList<MessageId>());
        QCOMPARE(state(first), Message::State::Read);
        QCOMPARE(state(second), Message::State::Read);
        QCOMPARE(state(sent), Message::State::Sent);
        for (const MessageId &id : {later, uncounted, toOther})
            QCOMPARE(state(id), Message::State::Delivered);
    }

    void longHistoriesAreNotScanned_data()
    {
        QTest::addColumn<QByteArray>("question");
        QTest::addColumn<QByteArray>("index");
        // As Store::outbox() and markReadByPeer() ask.
        QTest::newRow("outbox") << QByteArray(
                                       "m.state = 1 AND m.counter > 5 AND m.sender IS NULL AND NOT EXISTS"
                                       " (SELECT 1 FROM bin WHERE message = m.key) ORDER BY m.counter LIMIT 9")
                                << QByteArray("messages_outbox (conversation=? AND counter>?)");
        QTest::newRow("read by peer")
            << QByteArray("m.state = 4 AND m.counter > 0 AND m.counter <= 5"
                          " AND m.sender IS NULL ORDER BY m.counter")
            << QByteArray("messages_unread_by_peer (conversation=? AND counter>? AND counter<?)");
    }
    void longHistoriesAreNotScanned()
    {
        QFETCH(const QByteArray, question);
        QFETCH(const QByteArray, index);
        const auto database = openHistoryForReading(file());
        const QByteArray sql =
            "EXPLAIN QUERY PLAN SELECT m.text, q.text FROM conversations c CROSS JOIN messages m ON"
            " m.conversation = c.key LEFT JOIN messages q ON q.id = m.reply_to WHERE c.id = x'00' AND " +
            question;
        QByteArrayList plan;
        {
            Statement rows = (*database)->statement(std::string_view(sql.constData(), size_t(sql.size())));
            while (rows.next().value_or(false))
                plan.append(rows.bytes(3));
        }
        const QByteArray all = plan.join('\n');
        QVERIFY2(all.contains("SEARCH m USING INDEX " + index), all.constData());
        QVERIFY2(!all.contains("SCAN") && !all.contains("TEMP B-TREE"), all.constData());
    }
};

QTEST_GUILESS_MAIN(TestPeople)
#include "tst_people.moc"

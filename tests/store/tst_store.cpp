// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store.h"
#include "store/storetest.h"

#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <map>
#include <memory>

using namespace kith;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

class TestStore : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;
    Contact m_contact;
    Conversation m_conversation;

    QString file() const { return m_directory->filePath(u"history.db"_s); }
    Result<Store::Overview> reopen()
    {
        m_store.reset();
        m_store = std::make_unique<Store>(file());
        return get(m_store->open());
    }
    // Runs `sql` on the file of the open store, as a newer version or another program would.
    QString outside(const QByteArray &sql)
    {
        sqlite3 *handle = nullptr;
        sqlite3_open(file().toUtf8().constData(), &handle);
        char *message = nullptr;
        sqlite3_exec(handle, sql.constData(), nullptr, nullptr, &message);
        const QString problem = QString::fromUtf8(message);
        sqlite3_free(message);
        sqlite3_close(handle);
        return problem;
    }
    QStringList texts(const Result<QList<Message>> &messages)
    {
        QStringList texts;
        for (const Message &message : messages.value())
            texts.append(message.text);
        return texts;
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_contact = makeContact();
        m_conversation = makeConversation(m_contact);
        KITH_VERIFY(reopen());
        KITH_VERIFY(get(m_store->save(m_contact)));
        KITH_VERIFY(get(m_store->save(m_conversation)));
    }
    void cleanup() { m_store.reset(); }

    void keepsEveryFieldOfAMessage()
    {
        Message message;
        message.id = MessageId::random();
        message.conversation = m_conversation.id;
        message.sender = m_contact.id;
        message.sentAt = instant(-5);
        message.receivedAt = instant(7);
        message.counter = 1LL << 40;
        message.via = Via::PlainUdp;
        message.protection = Protection::Verified;
        message.event = Message::Event::Lost;
        message.text = u"你好 \U0001F600 "_s + QChar(0) + u"\r\nend"_s;
        message.raw = QByteArray("\xc4\xe3\xba\xc3\0\xff", 6);
        message.charset = Charset::Gb18030;
        message.malformed = true;
        message.bytes = 1LL << 33;
        message.pieces = 17;
        message.state = Message::State::Failed;
        message.failure = Error::Kind::ConnectionLost;
        message.replyTo = MessageId::random();
        message.editedAt = instant(100);
        message.recalledAt = instant(200);

        const auto place = get(m_store->append(message));
        KITH_VERIFY(place);
        QVERIFY(place->sequence > 0);
        message.place = *place;
        QCOMPARE(*get(m_store->message(message.id)), message);
        KITH_VERIFY(reopen());
        QCOMPARE(*get(m_store->message(message.id)), message);
        message.raw.clear(); // pages carry no raw bytes
        QCOMPARE(*get(m_store->latest(m_conversation.id, 10)), QList<Message>{message});
    }

    void keepsWhatAMessageLeavesOut()
    {
        Message message;
        message.id = MessageId::random();
        message.conversation = m_conversation.id;
        message.kind = Message::Kind::System;
        message.event = Message::Event::Online;
        message.place = *get(m_store->append(message));
        QCOMPARE(*get(m_store->message(message.id)), message);
    }

    void keepsRawBytesOnlyWhereTheyDiffer()
    {
        Message message = makeReceived(m_conversation, u"déjà vu"_s);
        message.raw = message.text.toUtf8();
        KITH_VERIFY(get(m_store->append(message)));
        QVERIFY(get(m_store->message(message.id))->raw.isEmpty());
    }

    void keepsEveryFieldOfContactAndConversation()
    {
        m_contact.origin = Contact::Origin::Stranger;
        m_contact.name = u"Ada"_s;
        m_contact.group = u"同事"_s;
        m_contact.note = u"two\nlines"_s;
        m_contact.lastSeenAt = instant(9);
        m_conversation.endpoint = *Endpoint::parse(u"udp://[fe80::1%eth0]:9");
        m_conversation.options = {Framing::Lines, Charset::Gb18030, Turns::Take};
        m_conversation.bindTo = *Endpoint::parse(u"udp://:0", Endpoint::Use::Local);
        m_conversation.draft = u"begun"_s;
        m_conversation.readUpTo = {7, 5};
        m_conversation.pinned = true;
        m_conversation.muted = true;
        KITH_VERIFY(get(m_store->save(m_contact)));
        KITH_VERIFY(get(m_store->save(m_conversation)));
        const auto overview = reopen();
        KITH_VERIFY(overview);
        QCOMPARE(overview->contacts, QList<Contact>{m_contact});
        QCOMPARE(overview->conversations, QList<Conversation>{m_conversation});
    }

    void savingAgainKeepsTheMessages()
    {
        KITH_VERIFY(get(m_store->append(makeMessage(m_conversation, u"a"_s))));
        KITH_VERIFY(get(m_store->save(m_contact)));
        KITH_VERIFY(get(m_store->save(m_conversation)));
        QCOMPARE(texts(get(m_store->latest(m_conversation.id, 10))), QStringList{u"a"_s});
    }

    void appendingTheSameIdAgainChangesNothing()
    {
        Message message = makeMessage(m_conversation, u"first"_s);
        const auto place = get(m_store->append(message));
        KITH_VERIFY(get(m_store->append(makeMessage(m_conversation, u"between"_s))));
        message.text = u"second"_s;
        QCOMPARE(*get(m_store->append(message)), *place);
        QCOMPARE(texts(get(m_store->latest(m_conversation.id, 10))), (QStringList{u"first"_s, u"between"_s}));
    }

    void placesGrowEvenAfterARemoval()
    {
        const Message message = makeMessage(m_conversation, u"a"_s);
        const Place first = *get(m_store->append(message));
        KITH_VERIFY(get(m_store->remove(message.id)));
        KITH_VERIFY(reopen());
        const Place second = *get(m_store->append(makeMessage(m_conversation, u"b"_s)));
        QVERIFY(second.sequence > first.sequence);
        KITH_VERIFY(get(m_store->remove(m_contact.id)));
        KITH_VERIFY(get(m_store->save(m_contact)));
        KITH_VERIFY(get(m_store->save(m_conversation)));
        QVERIFY(get(m_store->append(makeMessage(m_conversation, u"c"_s)))->sequence > second.sequence);
    }

    void pagesBothWays()
    {
        const Conversation other = makeConversation(m_contact);
        KITH_VERIFY(get(m_store->save(other)));
        QList<Place> places;
        for (int i = 0; i < 10; ++i) {
            places.append(*get(m_store->append(makeMessage(m_conversation, QString::number(i)))));
            KITH_VERIFY(get(m_store->append(makeMessage(other, u"elsewhere"_s))));
        }
        const auto id = m_conversation.id;
        QCOMPARE(texts(get(m_store->latest(id, 3))), (QStringList{u"7"_s, u"8"_s, u"9"_s}));
        QCOMPARE(texts(get(m_store->latest(id, 100))).size(), 10);
        QCOMPARE(texts(get(m_store->before(id, places[7], 3))), (QStringList{u"4"_s, u"5"_s, u"6"_s}));
        QCOMPARE(texts(get(m_store->before(id, places[1], 3))), QStringList{u"0"_s});
        QCOMPARE(texts(get(m_store->before(id, places[0], 3))), QStringList());
        QCOMPARE(texts(get(m_store->after(id, places[6], 2))), (QStringList{u"7"_s, u"8"_s}));
        QCOMPARE(texts(get(m_store->after(id, places[8], 5))), QStringList{u"9"_s});
        QCOMPARE(texts(get(m_store->after(id, places[9], 5))), QStringList());
        QCOMPARE(texts(get(m_store->after(id, Place::first(), 1))), QStringList{u"0"_s});
        QCOMPARE(texts(get(m_store->latest(id, 0))), QStringList());
        QCOMPARE(texts(get(m_store->latest(id, -1))), QStringList());
        QCOMPARE(texts(get(m_store->latest(ConversationId::random(), 5))), QStringList());
    }

    void pagesAround()
    {
        QList<Place> places;
        for (int i = 0; i < 10; ++i)
            places.append(*get(m_store->append(makeMessage(m_conversation, QString::number(i)))));
        const auto id = m_conversation.id;
        QCOMPARE(texts(get(m_store->around(id, places[5], 4))), (QStringList{u"3"_s, u"4"_s, u"5"_s, u"6"_s}));
        QCOMPARE(texts(get(m_store->around(id, places[0], 4))), (QStringList{u"0"_s, u"1"_s, u"2"_s, u"3"_s}));
        QCOMPARE(texts(get(m_store->around(id, places[9], 4))), (QStringList{u"7"_s, u"8"_s, u"9"_s}));
        QCOMPARE(*get(m_store->span(id)), (Store::Span{10, places.first(), places.last()}));
        QCOMPARE(*get(m_store->span(ConversationId::random())), Store::Span());
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(*get(m_store->rank(id, places[i])), i);
            QCOMPARE(*get(m_store->placeAt(id, i)), places[i]);
        }
        QVERIFY(get(m_store->placeAt(id, 10))->isNull());
    }

    // Longer than what is counted at once.
    void countsALongConversation()
    {
        constexpr qsizetype Count = 9001;
        QList<QFuture<Result<Place>>> appended;
        MessageId binned;
        for (qsizetype i = 0; i < Count; ++i) {
            const Message message = makeMessage(m_conversation, u"a"_s);
            appended.append(m_store->append(message));
            if (i == 100)
                binned = message.id;
        }
        QList<Place> places;
        for (const auto &place : appended)
            places.append(*get(place));
        const auto id = m_conversation.id;
        const auto check = [&] {
            QCOMPARE(*get(m_store->span(id)), (Store::Span{places.size(), places.first(), places.last()}));
            for (const qsizetype i : {0, 1, 99, 100, 101, 4095, 4096, 4097, 8191, 8192, 8193, 8999}) {
                QCOMPARE(*get(m_store->rank(id, places[i])), i);
                QCOMPARE(*get(m_store->placeAt(id, i)), places[i]);
            }
            QCOMPARE(*get(m_store->rank(id, Place::first())), 0);
            QCOMPARE(*get(m_store->rank(id, Place::last())), places.size());
            QVERIFY(get(m_store->placeAt(id, places.size()))->isNull());
            QCOMPARE(*get(m_store->placeAt(id, -1)), places.first());
        };
        check();
        KITH_VERIFY(get(m_store->bin({binned})));
        places.remove(100);
        check();
    }

    void aClockThatWentBackMovesNothing()
    {
        Message message = makeMessage(m_conversation, u"first"_s);
        const Place first = *get(m_store->append(message));
        QCOMPARE(first.time, instant().toMSecsSinceEpoch());
        message = makeMessage(m_conversation, u"an hour ago"_s);
        message.receivedAt = instant(-3'600'000);
        const Place second = *get(m_store->append(message));
        QCOMPARE(second.time, first.time);
        Message restored = makeMessage(m_conversation, u"restored"_s);
        restored.place.time = first.time - 5;
        QCOMPARE(get(m_store->append(restored))->time, first.time - 5);
        QCOMPARE(texts(get(m_store->latest(m_conversation.id, 9))),
                 (QStringList{u"restored"_s, u"first"_s, u"an hour ago"_s}));
        QCOMPARE(*get(m_store->firstFrom(m_conversation.id, instant())), first);
        QVERIFY(get(m_store->firstFrom(m_conversation.id, instant(1)))->isNull());
    }

    void daysHaveMessages()
    {
        const QDate day(2026, 2, 27);
        for (const int offset : {0, 1, 3}) {
            Message message = makeReceived(m_conversation, u"a"_s);
            message.receivedAt = QDateTime(day.addDays(offset), QTime(23, 59, 59)).toUTC();
            KITH_VERIFY(get(m_store->append(message)));
        }
        const QList<QDate> expected{day, day.addDays(1), day.addDays(3)};
        QCOMPARE(*get(m_store->days({}, day.addDays(-3), day.addDays(9))), expected);
        QCOMPARE(*get(m_store->days({m_conversation.id}, day, day.addDays(3))), expected);
        QCOMPARE(*get(m_store->days({m_conversation.id}, day.addDays(1), day.addDays(2))),
                 QList<QDate>{day.addDays(1)});
        QCOMPARE(*get(m_store->days({ConversationId::random()}, day, day.addDays(3))), QList<QDate>());
    }

    void whatIsInTheBinIsNotShownAndGoesForGood()
    {
        const Message kept = makeReceived(m_conversation, u"kept"_s);
        const Message undone = makeReceived(m_conversation, u"undone"_s);
        const Message gone = makeReceived(m_conversation, u"gone"_s);
        for (const Message &message : {kept, undone, gone})
            KITH_VERIFY(get(m_store->append(message)));
        KITH_VERIFY(get(m_store->bin({undone.id, gone.id, MessageId::random()})));
        QCOMPARE(texts(get(m_store->latest(m_conversation.id, 9))), QStringList{u"kept"_s});
        QCOMPARE(get(m_store->span(m_conversation.id))->count, 1);
        const auto overview = get(m_store->overview());
        QCOMPARE(overview->conversations.first().unread, 1);
        QCOMPARE(overview->conversations.first().last->id, kept.id);
        KITH_VERIFY(get(m_store->restoreFromBin({undone.id})));
        QCOMPARE(texts(get(m_store->latest(m_conversation.id, 9))), (QStringList{u"kept"_s, u"undone"_s}));
        KITH_VERIFY(get(m_store->emptyBin()));
        QVERIFY(!get(m_store->message(gone.id)));
        KITH_VERIFY(get(m_store->bin({undone.id})));
        KITH_VERIFY(reopen());
        QVERIFY(!get(m_store->message(undone.id))); // left there by the run before
        KITH_VERIFY(get(m_store->message(kept.id)));
    }

    void keepsStarsCommentsAndQuotes()
    {
        const Message question = makeReceived(m_conversation, u"问"_s.repeated(300));
        const Place place = *get(m_store->append(question));
        Message answer = makeMessage(m_conversation, u"yes"_s);
        answer.replyTo = question.id;
        KITH_VERIFY(get(m_store->append(answer)));
        KITH_VERIFY(get(m_store->setStarred({answer.id, question.id}, true)));
        KITH_VERIFY(get(m_store->setStarred({question.id}, false)));
        KITH_VERIFY(get(m_store->setComment(answer.id, u"备注"_s)));
        const auto page = get(m_store->latest(m_conversation.id, 2));
        QVERIFY(!page->at(0).starred);
        QVERIFY(page->at(1).starred);
        QCOMPARE(page->at(1).comment, u"备注"_s);
        QCOMPARE(page->at(1).quote,
                 (Message::Quote{m_contact.id, u"问"_s.repeated(Message::QuotedCharacters), place}));
    }

    void overviewCountsAndFindsTheNewest()
    {
        const Conversation empty = makeConversation(m_contact);
        KITH_VERIFY(get(m_store->save(empty)));
        m_conversation.readUpTo = *get(m_store->append(makeReceived(m_conversation, u"seen"_s)));
        KITH_VERIFY(get(m_store->append(makeReceived(m_conversation, u"new 1"_s))));
        KITH_VERIFY(get(m_store->append(makeMessage(m_conversation, u"mine"_s))));
        KITH_VERIFY(get(m_store->append(makeReceived(m_conversation, u"new 2"_s))));
        Message line = makeReceived(m_conversation, {});
        line.kind = Message::Kind::System;
        line.event = Message::Event::Closed;
        line.place = *get(m_store->append(line));
        KITH_VERIFY(get(m_store->save(m_conversation)));
        m_conversation.unread = 2;
        m_conversation.last = line;
        const auto overview = reopen();
        KITH_VERIFY(overview);
        QCOMPARE(overview->contacts, QList<Contact>{m_contact});
        QCOMPARE(overview->conversations, (QList<Conversation>{m_conversation, empty}));
    }

    void pagesCarryExcerpts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<bool>("isExcerpt");
        const auto limit = Message::ShownCharacters;
        const QString full(limit, u'x');
        const QString chinese(limit, u'汉');
        const QString smile = u"\U0001F600"_s;
        QTest::newRow("empty") << QString() << QString() << false;
        QTest::newRow("just fits") << full << full << false;
        QTest::newRow("one more") << full + u'y' << full << true;
        QTest::newRow("Chinese fits") << chinese << chinese << false;
        QTest::newRow("Chinese, one more") << chinese + u'字' << chinese << true;
        QTest::newRow("pair fits") << full.first(limit - 2) + smile << full.first(limit - 2) + smile << false;
        QTest::newRow("pair at the cut") << full.first(limit - 1) + smile << full.first(limit - 1) << true;
        QTest::newRow("pair after the cut") << full + smile << full << true;
        QTest::newRow("only pairs") << smile.repeated(limit) << smile.repeated(limit / 2) << true;
        QTest::newRow("bytes cut in a character")
            << full.first(1) + chinese << u'x' + chinese.first(limit - 1) << true;
        QTest::newRow("zero character")
            << full.first(5) + QChar(0) + full << full.first(5) + QChar(0) + full.first(limit - 6) << true;
        QTest::newRow("a mebibyte") << QString(1024 * 1024, u'x') << full << true;
    }
    void pagesCarryExcerpts()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, shown);
        QFETCH(const bool, isExcerpt);
        Message message = makeReceived(m_conversation, text);
        message.raw = "raw";
        KITH_VERIFY(get(m_store->append(message)));
        const auto page = get(m_store->latest(m_conversation.id, 1));
        KITH_VERIFY(page);
        QVERIFY(page->first().text == shown);
        QCOMPARE(page->first().isExcerpt, isExcerpt);
        QVERIFY(page->first().raw.isEmpty());
        const auto whole = get(m_store->message(message.id));
        QVERIFY(whole->text == text);
        QVERIFY(!whole->isExcerpt);
        QCOMPARE(whole->raw, message.raw);
    }

    void setsStates()
    {
        const Message message = makeMessage(m_conversation, u"a"_s);
        KITH_VERIFY(get(m_store->append(message)));
        KITH_VERIFY(get(m_store->setState(message.id, Message::State::Failed, Error::Kind::TimedOut, 3)));
        auto kept = get(m_store->message(message.id));
        QCOMPARE(kept->state, Message::State::Failed);
        QCOMPARE(kept->failure, std::optional(Error::Kind::TimedOut));
        QCOMPARE(kept->pieces, 3);
        KITH_VERIFY(get(m_store->setState(message.id, Message::State::Sent)));
        kept = get(m_store->message(message.id));
        QCOMPARE(kept->state, Message::State::Sent);
        QCOMPARE(kept->failure, std::optional<Error::Kind>());
        KITH_VERIFY(get(m_store->setState(MessageId::random(), Message::State::Sent))); // removed meanwhile
    }

    void whatWasBeingSentIsInterruptedAtTheNextStart()
    {
        const Message sending = makeMessage(m_conversation, u"half"_s);
        const Message queued = makeMessage(m_conversation, u"waiting"_s);
        KITH_VERIFY(get(m_store->append(queued)));
        KITH_VERIFY(get(m_store->append(sending)));
        KITH_VERIFY(get(m_store->setState(sending.id, Message::State::Sending)));
        const auto overview = reopen();
        KITH_VERIFY(overview);
        QCOMPARE(overview->conversations.first().last->state, Message::State::Failed);
        QCOMPARE(overview->conversations.first().last->failure, std::optional(Error::Kind::Interrupted));
        QCOMPARE(get(m_store->message(queued.id))->state, Message::State::Queued);
    }

    void queuedAreOursWholeAndInOrder()
    {
        const QString longText(Message::ShownCharacters * 3, u'长');
        KITH_VERIFY(get(m_store->append(makeMessage(m_conversation, longText))));
        KITH_VERIFY(get(m_store->append(makeReceived(m_conversation, u"theirs"_s))));
        Message sent = makeMessage(m_conversation, u"sent"_s);
        sent.state = Message::State::Sent;
        KITH_VERIFY(get(m_store->append(sent)));
        KITH_VERIFY(get(m_store->append(makeMessage(m_conversation, u"second"_s))));
        QCOMPARE(texts(get(m_store->queued(m_conversation.id))), (QStringList{longText, u"second"_s}));
        QCOMPARE(texts(get(m_store->queued(ConversationId::random()))), QStringList());
    }

    void repairsADecoding()
    {
        Message message = makeReceived(m_conversation, u"\ufffd\ufffd"_s);
        message.raw = "\xc4\xe3";
        message.malformed = true;
        KITH_VERIFY(get(m_store->append(message)));
        KITH_VERIFY(get(m_store->setDecoding(message.id, u"你"_s, message.raw, Charset::Gb18030, false)));
        auto kept = get(m_store->message(message.id));
        QCOMPARE(kept->text, u"你"_s);
        QCOMPARE(kept->raw, message.raw);
        QCOMPARE(kept->charset, Charset::Gb18030);
        QVERIFY(!kept->malformed);
        KITH_VERIFY(get(m_store->setDecoding(message.id, u"你"_s, u"你"_s.toUtf8(), Charset::Utf8, false)));
        QVERIFY(get(m_store->message(message.id))->raw.isEmpty());
    }

    void removingAContactTakesEverythingWithIt()
    {
        const Contact other = makeContact(81);
        const Conversation withOther = makeConversation(other);
        KITH_VERIFY(get(m_store->save(other)));
        KITH_VERIFY(get(m_store->save(withOther)));
        KITH_VERIFY(get(m_store->append(makeReceived(withOther, u"stays"_s))));
        const QString secret = u"unforgettable"_s;
        const Message message = makeReceived(m_conversation, secret);
        KITH_VERIFY(get(m_store->append(message)));
        KITH_VERIFY(get(m_store->remove(m_contact.id)));
        const auto gone = get(m_store->message(message.id));
        QVERIFY(!gone);
        QCOMPARE(gone.error().kind, Error::Kind::StoreFailed);
        // Not in the file, and not in its log either.
        get(m_store->latest(withOther.id, 1)).value();
        for (const char *suffix : {"", "-wal"}) {
            QFile stored(file() + QLatin1String(suffix));
            QVERIFY(stored.open(QIODevice::ReadOnly));
            QVERIFY(!stored.readAll().contains(secret.toUtf8()));
        }
        const auto overview = reopen();
        QCOMPARE(overview->contacts, QList<Contact>{other});
        QCOMPARE(overview->conversations.size(), 1);
        QCOMPARE(texts(get(m_store->latest(withOther.id, 5))), QStringList{u"stays"_s});
    }

    void refusesWhatBelongsToNobody()
    {
        Message message = makeMessage(makeConversation(m_contact), u"a"_s);
        QCOMPARE(get(m_store->append(message)).error().kind, Error::Kind::StoreFailed);
        message.conversation = m_conversation.id;
        message.sender = ContactId::random();
        QCOMPARE(get(m_store->append(message)).error().kind, Error::Kind::StoreFailed);
        QCOMPARE(get(m_store->save(makeConversation(makeContact()))).error().kind, Error::Kind::StoreFailed);
    }

    void numbersOfANewerVersionSurvive()
    {
        const Message message = makeReceived(m_conversation, u"a"_s);
        KITH_VERIFY(get(m_store->append(message)));
        QCOMPARE(
            outside("UPDATE messages SET kind = 77, event = -3, via = 9, protection = 12345678901234, charset = 7,"
                    " state = 99, pieces = 0, failure = 'moon-phase'"),
            QString());
        auto kept = get(m_store->message(message.id));
        KITH_VERIFY(kept);
        QCOMPARE(int(kept->kind), 77);
        QCOMPARE(kept->event, Message::Event::None);
        QCOMPARE(kept->via, Via::None);
        QCOMPARE(kept->protection, Protection::None);
        QCOMPARE(kept->charset, Charset::Utf8);
        QCOMPARE(kept->state, Message::State::Received);
        QCOMPARE(kept->pieces, 1);
        QCOMPARE(kept->failure, std::optional<Error::Kind>());
        QCOMPARE(outside("UPDATE messages SET state = 6"), QString());
        QCOMPARE(get(m_store->message(message.id))->failure, std::optional(Error::Kind::NetworkFailed));
        KITH_VERIFY(reopen());
        QCOMPARE(int(get(m_store->message(message.id))->kind), 77);
    }

    void answersInTheOrderOfTheCalls()
    {
        QList<QFuture<Result<Place>>> writes;
        for (int i = 0; i < 20; ++i)
            writes.append(m_store->append(makeMessage(m_conversation, QString::number(i))));
        const auto page = m_store->latest(m_conversation.id, 50);
        QCOMPARE(texts(get(page)).size(), 20); // a read sees the writes before it
        for (const auto &write : writes)
            QVERIFY(write.isFinished());
    }

    void oneBadWriteDoesNotHarmItsNeighbours()
    {
        QList<QFuture<Result<Place>>> writes;
        for (int i = 0; i < 9; ++i)
            writes.append(
                m_store->append(makeMessage(i == 4 ? makeConversation(m_contact) : m_conversation, u"x"_s)));
        for (int i = 0; i < 9; ++i)
            QCOMPARE(get(writes[i]).has_value(), i != 4);
        KITH_VERIFY(reopen());
        QCOMPARE(texts(get(m_store->latest(m_conversation.id, 50))).size(), 8);
    }

    void theEndWaitsForEveryWrite()
    {
        QList<QFuture<Result<Place>>> writes;
        for (int i = 0; i < 500; ++i)
            writes.append(m_store->append(makeMessage(m_conversation, u"x"_s)));
        m_store.reset();
        for (const auto &write : writes)
            QVERIFY(write.isFinished() && write.result());
        QVERIFY(!QFile::exists(file() + u"-wal"_s)); // all of it is in the file
        KITH_VERIFY(reopen());
        QCOMPARE(texts(get(m_store->latest(m_conversation.id, 1000))).size(), 500);
    }

    void beforeOpeningNothingIsThere()
    {
        const QString name = m_directory->filePath(u"unopened.db"_s);
        {
            Store store(name);
            QCOMPARE(get(store.append(makeMessage(m_conversation, u"a"_s))).error().kind,
                     Error::Kind::StoreNotOpen);
            QCOMPARE(get(store.save(m_contact)).error().kind, Error::Kind::StoreNotOpen);
            QCOMPARE(get(store.latest(m_conversation.id, 1)).error().kind, Error::Kind::StoreNotOpen);
        }
        QVERIFY(!QFile::exists(name));
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"

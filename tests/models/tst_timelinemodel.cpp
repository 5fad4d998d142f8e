// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/history.h"
#include "models/rig.h"
#include "models/timelinemodel.h"
#include "store/storetest.h"

#include <QAbstractItemModelTester>

using namespace kith;
using namespace kith::storetest;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Model = TimelineModel;

class TestTimelineModel : public QObject {
    Q_OBJECT

private:
    static Message messageAt(const Model &model, int row)
    {
        return model.index(row).data(Model::MessageRole).value<Message>();
    }
    static QStringList texts(const Model &model)
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row) {
            if (messageAt(model, row).kind == Message::Kind::Text)
                all += messageAt(model, row).text;
        }
        return all;
    }

    /// A conversation of "0", "1", … that is on the disk, a minute between two, and the model that shows it.
    struct Kept {
        /// With `read` the first so many are read and nothing is shown yet.
        explicit Kept(int count, int read = -1)
        {
            {
                Store writer(file());
                if (!get(writer.open()))
                    qFatal("cannot open");
                if (!get(writer.save(contact)) || !get(writer.save(conversation)))
                    qFatal("cannot write");
                QList<QFuture<Result<Place>>> kept;
                for (int i = 0; i < count; ++i)
                    kept.append(writer.append(at(i)));
                for (const auto &place : kept)
                    places.append(get(place).value());
                conversation.readUpTo = places.value((read < 0 ? count : read) - 1);
                if (!get(writer.save(conversation)))
                    qFatal("cannot write");
            }
            messenger.open();
            if (!QTest::qWaitFor([this] { return messenger.isOpen(); }))
                qFatal("cannot open");
            if (read >= 0)
                return;
            model.setConversation(conversation.id);
            if (!QTest::qWaitFor([this] { return model.isLoaded(); }))
                qFatal("cannot read");
        }
        ~Kept() // what was queued for sending is let go
        {
            const QFuture<void> end = messenger.shutDown();
            [[maybe_unused]] const bool isDone = QTest::qWaitFor([&] { return end.isFinished(); });
        }
        QString file() const { return directory.filePath(u"kith.db"_s); }
        Message at(int number) const
        {
            Message message = makeReceived(conversation, QString::number(number));
            message.sentAt = message.receivedAt = instant(number * 60'000);
            return message;
        }
        /// Another one arrives, as Messenger tells it after the commit.
        void arrive(int number)
        {
            Message message = at(number);
            message.place = get(store.append(message)).value();
            places.append(message.place);
            Q_EMIT messenger.messageAdded(message);
        }
        int numberAt(int row) const { return model.message(row).text.toInt(); }
        /// Whether the rows are `count` numbers without a gap, from `first` on.
        bool isWhole(int first) const
        {
            for (int row = 0; row < model.rowCount(); ++row) {
                if (numberAt(row) != first + row)
                    return false;
            }
            return model.rowCount() > 0;
        }

        QTemporaryDir directory{QDir::tempPath() + u"/kith-XXXXXX"_s};
        Contact contact = makeContact();
        Conversation conversation = makeConversation(contact);
        QList<Place> places;
        Store store{file()};
        NetworkThread network;
        PlainTextTransportFactory transports;
        Messenger messenger{store, network, transports};
        Model model{messenger};
        QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    };

private Q_SLOTS:
    void readsOnBothWaysAndLetsFarRowsFall()
    {
        constexpr int Count = Model::MaxRows + 3 * Model::PageSize + 7;
        Kept kept(Count);
        QVERIFY(kept.isWhole(Count - Model::PageSize));
        while (!kept.model.isAtBeginning()) {
            QSignalSpy older(&kept.model, &Model::olderLoaded);
            kept.model.fetchOlder();
            QTRY_COMPARE(older.size(), 1);
            QVERIFY(kept.model.rowCount() <= Model::MaxRows);
        }
        QVERIFY(kept.isWhole(0));
        QVERIFY(!kept.model.holdsNewest());
        while (!kept.model.holdsNewest()) {
            QSignalSpy newer(&kept.model, &Model::newerLoaded);
            kept.model.fetchNewer();
            QTRY_COMPARE(newer.size(), 1);
            QVERIFY(kept.model.rowCount() <= Model::MaxRows);
        }
        QCOMPARE(kept.numberAt(kept.model.rowCount() - 1), Count - 1);
        QVERIFY(kept.isWhole(Count - kept.model.rowCount()));
        QVERIFY(!kept.model.isAtBeginning());
    }

    void readsOnWhereSomebodyLooks()
    {
        Kept kept(500);
        kept.model.setSight(Model::ReadAhead, Model::ReadAhead + 10); // not near enough
        QSignalSpy older(&kept.model, &Model::olderLoaded);
        QVERIFY(!older.wait(100));
        kept.model.setSight(Model::ReadAhead - 1, Model::ReadAhead + 10);
        QTRY_COMPARE(older.size(), 1);
        QVERIFY(kept.isWhole(500 - 2 * Model::PageSize));
    }

    void showsWhatIsAskedFor()
    {
        Kept kept(1000);
        QSignalSpy shown(&kept.model, &Model::shown);
        const auto number = [&] { return kept.numberAt(shown.takeFirst().at(1).toInt()); };
        kept.model.showAround(kept.places.at(300));
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(number(), 300);
        QVERIFY(kept.isWhole(300 - Model::PageSize));
        kept.model.showAround(kept.places.at(310)); // held already: at once
        QCOMPARE(shown.size(), 1);
        QCOMPARE(number(), 310);
        kept.model.showDate(instant(700 * 60'000 - 1));
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(number(), 700);
        kept.model.showRank(123);
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(number(), 123);
        QCOMPARE(kept.model.firstRank(), kept.numberAt(0));
        kept.model.showDate(instant(5000 * 60'000)); // later than all
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(number(), 999);
        QVERIFY(kept.model.holdsNewest());
    }

    void showsOnlyWhatWasAskedForLast()
    {
        Kept kept(1000);
        QSignalSpy shown(&kept.model, &Model::shown);
        kept.model.showAround(kept.places.at(100));
        kept.model.showDate(instant(500 * 60'000));
        kept.model.showRank(20);
        kept.model.showRank(30);
        kept.model.showAround(kept.places.at(650));
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(kept.numberAt(shown.first().at(1).toInt()), 650);
        QVERIFY(!shown.wait(200));
        kept.model.showAround(kept.places.at(100));
        kept.model.setConversation({});
        QVERIFY(!shown.wait(200));
        QCOMPARE(kept.model.rowCount(), 0);
    }

    void losesNothingThatComesWhileItShowsThePast()
    {
        Kept kept(500);
        kept.model.showAround(kept.places.at(10));
        QTRY_VERIFY(!kept.model.holdsNewest());
        const int rows = kept.model.rowCount();
        for (int number = 500; number < 500 + Model::PageSize + 20; ++number)
            kept.arrive(number);
        QCOMPARE(kept.model.rowCount(), rows);
        QCOMPARE(kept.model.newCount(), Model::PageSize + 20);
        kept.model.clearNew();
        QCOMPARE(kept.model.newCount(), 0);
        while (!kept.model.holdsNewest()) {
            QSignalSpy newer(&kept.model, &Model::newerLoaded);
            kept.model.fetchNewer();
            kept.arrive(kept.places.size() < 610 ? int(kept.places.size()) : 610); // while the page is on its way
            QTRY_COMPARE(newer.size(), 1);
            if (kept.places.size() > 610)
                break;
        }
        kept.model.showNewest();
        QTRY_VERIFY(kept.model.holdsNewest());
        QTRY_COMPARE(kept.numberAt(kept.model.rowCount() - 1), int(kept.places.size()) - 1);
        QVERIFY(kept.isWhole(int(kept.places.size()) - kept.model.rowCount()));
    }

    void keepsOursThatIsNotOnTheDiskYet()
    {
        Kept kept(500);
        kept.model.showAround(kept.places.at(10));
        QTRY_VERIFY(!kept.model.holdsNewest());
        QVERIFY(kept.messenger.send(kept.conversation.id, u"mine"_s));
        kept.model.showNewest(); // asked before the commit
        QTRY_VERIFY(kept.model.holdsNewest());
        QTRY_COMPARE(texts(kept.model).last(), u"mine"_s);
        QTRY_VERIFY(!kept.model.message(kept.model.rowCount() - 1).place.isNull());
        QCOMPARE(texts(kept.model).count(u"mine"_s), 1);
    }

    void putsBackWhatIsRestored()
    {
        Kept kept(200);
        QList<MessageId> removed;
        for (const int row : {0, 1, 40, Model::PageSize - 1})
            removed.append(kept.model.message(row).id);
        kept.messenger.history().remove(kept.conversation.id, removed);
        QTRY_COMPARE(kept.model.rowCount(), Model::PageSize - 4);
        kept.messenger.history().undoRemove();
        // The two above the oldest row are read with the page they belong to.
        QTRY_COMPARE(kept.model.rowCount(), Model::PageSize - 2);
        QSignalSpy older(&kept.model, &Model::olderLoaded);
        kept.model.fetchOlder();
        QTRY_COMPARE(older.size(), 1);
        QVERIFY(kept.isWhole(200 - 2 * Model::PageSize + 2));
    }

    void opensWhereReadingStopped_data()
    {
        QTest::addColumn<int>("unread");
        QTest::newRow("few") << 5;
        QTest::newRow("as many as a page") << Model::PageSize;
        QTest::newRow("many") << 400;
    }
    void opensWhereReadingStopped()
    {
        QFETCH(const int, unread);
        Kept kept(500, 500 - unread);
        QCOMPARE(kept.messenger.conversation(kept.conversation.id)->unread, unread);
        QSignalSpy shown(&kept.model, &Model::shown);
        kept.model.setConversation(kept.conversation.id);
        QTRY_COMPARE(shown.size(), 1);
        const int row = shown.first().at(1).toInt();
        QCOMPARE(kept.numberAt(row), 500 - unread);
        QVERIFY(kept.model.index(row).data(Model::FirstUnreadRole).toBool());
        QVERIFY(!kept.model.index(row + 1).data(Model::FirstUnreadRole).toBool());
        QCOMPARE(kept.model.holdsNewest(), unread <= Model::MaxUnreadOfNewestPage);
    }

    void knowsWhereItStandsInTheHistory()
    {
        Kept kept(1000);
        QTRY_COMPARE(kept.model.total(), 1000);
        QCOMPARE(kept.model.firstRank(), 1000 - Model::PageSize);
        QSignalSpy shown(&kept.model, &Model::shown);
        kept.model.showAround(kept.places.at(250));
        QTRY_COMPARE(shown.size(), 1);
        QTRY_COMPARE(kept.model.firstRank(), kept.numberAt(0));
        QSignalSpy older(&kept.model, &Model::olderLoaded);
        kept.model.fetchOlder();
        QTRY_COMPARE(older.size(), 1);
        QCOMPARE(kept.model.firstRank(), kept.numberAt(0));
        kept.arrive(1000);
        QCOMPARE(kept.model.total(), 1001);
    }

    void showsBothSidesInOrderWithTheirStates()
    {
        Rig host;
        Rig client;
        QVERIFY(host.open() && client.open());
        const ConversationId id = client.join(host.host());
        Model model(client.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setConversation(id);
        QTRY_VERIFY(model.isLoaded());
        QVERIFY(client.messenger.send(id, u"one"_s));
        QTRY_COMPARE(messageAt(model, model.rowCount() - 1).state, Message::State::Sent);
        const ConversationId back = host.messenger.conversations().first().id;
        QVERIFY(host.messenger.send(back, u"two"_s));
        QTRY_COMPARE(texts(model), QStringList({u"one"_s, u"two"_s}));
        QCOMPARE(messageAt(model, model.rowCount() - 1).state, Message::State::Received);
    }

    void groupsWhatOneSenderSaysTogether()
    {
        Rig rig;
        QVERIFY(rig.open());
        const ConversationId id = rig.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001"));
        Model model(rig.messenger);
        model.setConversation(id);
        QVERIFY(rig.messenger.send(id, u"one"_s));
        QVERIFY(rig.messenger.send(id, u"two"_s));
        QTRY_COMPARE(texts(model).size(), 2);
        const int last = model.rowCount() - 1;
        QVERIFY(model.index(0).data(Model::NewDayRole).toBool());
        QVERIFY(model.index(last - 1).data(Model::GroupStartRole).toBool());
        QVERIFY(!model.index(last - 1).data(Model::GroupEndRole).toBool());
        QVERIFY(!model.index(last).data(Model::GroupStartRole).toBool());
        QVERIFY(model.index(last).data(Model::GroupEndRole).toBool());
    }

    void readsOlderPagesWithoutGapsOrRepeats()
    {
        Rig rig;
        QVERIFY(rig.open());
        const ConversationId id = rig.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001"));
        constexpr int Count = 2 * Model::PageSize + 10;
        QStringList sent;
        for (int i = 0; i < Count; ++i) {
            sent += QString::number(i);
            QVERIFY(rig.messenger.send(id, sent.last()));
        }
        QTRY_VERIFY(!rig.messenger.isBusy());
        Model model(rig.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setConversation(id);
        QTRY_VERIFY(model.isLoaded());
        QCOMPARE(model.rowCount(), Model::PageSize);
        QSignalSpy older(&model, &Model::olderLoaded);
        for (int pages = 1; pages <= 3 && texts(model).size() < Count; ++pages) {
            model.fetchOlder();
            model.fetchOlder(); // asking twice reads once
            QTRY_COMPARE(older.size(), pages);
        }
        QCOMPARE(texts(model), sent);
    }

    void keepsABoundedNumberOfRows()
    {
        Rig rig;
        QVERIFY(rig.open());
        const ConversationId id = rig.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001"));
        Model model(rig.messenger);
        model.setConversation(id);
        QTRY_VERIFY(model.isLoaded());
        for (int i = 0; i < Model::MaxRows + 50; ++i)
            QVERIFY(rig.messenger.send(id, QString::number(i)));
        QVERIFY(model.rowCount() <= Model::MaxRows);
        QCOMPARE(texts(model).last(), QString::number(Model::MaxRows + 49));
    }

    void holdsALongTextAsAnExcerpt()
    {
        Rig rig;
        QVERIFY(rig.open());
        const ConversationId id = rig.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001"));
        Model model(rig.messenger);
        model.setConversation(id);
        QVERIFY(rig.messenger.send(id, QString(100000, u'x')));
        QTRY_COMPARE(texts(model).size(), 1);
        const Message shown = messageAt(model, model.rowCount() - 1);
        QVERIFY(shown.isExcerpt);
        QCOMPARE(shown.text.size(), Message::ShownCharacters);
    }
};

QTEST_GUILESS_MAIN(TestTimelineModel)
#include "tst_timelinemodel.moc"

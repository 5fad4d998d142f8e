// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/historymodel.h"
#include "models/historyplacesmodel.h"
#include "support/kepthistory.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Model = HistoryModel;
using State = Model::State;

class TestHistoryModel : public QObject {
    Q_OBJECT

private:
    static QList<MessageId> ids(const Model &model)
    {
        QList<MessageId> all;
        for (int row = 0; row < model.rowCount(); ++row)
            all.append(model.hitAt(row).message.id);
        return all;
    }
    static void loadAll(Model &model)
    {
        QTRY_COMPARE(model.state(), State::Done);
        while (!model.isComplete()) {
            const int before = model.rowCount();
            model.fetchMore({});
            QTRY_VERIFY(model.rowCount() > before || model.isComplete());
        }
    }
    static SearchQuery queryFor(const QString &text)
    {
        SearchQuery query;
        query.text = text;
        query.limit = Model::PageSize;
        return query;
    }
    static bool isAny(const Message &) { return true; }

private Q_SLOTS:
    void listsEverythingNewestFirstPageByPage()
    {
        KeptHistory kept;
        Model model(*kept.messenger);
        QCOMPARE(model.state(), State::Idle);
        model.setQuery(queryFor({}));
        QCOMPARE(model.state(), State::Looking);
        QTRY_COMPARE(model.state(), State::Done);
        QCOMPARE(model.rowCount(), Model::PageSize);
        QVERIFY(!model.isComplete() && model.took().count() > 0);
        model.fetchMore({});
        model.fetchMore({}); // asking twice reads once
        QTRY_COMPARE(model.rowCount(), 2 * Model::PageSize);
        loadAll(model);
        QCOMPARE(ids(model), kept.newestFirst(isAny));
        QVERIFY(!model.canFetchMore({}));
    }

    void takesAnyAskingForMore()
    {
        KeptHistory kept;
        Model model(*kept.messenger);
        // The tester itself asks for more whenever rows come.
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery(queryFor({}));
        loadAll(model);
        QCOMPARE(ids(model), kept.newestFirst(isAny));
    }

    void listsWhatIsThereAfterARestore()
    {
        KeptHistory kept;
        Model model(*kept.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery(queryFor({}));
        loadAll(model);
        QSignalSpy backedUp(kept.messenger.get(), &Messenger::backupsChanged);
        kept.messenger->backUp();
        QVERIFY(backedUp.wait());
        kept.messenger->history().remove(kept.bob(), kept.newestFirst([&](const Message &message) {
            return message.conversation == kept.bob();
        }));
        QTRY_VERIFY(model.rowCount() < kept.all.size());
        kept.messenger->history().finishRemoval();

        const auto backups = kept.messenger->backups();
        QTRY_VERIFY(backups.isFinished());
        kept.messenger->restore(backups.result().first());
        QTRY_COMPARE(model.rowCount(), kept.all.size());
        QCOMPARE(ids(model), kept.newestFirst(isAny));
    }

    void narrowsByConversationWhoDayAndStar()
    {
        KeptHistory kept;
        Model model(*kept.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        SearchQuery query = queryFor({});
        query.conversations = {kept.zhang()};
        model.setQuery(query);
        loadAll(model);
        QCOMPARE(ids(model), kept.newestFirst([&](const Message &m) { return m.conversation == kept.zhang(); }));

        query = queryFor({});
        query.who = SearchQuery::Who::Me;
        model.setQuery(query);
        loadAll(model);
        QCOMPARE(ids(model), kept.newestFirst([](const Message &m) { return m.isMine(); }));

        query = queryFor({});
        const QDate day = QDate::currentDate().addDays(-3);
        query.from = day.startOfDay();
        query.to = day.addDays(1).startOfDay();
        model.setQuery(query);
        loadAll(model);
        QVERIFY(model.rowCount() >= 23);
        QCOMPARE(ids(model),
                 kept.newestFirst([&](const Message &m) { return m.receivedAt.toLocalTime().date() == day; }));

        query = queryFor({});
        query.starredOnly = true;
        model.setQuery(query);
        loadAll(model);
        QCOMPARE(ids(model), kept.newestFirst([](const Message &m) { return m.starred; }));
    }

    void marksWhatItFound()
    {
        KeptHistory kept;
        Model model(*kept.messenger);
        model.setQuery(queryFor(u"字节"_s));
        QTRY_COMPARE(model.state(), State::Done);
        QVERIFY(model.rowCount() > 0);
        for (int row = 0; row < model.rowCount(); ++row) {
            const SearchHit hit = model.hitAt(row);
            QVERIFY(!hit.matches.isEmpty());
            for (const auto &match : hit.matches)
                QCOMPARE(hit.message.text.mid(match.start, match.length), u"字节"_s);
        }
        QCOMPARE(model.index(0).data(Model::SenderRole).toString().isEmpty(),
                 model.hitAt(0).message.isMine()); // a name, unless it is this person
    }

    void onlyTheLastQueryCounts()
    {
        KeptHistory kept;
        Model model(*kept.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy loaded(&model, &Model::firstPageLoaded);
        for (const QString &typed : {u"s"_s, u"se"_s, u"ser"_s, u"lab-report-7"_s})
            model.setQuery(queryFor(typed));
        QTRY_COMPARE(model.state(), State::Done);
        QCOMPARE(model.rowCount(), 1);
        QTest::qWait(100); // whatever an earlier query would still have to say
        QCOMPARE(loaded.size(), 1);
        QCOMPARE(model.hitAt(0).message.text, u"lab-report-7.pdf"_s);
        model.setQuery(queryFor(u"ser"_s));
        model.clear();
        QCOMPARE(model.rowCount(), 0);
        QTest::qWait(100);
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.state(), State::Idle);
    }

    void followsWhatIsDeletedAndComesBack()
    {
        KeptHistory kept;
        Model model(*kept.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery(queryFor({}));
        loadAll(model);
        QList<MessageId> gone;
        for (const int row : {0, 1, 2, 50, 99})
            gone.append(model.hitAt(row).message.id);
        History &history = kept.messenger->history();
        for (const int row : {0, 1, 2, 50, 99})
            history.remove(model.hitAt(row).message.conversation, {model.hitAt(row).message.id});
        QTRY_COMPARE(model.rowCount(), int(kept.all.size()) - 5);
        for (const MessageId &id : gone)
            QVERIFY(!model.indexOf(id).isValid());
        history.undoRemove();
        QTRY_VERIFY(model.indexOf(gone.last()).isValid());
        loadAll(model);
        QCOMPARE(ids(model), kept.newestFirst(isAny)); // each where it was
    }

    void followsStarsCommentsAndNewMessages()
    {
        KeptHistory kept;
        Model model(*kept.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery(queryFor({}));
        QTRY_COMPARE(model.state(), State::Done);
        const MessageId first = model.hitAt(0).message.id;
        const bool was = model.hitAt(0).message.starred;
        kept.messenger->history().setStarred({first}, !was);
        QTRY_COMPARE(model.hitAt(0).message.starred, !was);
        kept.messenger->history().setComment(first, u"for the report"_s);
        QTRY_COMPARE(model.hitAt(0).message.comment, u"for the report"_s);
        QVERIFY(kept.messenger->send(kept.bob(), u"brand new"_s));
        QTRY_COMPARE(model.hitAt(0).message.text, u"brand new"_s);
        QCOMPARE(model.indexOf(first).row(), 1);

        SearchQuery query = queryFor({});
        query.starredOnly = true;
        model.setQuery(query);
        loadAll(model);
        const int stars = model.rowCount();
        const MessageId other = kept.all.at(kept.all.size() - 2).id;
        QVERIFY(!model.indexOf(other).isValid());
        kept.messenger->history().setStarred({other}, true);
        QTRY_COMPARE(model.rowCount(), stars + 1);
        kept.messenger->history().setStarred({other}, false);
        QTRY_COMPARE(model.rowCount(), stars);
    }

    void collectsWhatIsNotLoaded()
    {
        KeptHistory kept(qEnvironmentVariableIntValue("KITH_HISTORY_MESSAGES") > 0
                             ? qEnvironmentVariableIntValue("KITH_HISTORY_MESSAGES")
                             : 1300);
        Model model(*kept.messenger);
        SearchQuery query = queryFor({});
        query.conversations = {kept.bob(), kept.zhang()};
        model.setQuery(query);
        QTRY_COMPARE(model.state(), State::Done);
        QList<MessageId> collected;
        bool isDone = false;
        model.collectAll([&](const Result<QList<Message>> &all) {
            isDone = true;
            for (const Message &message : all.value_or(QList<Message>()))
                collected.append(message.id);
        });
        QTRY_VERIFY_WITH_TIMEOUT(isDone, 30'000);
        QCOMPARE(collected, kept.newestFirst([&](const Message &m) { return m.conversation != kept.address(); }));
        QCOMPARE(model.rowCount(), Model::PageSize); // the list is as it was
    }

    void stopsWhereItIsTold()
    {
        KeptHistory kept;
        Model model(*kept.messenger);
        model.setMostRows(20);
        SearchQuery query = queryFor(u"字节"_s);
        query.limit = 20;
        model.setQuery(query);
        QTRY_COMPARE(model.rowCount(), 20);
        QVERIFY(!model.isComplete());
        QVERIFY(!model.canFetchMore({}));
    }

    void listsThePlacesByKindAndFindsThemByTheirSound()
    {
        KeptHistory kept;
        HistoryPlacesModel model(*kept.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        using Row = HistoryPlacesModel::Row;
        const auto rows = [&] {
            QList<Row> all;
            for (int row = 0; row < model.rowCount(); ++row)
                all.append(Row(model.index(row).data(HistoryPlacesModel::RowRole).toInt()));
            return all;
        };
        QCOMPARE(rows(), QList<Row>({Row::Everywhere, Row::PeopleHeading, Row::Conversation, Row::Conversation,
                                     Row::AddressesHeading, Row::Conversation}));
        QVERIFY(!model.index(1).flags().testFlag(Qt::ItemIsSelectable));
        model.setNeedle(u"zw"_s);
        QCOMPARE(rows(), QList<Row>({Row::PeopleHeading, Row::Conversation}));
        QCOMPARE(model.indexOf(kept.zhang()).row(), 1);
        model.setNeedle(u"40003"_s);
        QCOMPARE(rows(), QList<Row>({Row::AddressesHeading, Row::Conversation}));
        model.setNeedle({});
        kept.messenger->rename(kept.messenger->conversation(kept.address())->contact, u"王小明"_s);
        QTRY_COMPARE(rows().count(Row::AddressesHeading), 0);
    }
};

QTEST_GUILESS_MAIN(TestHistoryModel)
#include "tst_historymodel.moc"

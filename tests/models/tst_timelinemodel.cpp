// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rig.h"
#include "models/timelinemodel.h"

#include <QAbstractItemModelTester>

using namespace kith;
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

private Q_SLOTS:
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

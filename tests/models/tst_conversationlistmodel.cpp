// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/conversationfilter.h"
#include "models/conversationlistmodel.h"
#include "models/rig.h"
#include "support/node.h"

#include <QAbstractItemModelTester>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Model = ConversationListModel;

class TestConversationListModel : public QObject {
    Q_OBJECT

private:
    static QStringList names(const QAbstractItemModel &model)
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row)
            all += model.index(row, 0).data(Model::NameRole).toString();
        return all;
    }

private Q_SLOTS:
    void showsAHostWithItsClientsBelow()
    {
        Rig host;
        Rig client;
        QVERIFY(host.open() && client.open());
        Model model(host.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const Endpoint endpoint = host.host();
        QVERIFY(!client.join(endpoint).isNull());
        QTRY_COMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0).data(Model::RowRole).toInt(), int(Model::Row::Host));
        QCOMPARE(model.index(0).data(Model::NameRole).toString(), endpoint.toString());
        QVERIFY(model.index(1).data(Model::LinkRole).value<Link>().isOnline());

        model.setCollapsed(host.hostId, true);
        QCOMPARE(model.rowCount(), 1);
        model.setCollapsed(host.hostId, false);
        QCOMPARE(model.rowCount(), 2);
        host.messenger.stopHost(host.hostId);
        QTRY_VERIFY(!model.index(1).data(Model::LinkRole).value<Link>().isOnline());
        host.messenger.removeHost(host.hostId);
        QTRY_COMPARE(model.rowCount(), 1);
    }

    void countsWhatWasNotRead()
    {
        Rig host;
        Rig client;
        QVERIFY(host.open() && client.open());
        Model model(host.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const ConversationId joined = client.join(host.host());
        QVERIFY(client.messenger.send(joined, u"hello"_s));
        QTRY_COMPARE(model.totalUnread(), 1);
        const auto id = model.index(1).data(Model::ConversationRole).value<Conversation>().id;
        QCOMPARE(model.index(1).data(Model::UnreadRole).toInt(), 1);
        host.messenger.markRead(id);
        QTRY_COMPARE(model.totalUnread(), 0);
    }

    void putsTheLatestFirstAndPinnedBeforeIt()
    {
        Rig host;
        Rig client;
        QVERIFY(host.open() && client.open());
        const Endpoint first = host.host();
        const Endpoint second = host.host();
        Model model(client.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const ConversationId a = client.join(first);
        const ConversationId b = client.join(second);
        for (const ConversationId &id : {a, b})
            QTRY_VERIFY(client.messenger.conversation(id)->last); // "is online" is told
        QVERIFY(client.messenger.send(b, u"older"_s));
        QTRY_COMPARE(model.indexOf(b).row(), 0);
        QTest::qSleep(2); // the clock that orders them counts milliseconds
        QVERIFY(client.messenger.send(a, u"newer"_s));
        QTRY_COMPARE(model.indexOf(a).row(), 0);
        client.messenger.setPinned(b, true);
        QTRY_COMPARE(model.indexOf(b).row(), 0);
        client.messenger.removeContact(client.messenger.conversation(b)->contact);
        QTRY_COMPARE(model.rowCount(), 1);
    }

    void findsByNameAddressAndLatestMessage()
    {
        Rig host;
        Rig client;
        QVERIFY(host.open() && client.open());
        Model model(client.messenger);
        ConversationFilter filter;
        filter.setSourceModel(&model);
        QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const Endpoint endpoint = host.host();
        const ConversationId id = client.join(endpoint);
        QVERIFY(client.messenger.send(id, u"the board is free"_s));
        client.messenger.rename(client.messenger.conversation(id)->contact, u"小明"_s);
        QTRY_COMPARE(names(filter), QStringList{u"小明"_s});
        for (const QString &needle : {u"小"_s, u"xm"_s, u"xiaom"_s, u"ＸＭ"_s, u"127.0.0.1"_s,
                                      QString::number(endpoint.port()), u"BOARD"_s}) {
            filter.setNeedle(needle);
            QCOMPARE(filter.rowCount(), 1);
        }
        filter.setNeedle(u"nobody"_s);
        QCOMPARE(filter.rowCount(), 0);
    }

    void showsPeople()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        Model model(bob.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const PeerId self = ann.messenger.peers().self();
        QVERIFY(ann.messenger.peers().befriend(bob.invitation()));
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        const ConversationId id = bob.messenger.peers().accept(self);
        QTRY_COMPARE(names(model), QStringList{u"Ann"_s});
        const auto data = [&](int role) { return model.indexOf(id).data(role); };
        QCOMPARE(data(Model::AddressRole).toString(), self.shortForm());
        QVERIFY(data(Model::NamedRole).toBool());
        QCOMPARE(data(Model::ContactRole).value<Contact>().trust, Contact::Trust::Seen);
        const Presence away{Presence::Availability::Away, u"tea"_s};
        ann.messenger.peers().setPresence(away);
        QTRY_COMPARE(data(Model::PresenceRole).value<Presence>(), away);

        const ContactId there = ann.messenger.peers().contactOf(bob.messenger.peers().self());
        QTRY_VERIFY(ann.messenger.contact(there)->isFriend());
        const ConversationId back = ann.messenger.find(there);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        ann.messenger.peers().setTyping(back, true);
        QTRY_VERIFY(data(Model::TypingRole).toBool());
        QVERIFY(!changed.isEmpty());
        bob.messenger.peers().block(self);
        QTRY_COMPARE(model.rowCount(), 0); // nothing was said
    }

    void keepsWhatABlockedPersonSaid()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        Model model(bob.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const PeerId self = ann.messenger.peers().self();
        const auto there = ann.messenger.peers().befriend(bob.invitation());
        QVERIFY(there);
        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        const ConversationId id = bob.messenger.peers().accept(self);
        QVERIFY(ann.messenger.send(*there, u"kept"_s));
        QTRY_COMPARE(bob.received(), QStringList{u"kept"_s});
        QSignalSpy changed(&bob.messenger, &Messenger::contactChanged);
        bob.messenger.peers().block(self);
        QTRY_VERIFY(!changed.isEmpty());
        QCoreApplication::processEvents(); // what is ordered later would be by now
        QVERIFY(model.indexOf(id).isValid());
    }
};

QTEST_GUILESS_MAIN(TestConversationListModel)
#include "tst_conversationlistmodel.moc"

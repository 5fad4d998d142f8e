// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/friendfilter.h"
#include "models/friendlistmodel.h"
#include "models/rig.h"
#include "support/node.h"

#include <QAbstractItemModelTester>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Model = FriendListModel;

class TestFriendListModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sortsPeopleIntoGroups()
    {
        Rig host;
        Rig client;
        QVERIFY(host.open() && client.open());
        Model strangers(host.messenger);
        Model friends(client.messenger);
        using Mode = QAbstractItemModelTester::FailureReportingMode;
        QAbstractItemModelTester strangersTester(&strangers, Mode::QtTest);
        QAbstractItemModelTester friendsTester(&friends, Mode::QtTest);
        const ConversationId id = client.join(host.host());
        QVERIFY(!id.isNull());

        QTRY_COMPARE(strangers.rowCount(), 1);
        QCOMPARE(strangers.index(0, 0).data(Model::GroupRole).toInt(), int(Model::Group::Strangers));
        QCOMPARE(friends.rowCount(), 1);
        const QModelIndex group = friends.index(0, 0);
        QCOMPARE(group.data(Model::GroupRole).toInt(), int(Model::Group::Friends));
        QTRY_COMPARE(group.data(Model::OnlineRole).toInt(), 1);
        QCOMPARE(group.data(Model::TotalRole).toInt(), 1);

        const ContactId contact = client.messenger.conversation(id)->contact;
        client.messenger.setGroup(contact, u"Lab"_s);
        client.messenger.rename(contact, u"Bob"_s);
        QTRY_COMPARE(friends.index(0, 0).data(Model::NameRole).toString(), u"Lab"_s);
        QCOMPARE(friends.rowCount(), 1);
        QTRY_COMPARE(friends.indexOf(contact).data(Model::NameRole).toString(), u"Bob"_s);

        client.messenger.close(id);
        QTRY_COMPARE(friends.index(0, 0).data(Model::OnlineRole).toInt(), 0);
        client.messenger.removeContact(contact);
        QTRY_COMPARE(friends.rowCount(), 0);
    }

    void findsPeopleWithTheirGroup()
    {
        Rig rig;
        QVERIFY(rig.open());
        Model model(rig.messenger);
        FriendFilter filter;
        filter.setSourceModel(&model);
        QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        rig.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40001"));
        rig.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:40002"));
        QTRY_COMPARE(model.rowCount(model.index(0, 0)), 2);
        filter.setNeedle(u"40002"_s);
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.rowCount(filter.index(0, 0)), 1);
        filter.setNeedle(u"nobody"_s);
        QCOMPARE(filter.rowCount(), 0);
        rig.messenger.rename(rig.messenger.contacts().first().id, u"张伟"_s);
        for (const QString &needle : {u"zw"_s, u"zhangwei"_s, u"zhangw"_s}) {
            filter.setNeedle(needle);
            QTRY_COMPARE(filter.rowCount(), 1);
        }
    }

    void showsPeopleWithTheirPresence()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        Model model(ann.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const PeerId self = bob.messenger.peers().self();
        QVERIFY(ann.messenger.peers().befriend(bob.invitation()));
        const ContactId id = ann.messenger.peers().contactOf(self);
        QTRY_VERIFY(model.indexOf(id).isValid());
        QCOMPARE(model.index(0, 0).data(Model::GroupRole).toInt(), int(Model::Group::Friends));
        QCOMPARE(model.indexOf(id).data(Model::AddressRole).toString(), self.shortForm());
        QVERIFY(model.indexOf(id).data(Model::NamedRole).toBool());

        QTRY_COMPARE(bob.messenger.peers().introductions().size(), 1);
        bob.messenger.peers().accept(ann.messenger.peers().self());
        QTRY_COMPARE(model.indexOf(id).data(Model::NameRole).toString(), u"Bob"_s);
        const Presence busy{Presence::Availability::Busy, u"until 4"_s};
        bob.messenger.peers().setPresence(busy);
        QTRY_COMPARE(model.indexOf(id).data(Model::PresenceRole).value<Presence>(), busy);
        QCOMPARE(model.index(0, 0).data(Model::OnlineRole).toInt(), 1);
        bob.messenger.peers().setPresence({Presence::Availability::Invisible, {}});
        QTRY_COMPARE(model.index(0, 0).data(Model::OnlineRole).toInt(), 0); // though the link is up

        ann.messenger.setGroup(id, u"Lab"_s);
        QTRY_COMPARE(model.index(0, 0).data(Model::NameRole).toString(), u"Lab"_s);
        ann.messenger.peers().block(self);
        QTRY_COMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestFriendListModel)
#include "tst_friendlistmodel.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/nearbymodel.h"
#include "support/node.h"

#include <QAbstractItemModelTester>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Model = NearbyModel;
using Relation = Model::Relation;
using Availability = Presence::Availability;

class TestNearbyModel : public QObject {
    Q_OBJECT

    /// `other` is linked with `node` and has greeted it.
    static void greets(Node &other, Node &node, const QString &words = {})
    {
        QVERIFY(other.messenger.peers().befriend(node.invitation(), words));
        const PeerId self = other.messenger.peers().self();
        QTRY_VERIFY(node.messenger.peers().nearby(self));
        QTRY_VERIFY(!node.messenger.peers().introductions().isEmpty());
    }
    static int relation(const Model &model, const PeerId &peer)
    {
        return model.indexOf(peer).data(Model::RelationRole).toInt();
    }

private Q_SLOTS:
    void tellsWhoIsThere()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        Model model(ann.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const PeerId self = bob.messenger.peers().self();
        greets(bob, ann);
        QCOMPARE(model.rowCount(), 1);
        const QModelIndex row = model.indexOf(self);
        QCOMPARE(row.data(Model::NameRole).toString(), u"Bob"_s);
        QCOMPARE(row.data(Model::ShortIdRole).toString(), self.shortForm());
        QCOMPARE(row.data(Model::AddressRole).toString().section(u':', 0, 0), u"127.0.0.1"_s);
        QVERIFY(row.data(Model::NamedRole).toBool());
        QCOMPARE(relation(model, self), int(Relation::Asks));

        bob.messenger.peers().setPresence({Availability::Busy, u"until 4"_s});
        const Presence busy{Availability::Busy, u"until 4"_s};
        QTRY_COMPARE(model.indexOf(self).data(Model::PresenceRole).value<Presence>(), busy);

        const uint before = row.data(Model::ColourKeyRole).toUInt();
        QCOMPARE(before, Model::colourKey(self));
        ann.messenger.peers().accept(self);
        QTRY_COMPARE(relation(model, self), int(Relation::Friend));
        ann.messenger.rename(ann.messenger.peers().contactOf(self), u"Bobby"_s);
        QTRY_COMPARE(model.indexOf(self).data(Model::NameRole).toString(), u"Bobby"_s);
        ann.messenger.peers().block(self);
        QTRY_COMPARE(model.rowCount(), 0);
    }

    void losesWhoGoes()
    {
        OnlineNode ann(u"Ann"_s);
        Model model(ann.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        {
            Node bob;
            bob.goOnline({});
            greets(bob, ann);
            QCOMPARE(model.rowCount(), 1);
            QVERIFY(!model.index(0).data(Model::NamedRole).toBool());
            QCOMPARE(model.index(0).data(Model::NameRole), model.index(0).data(Model::ShortIdRole));
            const QFuture<void> end = bob.messenger.shutDown();
            QTRY_VERIFY(end.isFinished());
        }
        QTRY_COMPARE(model.rowCount(), 0);
    }

    void hidesWhoWantsToBeTakenForOffline()
    {
        OnlineNode ann(u"Ann"_s);
        OnlineNode bob(u"Bob"_s);
        Model model(ann.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const PeerId self = bob.messenger.peers().self();
        greets(bob, ann);
        ann.messenger.peers().accept(self);
        bob.messenger.peers().setPresence({Availability::Invisible, {}});
        QTRY_COMPARE(model.rowCount(), 0);
        bob.messenger.peers().setPresence({Availability::Away, {}});
        QTRY_COMPARE(model.rowCount(), 1);
    }

    void warnsOfNamesLikeThoseOfFriends()
    {
        Node ann;
        Node bob;
        Node mallory;
        ann.goOnline(u"Ann"_s);
        bob.goOnline(u"Paul"_s);
        mallory.goOnline(u"PauI"_s); // with a capital i
        Model model(ann.messenger);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const PeerId real = bob.messenger.peers().self();
        const PeerId false_ = mallory.messenger.peers().self();
        greets(mallory, ann);
        QVERIFY(model.indexOf(false_).data(Model::SimilarRole).toString().isEmpty());
        QVERIFY(bob.messenger.peers().befriend(ann.invitation()));
        QTRY_COMPARE(ann.messenger.peers().introductions().size(), 2);
        ann.messenger.peers().accept(real);
        QTRY_COMPARE(model.indexOf(false_).data(Model::SimilarRole).toString(), u"Paul"_s);
        QVERIFY(model.indexOf(real).data(Model::SimilarRole).toString().isEmpty());
        ann.messenger.removeContact(ann.messenger.peers().contactOf(real));
        QTRY_VERIFY(model.indexOf(false_).data(Model::SimilarRole).toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNearbyModel)
#include "tst_nearbymodel.moc"

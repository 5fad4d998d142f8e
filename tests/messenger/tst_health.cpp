// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/peers.h"
#include "net/linkside.h"
#include "support/faultvfs.h"
#include "support/node.h"

#include <QDir>
#include <QTcpSocket>

#include <algorithm>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

class TestHealth : public QObject {
    Q_OBJECT

    /// A host that one script is connected to.
    struct Scene {
        explicit Scene(const QString &directory) : node(directory)
        {
            const Endpoint address = node.host();
            script.connectToHost(QHostAddress::LocalHost, address.port());
        }
        bool begin()
        {
            if (!QTest::qWaitFor([this] { return node.messenger.conversations().size() == 1; }))
                return false;
            id = node.messenger.conversations().first().id;
            script.write("before");
            return QTest::qWaitFor([this] { return node.received().size() == 1; });
        }
        QStringList texts()
        {
            QStringList list;
            for (const Message &message : node.history(id)) {
                if (message.kind == Message::Kind::Text)
                    list.append(message.text);
            }
            return list;
        }

        Node node;
        QTcpSocket script;
        ConversationId id;
    };

private Q_SLOTS:
    void whatAFullDiskRefusesIsShownAndSavedLater_data()
    {
        QTest::addColumn<bool>("byHand");
        QTest::newRow("by itself") << false;
        QTest::newRow("by hand") << true;
    }
    void whatAFullDiskRefusesIsShownAndSavedLater()
    {
        QFETCH(const bool, byHand);
        FaultVfs disk;
        QTemporaryDir directory;
        MessageId mine;
        {
            Scene scene(directory.path());
            QVERIFY(scene.begin());
            disk.failAt(FaultVfs::Fault::Full, 1);
            scene.script.write("during");
            QTRY_COMPARE(scene.node.received(), (QStringList{u"before"_s, u"during"_s}));
            QCOMPARE(scene.node.messenger.health(), StoreHealth::Full);
            const auto shown = scene.node.added.last().first().value<Message>();
            QCOMPARE(shown.failure, std::optional(Error::Kind::StoreFull));
            QVERIFY(shown.place.isNull());
            mine = *scene.node.messenger.send(scene.id, u"mine"_s);
            QTRY_COMPARE(scene.node.state(mine), Message::State::Queued);
            QCOMPARE(scene.texts(),
                     (QStringList{u"before"_s, u"during"_s, u"mine"_s})); // also when asked for anew
            QCOMPARE(scene.script.bytesAvailable(), 0);
            disk.clear();
            if (byHand)
                scene.node.messenger.tryStoreAgain();
            QTRY_COMPARE(scene.node.messenger.health(), StoreHealth::Fine);
            QTRY_COMPARE(scene.node.state(mine), Message::State::Sent);
            QTRY_COMPARE(scene.script.bytesAvailable(), 4);
            QCOMPARE(scene.script.readAll(), "mine");
        }
        Node again(directory.path());
        QStringList kept;
        for (const Message &message : again.history(again.messenger.conversations().first().id)) {
            if (message.kind == Message::Kind::Text)
                kept.append(message.text);
        }
        QCOMPARE(kept, (QStringList{u"before"_s, u"during"_s, u"mine"_s}));
    }

    void afterAFailedSyncNothingIsWrittenUntilSomebodyAsks()
    {
        FaultVfs disk;
        QTemporaryDir directory;
        Scene scene(directory.path());
        QVERIFY(scene.begin());
        disk.failAt(FaultVfs::Fault::SyncError, 1, FaultVfs::Lasting::Once);
        const auto mine = scene.node.messenger.send(scene.id, u"mine"_s);
        QTRY_COMPARE(scene.node.messenger.health(), StoreHealth::WriteFailed);
        QTRY_COMPARE(scene.node.state(*mine), Message::State::Queued);
        disk.count(FaultVfs::Fault::WriteError);
        scene.script.write("during"); // the disk would take it now
        QTRY_COMPARE(scene.node.received().size(), 2);
        QCOMPARE(scene.node.messenger.health(), StoreHealth::WriteFailed);
        QCOMPARE(disk.calls(), 0);
        QCOMPARE(scene.script.bytesAvailable(), 0);
        scene.node.messenger.tryStoreAgain();
        QTRY_COMPARE(scene.node.messenger.health(), StoreHealth::Fine);
        QTRY_COMPARE(scene.node.state(*mine), Message::State::Sent);
        QCOMPARE(scene.texts().size(), 3);
    }

    void whatTheDiskDoesNotGiveBackCanBeAskedForAgain()
    {
        FaultVfs disk;
        QTemporaryDir directory;
        Scene scene(directory.path());
        QVERIFY(scene.begin());
        History &history = scene.node.messenger.history();
        QSignalSpy failed(&history, &History::failed);
        history.remove(scene.id, {scene.node.added.last().first().value<Message>().id});
        QTRY_COMPARE(history.removedCount(), 1);
        QCOMPARE(scene.texts(), QStringList());
        disk.failAt(FaultVfs::Fault::Full, 1);
        history.undoRemove();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(history.removedCount(), 1); // it is still offered
        disk.clear();
        history.undoRemove();
        QTRY_COMPARE(scene.texts(), QStringList{u"before"_s});
        QCOMPARE(history.removedCount(), 0);
    }

    void whatWaitsCanBeTakenBackAndIsBounded()
    {
        FaultVfs disk;
        QTemporaryDir directory;
        Scene scene(directory.path());
        QVERIFY(scene.begin());
        disk.failAt(FaultVfs::Fault::Full, 1);
        const auto mine = scene.node.messenger.send(scene.id, u"a slip"_s);
        QTRY_COMPARE(scene.node.messenger.health(), StoreHealth::Full);
        scene.node.messenger.discard(*mine, scene.id);
        const QString large(1000 * 1000, u'x');
        int taken = 0;
        while (taken < 100 && scene.node.messenger.send(scene.id, large))
            ++taken;
        QVERIFY2(taken > 0 && taken < 10, qPrintable(QString::number(taken)));
        QCOMPARE(scene.node.messenger.send(scene.id, large).error().kind, Error::Kind::StoreFull);
        disk.clear();
        scene.node.messenger.tryStoreAgain();
        QTRY_COMPARE_WITH_TIMEOUT(scene.node.messenger.health(), StoreHealth::Fine, 20'000);
        QCOMPARE(scene.texts().size(), 1 + taken);
        QVERIFY(!scene.texts().contains(u"a slip"_s));
    }

    void whatAFriendWritesWhileTheDiskIsFullIsBounded()
    {
        FaultVfs disk;
        QTemporaryDir directory;
        Node ann(directory.path());
        ann.goOnline(u"Ann"_s);
        Peers &peers = ann.messenger.peers();
        LinkSide mallory;
        const auto call = [&] {
            const auto before = mallory.up.size();
            mallory.links->dial(peers.self(), ann.invitation().endpoint);
            return QTest::qWaitFor([&] { return mallory.up.size() > before; });
        };
        QVERIFY(call());
        mallory.links->send(peers.self(), mallory.linkWith(peers.self()), wire::Greeting{u"hello"_s});
        QTRY_COMPARE(peers.introductions().size(), 1);
        const ConversationId conversation = peers.accept(mallory.id());
        disk.failAt(FaultVfs::Fault::Full, 1);

        const QString page(wire::MaxTextBytes, u'x');
        constexpr int Pages = 10; // less than what a link may have that is not dealt with
        constexpr int Links = 20;
        for (int i = 0; i < Links; ++i) {
            if (i > 0)
                QVERIFY(call());
            for (int text = 0; text < Pages; ++text)
                mallory.say(peers.self(), page);
            mallory.links->close(peers.self());
            QTRY_VERIFY(peers.nearby().isEmpty());
        }
        QCOMPARE(ann.messenger.health(), StoreHealth::Full);
        const qsizetype most = 2 * PeerLink::MaxUnconsumedBytes / page.size() + 1;
        QVERIFY2(ann.received().size() <= most, qPrintable(QString::number(ann.received().size())));
        QVERIFY(ann.received().size() > Pages);

        disk.clear();
        QTRY_COMPARE(ann.messenger.health(), StoreHealth::Fine);
        const qsizetype kept = ann.received().size();
        QVERIFY(call()); // and is heard again
        mallory.say(peers.self(), u"sorry"_s);
        QTRY_COMPARE(ann.received().size(), kept + 1);
        QTRY_COMPARE(ann.history(conversation).last().text, u"sorry"_s);
    }

    void whatIsAcknowledgedMeanwhileIsSavedLater()
    {
        constexpr int Count = 50;
        FaultVfs disk;
        OnlineNode ann(u"Ann"_s);
        LinkSide ben;
        ben.listen();
        QTRY_VERIFY(!ben.endpoint.isNull());
        const auto conversation = ann.messenger.peers().befriend({ben.id(), ben.endpoint});
        QTRY_COMPARE(ben.up.size(), 1);
        const PeerId self = ann.messenger.peers().self();
        ben.links->send(self, ben.linkWith(self), wire::GreetingAnswer{wire::GreetingVerdict::Accepted});
        QList<MessageId> ids;
        for (int i = 0; i < Count; ++i)
            ids.append(*ann.messenger.send(*conversation, QString::number(i)));
        QTRY_COMPARE(ben.texts.size(), Count);
        disk.failAt(FaultVfs::Fault::Full, 1);
        for (const MessageId &id : std::as_const(ids))
            ben.links->send(self, ben.linkWith(self), wire::Ack{{id}});
        QTRY_COMPARE(ann.messenger.health(), StoreHealth::Full);
        disk.clear();
        ann.messenger.tryStoreAgain();
        QTRY_COMPARE_WITH_TIMEOUT(ann.messenger.health(), StoreHealth::Fine, 20'000);
        QTRY_VERIFY(std::all_of(ids.cbegin(), ids.cend(),
                                [&](const MessageId &id) { return ann.state(id) == Message::State::Delivered; }));
    }

    void goesBackToABackup()
    {
        QTemporaryDir directory;
        Scene scene(directory.path());
        QVERIFY(scene.begin());
        QSignalSpy changed(&scene.node.messenger, &Messenger::backupsChanged);
        scene.node.messenger.backUp();
        QTRY_COMPARE(changed.size(), 1);
        scene.script.write("after");
        QTRY_COMPARE(scene.node.received().size(), 2);
        auto backups = scene.node.messenger.backups();
        QTRY_VERIFY(backups.isFinished());
        QCOMPARE(backups.result().size(), 1);
        QSignalSpy replaced(&scene.node.messenger, &Messenger::historyReplaced);
        scene.node.messenger.restore(backups.result().first());
        QTRY_COMPARE(replaced.size(), 1);
        QCOMPARE(scene.texts(), QStringList{u"before"_s});
        QCOMPARE(QDir(directory.path()).entryList({u"kith.db.before-restore-*[0-9]"_s}).size(), 1);
        QTRY_COMPARE(scene.script.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(scene.node.messenger.send(scene.id, u"on it goes"_s));
        QTRY_COMPARE(scene.texts().size(), 2);
        scene.node.messenger.removeBackups();
        QTRY_COMPARE(changed.size(), 2);
        QVERIFY(QDir(directory.path() + u"/backups"_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestHealth)
#include "tst_health.moc"

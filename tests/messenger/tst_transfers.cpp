// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/node.h"

#include <QFutureWatcher>
#include <QTcpServer>
#include <QTcpSocket>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

template <typename T>
Result<T> resultOf(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 30'000) || future.resultCount() == 0)
        return failure(Error::Kind::TimedOut);
    return future.result();
}

const QString Address = u"tcp://127.0.0.1:9"_s;

} // namespace

class TestTransfers : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;

    QString file(const QString &name) const { return m_directory.filePath(name); }

    /// A history with one conversation and `count` messages that wait in it.
    void exportSome(int count, const QString &name)
    {
        Node node;
        const ConversationId id = node.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:9"));
        for (int i = 0; i < count; ++i)
            QVERIFY(node.messenger.send(id, u"message %1"_s.arg(i)));
        node.messenger.rename(node.messenger.conversation(id)->contact, u"somebody"_s);
        node.messenger.setDraft(id, u"begun"_s); // not kept yet
        ExportRequest request;
        request.file = name;
        request.format = *ExportRequest::formatOf(name);
        const auto exported = resultOf(node.messenger.exportHistory(request));
        QVERIFY(exported);
        QVERIFY(exported->messages >= count);
    }

private Q_SLOTS:
    void whatAnImportBringsIsTold_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("json") << u"history.json"_s;
        QTest::newRow("html") << u"history.html"_s;
    }
    void whatAnImportBringsIsTold()
    {
        QFETCH(const QString, name);
        exportSome(3, file(name));
        Node node;
        const QString other = u"udp://127.0.0.1:10"_s;
        node.messenger.direct(*Endpoint::parse(other));
        QSignalSpy contacts(&node.messenger, &Messenger::contactAdded);
        QSignalSpy conversations(&node.messenger, &Messenger::conversationAdded);
        QSignalSpy changed(&node.messenger.history(), &History::changed);
        const auto future = node.messenger.importHistory(file(name));
        const auto imported = resultOf(future);
        QVERIFY(imported);
        QCOMPARE(imported->conversations, 1);
        QVERIFY(imported->messages >= 3);
        QCOMPARE(future.progressValue(), future.progressMaximum());
        QCOMPARE(contacts.size(), 1);
        QCOMPARE(conversations.size(), 1);
        const ConversationId id = node.messenger.find(*Endpoint::parse(u"udp://127.0.0.1:9"));
        QVERIFY(!id.isNull());
        const auto conversation = node.messenger.conversation(id);
        QCOMPARE(conversation->draft, u"begun"_s);
        QVERIFY(conversation->last.has_value());
        QCOMPARE(node.messenger.contact(conversation->contact)->name, u"somebody"_s);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().value<ConversationId>(), id);
        QVERIFY(node.history(id).size() >= 3);

        const auto again = resultOf(node.messenger.importHistory(file(name)));
        QVERIFY(again);
        QCOMPARE(again->messages, 0);
        QCOMPARE(contacts.size(), 1);
        QCOMPARE(changed.size(), 1);
    }

    void whatWasTypedMeanwhileWins()
    {
        exportSome(1, file(u"typed.json"_s));
        Node node;
        const ConversationId id = node.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:9"));
        QSignalSpy conversations(&node.messenger, &Messenger::conversationChanged);
        node.messenger.setDraft(id, u"mine"_s);
        const auto imported = resultOf(node.messenger.importHistory(file(u"typed.json"_s)));
        QVERIFY(imported);
        QCOMPARE(imported->conversations, 0);
        QVERIFY(imported->messages >= 1);
        QCOMPARE(node.messenger.conversation(id)->draft, u"mine"_s);
        QCOMPARE(node.messenger.contact(node.messenger.conversation(id)->contact)->name, u"somebody"_s);
        QVERIFY(node.messenger.conversation(id)->last.has_value());
    }

    void nothingIsEverSentBecauseOfAnImport()
    {
        {
            Node offline; // the message waits: nobody listens there
            const ConversationId id = offline.messenger.join(*Endpoint::parse(Address));
            QTRY_COMPARE(offline.phase(id), Link::Phase::Offline);
            QVERIFY(offline.messenger.send(id, u"waits"_s));
            ExportRequest request;
            request.file = file(u"queued.json"_s);
            request.format = ExportRequest::Format::Json;
            QVERIFY(resultOf(offline.messenger.exportHistory(request)));
        }
        QFile exported(file(u"queued.json"_s));
        QVERIFY(exported.open(QIODevice::ReadOnly));
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QString target = u"tcp://127.0.0.1:%1"_s.arg(server.serverPort());
        QFile moved(file(u"moved.json"_s));
        QVERIFY(moved.open(QIODevice::WriteOnly));
        moved.write(exported.readAll().replace(Address.toUtf8(), target.toUtf8()));
        moved.close();

        Node node;
        const auto imported = resultOf(node.messenger.importHistory(moved.fileName()));
        QVERIFY(imported);
        QCOMPARE(imported->notSent, 1);
        const ConversationId id = node.messenger.join(*Endpoint::parse(target));
        QTRY_COMPARE(node.phase(id), Link::Phase::Online);
        QVERIFY(node.messenger.send(id, u"typed here"_s));
        QTRY_VERIFY(server.hasPendingConnections());
        QTcpSocket *peer = server.nextPendingConnection();
        QByteArray received;
        QTRY_VERIFY((received += peer->readAll()).contains("typed here"));
        QVERIFY(!received.contains("waits"));
    }

    void aCancelledExportHasNoResultAndNoFile()
    {
        Node node;
        node.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:9"));
        ExportRequest request;
        request.file = file(u"cancelled.html"_s);
        auto future = node.messenger.exportHistory(request);
        future.cancel();
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.resultCount(), 0);
        QVERIFY(!QFile::exists(request.file));
        // And the next one works.
        request.file = file(u"whole.html"_s);
        QVERIFY(resultOf(node.messenger.exportHistory(request)));
        QVERIFY(QFile::exists(request.file));
    }

    void anEndInTheMiddleWaitsForNothing()
    {
        exportSome(50, file(u"end.json"_s));
        QFuture<Result<ImportSummary>> future;
        {
            Node node;
            future = node.messenger.importHistory(file(u"end.json"_s));
        }
        QVERIFY(future.isFinished());
    }

    void withoutAHistoryThereIsNothingToExport()
    {
        NetworkThread network;
        PlainTextTransportFactory transports;
        Messenger messenger(network, transports);
        QCOMPARE(resultOf(messenger.exportHistory({})).error().kind, Error::Kind::StoreNotOpen);
        QCOMPARE(resultOf(messenger.importHistory({})).error().kind, Error::Kind::StoreNotOpen);
    }
};

QTEST_GUILESS_MAIN(TestTransfers)
#include "tst_transfers.moc"

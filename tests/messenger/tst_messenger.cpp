// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/node.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QUdpSocket>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

class TestMessenger : public QObject {
    Q_OBJECT

    static QStringList texts(const QList<Message> &messages)
    {
        QStringList list;
        for (const Message &message : messages) {
            if (message.kind == Message::Kind::Text)
                list.append(message.text);
        }
        return list;
    }

    static ConversationId onlyConversation(const Node &node)
    {
        const auto all = node.messenger.conversations();
        return all.size() == 1 ? all.first().id : ConversationId();
    }

private Q_SLOTS:
    void twoWindowsChat()
    {
        Node server;
        Node client;
        const Endpoint address = server.host();
        const ConversationId there = client.messenger.join(address);
        QTRY_COMPARE(client.phase(there), Link::Phase::Online);
        QTRY_COMPARE(server.messenger.conversations().size(), 1);
        const ConversationId here = onlyConversation(server);
        QTRY_COMPARE(server.phase(here), Link::Phase::Online);
        QCOMPARE(server.messenger.hosts().first().connected, 1);

        const auto hello = client.messenger.send(there, u"你好"_s);
        QVERIFY(hello);
        QTRY_COMPARE(server.received(), QStringList{u"你好"_s});
        QTRY_COMPARE(client.state(*hello), Message::State::Sent);
        QVERIFY(server.messenger.send(here, u"hello 👍"_s));
        QTRY_COMPARE(client.received(), QStringList{u"hello 👍"_s});

        QCOMPARE(server.messenger.conversation(here)->unread, 1);
        server.messenger.markRead(here);
        QCOMPARE(server.messenger.conversation(here)->unread, 0);
        QTRY_COMPARE(texts(server.history(here)), (QStringList{u"你好"_s, u"hello 👍"_s}));
    }

    void whatWasSaidIsThereAfterARestart()
    {
        QTemporaryDir directory;
        Endpoint address;
        {
            Node server(directory.path());
            Node client;
            const ConversationId there = client.messenger.join(server.host());
            QTRY_COMPARE(client.phase(there), Link::Phase::Online);
            QVERIFY(client.messenger.send(there, u"one"_s));
            QTRY_COMPARE(server.received().size(), 1);
            QVERIFY(server.messenger.send(onlyConversation(server), u"two"_s));
            QTRY_COMPARE(client.received().size(), 1);
            address = server.messenger.conversations().first().endpoint;
            auto ended = server.messenger.shutDown();
            QTRY_VERIFY(ended.isFinished());
        }
        Node again(directory.path());
        const ConversationId id = again.messenger.find(address);
        QVERIFY(!id.isNull());
        QCOMPARE(texts(again.history(id)), (QStringList{u"one"_s, u"two"_s}));
        QCOMPARE(again.messenger.conversation(id)->unread, 1);
        QCOMPARE(again.messenger.conversation(id)->last->text, u"two"_s);
    }

    void refusesWhatCannotBeSent()
    {
        Node node;
        const ConversationId id = node.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:9"));
        QCOMPARE(node.messenger.send(id, u" \n\t"_s).error().kind, Error::Kind::EmptyText);
        QCOMPARE(node.messenger.send(id, QString(1024 * 1024 + 1, u'x')).error().kind,
                 Error::Kind::TooLongForOneMessage);
        QCOMPARE(node.messenger.send(ConversationId::random(), u"x"_s).error().kind,
                 Error::Kind::NoSuchConversation);
        QCOMPARE(node.added.size(), 0);
    }

    void tellsWhyAPortCannotBeHosted()
    {
        Node node;
        const Endpoint taken = node.host();
        const HostId second = node.messenger.host(taken);
        QTRY_COMPARE(node.messenger.host(second)->state, Host::State::Stopped);
        QVERIFY(node.messenger.host(second)->error);
        QCOMPARE(node.messenger.host(second)->error->kind, Error::Kind::PortInUse);
        QVERIFY(sentence(*node.messenger.host(second)->error).contains(QString::number(taken.port())));
        node.messenger.removeHost(second);
        QCOMPARE(node.messenger.hosts().size(), 1);
    }

    void tellsWhyAServerCannotBeJoined()
    {
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        const quint16 port = free.serverPort();
        free.close();
        Node node;
        const ConversationId id = node.messenger.join(*Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", port));
        QCOMPARE(node.phase(id), Link::Phase::Connecting);
        QTRY_COMPARE(node.phase(id), Link::Phase::Offline);
        QCOMPARE(node.messenger.link(id).error->kind, Error::Kind::ConnectionRefused);
    }

    void whatWasTypedOfflineGoesWhenConnected()
    {
        QTcpServer script;
        QVERIFY(script.listen(QHostAddress::LocalHost));
        const auto address = *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", script.serverPort());
        script.close();
        Node node;
        const ConversationId id = node.messenger.join(address);
        QTRY_COMPARE(node.phase(id), Link::Phase::Offline);
        const auto first = node.messenger.send(id, u"kept"_s);
        QTRY_VERIFY(node.changed.size() > 0);
        QCOMPARE(node.state(*first), Message::State::Queued);

        QVERIFY(script.listen(QHostAddress::LocalHost, address.port()));
        node.messenger.reconnect(id);
        QTRY_VERIFY(script.hasPendingConnections());
        QTcpSocket *peer = script.nextPendingConnection();
        QTRY_COMPARE(node.state(*first), Message::State::Sent);
        QTRY_COMPARE(peer->bytesAvailable(), 4);
        QCOMPARE(peer->readAll(), "kept");
    }

    void takesTurnsWithAServerAndSendsNowOnRequest()
    {
        QTcpServer script;
        QVERIFY(script.listen(QHostAddress::LocalHost));
        Node node;
        const ConversationId id =
            node.messenger.join(*Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", script.serverPort()));
        QTRY_VERIFY(script.hasPendingConnections());
        QTcpSocket *peer = script.nextPendingConnection();
        const auto one = node.messenger.send(id, u"one"_s);
        const auto two = node.messenger.send(id, u"two"_s);
        const auto three = node.messenger.send(id, u"three"_s);
        QTRY_COMPARE(node.state(*one), Message::State::Sent);
        QTRY_COMPARE(node.messenger.waiting(id), 2);
        QVERIFY(node.messenger.isWaiting(*two));
        QTRY_COMPARE(peer->bytesAvailable(), 3);
        QCOMPARE(peer->readAll(), "one");
        peer->write("answer");
        QTRY_COMPARE(node.state(*two), Message::State::Sent);
        QTRY_COMPARE(peer->bytesAvailable(), 3);
        QCOMPARE(peer->readAll(), "two");
        QCOMPARE(node.messenger.waiting(id), 1);
        node.messenger.sendNow(id);
        QTRY_COMPARE(node.state(*three), Message::State::Sent);
        QTRY_COMPARE(peer->bytesAvailable(), 5);
        QCOMPARE(peer->readAll(), "three");
        QTRY_COMPARE(node.messenger.conversation(id)->options.turns, Turns::Free);
    }

    void leavingSaysQAfterWhatWasTypedBefore_data()
    {
        QTest::addColumn<bool>("byTyping");
        QTest::newRow("typed") << true;
        QTest::newRow("closed") << false;
    }
    void leavingSaysQAfterWhatWasTypedBefore()
    {
        QFETCH(const bool, byTyping);
        QTcpServer script;
        QVERIFY(script.listen(QHostAddress::LocalHost));
        Node node;
        const ConversationId id =
            node.messenger.join(*Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", script.serverPort()));
        QTRY_VERIFY(script.hasPendingConnections());
        QTcpSocket *peer = script.nextPendingConnection();
        QTRY_COMPARE(node.phase(id), Link::Phase::Online);
        QVERIFY(node.messenger.send(id, u"last words"_s));
        if (byTyping)
            QVERIFY(node.messenger.send(id, u" q "_s)->isNull());
        else
            node.messenger.close(id);
        QTRY_COMPARE(peer->bytesAvailable(), 10);
        QCOMPARE(peer->readAll(), "last words");
        peer->write("answer");
        QTRY_COMPARE(peer->bytesAvailable(), 1);
        QCOMPARE(peer->readAll(), "q");
        QTRY_COMPARE(peer->state(), QAbstractSocket::UnconnectedState);
        QTRY_COMPARE(node.phase(id), Link::Phase::Offline);
        QCOMPARE(node.messenger.link(id).end, Link::End::WeLeft);
        QCOMPARE(texts(node.history(id)), (QStringList{u"last words"_s, u"answer"_s}));
    }

    void shuttingDownSaysQToServers()
    {
        QTcpServer script;
        QVERIFY(script.listen(QHostAddress::LocalHost));
        Node node;
        node.messenger.join(*Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", script.serverPort()));
        QTRY_VERIFY(script.hasPendingConnections());
        QTcpSocket *peer = script.nextPendingConnection();
        QTRY_COMPARE(node.messenger.link(onlyConversation(node)).phase, Link::Phase::Online);
        auto ended = node.messenger.shutDown();
        QTRY_COMPARE(peer->bytesAvailable(), 1);
        QCOMPARE(peer->readAll(), "q");
        QTRY_VERIFY(ended.isFinished());
    }

    void aReceivedQEndsOnlyThatClient()
    {
        Node server;
        const Endpoint address = server.host();
        Node a;
        Node b;
        const ConversationId fromA = a.messenger.join(address);
        const ConversationId fromB = b.messenger.join(address);
        QTRY_COMPARE(a.phase(fromA), Link::Phase::Online);
        QTRY_COMPARE(b.phase(fromB), Link::Phase::Online);
        QTRY_COMPARE(server.messenger.hosts().first().connected, 2);
        QVERIFY(a.messenger.send(fromA, u"q"_s));
        QTRY_COMPARE(server.messenger.hosts().first().connected, 1);
        QVERIFY(b.messenger.send(fromB, u"still here"_s));
        QTRY_COMPARE(server.received(), QStringList{u"still here"_s});
        const auto &links = std::as_const(server.links);
        const bool saidQ = std::any_of(links.begin(), links.end(), [](const QList<QVariant> &arguments) {
            return arguments.at(1).value<Link>().end == Link::End::SaidQ;
        });
        QVERIFY(saidQ);
    }

    void datagramsGoBothWaysAndAStrangersQEndsNothing()
    {
        QUdpSocket script;
        QVERIFY(script.bind(QHostAddress::LocalHost));
        Node node;
        const ConversationId id =
            node.messenger.direct(*Endpoint::make(Endpoint::Scheme::Udp, u"127.0.0.1", script.localPort()),
                                  *Endpoint::parse(u"udp://127.0.0.1:0", Endpoint::Use::Local));
        QTRY_COMPARE(node.phase(id), Link::Phase::Online);
        QVERIFY(node.messenger.send(id, u"ping"_s));
        QTRY_VERIFY(script.hasPendingDatagrams());
        char buffer[100];
        QHostAddress from;
        quint16 port = 0;
        QCOMPARE(script.readDatagram(buffer, sizeof buffer, &from, &port), 4);
        QUdpSocket stranger;
        stranger.writeDatagram("q", from, port);
        script.writeDatagram("pong", from, port);
        QTRY_COMPARE(node.received(), QStringList{u"pong"_s});
        QCOMPARE(node.messenger.contacts().size(), 1);
        QCOMPARE(node.phase(id), Link::Phase::Online);
        script.writeDatagram("q", from, port);
        QTRY_COMPARE(node.phase(id), Link::Phase::Offline);
        script.writeDatagram("back", from, port);
        QTRY_COMPARE(node.phase(id), Link::Phase::Online);
        QTRY_COMPARE(node.received().size(), 2);
    }

    void aFailedMessageCanBeSentAgainOrDiscarded()
    {
        QTemporaryDir directory;
        ConversationId id;
        const auto address = *Endpoint::parse(u"udp://127.0.0.1:9");
        {
            // A message that was being sent when the program ended: nobody knows whether it left.
            Store store(directory.filePath(u"kith.db"_s));
            store.open().waitForFinished();
            Contact contact;
            contact.id = ContactId::random();
            contact.endpoint = address;
            contact.addedAt = QDateTime::currentDateTimeUtc();
            Conversation conversation;
            conversation.id = id = ConversationId::random();
            conversation.contact = contact.id;
            conversation.endpoint = address;
            store.save(contact);
            store.save(conversation);
            for (const QString &text : {u"again"_s, u"never"_s}) {
                Message message;
                message.id = MessageId::random();
                message.conversation = id;
                message.text = text;
                message.sentAt = message.receivedAt = QDateTime::currentDateTimeUtc();
                message.state = Message::State::Sending;
                store.append(message);
            }
        }
        Node node(directory.path());
        const QList<Message> before = node.history(id);
        QCOMPARE(before.size(), 2);
        QCOMPARE(before.first().state, Message::State::Failed);
        QCOMPARE(*before.first().failure, Error::Kind::Interrupted);
        node.messenger.sendAgain(before.first().id, id);
        node.messenger.discard(before.last().id, id);
        QTRY_COMPARE(texts(node.history(id)), QStringList{u"again"_s});
        QTRY_COMPARE(node.history(id).first().state, Message::State::Sent);
    }

    void namesAreMadeHarmless()
    {
        Node node;
        node.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:9"));
        const ContactId id = node.messenger.contacts().first().id;
        node.messenger.rename(id, u" 张\u202E伟\n\u0007 <b>x</b> "_s);
        QCOMPARE(node.messenger.contact(id)->name, u"张伟 <b>x</b>"_s);
        node.messenger.rename(id, QString(200, u'x'));
        QCOMPARE(node.messenger.contact(id)->name.size(), Messenger::MaxNameLength);
    }

    void aMegabyteIsShownAsAnExcerptAndKeptWhole()
    {
        Node server;
        QTcpSocket script;
        const Endpoint address = server.host();
        script.connectToHost(QHostAddress::LocalHost, address.port());
        QTRY_COMPARE(server.messenger.conversations().size(), 1);
        script.write(QByteArray(1024 * 1024, 'x'));
        QTRY_COMPARE(server.received().size(), 1);
        const auto shown = server.added.last().first().value<Message>();
        QVERIFY(shown.isExcerpt);
        QCOMPARE(shown.text.size(), Message::ShownCharacters);
        auto whole = server.messenger.history().message(shown.id);
        QTRY_VERIFY(whole.isFinished());
        QCOMPARE(whole.result()->text.size(), 1024 * 1024);
    }

    void whatIsDeletedCanBeTakenBackForAWhile()
    {
        QTemporaryDir directory;
        ConversationId id;
        MessageId gone;
        {
            Node node(directory.path());
            id = node.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:9"));
            for (const auto &text : {u"first"_s, u"second"_s, u"third"_s})
                QVERIFY(node.messenger.send(id, text));
            QTRY_COMPARE(texts(node.history(id)).size(), 3);
            History &history = node.messenger.history();
            QSignalSpy removed(&node.messenger, &Messenger::messageRemoved);
            QSignalSpy changed(&history, &History::changed);
            const QList<Message> all = node.history(id);
            history.remove(id, {all[1].id, all[2].id});
            QTRY_COMPARE(removed.size(), 2);
            QCOMPARE(history.removedCount(), 2);
            QCOMPARE(texts(node.history(id)), QStringList{u"first"_s});
            QTRY_COMPARE(node.messenger.conversation(id)->last->text, u"first"_s);
            history.undoRemove();
            QTRY_COMPARE(changed.size(), 1);
            QCOMPARE(history.removedCount(), 0);
            QCOMPARE(texts(node.history(id)).size(), 3);
            QTRY_COMPARE(node.messenger.conversation(id)->last->text, u"third"_s);
            gone = all[0].id;
            history.remove(id, {gone});
            QTRY_COMPARE(history.removedCount(), 1);
            node.messenger.shutDown(); // ends the time for second thoughts
            QCOMPARE(history.removedCount(), 0);
        }
        Node node(directory.path());
        QCOMPARE(texts(node.history(id)), (QStringList{u"second"_s, u"third"_s}));
        auto read = node.messenger.history().message(gone);
        QTRY_VERIFY(read.isFinished());
        QVERIFY(!read.result());
    }

    void starsAndCommentsAreTold()
    {
        Node node;
        const ConversationId id = node.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:9"));
        const MessageId message = *node.messenger.send(id, u"x"_s);
        QTRY_COMPARE(node.state(message), Message::State::Sent);
        node.changed.clear();
        node.messenger.history().setStarred({message}, true);
        node.messenger.history().setComment(message, u" "_s + QString(600, u'c'));
        QTRY_COMPARE(node.changed.size(), 2);
        const auto last = node.changed.last().first().value<Message>();
        QVERIFY(last.starred);
        QCOMPARE(last.comment, QString(Message::MaxComment, u'c'));
    }

    void removingAContactForgetsIt()
    {
        Node node;
        const ConversationId id = node.messenger.direct(*Endpoint::parse(u"udp://127.0.0.1:9"));
        QVERIFY(node.messenger.send(id, u"x"_s));
        QSignalSpy removed(&node.messenger, &Messenger::conversationRemoved);
        node.messenger.removeContact(node.messenger.contacts().first().id);
        QCOMPARE(removed.size(), 1);
        QVERIFY(node.messenger.contacts().isEmpty());
        QVERIFY(node.history(id).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestMessenger)
#include "tst_messenger.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/history.h"
#include "messenger/messenger.h"
#include "messenger/peers.h"
#include "net/networkthread.h"
#include "net/transportfactory.h"
#include "store/store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace kith::test {

/// A whole Kith without a window, on real sockets and a real database file.
class Node {
public:
    /// In `directory`, or in one of its own.
    explicit Node(const QString &directory = {})
        : store((directory.isEmpty() ? m_own.path() : directory) + QStringLiteral("/kith.db"))
        , messenger(store, network, transports)
        , added(&messenger, &Messenger::messageAdded)
        , changed(&messenger, &Messenger::messageChanged)
        , links(&messenger, &Messenger::linkChanged)
        , hosts(&messenger, &Messenger::hostChanged)
    {
        QSignalSpy opened(&messenger, &Messenger::opened);
        messenger.open();
        if (!opened.wait())
            qFatal("the store did not open");
    }

    /// Hosts on a free port of the loopback and returns its endpoint.
    Endpoint host(const HostOptions &options = {})
    {
        const HostId id = messenger.host(*Endpoint::parse(u"tcp://127.0.0.1:0", Endpoint::Use::Local), options);
        if (!QTest::qWaitFor([&] { return messenger.host(id)->state == Host::State::Listening; }))
            qFatal("not listening");
        return messenger.host(id)->local;
    }

    /// Goes among people under `name`, at a free port, without the discovery unless told.
    void goOnline(const QString &name, Peers::Options options = quietly())
    {
        auto identity = Identity::create();
        if (!identity)
            qFatal("no identity");
        goOnline(name, std::move(*identity), options);
    }
    void goOnline(const QString &name, Identity identity, Peers::Options options = quietly())
    {
        options.name = name;
        if (!messenger.peers().start(std::move(identity), options))
            qFatal("no links");
        if (!QTest::qWaitFor([&] { return !messenger.peers().local().isNull(); }))
            qFatal("no port for links");
    }
    static Peers::Options quietly()
    {
        Peers::Options options;
        options.visibility = Peers::Visibility::Off;
        options.port = 0;
        options.limits.firstRetry = std::chrono::milliseconds(20);
        options.limits.lastRetry = std::chrono::milliseconds(200);
        options.limits.handshakesASecond = 1000;
        options.limits.dialsASecond = 1000;
        options.moving = std::chrono::milliseconds(100);
        return options;
    }
    /// How others reach it on this computer.
    Invitation invitation()
    {
        const quint16 port = messenger.peers().local().port();
        return {messenger.peers().self(), *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", port)};
    }

    /// The texts that arrived, in order.
    QStringList received() const
    {
        QStringList texts;
        for (const auto &arguments : added) {
            const auto message = arguments.first().value<Message>();
            if (message.kind == Message::Kind::Text && !message.isMine())
                texts.append(message.text);
        }
        return texts;
    }

    Link::Phase phase(const ConversationId &id) const { return messenger.link(id).phase; }

    Message::State state(const MessageId &id) const
    {
        Message::State last = Message::State::Queued;
        for (const auto &arguments : changed) {
            const auto message = arguments.first().value<Message>();
            if (message.id == id)
                last = message.state;
        }
        return last;
    }

    /// The whole history of a conversation that fits a page.
    QList<Message> history(const ConversationId &id)
    {
        auto future = messenger.history().latest(id, 10'000);
        future.waitForFinished();
        return future.result().value_or(QList<Message>());
    }

private:
    QTemporaryDir m_own;

public:
    NetworkThread network{qgetenv("KITH_TEST_NETWORK") == "here" ? NetworkThread::Where::Here
                                                                 : NetworkThread::Where::Beside};
    PlainTextTransportFactory transports;
    Store store;
    Messenger messenger;
    QSignalSpy added;
    QSignalSpy changed;
    QSignalSpy links;
    QSignalSpy hosts;
};

/// One that is among people from the start.
class OnlineNode : public Node {
public:
    explicit OnlineNode(const QString &name, const QString &directory = {}) : Node(directory) { goOnline(name); }
};

} // namespace kith::test

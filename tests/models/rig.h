// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/messenger.h"
#include "net/networkthread.h"
#include "net/transportfactory.h"
#include "store/store.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace kith::test {

/// A Messenger on a store of its own and real sockets of this computer.
class Rig {
public:
    Rig()
        : m_store(m_directory.filePath(QStringLiteral("history.sqlite")))
        , messenger(m_store, m_network, m_transports)
    {
    }
    ~Rig()
    {
        const QFuture<void> end = messenger.shutDown();
        [[maybe_unused]] const bool isDone =
            QTest::qWaitFor([&] { return end.isFinished() && !messenger.isBusy(); });
    }

    bool open()
    {
        messenger.open();
        return QTest::qWaitFor([this] { return messenger.isOpen(); });
    }
    /// Hosts on a free port of this computer: the endpoint to join, null when that failed.
    Endpoint host()
    {
        hostId = messenger.host(*Endpoint::parse(u"tcp://127.0.0.1:0", Endpoint::Use::Local));
        const bool listens =
            QTest::qWaitFor([this] { return messenger.host(hostId)->state == Host::State::Listening; });
        return listens ? messenger.host(hostId)->local : Endpoint();
    }
    /// Connects to `remote`, taking no turns; null when that failed.
    ConversationId join(const Endpoint &remote)
    {
        const ConversationId id = messenger.join(remote, PlainTextOptions{});
        return QTest::qWaitFor([&] { return messenger.link(id).isOnline(); }) ? id : ConversationId();
    }

private:
    /// In memory where the system offers it: what a commit costs is measured elsewhere.
    static QString place()
    {
        const QString memory = QStringLiteral("/dev/shm");
        return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + QStringLiteral("/kith-XXXXXX");
    }

    QTemporaryDir m_directory{place()};
    Store m_store;
    NetworkThread m_network;
    PlainTextTransportFactory m_transports;

public:
    Messenger messenger;
    HostId hostId;
};

} // namespace kith::test

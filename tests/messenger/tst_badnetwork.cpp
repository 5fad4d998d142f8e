// SPDX-License-Identifier: GPL-3.0-or-later
// Two friends write to each other over a bad network, and both programs are killed at random instants: everything
// arrives, once, in order. KITH_MESSAGES, KITH_KILLS and KITH_STALLS=1 (stalls of up to a minute, and the times of the
// released program) make it longer than in the suite.
#include "core/future.h"
#include "messenger/peers.h"
#include "support/faultproxy.h"
#include "support/memorydirectory.h"
#include "support/node.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QTimer>

#include <csignal>
#include <cstdio>

#include <unistd.h>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

bool isLong()
{
    return qEnvironmentVariableIsSet("KITH_STALLS");
}

Peers::Options options(quint16 port)
{
    Peers::Options options;
    options.visibility = Peers::Visibility::Off;
    options.port = port;
    options.limits.strangersAnAddress = 16; // all come from the proxy
    options.limits.handshakesASecond = 1000;
    if (isLong()) {
        options.limits.lastRetry = std::chrono::seconds(5);
        return options;
    }
    options.limits.firstByte = std::chrono::milliseconds(1'500);
    options.limits.handshake = std::chrono::milliseconds(3'000);
    options.limits.pingAfter = std::chrono::milliseconds(900);
    options.limits.pong = std::chrono::milliseconds(600);
    options.limits.probe = std::chrono::milliseconds(400);
    options.limits.firstRetry = std::chrono::milliseconds(50);
    options.limits.lastRetry = std::chrono::milliseconds(500);
    return options;
}

/// A program that writes the numbers from 1 to `count` to its only friend, goes on where it was when it was killed, and
/// says when everything has gone and come.
class Talker : public QObject {
public:
    Talker(const QString &directory, quint16 port, qint64 count)
        : m_count(count), m_store(directory + u"/kith.db"_s), m_messenger(m_store, m_network, m_transports)
    {
        connect(&m_messenger, &Messenger::opened, this, [this, directory, port] {
            m_conversation = m_messenger.conversations().constFirst().id;
            m_messenger.peers().open(directory, options(port));
            m_timer.start(20);
        });
        connect(&m_messenger, &Messenger::storeFailed, this, [] { ::_exit(1); });
        connect(&m_messenger, &Messenger::messageAdded, this, [this](const Message &message) {
            m_received += message.kind == Message::Kind::Text && !message.isMine() ? 1 : 0;
        });
        connect(&m_timer, &QTimer::timeout, this, &Talker::say);
        m_messenger.open();
    }

private:
    void say()
    {
        const Contact contact = *m_messenger.contact(m_messenger.conversation(m_conversation)->contact);
        for (int i = 0; i < 2 && contact.sentCounter + i < m_count; ++i)
            static_cast<void>(m_messenger.send(m_conversation, QString::number(contact.sentCounter + i + 1)));
        const bool isAllThere = contact.sentCounter >= m_count && contact.receivedCounter >= m_count;
        if (!isAllThere || m_messenger.isBusy() || m_isLooking)
            return;
        m_isLooking = true;
        whenFinished(m_store.outbox(m_conversation, 0, 1), this, [this](const Result<QList<Message>> &left) {
            m_isLooking = false;
            if (!left || !left->isEmpty() || std::exchange(m_isDone, true))
                return;
            std::fputs("done\n", stdout);
            std::fflush(stdout);
        });
    }

    qint64 m_count;
    qint64 m_received = 0;
    NetworkThread m_network;
    PlainTextTransportFactory m_transports;
    Store m_store;
    Messenger m_messenger;
    ConversationId m_conversation;
    QTimer m_timer;
    bool m_isLooking = false;
    bool m_isDone = false;
};

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress(QHostAddress::LocalHost)) ? server.serverPort() : quint16(0);
}

} // namespace

class TestBadNetwork : public QObject {
    Q_OBJECT

    struct Side {
        QTemporaryDir directory{memoryDirectoryTemplate()};
        quint16 port = freePort();
        std::unique_ptr<FaultProxy> proxy; ///< In front of it.
        std::unique_ptr<QProcess> program;
        bool isDone = false;

        Invitation invitation(const PeerId &self) const
        {
            return {self, *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", proxy->port())};
        }
        void start(int count)
        {
            isDone = false;
            program = std::make_unique<QProcess>();
            program->setProcessChannelMode(QProcess::ForwardedErrorChannel);
            QObject::connect(program.get(), &QProcess::readyReadStandardOutput, program.get(),
                             [this] { isDone = isDone || program->readAllStandardOutput().contains("done"); });
            program->start(QCoreApplication::applicationFilePath(),
                           {u"--talk"_s, directory.path(), QString::number(port), QString::number(count)});
        }
        bool end(int signal)
        {
            ::kill(pid_t(program->processId()), signal);
            return QTest::qWaitFor([this] { return program->state() == QProcess::NotRunning; }, 10'000);
        }
    };

    static PeerId open(Node &node, const Side &side)
    {
        const auto opening = node.messenger.peers().open(side.directory.path(), options(side.port));
        if (!QTest::qWaitFor([&] { return !node.messenger.peers().local().isNull(); }) || !opening.result())
            qFatal("not open");
        return node.messenger.peers().self();
    }

    /// Makes the two friends, each with the proxy's address of the other.
    static void befriend(Side &one, Side &other)
    {
        Node ann(one.directory.path());
        Node bob(other.directory.path());
        const PeerId annId = open(ann, one);
        const PeerId bobId = open(bob, other);
        QVERIFY(ann.messenger.peers().befriend(other.invitation(bobId)));
        QVERIFY(bob.messenger.peers().befriend(one.invitation(annId)));
        const auto isFriend = [](Node &node) { return node.messenger.contacts().constFirst().isFriend(); };
        QTRY_VERIFY_WITH_TIMEOUT(isFriend(ann) && isFriend(bob), 60'000);
        QCOMPARE(ann.messenger.contacts().constFirst().endpoint, other.invitation(bobId).endpoint);
        QCOMPARE(bob.messenger.contacts().constFirst().endpoint, one.invitation(annId).endpoint);
    }

    static void check(const Side &side, int count)
    {
        Node node(side.directory.path());
        const QList<Message> all = node.history(node.messenger.conversations().constFirst().id);
        int ours = 0;
        int theirs = 0;
        for (const Message &message : all) {
            QCOMPARE(message.kind, Message::Kind::Text);
            QCOMPARE(message.text, QString::number(message.isMine() ? ++ours : ++theirs));
            QCOMPARE(message.counter, message.text.toLongLong());
            QCOMPARE(message.state, message.isMine() ? Message::State::Delivered : Message::State::Received);
        }
        QCOMPARE(ours, count);
        QCOMPARE(theirs, count);
    }

private Q_SLOTS:
    void everythingArrivesOnceAndInOrder()
    {
        const int count = countFromEnvironment("KITH_MESSAGES", 1'000) / 2;
        const int kills = countFromEnvironment("KITH_KILLS", 8);
        FaultProxy::Faults faults;
        if (!isLong()) {
            faults.longestDelay = std::chrono::milliseconds(50);
            faults.shortestStall = std::chrono::milliseconds(100);
            faults.longestStall = std::chrono::milliseconds(3'000);
        }
        Side one;
        Side other;
        one.proxy = std::make_unique<FaultProxy>(one.port, faults, 1);
        other.proxy = std::make_unique<FaultProxy>(other.port, faults, 2);
        befriend(one, other);
        if (QTest::currentTestFailed())
            return;

        QElapsedTimer took;
        took.start();
        QRandomGenerator random(3);
        Side *const sides[] = {&one, &other};
        for (Side *side : sides)
            side->start(count);
        for (int i = 0; i < kills; ++i) {
            Side &victim = *sides[i % 2];
            const int life = isLong() ? random.bounded(500, 6'000) : random.bounded(100, 1'500);
            const QDeadlineTimer wait(life);
            QVERIFY(QTest::qWaitFor([&] { return wait.hasExpired(); }, life + 5'000));
            QVERIFY(victim.end(SIGKILL));
            victim.start(count);
        }
        const int patience = isLong() ? 1'800'000 : 100'000; // a name, as the macro does sums with it
        QTRY_VERIFY_WITH_TIMEOUT(one.isDone && other.isDone, patience);
        for (Side *side : sides)
            QVERIFY(side->end(SIGTERM));
        qInfo("%d messages each way, %d kills, %d connections, %d cuts, %d stalls, %.1f s", count, kills,
              one.proxy->connections + other.proxy->connections, one.proxy->cuts + other.proxy->cuts,
              one.proxy->stalls + other.proxy->stalls, double(took.elapsed()) / 1000);
        QVERIFY(one.proxy->cuts + other.proxy->cuts > 0 && one.proxy->stalls + other.proxy->stalls > 0);
        check(one, count);
        check(other, count);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--talk") {
        const Talker talker(arguments.value(2), arguments.value(3).toUShort(), arguments.value(4).toLongLong());
        return QCoreApplication::exec();
    }
    TestBadNetwork test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_badnetwork.moc"

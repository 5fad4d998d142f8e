// SPDX-License-Identifier: GPL-3.0-or-later
// How long 64 bytes take to the other side and back, for each way to send them, as a ratio to a bare QTcpSocket.
// For each round and each way two processes of this program are started on one core: one answers, the other asks and
// prints its median. Ways take turns within a round, so that a machine that changes its speed changes it for all.
//
//   bench_roundtrip [--rounds 9] [--count 5000] [--cpu 0]
//
// A further way is one more line in ways(): something that answers at a port, and something that asks there.
#include "bench/figures.h"
#include "core/workerthread.h"
#include "messenger/messenger.h"
#include "net/networkthread.h"
#include "net/transport.h"
#include "net/transportfactory.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

constexpr PlainTextOptions InLines{Framing::Lines, Charset::Utf8, Turns::Free};

QString text()
{
    return QString(MessageBytes - 1, u'p'); // the line end counts
}

// A bare QTcpSocket, both sides on the main thread with the dispatcher that Qt chooses there.

void answerBare()
{
    auto *server = new QTcpServer(qApp);
    QObject::connect(server, &QTcpServer::newConnection, server, [server] {
        QTcpSocket *socket = server->nextPendingConnection();
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
        QObject::connect(socket, &QTcpSocket::disconnected, socket, [] { ::_exit(0); });
    });
    if (!server->listen(QHostAddress::LocalHost))
        qFatal("cannot listen");
    sayPort(server->serverPort());
}

void askBare(quint16 port, int count)
{
    auto *socket = new QTcpSocket(qApp);
    auto *watch = new Stopwatch([socket, line = text().toLatin1() + '\n'] { socket->write(line); }, count);
    QObject::connect(socket, &QTcpSocket::connected, socket, [socket, watch] {
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        watch->start();
    });
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, watch, have = qint64(0)]() mutable {
        have += socket->readAll().size();
        if (have < MessageBytes)
            return;
        have -= MessageBytes;
        watch->answered();
    });
    socket->connectToHost(QHostAddress::LocalHost, port);
}

// Transport to Transport, on the network thread.

void answerTransport()
{
    static NetworkThread thread;
    HostOptions options;
    options.plainText = InLines;
    const Endpoint local = *Endpoint::parse(u"tcp://127.0.0.1:0", Endpoint::Use::Local);
    Transport *host = thread.adopt(PlainTextTransportFactory().host(local, options));
    QObject::connect(host, &Transport::stateChanged, host, [](Transport::State state, const Endpoint &at) {
        if (state == Transport::State::Open)
            sayPort(at.port());
    });
    QObject::connect(host, &Transport::received, host, [host](const Endpoint &peer, const Received &message) {
        host->consumed(peer, message.bytes);
        host->send(peer, Outgoing{MessageId::random(), message.text});
    });
    QObject::connect(host, &Transport::peerOffline, host, [] { ::_exit(0); });
    host->open();
}

void askTransport(quint16 port, int count)
{
    static NetworkThread thread;
    const Endpoint remote = *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", port);
    Transport *join = thread.adopt(PlainTextTransportFactory().join(remote, InLines));
    auto *watch = new Stopwatch(
        [join, remote] {
            join->send(remote, Outgoing{MessageId::random(), text()});
        },
        count);
    QObject::connect(join, &Transport::peerOnline, join, [watch] { watch->start(); });
    QObject::connect(join, &Transport::received, join,
                     [join, watch](const Endpoint &peer, const Received &message) {
                         join->consumed(peer, message.bytes);
                         watch->answered();
                     });
    join->open();
}

// Messenger to Messenger. In the window each message crosses from the network thread to the main thread and back, on both
// sides. Nothing is kept: what the disk costs is bench_store's question.

struct WholeMessenger {
    explicit WholeMessenger(NetworkThread::Where where) : network(where) {}

    NetworkThread network;
    PlainTextTransportFactory transports;
    Messenger messenger{network, transports};

    static bool isTheirs(const Message &message)
    {
        return message.kind == Message::Kind::Text && !message.isMine();
    }
};

template <NetworkThread::Where Where>
void answerMessenger()
{
    auto *whole = new WholeMessenger(Where);
    Messenger *messenger = &whole->messenger;
    HostOptions options;
    options.plainText = InLines;
    QObject::connect(messenger, &Messenger::hostChanged, messenger, [said = false](const Host &host) mutable {
        if (host.state == Host::State::Listening && !std::exchange(said, true))
            sayPort(host.local.port());
    });
    QObject::connect(messenger, &Messenger::messageAdded, messenger, [messenger](const Message &message) {
        if (WholeMessenger::isTheirs(message))
            (void)messenger->send(message.conversation, message.text);
    });
    QObject::connect(messenger, &Messenger::linkChanged, messenger, [](const ConversationId &, const Link &link) {
        if (link.phase == Link::Phase::Offline)
            ::_exit(0);
    });
    messenger->host(*Endpoint::parse(u"tcp://127.0.0.1:0", Endpoint::Use::Local), options);
}

template <NetworkThread::Where Where>
void askMessenger(quint16 port, int count)
{
    auto *whole = new WholeMessenger(Where);
    Messenger *messenger = &whole->messenger;
    const ConversationId id = messenger->join(*Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", port), InLines);
    auto *watch = new Stopwatch([messenger, id] { (void)messenger->send(id, text()); }, count);
    QObject::connect(messenger, &Messenger::linkChanged, messenger,
                     [watch](const ConversationId &, const Link &link) {
                         if (link.isOnline())
                             watch->start();
                     });
    QObject::connect(messenger, &Messenger::messageAdded, messenger, [watch](const Message &message) {
        if (WholeMessenger::isTheirs(message))
            watch->answered();
    });
}

struct Way {
    const char *name;
    void (*answer)(); ///< Prints its port, then answers until the other side goes.
    void (*ask)(quint16 port, int count);
    /// As Qt makes it (with GLib's dispatcher on most desktops), or with Qt's own dispatcher, patient, and with the network.
    enum class MainThread { Default, AsInKithCli } mainThread = MainThread::Default;
};

const std::vector<Way> &ways()
{
    using enum NetworkThread::Where;
    static const std::vector<Way> all = {
        {"QTcpSocket", answerBare, askBare},
        {"Transport", answerTransport, askTransport},
        {"Messenger as in kith-cli", answerMessenger<Here>, askMessenger<Here>, Way::MainThread::AsInKithCli},
        {"Messenger as in the window", answerMessenger<Beside>, askMessenger<Beside>},
    };
    return all;
}

/// One round of one way, in two processes of their own.
double measure(size_t way, const QString &count, const QString &cpu)
{
    const QString program = QCoreApplication::applicationFilePath();
    const QString number = QString::number(way);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (ways()[way].mainThread == Way::MainThread::AsInKithCli)
        environment.insert(u"QT_NO_GLIB"_s, u"1"_s);
    QProcess answering;
    answering.setProcessEnvironment(environment);
    answering.start(program, {u"--cpu"_s, cpu, u"--answer"_s, number});
    if (!answering.waitForReadyRead(10'000))
        qFatal("nobody answers");
    const QString port = QString::fromLatin1(answering.readLine()).trimmed();
    QProcess asking;
    asking.setProcessEnvironment(environment);
    asking.start(program, {u"--cpu"_s, cpu, u"--count"_s, count, u"--ask"_s, number, u"--port"_s, port});
    if (!asking.waitForFinished(60'000))
        qFatal("no end");
    answering.kill();
    answering.waitForFinished();
    return asking.readAllStandardOutput().trimmed().toDouble();
}

void compare(int rounds, const QString &count, const QString &cpu)
{
    std::vector<std::vector<double>> times(ways().size());
    std::vector<std::vector<double>> ratios(ways().size());
    for (int round = 0; round < rounds; ++round) {
        for (size_t way = 0; way < ways().size(); ++way) {
            times[way].push_back(measure(way, count, cpu));
            ratios[way].push_back(times[way].back() / times[0].back());
        }
    }
    std::printf("round trip of %d bytes, p50, median of %d rounds:", MessageBytes, rounds);
    for (size_t way = 0; way < ways().size(); ++way) {
        std::printf("%s %s %.1f us", way ? "," : "", ways()[way].name, median(times[way]));
        if (way > 0)
            std::printf(" (ratio %.2f)", median(ratios[way]));
    }
    std::printf("\n");
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"rounds"_s, u"How often"_s, u"n"_s, u"9"_s},
                       {u"count"_s, u"Exchanges in a round"_s, u"n"_s, u"5000"_s},
                       {u"cpu"_s, u"The core for both processes"_s, u"n"_s, u"0"_s},
                       {u"answer"_s, u"Inner use"_s, u"way"_s},
                       {u"ask"_s, u"Inner use"_s, u"way"_s},
                       {u"port"_s, u"Inner use"_s, u"port"_s}});
    parser.process(app);
    const bool inner = parser.isSet(u"answer"_s) || parser.isSet(u"ask"_s);
    if (!inner) {
        compare(parser.value(u"rounds"_s).toInt(), parser.value(u"count"_s), parser.value(u"cpu"_s));
        return 0;
    }
    stayOn(parser.value(u"cpu"_s).toUInt());
    const QString way = parser.value(parser.isSet(u"answer"_s) ? u"answer"_s : u"ask"_s);
    if (ways().at(way.toUInt()).mainThread == Way::MainThread::AsInKithCli)
        becomePatient();
    if (parser.isSet(u"answer"_s))
        ways().at(parser.value(u"answer"_s).toUInt()).answer();
    else
        ways()
            .at(parser.value(u"ask"_s).toUInt())
            .ask(quint16(parser.value(u"port"_s).toUInt()), parser.value(u"count"_s).toInt());
    return QCoreApplication::exec();
}

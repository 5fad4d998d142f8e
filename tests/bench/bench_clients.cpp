// SPDX-License-Identifier: GPL-3.0-or-later
// 1,000 plain-text clients connect at once, each sends one message and gets one reply. Kith stores all of it; the
// baseline is a bare QTcpServer that answers and stores nothing. Both servers and the clients share one core.
#include "bench/figures.h"
#include "messenger/messenger.h"
#include "net/networkthread.h"
#include "net/transportfactory.h"
#include "store/store.h"
#include "support/residentmemory.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <algorithm>
#include <arpa/inet.h>
#include <cstdio>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace kith;
using kith::test::residentBytes;
using namespace Qt::StringLiterals;

namespace {

constexpr int Clients = 1000;
constexpr int Rounds = 9;
const QString Reply = u"reply"_s;

void announce(quint16 port)
{
    std::printf("%d\n", port);
    std::fflush(stdout);
}

int serveBare(QCoreApplication &app)
{
    QTcpServer server;
    server.setListenBacklogSize(Clients);
    QObject::connect(&server, &QTcpServer::pendingConnectionAvailable, &server, [&] {
        while (QTcpSocket *socket = server.nextPendingConnection()) {
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                socket->write(Reply.toUtf8());
            });
        }
    });
    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    announce(server.serverPort());
    return app.exec();
}

int serveKith(QCoreApplication &app)
{
    QTemporaryDir directory;
    NetworkThread network;
    PlainTextTransportFactory transports;
    Store store(directory.filePath(u"kith.db"_s));
    Messenger messenger(store, network, transports);
    QObject::connect(&messenger, &Messenger::opened, &messenger,
                     [&] { messenger.host(*Endpoint::parse(u"tcp://127.0.0.1:0", Endpoint::Use::Local)); });
    QObject::connect(&messenger, &Messenger::hostChanged, &messenger,
                     [announced = false](const Host &host) mutable {
                         if (host.state == Host::State::Listening && !std::exchange(announced, true))
                             announce(host.local.port());
                     });
    QObject::connect(&messenger, &Messenger::messageAdded, &messenger, [&](const Message &message) {
        if (message.kind == Message::Kind::Text && !message.isMine())
            (void)messenger.send(message.conversation, Reply);
    });
    messenger.open();
    return app.exec();
}

struct Round {
    double milliseconds = 0;
    double kibibytesAConnection = 0;
};

/// All clients at once, from the first connect to the last reply.
double runClients(quint16 port, std::vector<int> &sockets)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int poll = epoll_create1(0);
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < Clients; ++i) {
        const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address);
        epoll_event event{EPOLLOUT, {.fd = fd}};
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
        sockets.push_back(fd);
    }
    std::array<epoll_event, 256> events;
    for (int answered = 0; answered < Clients;) {
        const int ready = epoll_wait(poll, events.data(), int(events.size()), 30'000);
        if (ready <= 0)
            qFatal("only %d of %d clients were answered", answered, Clients);
        for (int i = 0; i < ready; ++i) {
            const int fd = events[size_t(i)].data.fd;
            if (events[size_t(i)].events & EPOLLOUT) {
                if (send(fd, "hello from a client", 19, MSG_NOSIGNAL) != 19)
                    qFatal("a client could not send");
                epoll_event event{EPOLLIN, {.fd = fd}};
                epoll_ctl(poll, EPOLL_CTL_MOD, fd, &event);
                continue;
            }
            char buffer[64];
            if (recv(fd, buffer, sizeof buffer, 0) <= 0)
                qFatal("a client was cut off");
            epoll_ctl(poll, EPOLL_CTL_DEL, fd, nullptr);
            ++answered;
        }
    }
    ::close(poll);
    return double(clock.nsecsElapsed()) / 1e6;
}

Round runRound(const QString &mode)
{
    QProcess server;
    server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    server.start(QCoreApplication::applicationFilePath(), {mode});
    if (!server.waitForReadyRead())
        qFatal("%s did not start", qPrintable(mode));
    const quint16 port = server.readLine().trimmed().toUShort();
    const qint64 before = residentBytes(server.processId());
    std::vector<int> sockets;
    Round round;
    round.milliseconds = runClients(port, sockets);
    round.kibibytesAConnection = double(residentBytes(server.processId()) - before) / 1024 / Clients;
    for (const int fd : sockets)
        ::close(fd);
    server.kill();
    server.waitForFinished();
    return round;
}

} // namespace

int main(int argc, char **argv)
{
    rlimit descriptors{};
    getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);
    if (argc > 1 && QByteArrayView(argv[1]) == "kith")
        qputenv("QT_NO_GLIB", "1"); // as kith-cli does
    QCoreApplication app(argc, argv);
    if (app.arguments().contains(u"bare"_s))
        return serveBare(app);
    if (app.arguments().contains(u"kith"_s))
        return serveKith(app);

    stayOn(0);
    std::vector<double> ratios, bareTimes, kithTimes, bareMemory, kithMemory;
    for (int i = 0; i < Rounds; ++i) {
        const Round bare = runRound(u"bare"_s);
        const Round kith = runRound(u"kith"_s);
        bareTimes.push_back(bare.milliseconds);
        kithTimes.push_back(kith.milliseconds);
        ratios.push_back(kith.milliseconds / bare.milliseconds);
        bareMemory.push_back(bare.kibibytesAConnection);
        kithMemory.push_back(kith.kibibytesAConnection);
    }
    std::printf("%d clients, one message and one reply each, all stored: %.0f ms, bare QTcpServer %.0f ms, "
                "ratio %.2f (%.2f-%.2f), %d rounds\n",
                Clients, median(kithTimes), median(bareTimes), median(ratios),
                *std::min_element(ratios.begin(), ratios.end()), *std::max_element(ratios.begin(), ratios.end()),
                Rounds);
    std::printf("memory a connection: %.1f KiB, bare QTcpServer %.1f KiB\n", median(kithMemory),
                median(bareMemory));
    return 0;
}

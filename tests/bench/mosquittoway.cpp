// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/mosquittoway.h"

#include "bench/figures.h"

#include <QStandardPaths>
#include <QTemporaryFile>

#include <mosquitto.h>

#include <csignal>
#include <cstdlib>
#include <memory>

#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

constexpr int AtLeastOnce = 1;
constexpr int Window = 1000; // messages of a flow that are under way at once
constexpr const char *Question = "kith/question";
constexpr const char *Answer = "kith/answer";

/// One that was free a moment ago.
quint16 freePort()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (::bind(socket, generic, size) != 0 || ::getsockname(socket, generic, &size) != 0)
        qFatal("no port");
    ::close(socket);
    return ntohs(address.sin_port);
}

void startBroker(quint16 port)
{
    const QString program =
        QStandardPaths::findExecutable(u"mosquitto"_s, {u"/usr/sbin"_s, u"/usr/bin"_s, u"/usr/local/sbin"_s});
    if (program.isEmpty())
        qFatal("Mosquitto is not installed");
    auto *configuration = new QTemporaryFile; // the broker reads it when it begins
    if (!configuration->open())
        qFatal("no file");
    configuration->write(QStringLiteral("listener %1 127.0.0.1\nallow_anonymous true\npersistence false\n"
                                        "log_type error\nset_tcp_nodelay true\nmax_inflight_messages %2\n"
                                        "max_queued_messages 0\n")
                             .arg(port)
                             .arg(Window)
                             .toUtf8());
    configuration->flush();
    const pid_t parent = ::getpid();
    if (::fork() != 0)
        return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() == parent)
        ::execl(qPrintable(program), "mosquitto", "-c", qPrintable(configuration->fileName()), nullptr);
    ::_exit(1);
}

class Client {
public:
    Client(const char *hears, const char *says, const QString &what) : flow(what == u"flow"_s), m_says(says)
    {
        m_client = mosquitto_new(nullptr, true, this);
        mosquitto_int_option(m_client, MOSQ_OPT_TCP_NODELAY, 1);
        mosquitto_max_inflight_messages_set(m_client, Window);
        mosquitto_message_callback_set(m_client, [](mosquitto *, void *self, const mosquitto_message *) {
            static_cast<Client *>(self)->heard();
        });
        mosquitto_subscribe_callback_set(m_client, [](mosquitto *, void *self, int, int, const int *) {
            static_cast<Client *>(self)->subscribed();
        });
        mosquitto_publish_callback_set(m_client,
                                       [](mosquitto *, void *self, int) { static_cast<Client *>(self)->said(); });
        m_hears = hears;
    }

    /// The broker may still be beginning.
    void run(quint16 port)
    {
        while (mosquitto_connect(m_client, "127.0.0.1", port, 60) != MOSQ_ERR_SUCCESS)
            ::usleep(1000);
        mosquitto_subscribe(m_client, nullptr, m_hears, AtLeastOnce);
        mosquitto_loop_forever(m_client, -1, 1);
    }
    void say()
    {
        const std::string text(MessageBytes, 'm');
        mosquitto_publish(m_client, nullptr, m_says, int(text.size()), text.data(), AtLeastOnce, false);
    }

    const bool flow;
    std::function<void()> heard = [] {};
    std::function<void()> said = [] {};
    std::function<void()> subscribed = [] {};

private:
    mosquitto *m_client;
    const char *m_hears;
    const char *m_says;
};

} // namespace

void answerByBroker(const QString &what)
{
    mosquitto_lib_init();
    const quint16 port = freePort();
    startBroker(port);
    auto *client = new Client(Question, Answer, what);
    client->heard = [client, have = 0]() mutable {
        if (!client->flow || ++have == Flow)
            client->say();
    };
    client->subscribed = [port] { sayPort(port); };
    client->run(port);
}

void askByBroker(const QString &what, quint16 port)
{
    mosquitto_lib_init();
    auto *client = new Client(Answer, Question, what);
    if (!client->flow) {
        auto *watch = new Stopwatch([client] { client->say(); });
        client->subscribed = [watch] { watch->start(); };
        client->heard = [watch] { watch->answered(); };
    } else {
        const auto sent = std::make_shared<int>(0);
        const auto next = [client, sent] {
            if (*sent < Flow) {
                ++*sent;
                client->say();
            }
        };
        auto *start = new Clock::time_point;
        client->subscribed = [start, next] {
            *start = Clock::now();
            for (int i = 0; i < Window; ++i)
                next();
        };
        client->said = next;
        client->heard = [start] { finish(Flow / secondsSince(*start)); };
    }
    client->run(port);
}

} // namespace kith

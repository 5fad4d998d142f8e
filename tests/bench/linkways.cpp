// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/linkways.h"

#include "bench/figures.h"
#include "bench/mosquittoway.h"
#include "core/workerthread.h"
#include "messenger/messenger.h"
#include "messenger/peers.h"
#include "net/networkthread.h"
#include "net/peerlinks.h"
#include "net/socketstream.h"
#include "net/tlsstream.h"
#include "net/transportfactory.h"
#include "store/store.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTemporaryFile>

#include <openssl/pem.h>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

/// Counts how many links stand, and makes the next one, one after the other.
class Counter {
public:
    Counter(const QString &what, std::function<void()> next) : m_dials(what == u"dial"_s), m_next(std::move(next))
    {
    }
    void start() { m_next(); }
    void made()
    {
        if (++m_done == Warm)
            m_start = Clock::now();
        if (m_dials && m_done == Warm + Dials)
            finish(Dials / secondsSince(m_start));
        if (!m_dials && m_done == ManyLinks) {
            std::printf("%d\n", ManyLinks);
            std::fflush(stdout);
            return;
        }
        m_next();
    }

private:
    static constexpr int Warm = 20;
    bool m_dials;
    int m_done = 0;
    std::function<void()> m_next;
    Clock::time_point m_start;
};

const Identity &self()
{
    static const Identity identity = *Identity::create();
    return identity;
}

// Bare QSslSocket, both sides on the main thread with the dispatcher that Qt chooses there.

QByteArray pem(const std::function<void(BIO *)> &write)
{
    BIO *memory = BIO_new(BIO_s_mem());
    write(memory);
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(memory, &bytes);
    QByteArray copy(bytes, size);
    BIO_free(memory);
    return copy;
}

QSslConfiguration bareConfiguration()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_3OrLater);
    configuration.setCaCertificates({});
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    configuration.setLocalCertificate(
        QSslCertificate(pem([](BIO *to) { PEM_write_bio_X509(to, self().certificate()); })));
    configuration.setPrivateKey(QSslKey(
        pem([](BIO *to) { PEM_write_bio_PrivateKey(to, self().key(), nullptr, nullptr, 0, nullptr, nullptr); }),
        QSsl::Ec));
    return configuration;
}

/// Appends to a file that goes with the program, until it is on the disk.
void keepBare(const QByteArray &bytes)
{
    static QTemporaryFile file;
    if (!file.isOpen() && !file.open())
        qFatal("no file");
    appendAndSync(file.handle(), bytes);
}

void takeBare(QSslSocket *socket, const QString &what, bool isKept)
{
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    QObject::connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
    const bool flow = what == u"flow"_s;
    const auto readSome = [socket, flow, isKept, have = qint64(0)]() mutable {
        const QByteArray bytes = socket->readAll();
        have += bytes.size();
        if (isKept)
            keepBare(bytes);
        if (!flow)
            socket->write(bytes);
        else if (have >= qint64(Flow) * MessageBytes)
            socket->write("k");
    };
    QObject::connect(socket, &QSslSocket::readyRead, socket, readSome);
}

template <bool IsKept = false>
void answerBare(const QString &what)
{
    auto *server = new QSslServer(qApp);
    server->setSslConfiguration(bareConfiguration());
    QObject::connect(server, &QSslServer::sslErrors, server,
                     [](QSslSocket *socket, const QList<QSslError> &) { socket->ignoreSslErrors(); });
    QObject::connect(server, &QSslServer::pendingConnectionAvailable, server, [server, what] {
        takeBare(static_cast<QSslSocket *>(server->nextPendingConnection()), what, IsKept);
    });
    if (!server->listen(QHostAddress::LocalHost))
        qFatal("cannot listen");
    sayPort(server->serverPort());
}

QSslSocket *dialBare(quint16 port, std::function<void(QSslSocket *)> made)
{
    static const QSslConfiguration configuration = bareConfiguration();
    auto *socket = new QSslSocket(qApp);
    socket->setSslConfiguration(configuration);
    QObject::connect(socket, &QSslSocket::sslErrors, socket, [socket] { socket->ignoreSslErrors(); });
    QObject::connect(socket, &QSslSocket::encrypted, socket, [socket, made] {
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        made(socket);
    });
    socket->connectToHostEncrypted(u"127.0.0.1"_s, port);
    return socket;
}

void pingBare(QSslSocket *socket)
{
    auto *watch = new Stopwatch([socket, line = QByteArray(MessageBytes, 'p')] { socket->write(line); });
    QObject::connect(socket, &QSslSocket::readyRead, socket, [socket, watch, have = qint64(0)]() mutable {
        have += socket->readAll().size();
        if (have < MessageBytes)
            return;
        have -= MessageBytes;
        watch->answered();
    });
    watch->start();
}

void flowBare(QSslSocket *socket)
{
    constexpr qint64 Most = 256 * 1024; // waits in Qt's own buffers
    const auto start = Clock::now();
    const auto pump = [socket, sent = 0, line = QByteArray(MessageBytes, 'p')]() mutable {
        while (sent < Flow && socket->bytesToWrite() + socket->encryptedBytesToWrite() < Most) {
            socket->write(line);
            ++sent;
        }
    };
    auto *shared = new std::function<void()>(pump);
    QObject::connect(socket, &QSslSocket::encryptedBytesWritten, socket, [shared] { (*shared)(); });
    QObject::connect(socket, &QSslSocket::readyRead, socket, [start] { finish(Flow / secondsSince(start)); });
    (*shared)();
}

void askBare(const QString &what, quint16 port)
{
    if (what == u"ping"_s || what == u"flow"_s) {
        dialBare(port, what == u"ping"_s ? pingBare : flowBare);
        return;
    }
    const bool keep = what == u"memory"_s;
    auto *counter = new Counter *;
    *counter = new Counter(what, [port, keep, counter] {
        dialBare(port, [keep, counter](QSslSocket *socket) {
            if (!keep) {
                socket->disconnectFromHost();
                socket->deleteLater();
            }
            (*counter)->made();
        });
    });
    (*counter)->start();
}

// The stream alone, on a thread like the network's.

TlsContext &context()
{
    static const std::unique_ptr<TlsContext> made = std::move(*TlsContext::make(*Identity::create()));
    return *made;
}

QObject *onWorker(const std::function<void(QObject *)> &begin)
{
    static WorkerThread worker(u"network"_s);
    auto *object = new QObject;
    object->moveToThread(worker.thread());
    QMetaObject::invokeMethod(object, [object, begin] { begin(object); });
    return object;
}

void takeStream(platform::Socket socket)
{
    auto *stream = new TlsStream(context(), std::make_unique<SocketStream>(std::move(socket), QString()),
                                 TlsStream::Role::Server, {}, {});
    QObject::connect(stream, &TlsStream::readable, stream, [stream] {
        char chunk[16 * 1024];
        while (const qint64 bytes = stream->read(chunk, sizeof chunk))
            stream->write(QByteArrayView(chunk, bytes));
        if (stream->state() != ByteStream::State::Open)
            stream->deleteLater();
    });
    stream->start();
}

void answerStream(const QString &)
{
    onWorker([](QObject *owner) {
        auto *server = new QTcpServer(owner);
        if (!server->listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
        server->pauseAccepting();
        auto *waiting = new QSocketNotifier(server->socketDescriptor(), QSocketNotifier::Read, owner);
        QObject::connect(waiting, &QSocketNotifier::activated, owner, [server] {
            platform::Accepted accepted = platform::accept(server->socketDescriptor());
            if (accepted.kind == platform::Accepted::Kind::Client)
                takeStream(std::move(accepted.socket));
        });
        sayPort(server->serverPort());
    });
}

void dialStream(QObject *owner, quint16 port, const std::function<void(TlsStream *)> &made)
{
    auto *socket = new platform::Socket(*platform::connectTo({QHostAddress(QHostAddress::LocalHost), port}, {}));
    auto *connected = new QSocketNotifier(socket->descriptor(), QSocketNotifier::Write, owner);
    QObject::connect(connected, &QSocketNotifier::activated, owner, [socket, connected, made] {
        connected->setEnabled(false);
        connected->deleteLater();
        auto *stream = new TlsStream(context(), std::make_unique<SocketStream>(std::move(*socket), QString()),
                                     TlsStream::Role::Client, {}, {});
        delete socket;
        QObject::connect(stream, &TlsStream::secured, stream, [stream, made] { made(stream); });
        stream->start();
    });
}

void pingStream(TlsStream *stream)
{
    auto *watch = new Stopwatch([stream, line = QByteArray(MessageBytes, 'p')] { stream->write(line); });
    QObject::connect(stream, &TlsStream::readable, stream, [stream, watch, have = qint64(0)]() mutable {
        char chunk[16 * 1024];
        while (const qint64 bytes = stream->read(chunk, sizeof chunk))
            have += bytes;
        if (have < MessageBytes)
            return;
        have -= MessageBytes;
        watch->answered();
    });
    watch->start();
}

void askStream(const QString &what, quint16 port)
{
    onWorker([what, port](QObject *owner) {
        if (what == u"ping"_s)
            return dialStream(owner, port, pingStream);
        const bool keep = what == u"memory"_s;
        auto *counter = new Counter *;
        *counter = new Counter(what, [owner, port, keep, counter] {
            dialStream(owner, port, [keep, counter](TlsStream *stream) {
                if (!keep) {
                    stream->finishWriting();
                    stream->deleteLater();
                }
                (*counter)->made();
            });
        });
        (*counter)->start();
    });
}

// Whole links on the network thread: framed, parsed, kept alive.

LinkLimits openHanded()
{
    LinkLimits limits;
    limits.handshakesASecond = limits.strangers = limits.strangersAnAddress = limits.dialsASecond = 1'000'000;
    return limits;
}

PeerLinks *newLinks()
{
    static NetworkThread thread;
    return thread.adopt(
        std::make_unique<PeerLinks>(std::move(*TlsContext::make(*Identity::create())), openHanded()));
}

wire::Text message()
{
    constexpr int Around = 41; // the frame and the other fields of a text
    return wire::Text{MessageId::random(),
                      1,
                      std::chrono::milliseconds(1'700'000'000'000),
                      QString(MessageBytes - Around, u'p'),
                      {}};
}

void answerLinks(const QString &what)
{
    PeerLinks *links = newLinks();
    const bool flow = what == u"flow"_s;
    QObject::connect(links, &PeerLinks::listening, links, [](const Endpoint &at) { sayPort(at.port()); });
    QObject::connect(
        links, &PeerLinks::received, links,
        [links, flow, have = 0](const PeerId &peer, quint64 link, const QList<Arrival> &arrivals) mutable {
            for (const auto &[text, bytes] : arrivals) {
                links->consumed(peer, link, bytes);
                if (!flow || ++have == Flow)
                    links->send(peer, link, text);
            }
        });
    links->listen(0);
}

void askLinks(const QString &what, quint16 port)
{
    const Endpoint remote = *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", port);
    if (what == u"dial"_s || what == u"memory"_s) {
        const bool keep = what == u"memory"_s;
        auto *counter = new Counter *;
        *counter = new Counter(what, [remote, keep, counter] {
            static PeerLinks *one = newLinks();
            PeerLinks *links = keep ? newLinks() : one;
            static const PeerLinks *connected = nullptr;
            if (std::exchange(connected, links) != links)
                QObject::connect(links, &PeerLinks::linkUp, links, [links, keep, counter](const LinkedPeer &peer) {
                    if (!keep)
                        links->close(peer.peer);
                    (*counter)->made();
                });
            links->dial({}, remote);
        });
        (*counter)->start();
        return;
    }
    PeerLinks *links = newLinks();
    const bool flow = what == u"flow"_s;
    auto *peer = new LinkedPeer;
    if (!flow) {
        auto *watch =
            new Stopwatch([links, peer, text = message()] { links->send(peer->peer, peer->link, text); });
        QObject::connect(links, &PeerLinks::received, links,
                         [links, watch](const PeerId &from, quint64 link, const QList<Arrival> &arrivals) {
                             links->consumed(from, link, arrivals.constFirst().bytes);
                             watch->answered();
                         });
        QObject::connect(links, &PeerLinks::linkUp, links, [peer, watch](const LinkedPeer &linked) {
            *peer = linked;
            watch->start();
        });
    } else {
        auto *start = new Clock::time_point;
        auto *sent = new int(0);
        const auto pump = [links, peer, sent, text = message()] {
            bool full = false;
            const auto stop = QObject::connect(links, &PeerLinks::notTaken, links, [&full] { full = true; });
            while (*sent < Flow && !full) {
                links->send(peer->peer, peer->link, text);
                *sent += full ? 0 : 1;
            }
            QObject::disconnect(stop);
        };
        QObject::connect(links, &PeerLinks::roomAgain, links, pump);
        QObject::connect(links, &PeerLinks::received, links, [start] { finish(Flow / secondsSince(*start)); });
        QObject::connect(links, &PeerLinks::linkUp, links, [peer, pump, start](const LinkedPeer &linked) {
            *peer = linked;
            *start = Clock::now();
            pump();
        });
    }
    links->dial({}, remote);
}

// Friends: everything above the links too, and what of it is kept.

const Identity &shared()
{
    static const Identity identity =
        *Identity::fromPrivateKey(QByteArray::fromHex(qgetenv("KITH_BENCH_KEY"))); // of the side that answers
    return identity;
}

/// Without a store, or with a history on the disk.
struct Friend {
    enum class Keep { Nothing, All };

    Friend(Keep keep, NetworkThread::Where where)
        : network(where)
        , store(keep == Keep::All ? std::make_unique<Store>(directory.filePath(u"history.db"_s)) : nullptr)
        , messenger(store ? std::make_unique<Messenger>(*store, network, transports)
                          : std::make_unique<Messenger>(network, transports))
    {
    }

    void begin(Identity identity)
    {
        QObject::connect(messenger.get(), &Messenger::opened, messenger.get(),
                         [this, key = identity.privateKey().view().toByteArray()] {
                             Peers::Options options;
                             options.visibility = Peers::Visibility::Off;
                             options.port = 0;
                             options.limits = openHanded();
                             if (!messenger->peers().start(*Identity::fromPrivateKey(key), options))
                                 qFatal("no links");
                         });
        messenger->open();
    }

    QTemporaryDir directory;
    NetworkThread network;
    PlainTextTransportFactory transports;
    std::unique_ptr<Store> store;
    std::unique_ptr<Messenger> messenger;
};

QString spoken()
{
    return message().text;
}

template <Friend::Keep Keep, NetworkThread::Where Where>
void answerAsFriend(const QString &what)
{
    auto *self = new Friend(Keep, Where);
    Messenger &messenger = *self->messenger;
    QObject::connect(&messenger.peers(), &Peers::listening, &messenger,
                     [](const Endpoint &at) { sayPort(at.port()); });
    QObject::connect(&messenger.peers(), &Peers::introduced, &messenger,
                     [&messenger](const Introduction &from) { messenger.peers().accept(from.peer); });
    if (what == u"ping"_s)
        QObject::connect(&messenger, &Messenger::messageAdded, &messenger, [&messenger](const Message &message) {
            if (!message.isMine() && message.kind == Message::Kind::Text)
                static_cast<void>(messenger.send(message.conversation, spoken()));
        });
    self->begin(*Identity::fromPrivateKey(shared().privateKey().view()));
}

template <Friend::Keep Keep, NetworkThread::Where Where>
void askAsFriend(const QString &what, quint16 port)
{
    auto *self = new Friend(Keep, Where);
    Messenger &messenger = *self->messenger;
    auto *conversation = new ConversationId;
    auto *watch =
        new Stopwatch([&messenger, conversation] { static_cast<void>(messenger.send(*conversation, spoken())); },
                      Keep == Friend::Keep::All || what == u"deliver"_s ? KeptPings : Pings);
    QObject::connect(&messenger.peers(), &Peers::listening, &messenger, [&messenger, conversation, port] {
        const Endpoint remote = *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", port);
        *conversation = *messenger.peers().befriend({shared().id(), remote});
    });
    QObject::connect(&messenger, &Messenger::contactChanged, &messenger,
                     [watch, isBegun = false](const Contact &contact) mutable {
                         if (contact.isFriend() && !std::exchange(isBegun, true))
                             watch->start();
                     });
    if (what == u"ping"_s)
        QObject::connect(&messenger, &Messenger::messageAdded, &messenger, [watch](const Message &message) {
            if (!message.isMine() && message.kind == Message::Kind::Text)
                watch->answered();
        });
    else
        QObject::connect(&messenger, &Messenger::messageChanged, &messenger, [watch](const Message &message) {
            if (message.state == Message::State::Delivered)
                watch->answered();
        });
    self->begin(*Identity::create());
}

} // namespace

const std::vector<LinkWay> &linkWays()
{
    using enum Friend::Keep;
    using enum LinkWay::MainThread;
    using enum NetworkThread::Where;
    static const std::vector<LinkWay> all = {
        {"QSslSocket", answerBare<>, askBare},
        {"TlsStream", answerStream, askStream},
        {"PeerLinks", answerLinks, askLinks},
        {"Messenger as in the window", answerAsFriend<Nothing, Beside>, askAsFriend<Nothing, Beside>},
        {"Messenger as in kith-cli", answerAsFriend<Nothing, Here>, askAsFriend<Nothing, Here>, AsInKithCli},
        {"Mosquitto QoS 1 no delay", answerByBroker, askByBroker},
        {"QSslSocket with the other's disk", answerBare<true>, askBare},
        {"Messenger with the receiver's disk", answerAsFriend<All, Here>, askAsFriend<Nothing, Here>, AsInKithCli},
        {"Messenger with both disks", answerAsFriend<All, Here>, askAsFriend<All, Here>, AsInKithCli},
    };
    return all;
}

} // namespace kith

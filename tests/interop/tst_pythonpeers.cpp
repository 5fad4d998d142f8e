// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/node.h"

#include <QProcess>
#include <QUdpSocket>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

/// One of the tutorial's programs, with its keyboard and its screen.
class Script {
public:
    explicit Script(const QString &file)
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        QObject::connect(&m_process, &QProcess::readyRead, [this] { m_screen += m_process.readAll(); });
        const QString python = qEnvironmentVariable("KITH_PYTHON", u"python3"_s);
        m_process.start(python, {u"-u"_s, qEnvironmentVariable("KITH_PEERS") + u'/' + file});
        if (!m_process.waitForStarted())
            qFatal("python3 did not start");
    }
    ~Script()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    void type(const QString &line) { m_process.write(line.toUtf8() + '\n'); }
    void kill() { m_process.kill(); }
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    QString screen() const { return QString::fromUtf8(m_screen); }
    bool shows(const QString &text) const { return screen().contains(text); }
    qsizetype count(const QString &text) const { return screen().count(text); }

private:
    QProcess m_process;
    QByteArray m_screen;
};

const Endpoint TcpServer = *Endpoint::parse(u"tcp://127.0.0.1:8080");
const Endpoint UdpServer = *Endpoint::parse(u"udp://127.0.0.1:8080");
const QString Prompt = u"Please input"_s;

/// 12,000 bytes of Chinese without a repeated pattern at the pieces' length.
QString longText()
{
    QString text;
    for (int i = 0; i < 4000; ++i)
        text += QChar(0x4E00 + i * 7 % 5000);
    return text;
}

/// What the script showed of us, its own prompts taken out, joined.
QString shownText(const QString &screen, const QString &mark)
{
    QString joined;
    const QStringList lines = screen.split(u'\n');
    for (const QString &line : lines) {
        const qsizetype at = line.indexOf(mark);
        const qsizetype colon = at < 0 ? -1 : line.indexOf(u"):"_s, at);
        const qsizetype bracket = at < 0 ? -1 : line.indexOf(u"]:"_s, at);
        if (bracket >= 0)
            joined += line.mid(bracket + 2);
        else if (colon >= 0)
            joined += line.mid(colon + 2);
    }
    return joined;
}

} // namespace

class TestPythonPeers : public QObject {
    Q_OBJECT

    /// Joins the script; it has to be listening first, which its screen says.
    static ConversationId join(Node &node, Script &server)
    {
        if (!QTest::qWaitFor([&] { return server.shows(u"Watiting"_s); }))
            qFatal("the server does not listen");
        const ConversationId id = node.messenger.join(TcpServer);
        if (!QTest::qWaitFor([&] { return node.phase(id) == Link::Phase::Online; }))
            qFatal("not connected");
        return id;
    }

    static ConversationId conversationThatSaid(const Node &node, const QString &text)
    {
        for (const auto &arguments : node.added) {
            if (const auto message = arguments.first().value<Message>(); message.text == text)
                return message.conversation;
        }
        return {};
    }

private Q_SLOTS:
    void hostServesThreeClientsAtOnce()
    {
        Node node;
        const HostId host = node.messenger.host(TcpServer);
        QTRY_COMPARE(node.messenger.host(host)->state, Host::State::Listening);
        Script first(u"tcpqq_client.py"_s);
        Script second(u"tcpqq_client.py"_s);
        Script third(u"tcpqq_client.py"_s);
        QTRY_COMPARE(node.messenger.host(host)->connected, 3);
        first.type(u"一号"_s);
        second.type(u"two"_s);
        third.type(u"three"_s);
        QTRY_COMPARE(node.received().size(), 3);
        QVERIFY(node.messenger.send(conversationThatSaid(node, u"一号"_s), u"re 一"_s));
        QVERIFY(node.messenger.send(conversationThatSaid(node, u"two"_s), u"re two"_s));
        QVERIFY(node.messenger.send(conversationThatSaid(node, u"three"_s), u"re three"_s));
        QTRY_VERIFY(first.shows(u":re 一"_s));
        QTRY_VERIFY(second.shows(u":re two"_s));
        QTRY_VERIFY(third.shows(u":re three"_s));

        first.kill();
        QTRY_COMPARE(node.messenger.host(host)->connected, 2);
        second.type(u"q"_s);
        QTRY_COMPARE(node.messenger.host(host)->connected, 1);
        third.type(u"still here"_s);
        QTRY_COMPARE(node.received().size(), 4);
        QVERIFY(node.messenger.send(conversationThatSaid(node, u"three"_s), u"so am I"_s));
        QTRY_VERIFY(third.shows(u":so am I"_s));
    }

    void threeMessagesTypedAtOnceArriveAsThree()
    {
        Script server(u"tcpqq_server.py"_s);
        Node node;
        const ConversationId id = join(node, server);
        for (const QString &text : {u"one"_s, u"two"_s, u"three"_s})
            QVERIFY(node.messenger.send(id, text));
        QTRY_VERIFY(server.shows(u":one\n"_s));
        QTRY_COMPARE(node.messenger.waiting(id), 2);
        server.type(u"r1"_s);
        QTRY_VERIFY(server.shows(u":two\n"_s));
        server.type(u"r2"_s);
        QTRY_VERIFY(server.shows(u":three\n"_s));
        server.type(u"r3"_s);
        QTRY_COMPARE(node.received(), (QStringList{u"r1"_s, u"r2"_s, u"r3"_s}));
        QCOMPARE(node.messenger.waiting(id), 0);
    }

    void aLongTextArrivesWhole()
    {
        Script server(u"tcpqq_server.py"_s);
        Node node;
        const ConversationId id = join(node, server);
        const QString text = longText();
        QCOMPARE(text.toUtf8().size(), 12'000);
        const auto sent = node.messenger.send(id, text);
        for (int answers = 1; node.state(*sent) != Message::State::Sent; ++answers) {
            QTRY_COMPARE(server.count(Prompt), answers);
            server.type(u"ok"_s);
            QTRY_COMPARE(node.received().size(), answers);
            QVERIFY(answers <= 12);
            if (answers >= 11)
                QTRY_VERIFY(server.count(Prompt) > answers || node.state(*sent) == Message::State::Sent);
        }
        QTRY_COMPARE(shownText(server.screen(), u"Messages from"_s).size(), text.size());
        QCOMPARE(shownText(server.screen(), u"Messages from"_s), text);
        QVERIFY(server.isRunning());
    }

    void qLeavesTheServerAlive()
    {
        leave([](Node &node, const ConversationId &id) { return bool(node.messenger.send(id, u"q"_s)); });
    }

    void closingLeavesTheServerAlive()
    {
        leave([](Node &node, const ConversationId &id) {
            node.messenger.close(id);
            return true;
        });
    }

    void quittingLeavesTheServerAlive()
    {
        leave([](Node &node, const ConversationId &) {
            auto ended = node.messenger.shutDown();
            return QTest::qWaitFor([&] { return ended.isFinished(); });
        });
    }

    void datagramsToAServerAndQEndsIt()
    {
        Script server(u"udpqq_server.py"_s);
        Node node;
        const ConversationId id = node.messenger.direct(UdpServer);
        QTRY_COMPARE(node.phase(id), Link::Phase::Online);
        // The script says nothing when it listens: the system's table of sockets does.
        QTRY_VERIFY(isBound(8080));
        QVERIFY(node.messenger.send(id, u"你好"_s));
        QTRY_VERIFY(server.shows(u":你好\n"_s));
        server.type(u"hello"_s);
        QTRY_COMPARE(node.received(), QStringList{u"hello"_s});

        const QString text = longText();
        const auto sent = node.messenger.send(id, text);
        for (int answers = 2; node.state(*sent) != Message::State::Sent; ++answers) {
            QTRY_COMPARE(server.count(Prompt), answers);
            server.type(u"ok"_s);
            QTRY_COMPARE(node.received().size(), answers);
            QVERIFY(answers <= 13);
            if (answers >= 12)
                QTRY_VERIFY(server.count(Prompt) > answers || node.state(*sent) == Message::State::Sent);
        }
        QTRY_COMPARE(shownText(server.screen(), u"Receive a message from"_s), u"你好"_s + text);
        server.type(u"ok"_s);
        QVERIFY(node.messenger.send(id, u"q"_s));
        QTRY_VERIFY(!server.isRunning());
        QTRY_COMPARE(node.phase(id), Link::Phase::Offline);
    }

    void datagramsFromAClientAndAStrangersQ()
    {
        Node node;
        const HostId port = node.messenger.host(UdpServer);
        QTRY_COMPARE(node.messenger.host(port)->state, Host::State::Listening);
        Script client(u"udpqq_client.py"_s);
        client.type(u"在吗"_s);
        QTRY_COMPARE(node.received(), QStringList{u"在吗"_s});
        const ConversationId id = conversationThatSaid(node, u"在吗"_s);
        QVERIFY(node.messenger.send(id, u"在"_s));
        QTRY_VERIFY(client.shows(u":在\n"_s));

        QUdpSocket stranger;
        stranger.writeDatagram("q", QHostAddress::LocalHost, 8080);
        client.type(u"still there?"_s);
        QTRY_COMPARE(node.received().size(), 2);
        QCOMPARE(node.messenger.contacts().size(), 1);
        QCOMPARE(node.phase(id), Link::Phase::Online);
        QVERIFY(node.messenger.send(id, u"yes"_s));
        QTRY_VERIFY(client.shows(u":yes\n"_s));
        client.type(u"q"_s); // ends it there, unsent
        QTRY_VERIFY(!client.isRunning());
        QCOMPARE(node.messenger.host(port)->state, Host::State::Listening);
    }

    void aLongTextGoesToADatagramClientInPieces()
    {
        Node node;
        const HostId port = node.messenger.host(UdpServer);
        QTRY_COMPARE(node.messenger.host(port)->state, Host::State::Listening);
        Script client(u"udpqq_client.py"_s);
        client.type(u"tell me"_s);
        QTRY_COMPARE(node.received().size(), 1);
        const QString text = longText();
        const auto sent = node.messenger.send(conversationThatSaid(node, u"tell me"_s), text);
        for (int turn = 1; node.state(*sent) != Message::State::Sent; ++turn) {
            QTRY_COMPARE(client.count(u"Receive a message"_s), turn);
            client.type(u"go on"_s);
            QTRY_COMPARE(node.received().size(), turn + 1);
            QVERIFY(turn <= 12);
        }
        QTRY_COMPARE(shownText(client.screen(), u"Receive a message from"_s), text);
    }

private:
    template <typename Leave>
    static void leave(const Leave &how)
    {
        Script server(u"tcpqq_server.py"_s);
        {
            Node node;
            const ConversationId id = join(node, server);
            QVERIFY(node.messenger.send(id, u"first"_s));
            QTRY_VERIFY(server.shows(u":first\n"_s));
            server.type(u"reply"_s);
            QTRY_COMPARE(node.received().size(), 1);
            QVERIFY(how(node, id));
            QTRY_VERIFY(server.shows(u"is offline"_s));
        }
        QTRY_COMPARE(server.count(u"Watiting"_s), 2);
        QVERIFY(server.isRunning());
        Node next;
        const ConversationId id = join(next, server);
        QVERIFY(next.messenger.send(id, u"second"_s));
        QTRY_VERIFY(server.shows(u":second\n"_s));
    }

    static bool isBound(quint16 port)
    {
        QFile table(u"/proc/net/udp"_s);
        return table.open(QIODevice::ReadOnly) &&
               table.readAll().contains(':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0') + ' ');
    }
};

QTEST_GUILESS_MAIN(TestPythonPeers)
#include "tst_pythonpeers.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace kith::test {

/// Peers that behave as the four tutorial programs do, in blocking threads: strict alternation, recv(1024), UTF-8 or
/// death. What a person types into the script is a function here; it may block. All queries may be called at any time.
class ScriptedPeer {
public:
    static constexpr int ReadBytes = 1024;

    ScriptedPeer(const ScriptedPeer &) = delete;
    ScriptedPeer &operator=(const ScriptedPeer &) = delete;

    quint16 port() const { return m_port; } ///< Where it listens, or the port it sends from.
    QByteArrayList received() const;        ///< What each read returned.
    QString death() const;                  ///< The exception that the script would have died of; empty: none.
    bool isOver() const { return m_over; }  ///< The program ended, by itself or by death.

protected:
    ScriptedPeer() = default;
    ~ScriptedPeer();

    void run(std::function<void()> program);
    void stop(); ///< Called first in each destructor: the program uses members.
    void took(const QByteArray &bytes);
    bool isText(const QByteArray &bytes); ///< Else the script dies.
    void die(const QString &exception);
    int socket(int type, bool toBind);

    std::atomic<bool> m_stopping = false;
    quint16 m_port = 0;
    std::atomic<int> m_main = -1; // the listening, connected or datagram socket
    std::atomic<int> m_client = -1;

private:
    mutable std::mutex m_mutex;
    QByteArrayList m_received;
    QString m_death;
    std::atomic<bool> m_over = false;
    std::thread m_thread;
};

/// What its user answers to a message; empty: the user has gone, and the program is stopped.
using Answering = std::function<QByteArray(const QByteArray &)>;

/// tcpqq_server.py: one client at a time, five may wait; `q` ends that client.
class ScriptedTcpServer final : public ScriptedPeer {
public:
    explicit ScriptedTcpServer(Answering answer);
    ~ScriptedTcpServer() { stop(); }
    int clientsServed() const { return m_served; } ///< That said `q`.

private:
    void serve(int client);
    Answering m_answer;
    std::atomic<int> m_served = 0;
};

/// tcpqq_client.py: sends each of `says`, reads one answer to each, then closes without a word.
class ScriptedTcpClient final : public ScriptedPeer {
public:
    ScriptedTcpClient(quint16 server, QByteArrayList says);
    ~ScriptedTcpClient() { stop(); }
};

/// udpqq_server.py: one answer to each datagram; the datagram `q` ends the program.
class ScriptedUdpServer final : public ScriptedPeer {
public:
    explicit ScriptedUdpServer(Answering answer);
    ~ScriptedUdpServer() { stop(); }

private:
    Answering m_answer;
};

/// udpqq_client.py: sends each of `says`, waits for one datagram after each.
class ScriptedUdpClient final : public ScriptedPeer {
public:
    ScriptedUdpClient(quint16 server, QByteArrayList says);
    ~ScriptedUdpClient() { stop(); }
};

} // namespace kith::test

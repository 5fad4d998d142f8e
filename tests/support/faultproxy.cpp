// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultproxy.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>

#include <array>
#include <deque>

namespace kith::test {

/// One connection through the proxy.
class FaultProxy::Pair : public QObject {
public:
    Pair(FaultProxy &proxy, QTcpSocket *client) : QObject(&proxy), m_proxy(proxy)
    {
        m_ways[0].from = client;
        m_ways[1].from = new QTcpSocket(this);
        m_ways[0].to = m_ways[1].from;
        m_ways[1].to = client;
        client->setParent(this);
        for (Way &way : m_ways) {
            way.timer.setSingleShot(true);
            way.timer.setTimerType(Qt::PreciseTimer);
            connect(&way.timer, &QTimer::timeout, this, [this, &way] { deliver(way); });
            connect(way.from, &QTcpSocket::readyRead, this, [this, &way] { take(way); });
            connect(way.from, &QTcpSocket::disconnected, this, [this] { end(); });
            connect(way.from, &QTcpSocket::errorOccurred, this, [this] { end(); });
            way.stalledUntil = proxy.m_stalledUntil;
        }
        m_ways[1].from->connectToHost(QHostAddress(QHostAddress::LocalHost), proxy.m_target);
    }

private:
    struct Piece {
        Clock::time_point due;
        QByteArray bytes;
        bool isLast = false;
    };
    struct Way {
        QTcpSocket *from = nullptr;
        QTcpSocket *to = nullptr;
        std::deque<Piece> pieces;
        QTimer timer;
        Clock::time_point stalledUntil;
    };

    void take(Way &way)
    {
        Piece piece{Clock::now(), way.from->readAll()};
        if (!m_proxy.m_isFaultless) {
            piece.due += m_proxy.between(std::chrono::milliseconds(0), m_proxy.m_faults.longestDelay);
            const int number = ++m_proxy.m_pieces;
            if (number % m_proxy.m_faults.cutEvery == 0) {
                piece.bytes.truncate(piece.bytes.size() / 2);
                piece.isLast = true;
                ++m_proxy.cuts;
            } else if (number % m_proxy.m_faults.stallEvery == 0) {
                stall(way);
            }
        }
        if (!way.pieces.empty())
            piece.due = std::max(piece.due, way.pieces.back().due);
        way.pieces.push_back(piece);
        watch(way);
    }

    /// Half-open one time, a black hole for everybody the next.
    void stall(Way &way)
    {
        const auto until =
            Clock::now() + m_proxy.between(m_proxy.m_faults.shortestStall, m_proxy.m_faults.longestStall);
        if (++m_proxy.stalls % 2 == 0) {
            m_proxy.m_stalledUntil = until;
            for (Way &each : m_ways)
                each.stalledUntil = until;
        }
        way.stalledUntil = until;
    }

    void watch(Way &way)
    {
        if (way.pieces.empty() || way.timer.isActive())
            return;
        const auto due = std::max(way.pieces.front().due, way.stalledUntil);
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now());
        way.timer.start(std::max(wait, std::chrono::milliseconds(0)));
    }

    void deliver(Way &way)
    {
        const auto now = Clock::now();
        while (!way.pieces.empty() && std::max(way.pieces.front().due, way.stalledUntil) <= now) {
            const Piece piece = way.pieces.front();
            way.pieces.pop_front();
            way.to->write(piece.bytes);
            if (piece.isLast) {
                way.to->flush();
                return end();
            }
        }
        watch(way);
    }

    void end()
    {
        for (Way &way : m_ways) {
            way.timer.stop();
            way.from->disconnect(this);
            way.from->abort();
        }
        deleteLater();
    }

    FaultProxy &m_proxy;
    std::array<Way, 2> m_ways; // what the client says, and what it hears
};

FaultProxy::FaultProxy(quint16 target, const Faults &faults, quint32 seed)
    : m_target(target), m_faults(faults), m_random(seed)
{
    connect(&m_server, &QTcpServer::newConnection, this, &FaultProxy::take);
    if (!m_server.listen(QHostAddress(QHostAddress::LocalHost)))
        qFatal("the proxy has no port");
}

FaultProxy::~FaultProxy() = default;

void FaultProxy::take()
{
    while (QTcpSocket *client = m_server.nextPendingConnection()) {
        ++connections;
        new Pair(*this, client);
    }
}

std::chrono::milliseconds FaultProxy::between(std::chrono::milliseconds least, std::chrono::milliseconds most)
{
    return least + std::chrono::milliseconds(m_random.bounded(qint64((most - least).count()) + 1));
}

} // namespace kith::test

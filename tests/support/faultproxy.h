// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QRandomGenerator>
#include <QTcpServer>

#include <chrono>
#include <memory>

namespace kith::test {

/// A bad network between two programs: everything that goes through it is late, and some of it never arrives. What it
/// does follows from its seed and from when the bytes come.
class FaultProxy : public QObject {
    Q_OBJECT

public:
    struct Faults {
        std::chrono::milliseconds longestDelay{500}; ///< Of each piece; the order stays.
        int cutEvery = 50;                           ///< Pieces: then the connection is cut in the middle of one.
        int stallEvery = 120; ///< Pieces: then nothing goes on, one way or both, and nobody is told.
        std::chrono::milliseconds shortestStall{1'000};
        std::chrono::milliseconds longestStall{60'000};
    };

    FaultProxy(quint16 target, const Faults &faults, quint32 seed);
    ~FaultProxy() override;

    quint16 port() const { return m_server.serverPort(); }
    void setFaultless() { m_isFaultless = true; } ///< From now on, for the end of a run.

    int connections = 0;
    int cuts = 0;
    int stalls = 0;

private:
    class Pair;
    using Clock = std::chrono::steady_clock;

    void take();
    std::chrono::milliseconds between(std::chrono::milliseconds least, std::chrono::milliseconds most);

    QTcpServer m_server;
    quint16 m_target;
    Faults m_faults;
    QRandomGenerator m_random;
    int m_pieces = 0;
    bool m_isFaultless = false;
    Clock::time_point m_stalledUntil; // for those who connect
};

} // namespace kith::test

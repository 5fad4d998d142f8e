// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QtGlobal>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include <sched.h>
#include <unistd.h>

namespace kith {

// What bench_link and bench_roundtrip share: how much is asked for, and how a figure is told to the program that asked
// for it. The process ends with it, and the other one sees the connection end.

using Clock = std::chrono::steady_clock;

inline constexpr int MessageBytes = 64;
inline constexpr int Pings = 5000;
inline constexpr int KeptPings = 500; // the disk is asked four times for each
inline constexpr int Flow = 200'000;
inline constexpr int Dials = 300;
inline constexpr int ManyLinks = 200;

inline void sayPort(quint16 port)
{
    std::printf("%u\n", unsigned(port));
    std::fflush(stdout);
}

[[noreturn]] inline void finish(double figure)
{
    std::printf("%.3f\n", figure);
    std::fflush(stdout);
    ::_exit(0);
}

inline double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Keeps this process, and those that it starts from now on, on one core.
inline void stayOn(unsigned core)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    ::sched_setaffinity(0, sizeof one, &one);
}

/// Appends `bytes` to an open file and waits until they are on the disk.
inline void appendAndSync(int file, QByteArrayView bytes)
{
    if (::write(file, bytes.data(), size_t(bytes.size())) != bytes.size() || ::fdatasync(file) != 0)
        qFatal("nothing written");
}

/// Of an odd number of values the middle one, else the higher of the two; there must be one.
inline double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

/// Takes the time of one exchange after the other and ends the program after the last one.
class Stopwatch {
public:
    explicit Stopwatch(std::function<void()> ask, int count = Pings) : m_count(count), m_ask(std::move(ask))
    {
        m_times.reserve(size_t(count));
    }
    void start()
    {
        m_start = Clock::now();
        m_ask();
    }
    void answered()
    {
        const auto time = Clock::now() - m_start;
        if (++m_done > m_count / 10)
            m_times.push_back(std::chrono::duration<double, std::micro>(time).count());
        if (m_done < m_count / 10 + m_count)
            return start();
        std::nth_element(m_times.begin(), m_times.begin() + m_count / 2, m_times.end());
        finish(m_times[size_t(m_count / 2)]);
    }

private:
    int m_count;
    int m_done = 0;
    std::function<void()> m_ask;
    Clock::time_point m_start;
    std::vector<double> m_times;
};

} // namespace kith

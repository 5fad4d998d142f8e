// SPDX-License-Identifier: GPL-3.0-or-later
// What it costs to keep a message, against what the disk asks for the same bytes: an append and an fdatasync.
// Rounds of both alternate, so that a busy moment of the computer does not decide. Arguments: [rounds] [directory].
#include "bench/figures.h"
#include "store/storetest.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

using namespace kith;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

namespace {

constexpr int OneByOne = 500;
constexpr int Burst = 10'000;
const QString Text = u"一条六十四字节左右的消息，a message of 64 bytes"_s;

double cpuMilliseconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

class Rounds {
public:
    explicit Rounds(const QString &directory)
        : m_directory(directory + u"/bench-XXXXXX"_s)
        , m_store(m_directory.filePath(u"history.db"_s))
        , m_contact(makeContact())
        , m_conversation(makeConversation(m_contact))
        , m_log(::open(m_directory.filePath(u"log"_s).toUtf8().constData(), O_WRONLY | O_CREAT | O_APPEND, 0600))
    {
        get(m_store.open()).value();
        m_store.save(m_contact);
        m_store.save(m_conversation);
    }
    ~Rounds() { ::close(m_log); }

    void run()
    {
        const QByteArray bytes = Text.toUtf8();
        m_floor.push_back(medianMicroseconds([&] { appendAndSync(m_log, bytes); }));
        QElapsedTimer timer;
        timer.start();
        m_single.push_back(
            medianMicroseconds([&] { get(m_store.append(makeReceived(m_conversation, Text))).value(); }));
        const double singleRate = OneByOne * 1e9 / double(timer.nsecsElapsed());
        m_ratio.push_back(m_single.back() / m_floor.back());

        std::vector<Message> messages;
        for (int i = 0; i < Burst; ++i)
            messages.push_back(makeReceived(m_conversation, Text));
        const double burst = rateOf(messages);
        m_singleRate.push_back(singleRate);
        m_burstRate.push_back(burst);
        m_burstRatio.push_back(burst / singleRate);
        m_strangers.push_back(strangers());
    }

    void print(const char *placement) const
    {
        std::printf("%s: append + fdatasync p50 %.1f us, Store::append p50 %.1f us, ratio %.2f (aim <= 1.40)\n",
                    placement, median(m_floor), median(m_single), median(m_ratio));
        std::printf("%s: one by one %.0f/s, burst of %d %.0f/s, ratio %.1f (aim >= 5)\n", placement,
                    median(m_singleRate), Burst, median(m_burstRate), median(m_burstRatio));
        std::printf("%s: 1,000 contacts + 1,000 conversations + 2,000 messages: %.1f ms CPU (aim < 100)\n",
                    placement, median(m_strangers));
    }

private:
    template <typename Function>
    static double medianMicroseconds(Function function)
    {
        std::vector<double> times;
        for (int i = 0; i < OneByOne; ++i) {
            QElapsedTimer timer;
            timer.start();
            function();
            times.push_back(double(timer.nsecsElapsed()) / 1e3);
        }
        return median(std::move(times));
    }

    double rateOf(const std::vector<Message> &messages)
    {
        QElapsedTimer timer;
        timer.start();
        std::vector<QFuture<Result<Place>>> futures;
        futures.reserve(messages.size());
        for (const Message &message : messages)
            futures.push_back(m_store.append(message));
        for (const auto &future : futures)
            get(future).value();
        return double(messages.size()) * 1e9 / double(timer.nsecsElapsed());
    }

    double strangers()
    {
        const double before = cpuMilliseconds();
        QFuture<Result<Place>> last;
        for (int i = 1; i <= 1000; ++i) {
            const Contact contact = makeContact(i);
            const Conversation conversation = makeConversation(contact);
            m_store.save(contact);
            m_store.save(conversation);
            m_store.append(makeReceived(conversation, Text));
            last = m_store.append(makeReceived(conversation, Text));
        }
        get(last).value();
        return cpuMilliseconds() - before;
    }

    QTemporaryDir m_directory;
    Store m_store;
    Contact m_contact;
    Conversation m_conversation;
    int m_log;
    std::vector<double> m_floor, m_single, m_ratio, m_singleRate, m_burstRate, m_burstRatio, m_strangers;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 7;
    const QString directory = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QDir::tempPath();
    {
        Rounds unpinned(directory);
        for (int i = 0; i < rounds; ++i)
            unpinned.run();
        unpinned.print("unpinned");
    }
    stayOn(0); // the store's thread, made later, inherits it
    Rounds pinned(directory);
    for (int i = 0; i < rounds; ++i)
        pinned.run();
    pinned.print("pinned to one core");
}

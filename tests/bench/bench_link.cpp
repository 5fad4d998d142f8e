// SPDX-License-Identifier: GPL-3.0-or-later
// What an encrypted link costs, as a ratio to bare QSslSocket and QSslServer with the same kind of key on both sides:
// the round trip of 64 bytes, how many of them go one way in a second, how many links are made in a second, and the
// memory of one; and the round trip between two friends, with all that is above the link, and what their histories on the
// disk add to it. A Mosquitto broker shows what others need. For each round and each way two processes of this program are
// started on one core; the ways take turns within a round, so that a machine that changes its speed changes it for all.
//
//   bench_link [--rounds 7] [--cpu 0] [--only ping|flow|dial|memory|talk|kept]
#include "bench/figures.h"
#include "bench/linkways.h"
#include "core/workerthread.h"
#include "identity/identity.h"
#include "support/residentmemory.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryFile>

#include <algorithm>
#include <cstdio>
#include <map>
#include <vector>

using namespace kith;
using kith::test::residentBytes;
using namespace Qt::StringLiterals;

namespace {

/// What the ratio of one way to another should be at most, or at least where more is better.
struct Aim {
    size_t way;
    size_t base;
    double ratio;
};

struct Question {
    const char *name;
    const char *words;
    const char *unit;
    bool moreIsBetter;
    std::vector<size_t> ways;
    std::vector<Aim> aims;
    const char *asked = nullptr; ///< What the ways are asked for, where it is not `name`.
};

const Question Questions[] = {
    {"ping", "round trip of 64 bytes, p50", "us", false, {Bare, Stream, Links}, {{Links, Bare, 1.25}}},
    {"flow",
     "64-byte messages one way",
     "/s",
     true,
     {Bare, Links, Broker},
     {{Links, Bare, 0.3}, {Links, Broker, 20}}},
    {"dial", "links made", "/s", true, {Bare, Stream, Links}, {{Links, Bare, 0.8}}},
    {"memory",
     "memory of a link on the side that was called",
     "KiB",
     false,
     {Bare, Stream, Links},
     {{Links, Bare, 110.0 / 83}}},
    {"talk",
     "round trip of 64 bytes, friends, nothing kept, p50",
     "us",
     false,
     {Bare, Window, Terminal, Broker},
     {{Terminal, Bare, 2.0}, {Terminal, Broker, 1.0}},
     "ping"},
};

/// One round of one way, in two processes of their own.
double measure(const Question &question, size_t way, const QString &cpu)
{
    const QString program = QCoreApplication::applicationFilePath();
    const QString number = QString::number(way);
    const QString what = QString::fromLatin1(question.asked ? question.asked : question.name);
    static const QByteArray key = Identity::create()->privateKey().view().toByteArray().toHex();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_LOGGING_RULES"_s, u"qt.*=false"_s);
    environment.insert(u"KITH_BENCH_KEY"_s, QString::fromLatin1(key));
    if (linkWays()[way].mainThread == LinkWay::MainThread::AsInKithCli)
        environment.insert(u"QT_NO_GLIB"_s, u"1"_s);
    QProcess answering;
    answering.setProcessEnvironment(environment);
    answering.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    answering.start(program, {u"--cpu"_s, cpu, u"--answer"_s, number, u"--only"_s, what});
    if (!answering.waitForReadyRead(10'000))
        qFatal("nobody answers");
    const QString port = QString::fromLatin1(answering.readLine()).trimmed();
    const qint64 before = residentBytes(answering.processId());
    QProcess asking;
    asking.setProcessEnvironment(environment);
    asking.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    asking.start(program, {u"--cpu"_s, cpu, u"--ask"_s, number, u"--port"_s, port, u"--only"_s, what});
    double result = 0;
    if (what == u"memory"_s) {
        if (!asking.waitForReadyRead(60'000)) // all links stand, and stay
            qFatal("no links");
        const double count = asking.readLine().trimmed().toDouble();
        result = double(residentBytes(answering.processId()) - before) / 1024 / count;
        asking.kill();
        asking.waitForFinished();
    } else {
        if (!asking.waitForFinished(60'000))
            qFatal("no end");
        result = asking.readAllStandardOutput().trimmed().toDouble();
    }
    answering.kill();
    answering.waitForFinished();
    return result;
}

/// The figures of each round, by way.
using Figures = std::map<size_t, std::vector<double>>;

bool judge(const Question &question, const Aim &aim, const Figures &figures)
{
    std::vector<double> ratios;
    for (size_t round = 0; round < figures.at(aim.way).size(); ++round)
        ratios.push_back(figures.at(aim.way)[round] / figures.at(aim.base)[round]);
    const double reached = median(ratios);
    const bool good = question.moreIsBetter ? reached >= aim.ratio : reached <= aim.ratio;
    std::printf("  %s to %s: %.2f (%.2f-%.2f), aim %s %.2f: %s\n", linkWays()[aim.way].name,
                linkWays()[aim.base].name, reached, *std::min_element(ratios.begin(), ratios.end()),
                *std::max_element(ratios.begin(), ratios.end()), question.moreIsBetter ? ">=" : "<=", aim.ratio,
                good ? "met" : "MISSED");
    return good;
}

bool compare(const Question &question, int rounds, const QString &cpu)
{
    Figures figures;
    for (int round = 0; round < rounds; ++round) {
        for (const size_t way : question.ways)
            figures[way].push_back(measure(question, way, cpu));
    }
    std::printf("%s, median of %d rounds\n", question.words, rounds);
    for (const size_t way : question.ways)
        std::printf("  %s: %.1f %s\n", linkWays()[way].name, median(figures[way]), question.unit);
    bool good = true;
    for (const Aim &aim : question.aims)
        good = judge(question, aim, figures) && good;
    std::fflush(stdout);
    return good;
}

/// The median time of an append and an fdatasync of a message's bytes, one after the other, in microseconds.
double appendsOneByOne()
{
    QTemporaryFile file;
    if (!file.open())
        qFatal("no file");
    const QByteArray bytes(MessageBytes, 'm');
    std::vector<double> times;
    for (int i = 0; i < 500; ++i) {
        const auto start = Clock::now();
        appendAndSync(file.handle(), bytes);
        times.push_back(secondsSince(start) * 1e6);
    }
    return median(times);
}

/// What the disks add: the receiver's to a message that is delivered, which is acknowledged once it is kept; and both to
/// a round trip, as the sender keeps a message before it goes. Like is judged by like: by what an append and an fdatasync
/// add to a round trip of bare sockets. In a loop that does nothing else they take less, as the caches stay warm, which
/// is told for both; bench_store compares loop with loop.
bool compareKept(int rounds, const QString &cpu)
{
    static constexpr double Aim = 1.3;
    const Question ping{"ping", "", "us", false, {}, {}};
    const Question deliver{"deliver", "", "us", false, {}, {}};
    std::vector<double> loops, floors, talks, delivereds, kepts, toLoop, toFloor, bareToLoop;
    for (int round = 0; round < rounds; ++round) {
        loops.push_back(appendsOneByOne());
        floors.push_back(measure(ping, BareOnDisk, cpu) - measure(ping, Bare, cpu));
        talks.push_back(measure(ping, Terminal, cpu));
        delivereds.push_back(measure(deliver, OnReceiversDisk, cpu));
        kepts.push_back(measure(ping, OnBothDisks, cpu));
        const double added = delivereds.back() - talks.back();
        toLoop.push_back(added / loops.back());
        toFloor.push_back(added / floors.back());
        bareToLoop.push_back(floors.back() / loops.back());
    }
    const double reached = median(toFloor);
    const bool good = reached <= Aim;
    std::printf("64 bytes kept as durably as fdatasync makes it, friends, p50, median of %d rounds\n"
                "  append + fdatasync: %.1f us in a loop, %.1f us within a round trip of QSslSocket (%.2f)\n"
                "  round trip, nothing kept: %.1f us; with both disks: %.1f us\n"
                "  delivered, with the receiver's disk: %.1f us\n"
                "  what that takes longer than the round trip to append + fdatasync in a loop: %.2f\n"
                "  to append + fdatasync within a round trip: %.2f (%.2f-%.2f), aim <= %.2f: %s\n",
                rounds, median(loops), median(floors), median(bareToLoop), median(talks), median(kepts),
                median(delivereds), median(toLoop), reached, *std::min_element(toFloor.begin(), toFloor.end()),
                *std::max_element(toFloor.begin(), toFloor.end()), Aim, good ? "met" : "MISSED");
    std::fflush(stdout);
    return good;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"rounds"_s, u"How often"_s, u"n"_s, u"7"_s},
                       {u"cpu"_s, u"The core for all of it"_s, u"n"_s, u"0"_s},
                       {u"only"_s, u"ping, flow, dial, memory, talk or kept"_s, u"what"_s},
                       {u"answer"_s, u"Inner use"_s, u"way"_s},
                       {u"ask"_s, u"Inner use"_s, u"way"_s},
                       {u"port"_s, u"Inner use"_s, u"port"_s}});
    parser.process(app);
    // The bare append and fdatasync too: the disk's interrupt may be on another.
    stayOn(parser.value(u"cpu"_s).toUInt());
    const QString what = parser.value(u"only"_s);
    if (!parser.isSet(u"answer"_s) && !parser.isSet(u"ask"_s)) {
        bool good = true;
        for (const Question &question : Questions) {
            if (what.isEmpty() || what == QLatin1String(question.name))
                good = compare(question, parser.value(u"rounds"_s).toInt(), parser.value(u"cpu"_s)) && good;
        }
        if (what.isEmpty() || what == u"kept"_s)
            good = compareKept(parser.value(u"rounds"_s).toInt(), parser.value(u"cpu"_s)) && good;
        return good ? 0 : 1;
    }
    const bool answers = parser.isSet(u"answer"_s);
    const LinkWay &way = linkWays().at(parser.value(answers ? u"answer"_s : u"ask"_s).toUInt());
    if (way.mainThread == LinkWay::MainThread::AsInKithCli)
        becomePatient();
    if (answers)
        way.answer(what);
    else
        way.ask(what, quint16(parser.value(u"port"_s).toUInt()));
    return QCoreApplication::exec();
}

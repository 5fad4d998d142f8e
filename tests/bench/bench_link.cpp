// SPDX-License-Identifier: GPL-3.0-or-later
// What an encrypted link costs, as a ratio to bare QSslSocket and QSslServer with the same kind of key on both sides:
// the round trip of 64 bytes, how many of them go one way in a second, how many links are made in a second, and the
// memory of one; and the round trip between two friends, with all that is above the link. For each round and each way two processes of this program are started on one core; the ways take turns
// within a round, so that a machine that changes its speed changes it for all.
//
//   bench_link [--rounds 7] [--cpu 0] [--only ping|flow|dial|memory|talk]
#include "bench/linkways.h"
#include "core/workerthread.h"
#include "identity/identity.h"
#include "support/residentmemory.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QProcess>

#include <algorithm>
#include <cstdio>
#include <vector>

#include <sched.h>

using namespace kith;
using kith::test::residentBytes;
using namespace Qt::StringLiterals;

namespace {

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

struct Question {
    const char *name;
    const char *words;
    const char *unit;
    bool moreIsBetter;
    double aim; ///< Of the ratio of the last one of `ways`.
    std::vector<size_t> ways = {0, 1, 2};
    const char *asked = nullptr; ///< What the ways are asked for, where it is not `name`.
};

const Question Questions[] = {
    {"ping", "round trip of 64 bytes, p50", "us", false, 1.25},
    {"flow", "64-byte messages one way", "/s", true, 0.3},
    {"dial", "links made", "/s", true, 0.8},
    {"memory", "memory of a link on the side that was called", "KiB", false, 110.0 / 83},
    {"talk", "round trip of 64 bytes, friends, nothing kept, p50", "us", false, 2.0, {0, 3, 4}, "ping"},
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

bool compare(const Question &question, int rounds, const QString &cpu)
{
    std::vector<std::vector<double>> values(question.ways.size());
    std::vector<std::vector<double>> ratios(question.ways.size());
    for (int round = 0; round < rounds; ++round) {
        for (size_t i = 0; i < question.ways.size(); ++i) {
            values[i].push_back(measure(question, question.ways[i], cpu));
            ratios[i].push_back(values[i].back() / values[0].back());
        }
    }
    std::printf("%s, median of %d rounds:", question.words, rounds);
    for (size_t i = 0; i < question.ways.size(); ++i) {
        std::printf("%s %s %.1f %s", i ? "," : "", linkWays()[question.ways[i]].name, median(values[i]),
                    question.unit);
        if (i > 0)
            std::printf(" (ratio %.2f, %.2f-%.2f)", median(ratios[i]),
                        *std::min_element(ratios[i].begin(), ratios[i].end()),
                        *std::max_element(ratios[i].begin(), ratios[i].end()));
    }
    const double reached = median(ratios.back());
    const bool good = question.moreIsBetter ? reached >= question.aim : reached <= question.aim;
    std::printf("; aim %s %.2f: %s\n", question.moreIsBetter ? ">=" : "<=", question.aim, good ? "met" : "MISSED");
    std::fflush(stdout);
    return good;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"rounds"_s, u"How often"_s, u"n"_s, u"7"_s},
                       {u"cpu"_s, u"The core for both processes"_s, u"n"_s, u"0"_s},
                       {u"only"_s, u"ping, flow, dial, memory or talk"_s, u"what"_s},
                       {u"answer"_s, u"Inner use"_s, u"way"_s},
                       {u"ask"_s, u"Inner use"_s, u"way"_s},
                       {u"port"_s, u"Inner use"_s, u"port"_s}});
    parser.process(app);
    const QString what = parser.value(u"only"_s);
    if (!parser.isSet(u"answer"_s) && !parser.isSet(u"ask"_s)) {
        bool good = true;
        for (const Question &question : Questions) {
            if (what.isEmpty() || what == QLatin1String(question.name))
                good = compare(question, parser.value(u"rounds"_s).toInt(), parser.value(u"cpu"_s)) && good;
        }
        return good ? 0 : 1;
    }
    cpu_set_t core;
    CPU_ZERO(&core);
    CPU_SET(parser.value(u"cpu"_s).toUInt(), &core);
    ::sched_setaffinity(0, sizeof core, &core);
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

// SPDX-License-Identifier: GPL-3.0-or-later
// A program of its own, because it takes nearly all descriptors away from itself.
#include "net/rawclient.h"
#include "net/transportfactory.h"
#include "net/watch.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <memory>
#include <vector>

#include <sys/resource.h>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

constexpr int Clients = 100;
constexpr int Served = 20; // as many as the limit has room for

void setLimit(rlim_t descriptors)
{
    rlimit limit;
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = descriptors;
    QVERIFY(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

double cpuSeconds()
{
    rusage usage;
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace

class TestDescriptors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const Endpoint anyPort = *Endpoint::parse(u"tcp://127.0.0.1:0", Endpoint::Use::Local);
        host = PlainTextTransportFactory().host(anyPort, {});
        watch = std::make_unique<Watch>(*host);
        host->open();
        // They wait in the system's queue: nothing is accepted before the event loop runs.
        for (int i = 0; i < Clients; ++i)
            clients.push_back(std::make_unique<RawClient>(watch->local.port()));
        const int next = platform::Socket(::dup(0)).descriptor();
        setLimit(rlim_t(next + Served + platform::ReservedDescriptors));
        QTRY_COMPARE(watch->impairments.size(), 1);
        QCOMPARE(watch->impairments.constFirst()->kind, Error::Kind::TooManyDescriptors);
        QCOMPARE(watch->online.size(), Served);
    }
    void cleanup()
    {
        setLimit(1024);
        clients.clear();
        host.reset();
    }

    void restsWhileThereAreNone()
    {
        const double before = cpuSeconds();
        QTest::qWait(1000); // the resting is what is tested
        const double used = cpuSeconds() - before;
        qInfo("out of descriptors: %.1f %% of a core", used * 100);
        QVERIFY(used < 0.05);
        QCOMPARE(watch->impairments.size(), 1);
    }

    void leavesSomeForFiles()
    {
        std::vector<std::unique_ptr<QFile>> files;
        for (int i = 0; i < platform::ReservedDescriptors; ++i) {
            files.push_back(std::make_unique<QFile>(u"/proc/self/stat"_s));
            QVERIFY(files.back()->open(QIODevice::ReadOnly));
        }
    }

    void goesOnWhenAClientLeaves()
    {
        // Each one that goes frees two: its own side is in this program too.
        for (int gone = 0; gone < Served; ++gone)
            clients.erase(clients.begin());
        QTRY_VERIFY(watch->log.count(u"online"_s) >= 2 * Served);
        QCOMPARE(watch->departures.size(), Served);
    }

    void looksAgainByItself()
    {
        setLimit(1024);
        QTRY_COMPARE_WITH_TIMEOUT(watch->online.size(), Clients, 1000);
        QCOMPARE(watch->impairments.size(), 2);
        QCOMPARE(watch->impairments.last(), std::nullopt);
    }

private:
    std::unique_ptr<Transport> host;
    std::unique_ptr<Watch> watch;
    std::vector<std::unique_ptr<RawClient>> clients;
};

QTEST_GUILESS_MAIN(TestDescriptors)
#include "tst_descriptors.moc"

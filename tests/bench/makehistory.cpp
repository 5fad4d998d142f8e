// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a profile with a large history, the same each time: makehistory DIRECTORY [MESSAGES] [CONVERSATIONS].
#include "store/profile.h"
#include "support/historymaker.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace kith;

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    HistoryMaker::Size size;
    if (argc > 2)
        size.messages = std::max(1LL, std::atoll(argv[2]));
    if (argc > 3)
        size.conversations = std::max(1, std::atoi(argv[3]));
    QElapsedTimer timer;
    timer.start();
    const auto done = Profile::acquire(QString::fromLocal8Bit(argv[1])).and_then([&](const Profile &profile) {
        return makeHistoryFile(profile.databaseFile(), size);
    });
    if (!done)
        std::fprintf(stderr, "%s\n", qPrintable(done.error().detail));
    else
        std::printf("%lld messages in %d conversations, %.1f s\n", static_cast<long long>(size.messages),
                    size.conversations, double(timer.elapsed()) / 1e3);
    return done ? 0 : 1;
}

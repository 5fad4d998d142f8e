// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>

#include <vector>

namespace kith {

/// Something that answers at a port, and something that asks there. What is asked is `ping`, `flow`, `dial` or `memory`.
struct LinkWay {
    const char *name;
    void (*answer)(const QString &what); ///< Prints its port, then answers until it is killed.
    /// Prints the figure and ends the program; of `memory` the number of links, which then stay.
    void (*ask)(const QString &what, quint16 port);
    /// As Qt makes it (with GLib's dispatcher on most desktops), or with Qt's own dispatcher and patient.
    enum class MainThread { Default, AsInKithCli } mainThread = MainThread::Default;
};

/// A stream alone knows all but `flow`, as it sends what it is given. Those of Messenger know `ping` only, and both their sides find the key of the answering one in the environment,
/// KITH_BENCH_KEY; the broker knows `ping` and `flow`.
enum Ways : size_t { Bare, Stream, Links, Window, Terminal, Broker, WithDisks };
const std::vector<LinkWay> &linkWays(); ///< In the order of Ways.

} // namespace kith

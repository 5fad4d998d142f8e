// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>

#include <vector>

namespace kith {

/// Something that answers at a port, and something that asks there. What is asked is `ping`, `deliver` (until the
/// acknowledgement, without an answer), `flow`, `dial` or `memory`.
struct LinkWay {
    const char *name;
    void (*answer)(const QString &what); ///< Prints its port, then answers until it is killed.
    /// Prints the figure and ends the program; of `memory` the number of links, which then stay.
    void (*ask)(const QString &what, quint16 port);
    /// As Qt makes it (with GLib's dispatcher on most desktops), or with Qt's own dispatcher, patient, and with the network.
    enum class MainThread { Default, AsInKithCli } mainThread = MainThread::Default;
};

/// Only those of Messenger know `deliver`. A stream alone does not know `flow` either, as it sends what it is given. Of the
/// bare ones on the disk, the answering side appends to a file and calls fdatasync before it answers. Those of Messenger
/// know `ping` beside, and both their sides find the key of the answering one in the environment, KITH_BENCH_KEY; the
/// broker knows `ping` and `flow`.
enum Ways : size_t { Bare, Stream, Links, Window, Terminal, Broker, BareOnDisk, OnReceiversDisk, OnBothDisks };
const std::vector<LinkWay> &linkWays(); ///< In the order of Ways.

} // namespace kith

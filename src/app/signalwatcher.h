// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace kith {

/// SIGTERM, SIGINT and SIGHUP as a Qt signal. One per process.
class SignalWatcher final : public QObject {
    Q_OBJECT

public:
    explicit SignalWatcher(QObject *parent = nullptr);

Q_SIGNALS:
    void endRequested();
};

} // namespace kith

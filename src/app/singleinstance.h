// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QObject>

namespace kith {

/// Lets a second start of the program on one profile bring the running window to the front.
class SingleInstance final : public QObject {
    Q_OBJECT

public:
    explicit SingleInstance(const QString &profileDirectory, QObject *parent = nullptr);

    /// Waits to be asked. Only the process that holds the profile's lock may call it.
    void listen();
    /// Asks the running program to come forward; asked() or failed() follows.
    void ask();

Q_SIGNALS:
    void showRequested(); ///< Somebody asked.
    void asked();
    void failed();

private:
    QString m_name;
    QLocalServer m_server;
};

} // namespace kith

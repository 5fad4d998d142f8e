// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

#include <QBasicTimer>
#include <QList>
#include <QObject>

#include <chrono>

namespace kith {

/// Holds the good news that messages were sent for a moment, to tell them together: each by itself would wake the
/// Messenger's thread once more a message, and cost a commit of its own.
class SentReports final : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Delay{5};

    explicit SentReports(Transport &transport)
        : QObject(&transport), m_transport(transport) {} ///< A child: it moves along.

    void add(const Endpoint &peer, const MessageId &id, const Progress &progress);
    void flush(); ///< Tells all; to be called before anything that must come after them.

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    struct Report {
        Endpoint peer;
        MessageId id;
        Progress progress;
    };
    Transport &m_transport;
    QList<Report> m_reports;
    QBasicTimer m_timer;
};

} // namespace kith

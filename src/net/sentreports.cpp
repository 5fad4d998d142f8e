// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/sentreports.h"

#include <utility>

namespace kith {

void SentReports::add(const Endpoint &peer, const MessageId &id, const Progress &progress)
{
    m_reports.append({peer, id, progress});
    if (!m_timer.isActive())
        m_timer.start(int(Delay.count()), Qt::PreciseTimer, this);
}

void SentReports::flush()
{
    m_timer.stop();
    const QList<Report> reports = std::exchange(m_reports, {});
    for (const Report &report : reports)
        Q_EMIT m_transport.progress(report.peer, report.id, report.progress);
}

void SentReports::timerEvent(QTimerEvent *)
{
    flush();
}

} // namespace kith

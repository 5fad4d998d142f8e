// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/writeturn.h"

#include "net/peerlink.h"

#include <QAbstractEventDispatcher>

namespace kith {

void WriteTurn::add(PeerLink *link)
{
    if (!m_connected) {
        m_connected = true;
        connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this,
                &WriteTurn::flush);
    }
    if (m_links.isEmpty())
        m_timer.start(0, this);
    m_links.append(link);
}

void WriteTurn::timerEvent(QTimerEvent *)
{
    flush();
}

void WriteTurn::flush()
{
    if (m_timer.isActive())
        m_timer.stop(); // also when the links did not wait for it
    // A link that ends takes itself out.
    while (!m_links.isEmpty())
        m_links.takeFirst()->flush();
}

} // namespace kith

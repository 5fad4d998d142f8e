// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBasicTimer>
#include <QList>
#include <QObject>

namespace kith {

class PeerLink;

/// Lets links write once for all that is sent in one turn of the event loop: just before the thread would wait, so
/// that nothing waits for it.
class WriteTurn final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    void add(PeerLink *link);
    void remove(PeerLink *link) { m_links.removeAll(link); }

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void flush();

    QList<PeerLink *> m_links;
    QBasicTimer m_timer; // for a loop that is not waited in
    bool m_connected = false;
};

} // namespace kith

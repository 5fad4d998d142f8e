// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/callback.h"
#include "net/doctor.h"
#include "net/peerlinks.h"

#include <QList>
#include <QObject>
#include <QTimer>

namespace kith {

class Neighbours;
class PeerNetwork;

/// "Why don't I see anyone?": asks the discovery and some friends, and answers friends who ask. One at a time.
class Examination final : public QObject {
    Q_OBJECT

public:
    /// Both are borrowed, and open before anything is asked.
    Examination(PeerNetwork &network, Neighbours &neighbours, QObject *parent = nullptr);

    /// What is known already; `observed.discovery`, `firewall` and `callBacks` are found out. `friends`: who is asked to
    /// call back. finished() follows; while one is under way a second begins nothing.
    void begin(const doctor::Observed &observed, const QList<LinkedPeer> &friends);

    // From a friend.
    void take(const LinkedPeer &from, const wire::CallBackRequest &request);
    void take(const LinkedPeer &from, const wire::CallBackAnswer &answer);
    /// What came of PeerLinks::knock().
    void knocked(const PeerId &peer, quint64 link, wire::CallBackResult result);
    void linkDown(const PeerId &peer);

Q_SIGNALS:
    void finished(const QList<kith::doctor::Finding> &findings);

private:
    void askNext();
    void answered(const CallBack::Result &result);
    void tell();

    PeerNetwork &m_network;
    Neighbours &m_neighbours;
    CallBack m_callBack;
    doctor::Observed m_observed;
    QList<LinkedPeer> m_toAsk;
    bool m_isRunning = false;
    bool m_hasDiscovery = false; ///< Its answer.
    QTimer m_patience;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/presence.h"
#include "messenger/peers.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace kith {

class Settings;

/// Who this person is to others: tells the network what the settings say, and that nobody is at the keyboard when
/// nothing was touched for a while.
class OwnPresence final : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::minutes UsualIdleLimit{5};

    /// Both are borrowed.
    OwnPresence(Peers &peers, Settings &settings, QObject *parent = nullptr);

    void setIdleLimit(std::chrono::milliseconds limit);
    /// Tells the network everything anew.
    void apply();

    /// Whether the time since the last touch is watched: not while nobody is there.
    bool isWatching() const { return m_idleTimer.isActive(); }
    /// Whether others find this computer: not while this person wants to be taken for offline.
    Peers::Visibility visibility() const;
    Presence shown() const; ///< What friends are told now.
    /// The name as others see it: the own one, else the beginning of the id; empty where neither is known.
    QString shownName() const;
    /// What the system calls this person; told to nobody unless the person agrees.
    static QString suggestedName();

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void touch();
    void checkIdle();

    Peers &m_peers;
    Settings &m_settings;
    std::chrono::milliseconds m_idleLimit = UsualIdleLimit;
    QElapsedTimer m_lastTouch;
    QTimer m_idleTimer; ///< Not running while nobody is there: an idle window wakes nothing up.
    bool m_isIdle = false;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/peers.h"

#include <QList>
#include <QSet>

#include <optional>

namespace kith {

/// Who asks for our friendship, until the program ends. A value.
class Introductions {
public:
    /// Notes it; the one that was dropped to make room, if any. Nothing changes for somebody who was declined: isDeclined().
    /// `isNews`: it was not said like that before.
    struct Noted {
        bool isNews = false;
        std::optional<PeerId> dropped;
    };
    Noted note(const Introduction &introduction);
    /// Whether there was one.
    bool forget(const PeerId &peer);
    void decline(const PeerId &peer);

    bool isDeclined(const PeerId &peer) const { return m_declined.contains(peer); }
    std::optional<Introduction> of(const PeerId &peer) const;
    const QList<Introduction> &all() const { return m_all; } ///< The oldest first.

private:
    QList<Introduction> m_all;
    QSet<PeerId> m_declined;
};

} // namespace kith

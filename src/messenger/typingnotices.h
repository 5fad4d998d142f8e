// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/peerid.h"
#include "core/strongid.h"

#include <QHash>
#include <QObject>

#include <chrono>

namespace kith {

/// Who is typing, and to whom we have said that we are.
class TypingNotices final : public QObject {
    Q_OBJECT

public:
    /// How long somebody types who does not say so again, and how often we say it again.
    static constexpr std::chrono::milliseconds Shown{8'000};
    static constexpr std::chrono::milliseconds SaidAgain{4'000};

    explicit TypingNotices(QObject *parent = nullptr) : QObject(parent) {}

    void set(const ContactId &contact, bool typing);
    bool isTyping(const ContactId &contact) const { return m_typing.contains(contact); }

    /// Whether `peer` is to be told now that we type, or no longer do; then it counts as told.
    bool isDue(const PeerId &peer, bool typing);
    void linkDown(const PeerId &peer) { m_said.remove(peer); }

Q_SIGNALS:
    void changed(const kith::ContactId &contact, bool typing);

private:
    using Clock = std::chrono::steady_clock;

    void watch(const ContactId &contact, Clock::duration wait);

    QHash<ContactId, Clock::time_point> m_typing; ///< Until when.
    QHash<PeerId, Clock::time_point> m_said;
};

} // namespace kith

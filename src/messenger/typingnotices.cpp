// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/typingnotices.h"

#include <QTimer>

namespace kith {

void TypingNotices::set(const ContactId &contact, bool typing)
{
    const bool was = m_typing.contains(contact);
    if (typing) {
        const quint64 notice = ++m_notices;
        m_typing.insert(contact, notice);
        QTimer::singleShot(Shown, this, [this, contact, notice] {
            if (m_typing.value(contact) == notice)
                set(contact, false);
        });
    } else {
        m_typing.remove(contact);
    }
    if (was != typing)
        Q_EMIT changed(contact, typing);
}

bool TypingNotices::isDue(const PeerId &peer, bool typing)
{
    if (!typing)
        return m_said.remove(peer) > 0;
    const auto said = m_said.constFind(peer);
    const Clock::time_point now = Clock::now();
    if (said != m_said.constEnd() && now - *said < SaidAgain)
        return false;
    m_said.insert(peer, now);
    return true;
}

} // namespace kith

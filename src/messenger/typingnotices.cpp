// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/typingnotices.h"

#include <QTimer>

namespace kith {

void TypingNotices::set(const ContactId &contact, bool typing)
{
    const bool was = m_typing.contains(contact);
    if (typing)
        m_typing.insert(contact, Clock::now() + Shown);
    else
        m_typing.remove(contact);
    if (was == typing)
        return; // its timer runs
    if (typing)
        watch(contact, Shown);
    Q_EMIT changed(contact, typing);
}

/// Ends the notice when its time is over, which may have been put off meanwhile.
void TypingNotices::watch(const ContactId &contact, Clock::duration wait)
{
    QTimer::singleShot(std::chrono::ceil<std::chrono::milliseconds>(wait), this, [this, contact] {
        const auto until = m_typing.constFind(contact);
        if (until == m_typing.constEnd())
            return;
        const Clock::duration left = *until - Clock::now();
        if (left <= Clock::duration::zero())
            set(contact, false);
        else
            watch(contact, left);
    });
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

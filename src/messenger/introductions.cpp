// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/introductions.h"

#include <algorithm>

namespace kith {

Introductions::Noted Introductions::note(const Introduction &introduction)
{
    if (isDeclined(introduction.peer))
        return {};
    const auto known = std::find_if(m_all.begin(), m_all.end(),
                                    [&](const Introduction &i) { return i.peer == introduction.peer; });
    if (known != m_all.end()) {
        const bool isNews = known->words != introduction.words || known->name != introduction.name;
        if (isNews)
            *known = introduction;
        return {isNews, {}};
    }
    Noted noted{true, {}};
    if (m_all.size() >= Peers::MaxIntroductions)
        noted.dropped = m_all.takeFirst().peer;
    m_all.append(introduction);
    return noted;
}

bool Introductions::forget(const PeerId &peer)
{
    return m_all.removeIf([&](const Introduction &i) { return i.peer == peer; }) > 0;
}

void Introductions::decline(const PeerId &peer)
{
    m_declined.insert(peer);
}

std::optional<Introduction> Introductions::of(const PeerId &peer) const
{
    const auto found =
        std::find_if(m_all.cbegin(), m_all.cend(), [&](const Introduction &i) { return i.peer == peer; });
    return found == m_all.cend() ? std::nullopt : std::optional(*found);
}

} // namespace kith

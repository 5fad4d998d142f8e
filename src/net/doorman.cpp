// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/doorman.h"

#include <algorithm>

namespace kith {

namespace {

/// nullopt: not a word yet.
std::optional<Language> spokenAt(const platform::Socket &socket)
{
    char first = 0;
    const platform::Outcome outcome = platform::peek(socket.descriptor(), &first);
    if (outcome.kind == platform::Outcome::Kind::WouldBlock)
        return std::nullopt;
    if (outcome.kind != platform::Outcome::Kind::Done)
        return Language::PlainText; // one that has gone already said all it will
    return languageOf(QByteArrayView(&first, 1));
}

} // namespace

Doorman::Doorman(Decided decided) : m_decided(std::move(decided)) {}

Doorman::~Doorman() = default;

void Doorman::admit(platform::Socket socket, const platform::Address &from)
{
    if (const auto language = spokenAt(socket))
        return m_decided(std::move(socket), from, language);
    const int descriptor = socket.descriptor();
    auto spoke = watchSocket(descriptor, QSocketNotifier::Read, this);
    connect(spoke.get(), &QSocketNotifier::activated, this, [this, descriptor] { listenTo(descriptor); });
    m_guests.push_back(Guest{std::move(socket), from, std::move(spoke), Clock::now() + Patience});
    if (!m_timer.isActive())
        watch();
}

void Doorman::listenTo(int descriptor)
{
    const auto guest = std::find_if(m_guests.begin(), m_guests.end(), [descriptor](const Guest &one) {
        return one.socket.descriptor() == descriptor;
    });
    if (guest == m_guests.end())
        return;
    if (const auto language = spokenAt(guest->socket))
        letIn(guest, language);
}

void Doorman::letIn(std::vector<Guest>::iterator guest, std::optional<Language> language)
{
    Guest one = std::move(*guest);
    m_guests.erase(guest);
    one.spoke.reset();
    m_decided(std::move(one.socket), one.from, language);
}

void Doorman::sendAllAway()
{
    m_timer.stop();
    m_guests.clear();
}

void Doorman::timerEvent(QTimerEvent *)
{
    m_timer.stop();
    const auto now = Clock::now();
    while (!m_guests.empty() && m_guests.front().until <= now)
        letIn(m_guests.begin(), std::nullopt);
    if (!m_guests.empty())
        watch();
}

void Doorman::watch()
{
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(m_guests.front().until - Clock::now());
    m_timer.start(int(qMax<qint64>(1, wait.count())), this);
}

} // namespace kith

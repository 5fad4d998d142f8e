// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ownpresence.h"

#include "core/nickname.h"
#include "ui/settings.h"

#include <QCoreApplication>
#include <QEvent>

namespace kith {

using Availability = Presence::Availability;
using Visibility = Peers::Visibility;

OwnPresence::OwnPresence(Peers &peers, Settings &settings, QObject *parent)
    : QObject(parent), m_peers(peers), m_settings(settings)
{
    m_idleTimer.setSingleShot(true);
    m_idleTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_idleTimer, &QTimer::timeout, this, &OwnPresence::checkIdle);
    connect(&settings, &Settings::selfChanged, this, &OwnPresence::apply);
    connect(&peers, &Peers::listening, this, &OwnPresence::changed); // the id is known from here on
    QCoreApplication::instance()->installEventFilter(this);
    setIdleLimit(UsualIdleLimit);
    apply();
}

void OwnPresence::setIdleLimit(std::chrono::milliseconds limit)
{
    m_idleLimit = limit;
    m_lastTouch.start();
    m_idleTimer.start(limit);
}

void OwnPresence::apply()
{
    const Courtesies courtesies = m_settings.courtesies();
    m_peers.setReceipts(courtesies.tellsReceipts, courtesies.showsReceipts);
    m_peers.setTypingNotices(courtesies.tellsTyping, courtesies.showsTyping);
    m_peers.setSwitches(m_settings.networkSwitches());
    if (m_peers.name() != m_settings.ownName())
        m_peers.setName(m_settings.ownName());
    if (m_peers.visibility() != visibility())
        m_peers.setVisibility(visibility());
    if (m_peers.ownPresence() != shown())
        m_peers.setPresence(shown());
    Q_EMIT changed();
}

Visibility OwnPresence::visibility() const
{
    const Visibility chosen = m_settings.visibility();
    if (chosen == Visibility::On && m_settings.ownPresence().availability == Availability::Invisible)
        return Visibility::Invisible;
    return chosen;
}

Presence OwnPresence::shown() const
{
    Presence presence = m_settings.ownPresence();
    if (m_isIdle && presence.availability == Availability::Online)
        presence.availability = Availability::Away;
    return presence;
}

QString OwnPresence::shownName() const
{
    const QString name = m_settings.ownName();
    if (!name.isEmpty())
        return name;
    return (m_peers.isRunning() ? m_peers.self() : m_peers.knownSelf()).shortForm();
}

QString OwnPresence::suggestedName()
{
    const QString login = qEnvironmentVariable("USER");
    return cleanNickname(login.isEmpty() ? qEnvironmentVariable("USERNAME") : login);
}

bool OwnPresence::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::InputMethod:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TabletPress:
        touch();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void OwnPresence::touch()
{
    m_lastTouch.restart();
    if (!m_isIdle)
        return;
    m_isIdle = false;
    m_idleTimer.start(m_idleLimit);
    apply();
}

void OwnPresence::checkIdle()
{
    const auto rest = m_idleLimit - std::chrono::milliseconds(m_lastTouch.elapsed());
    if (rest.count() > 0)
        return m_idleTimer.start(rest); // something was touched meanwhile
    m_isIdle = true;
    apply();
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings.h"

#include "core/nickname.h"

namespace kith {

using namespace Qt::StringLiterals;

namespace {

const QStringList &themeNames()
{
    static const QStringList names{u"system"_s, u"light"_s, u"dark"_s};
    return names;
}

const QStringList &visibilityNames()
{
    static const QStringList names{u"on"_s, u"invisible"_s, u"off"_s};
    return names;
}

const QStringList &availabilityNames()
{
    static const QStringList names{u"offline"_s, u"online"_s, u"away"_s, u"busy"_s, u"invisible"_s};
    return names;
}

QString networksKey(Peers::Switch choice)
{
    return choice == Peers::Switch::On ? u"people/networksUsed"_s : u"people/networksLeftOut"_s;
}

} // namespace

Settings::Settings(const QString &file, QObject *parent) : QObject(parent), m_file(file, QSettings::IniFormat) {}

void Settings::setTheme(ThemeChoice theme)
{
    m_file.setValue(u"theme"_s, themeNames().at(int(theme)));
}

void Settings::setLastSystemScheme(Theme::Scheme scheme)
{
    if (scheme != lastSystemScheme())
        m_file.setValue(u"window/systemIsDark"_s, scheme == Theme::Scheme::Dark);
}

void Settings::setLanguage(const QString &language)
{
    m_file.setValue(u"language"_s, language);
}

void Settings::setSendKey(SendKey key)
{
    if (key == sendKey())
        return;
    m_file.setValue(u"sendKey"_s, key == SendKey::Enter ? u"enter"_s : u"ctrl+enter"_s);
    Q_EMIT sendKeyChanged();
}

void Settings::setGeometry(const QByteArray &geometry)
{
    m_file.setValue(u"window/geometry"_s, geometry);
}

void Settings::setListWidth(int pixels)
{
    m_file.setValue(u"window/listWidth"_s, pixels);
}

void Settings::setHistoryGeometry(const QByteArray &geometry)
{
    m_file.setValue(u"history/geometry"_s, geometry);
}

void Settings::remember(const QString &endpoint)
{
    QStringList all = remembered();
    all.removeAll(endpoint);
    all.prepend(endpoint);
    m_file.setValue(u"endpoints"_s, all.first(qMin(all.size(), MaxRemembered)));
}

void Settings::setOwnName(const QString &name)
{
    setOfSelf(u"people/name"_s, cleanNickname(name));
}

void Settings::setVisibility(Peers::Visibility visibility)
{
    setOfSelf(u"people/visibility"_s, visibilityNames().at(int(visibility)));
}

void Settings::setIntroduced()
{
    setOfSelf(u"people/introduced"_s, true);
}

void Settings::setOwnPresence(const Presence &presence)
{
    setOfSelf(u"people/presence"_s, availabilityNames().at(int(presence.availability)));
    setOfSelf(u"people/status"_s, Presence::cleanStatus(presence.status));
}

void Settings::setNetworkSwitches(const QHash<QString, Peers::Switch> &switches)
{
    if (switches == networkSwitches())
        return;
    for (const Peers::Switch choice : {Peers::Switch::On, Peers::Switch::Off}) {
        QStringList names = switches.keys(choice);
        names.sort();
        if (names.isEmpty())
            m_file.remove(networksKey(choice));
        else
            m_file.setValue(networksKey(choice), names);
    }
    Q_EMIT selfChanged();
}

void Settings::setCourtesies(const Courtesies &courtesies)
{
    setOfSelf(u"people/tellsReceipts"_s, courtesies.tellsReceipts);
    setOfSelf(u"people/showsReceipts"_s, courtesies.showsReceipts);
    setOfSelf(u"people/tellsTyping"_s, courtesies.tellsTyping);
    setOfSelf(u"people/showsTyping"_s, courtesies.showsTyping);
}

ThemeChoice Settings::theme() const
{
    const auto at = themeNames().indexOf(m_file.value(u"theme"_s).toString());
    return at < 0 ? ThemeChoice::System : ThemeChoice(int(at));
}

Theme::Scheme Settings::lastSystemScheme() const
{
    return m_file.value(u"window/systemIsDark"_s).toBool() ? Theme::Scheme::Dark : Theme::Scheme::Light;
}

QString Settings::language() const
{
    return m_file.value(u"language"_s).toString();
}

SendKey Settings::sendKey() const
{
    return m_file.value(u"sendKey"_s).toString() == u"ctrl+enter"_s ? SendKey::ControlEnter : SendKey::Enter;
}

QByteArray Settings::geometry() const
{
    return m_file.value(u"window/geometry"_s).toByteArray();
}

int Settings::listWidth() const
{
    return m_file.value(u"window/listWidth"_s, 276).toInt();
}

QByteArray Settings::historyGeometry() const
{
    return m_file.value(u"history/geometry"_s).toByteArray();
}

QStringList Settings::remembered() const
{
    return m_file.value(u"endpoints"_s).toStringList();
}

QString Settings::ownName() const
{
    return cleanNickname(m_file.value(u"people/name"_s).toString());
}

Peers::Visibility Settings::visibility() const
{
    const auto at = visibilityNames().indexOf(m_file.value(u"people/visibility"_s).toString());
    return at < 0 ? Peers::Visibility::On : Peers::Visibility(int(at));
}

quint16 Settings::peoplePort() const
{
    return quint16(qBound(0, m_file.value(u"people/port"_s, Peers::UsualPort).toInt(), 0xffff));
}

bool Settings::isIntroduced() const
{
    return m_file.value(u"people/introduced"_s).toBool();
}

Presence Settings::ownPresence() const
{
    const auto at = availabilityNames().indexOf(m_file.value(u"people/presence"_s).toString());
    return {at < 1 ? Presence::Availability::Online : Presence::Availability(int(at)),
            m_file.value(u"people/status"_s).toString().simplified().left(Presence::MaxStatusLength)};
}

QHash<QString, Peers::Switch> Settings::networkSwitches() const
{
    QHash<QString, Peers::Switch> switches;
    for (const Peers::Switch choice : {Peers::Switch::On, Peers::Switch::Off}) {
        const QStringList names = m_file.value(networksKey(choice)).toStringList();
        for (const QString &name : names)
            switches.insert(name, choice);
    }
    return switches;
}

Courtesies Settings::courtesies() const
{
    const auto isOn = [this](const QString &key) { return m_file.value(key, true).toBool(); };
    return {isOn(u"people/tellsReceipts"_s), isOn(u"people/showsReceipts"_s), isOn(u"people/tellsTyping"_s),
            isOn(u"people/showsTyping"_s)};
}

void Settings::setOfSelf(const QString &key, const QVariant &value)
{
    if (m_file.contains(key) && m_file.value(key).toString() == value.toString())
        return;
    m_file.setValue(key, value);
    Q_EMIT selfChanged();
}

} // namespace kith

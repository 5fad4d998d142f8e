// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings.h"

namespace kith {

using namespace Qt::StringLiterals;

namespace {

const QStringList &themeNames()
{
    static const QStringList names{u"system"_s, u"light"_s, u"dark"_s};
    return names;
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

} // namespace kith

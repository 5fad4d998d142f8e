// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme.h"

#include <QObject>
#include <QSettings>
#include <QStringList>

namespace kith {

/// Which key sends what was typed; the other one makes a new line.
enum class SendKey { Enter, ControlEnter };

/// What the person chose, kept in the profile. Written when Qt finds time, never in the middle of typing.
class Settings final : public QObject {
    Q_OBJECT

public:
    static constexpr int MaxRemembered = 20;

    explicit Settings(const QString &file, QObject *parent = nullptr);

    void setTheme(ThemeChoice theme);
    void setLastSystemScheme(Theme::Scheme scheme);
    void setLanguage(const QString &language);
    void setSendKey(SendKey key);
    void setGeometry(const QByteArray &geometry);
    void setListWidth(int pixels);
    void setHistoryGeometry(const QByteArray &geometry);
    void remember(const QString &endpoint);

    ThemeChoice theme() const;
    Theme::Scheme lastSystemScheme() const; ///< What the desktop said the last time, for the first paint.
    QString language() const;               ///< Empty: the system's; else `en` or `zh_CN`.
    SendKey sendKey() const;
    QByteArray geometry() const;
    int listWidth() const;
    QByteArray historyGeometry() const;
    QStringList remembered() const; ///< Endpoints that were typed, the latest first.

Q_SIGNALS:
    void sendKeyChanged();

private:
    QSettings m_file;
};

} // namespace kith

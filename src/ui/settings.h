// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/presence.h"
#include "messenger/peers.h"
#include "ui/theme.h"

#include <QHash>
#include <QObject>
#include <QSettings>
#include <QStringList>

namespace kith {

/// Which key sends what was typed; the other one makes a new line.
enum class SendKey { Enter, ControlEnter };

/// What friends are told of this person, and what is shown of theirs.
struct Courtesies {
    bool tellsReceipts = true; ///< What was read.
    bool showsReceipts = true;
    bool tellsTyping = true;
    bool showsTyping = true;
    friend bool operator==(const Courtesies &, const Courtesies &) = default;
};

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
    void setOwnName(const QString &name);
    void setVisibility(Peers::Visibility visibility);
    void setIntroduced(); ///< The person knows under which name it is seen.
    void setOwnPresence(const Presence &presence);
    /// Networks, by interface, that are used or left out otherwise than by default.
    void setNetworkSwitches(const QHash<QString, Peers::Switch> &switches);
    void setCourtesies(const Courtesies &courtesies);

    ThemeChoice theme() const;
    Theme::Scheme lastSystemScheme() const; ///< What the desktop said the last time, for the first paint.
    QString language() const;               ///< Empty: the system's; else `en` or `zh_CN`.
    SendKey sendKey() const;
    QByteArray geometry() const;
    int listWidth() const;
    QByteArray historyGeometry() const;
    QStringList remembered() const; ///< Endpoints that were typed, the latest first.
    QString ownName() const;        ///< As others see it; empty: they see the beginning of the id.
    Peers::Visibility visibility() const;
    quint16 peoplePort() const; ///< For links with people.
    bool isIntroduced() const;
    Presence ownPresence() const; ///< As chosen; never Offline.
    QHash<QString, Peers::Switch> networkSwitches() const;
    Courtesies courtesies() const;

Q_SIGNALS:
    void sendKeyChanged();
    void selfChanged(); ///< Name, visibility, presence, networks or courtesies.

private:
    void setOfSelf(const QString &key, const QVariant &value);

    QSettings m_file;
};

} // namespace kith

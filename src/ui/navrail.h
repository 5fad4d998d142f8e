// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sidebar.h"

#include <QFrame>

class QToolButton;

namespace kith {

class BadgeButton;
class OwnPresence;
class Settings;

/// The narrow column at the very left: who one is, the pages, and the settings.
class NavRail final : public QFrame {
    Q_OBJECT

public:
    NavRail(const Theme &theme, OwnPresence &self, Settings &settings, QWidget *parent = nullptr);

    void setUnread(int unread);
    /// How many people greet this one.
    void setGreetings(int greetings);
    void setPage(SideBar::Page page);

Q_SIGNALS:
    void pageChosen(kith::SideBar::Page page);
    void settingsRequested();
    void nameRequested(); ///< The person wants another name.

private:
    BadgeButton *m_chatsButton;
    BadgeButton *m_peopleButton;
};

} // namespace kith

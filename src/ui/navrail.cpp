// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navrail.h"

#include "ui/badgebutton.h"
#include "ui/selfbutton.h"
#include "ui/theme.h"

#include <QBoxLayout>

namespace kith {

using namespace Qt::StringLiterals;

NavRail::NavRail(const Theme &theme, OwnPresence &self, Settings &settings, QWidget *parent)
    : QFrame(parent)
    , m_chatsButton(new BadgeButton(theme, u"chat"_s, this))
    , m_peopleButton(new BadgeButton(theme, u"people"_s, this))
{
    setObjectName(u"navRail"_s);
    setAccessibleName(tr("Pages"));
    setProperty("ground", u"rail"_s);
    setProperty("edge", u"right"_s);
    setFixedWidth(61);

    auto *me = new SelfButton(theme, self, settings, this);
    connect(me, &SelfButton::nameRequested, this, &NavRail::nameRequested);

    m_chatsButton->setObjectName(u"chatsButton"_s);
    m_chatsButton->setAccessibleName(tr("Conversations"));
    m_chatsButton->setToolTip(tr("Conversations (Ctrl+1)"));
    m_chatsButton->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_1));
    m_peopleButton->setObjectName(u"peopleButton"_s);
    m_peopleButton->setAccessibleName(tr("People"));
    m_peopleButton->setToolTip(tr("People (Ctrl+2)"));
    m_peopleButton->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_2));
    for (BadgeButton *button : {m_chatsButton, m_peopleButton}) {
        button->setCheckable(true);
        button->setAutoExclusive(true);
    }
    m_chatsButton->setChecked(true);
    auto *gear = new BadgeButton(theme, u"gear"_s, this);
    gear->setObjectName(u"settingsButton"_s);
    gear->setAccessibleName(tr("Settings"));
    gear->setToolTip(tr("Settings (Ctrl+,)"));
    gear->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Comma));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 11, 0, 14);
    layout->setSpacing(16);
    layout->addWidget(me, 0, Qt::AlignHCenter);
    layout->addWidget(m_chatsButton, 0, Qt::AlignHCenter);
    layout->addWidget(m_peopleButton, 0, Qt::AlignHCenter);
    layout->addStretch();
    layout->addWidget(gear, 0, Qt::AlignHCenter);

    connect(m_chatsButton, &QToolButton::clicked, this, [this] { Q_EMIT pageChosen(SideBar::Page::Chats); });
    connect(m_peopleButton, &QToolButton::clicked, this, [this] { Q_EMIT pageChosen(SideBar::Page::People); });
    connect(gear, &QToolButton::clicked, this, &NavRail::settingsRequested);
}

void NavRail::setUnread(int unread)
{
    m_chatsButton->setCount(unread);
    m_chatsButton->setAccessibleName(unread > 0 ? tr("Conversations, %n unread", nullptr, unread)
                                                : tr("Conversations"));
}

void NavRail::setGreetings(int greetings)
{
    m_peopleButton->setCount(greetings);
    m_peopleButton->setAccessibleName(greetings > 0 ? tr("People, %n greeting(s)", nullptr, greetings)
                                                    : tr("People"));
}

void NavRail::setPage(SideBar::Page page)
{
    (page == SideBar::Page::Chats ? m_chatsButton : m_peopleButton)->setChecked(true);
}

} // namespace kith

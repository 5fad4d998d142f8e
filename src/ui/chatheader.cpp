// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chatheader.h"

#include "ui/chip.h"
#include "ui/elidedlabel.h"
#include "ui/icons.h"
#include "ui/label.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QToolButton>

namespace kith {

using namespace Qt::StringLiterals;

ChatHeader::ChatHeader(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_avatar(new AvatarWidget(theme, &Tokens::pane, this))
    , m_name(new ElidedLabel(u"name"_s, this))
    , m_presence(new ElidedLabel(u"small"_s, this))
{
    setObjectName(u"chatHeader"_s);
    setProperty("ground", u"pane"_s);
    setProperty("edge", u"bottom"_s);
    setFixedHeight(60);
    m_name->setObjectName(u"nameLabel"_s);
    m_presence->setObjectName(u"presenceLabel"_s);

    auto *badge = new Chip(theme, tr("Plain text · not encrypted"), this);
    badge->setObjectName(u"transportBadge"_s);
    badge->setToolTip(tr("Anyone on this network can read it."));

    auto *more = new QToolButton(this);
    more->setObjectName(u"moreButton"_s);
    more->setProperty("kind", u"icon"_s);
    more->setIcon(themedIcon(theme, u"more"_s, &Tokens::muted));
    more->setIconSize({20, 20});
    more->setFocusPolicy(Qt::StrongFocus);
    more->setAccessibleName(tr("More about this conversation"));
    more->setToolTip(tr("More (Alt+M)"));
    more->setShortcut(QKeySequence(Qt::ALT | Qt::Key_M));
    connect(more, &QToolButton::clicked, this,
            [this, more] { Q_EMIT menuRequested(more->mapToGlobal(QPoint(0, more->height()))); });

    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    words->addWidget(m_name);
    words->addWidget(m_presence);
    words->addStretch();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(17, 0, 14, 0);
    layout->setSpacing(12);
    layout->addWidget(m_avatar);
    layout->addLayout(words, 1);
    layout->addWidget(badge);
    layout->addWidget(more);
}

void ChatHeader::setShown(const Avatar &avatar, const QString &name, const QString &presence)
{
    m_avatar->setAvatar(avatar);
    m_name->setText(name);
    m_presence->setText(presence);
    setAccessibleName(name);
    setAccessibleDescription(presence);
}

} // namespace kith

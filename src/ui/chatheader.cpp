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
    , m_badge(new Chip(theme, {}, this))
{
    setObjectName(u"chatHeader"_s);
    setProperty("ground", u"pane"_s);
    setProperty("edge", u"bottom"_s);
    setFixedHeight(60);
    m_name->setObjectName(u"nameLabel"_s);
    m_presence->setObjectName(u"presenceLabel"_s);

    m_badge->setObjectName(u"transportBadge"_s);
    setProtection(Protection::PlainText);

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
    layout->addWidget(m_badge);
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

void ChatHeader::setProtection(Protection protection)
{
    switch (protection) {
    case Protection::PlainText:
        m_badge->setShown(Chip::Kind::Warning, tr("Plain text · not encrypted"));
        return m_badge->setToolTip(tr("Anyone on this network can read it."));
    case Protection::Encrypted:
        m_badge->setShown(Chip::Kind::Encrypted, tr("Encrypted"));
        return m_badge->setToolTip(
            tr("Only the two of you can read it. You have not verified yet who the other one is."));
    case Protection::Verified:
        m_badge->setShown(Chip::Kind::Verified, tr("Encrypted · verified"));
        return m_badge->setToolTip(tr("Only the two of you can read it, and you made sure who the other one is."));
    case Protection::KeyChanged:
        m_badge->setShown(Chip::Kind::Danger, tr("Key changed"));
        return m_badge->setToolTip(tr("Somebody else's key is there. Nothing is sent."));
    }
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/badgebutton.h"

#include "ui/icons.h"
#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QPainter>

namespace kith {

BadgeButton::BadgeButton(const Theme &theme, const QString &icon, QWidget *parent)
    : QToolButton(parent), m_theme(theme)
{
    setProperty("kind", QStringLiteral("rail"));
    setIcon(themedIcon(theme, icon, &Tokens::muted, &Tokens::accent));
    setIconSize({20, 20});
    setFixedSize(44, 40);
    setFocusPolicy(Qt::StrongFocus);
}

void BadgeButton::setCount(int count)
{
    if (m_count == count)
        return;
    m_count = count;
    update();
}

void BadgeButton::paintEvent(QPaintEvent *event)
{
    QToolButton::paintEvent(event);
    QPainter painter(this);
    paintBadge(painter, width(), 9, m_count, m_theme.tokens().busy);
}

} // namespace kith

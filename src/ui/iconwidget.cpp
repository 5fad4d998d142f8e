// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/iconwidget.h"

#include "ui/theme.h"

#include <QPainter>

namespace kith {

IconWidget::IconWidget(const Theme &theme, const QString &icon, Ink ink, int pixels, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_icon(icon), m_ink(ink)
{
    setFixedSize(pixels, pixels);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void IconWidget::setIcon(const QString &icon, Ink ink)
{
    m_icon = icon;
    m_ink = ink;
    update();
}

void IconWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintIcon(painter, rect(), m_icon, m_theme.tokens().*m_ink);
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/avatar.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QPainter>
#include <QTextBoundaryFinder>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

QString initial(const QString &name)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, name.left(16));
    const auto end = finder.toNextBoundary();
    return name.left(end > 0 ? end : 1).toUpper();
}

void paintDot(QPainter &painter, const QRectF &rect, const Avatar &avatar, const Tokens &tokens,
              const QColor &ground)
{
    using Availability = Presence::Availability;
    const bool isOnline = avatar.phase == Link::Phase::Online;
    if (avatar.phase == Link::Phase::Offline || (isOnline && avatar.availability == Availability::Offline))
        return;
    const QRectF hole(rect.right() - 11, rect.bottom() - 11, 12, 12);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawEllipse(hole);
    const QRectF dot = hole.adjusted(2, 2, -2, -2);
    const QPointF centre = dot.center();
    if (!isOnline || avatar.availability == Availability::Invisible) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(isOnline ? tokens.muted : tokens.away, 2));
        painter.drawEllipse(dot.adjusted(1, 1, -1, -1));
        return;
    }
    painter.setBrush(avatar.availability == Availability::Away   ? tokens.away
                     : avatar.availability == Availability::Busy ? tokens.busy
                                                                 : tokens.online);
    painter.drawEllipse(dot);
    painter.setPen(QPen(ground, 1.4, Qt::SolidLine, Qt::RoundCap));
    if (avatar.availability == Availability::Busy)
        painter.drawLine(centre - QPointF(1.8, 0), centre + QPointF(1.8, 0));
    if (avatar.availability == Availability::Away) {
        painter.drawLine(centre, centre - QPointF(0, 2.2));
        painter.drawLine(centre, centre + QPointF(1.6, 0));
    }
}

} // namespace

void paintAvatar(QPainter &painter, const QRectF &rect, const Avatar &avatar, const Tokens &tokens,
                 const QColor &ground)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::avatarColour(avatar.colourKey));
    painter.drawEllipse(rect);
    if (avatar.name.isEmpty()) {
        const qreal inset = rect.width() * 0.26;
        paintIcon(painter, rect.adjusted(inset, inset, -inset, -inset), u"plug"_s, tokens.mineText);
    } else {
        painter.setFont(Theme::font(int(rect.height() * 0.38), QFont::DemiBold));
        painter.setPen(tokens.mineText);
        painter.drawText(rect, Qt::AlignCenter, initial(avatar.name));
    }
    paintDot(painter, rect, avatar, tokens, ground);
    painter.restore();
}

AvatarWidget::AvatarWidget(const Theme &theme, QColor Tokens::*ground, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_ground(ground)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void AvatarWidget::setAvatar(const Avatar &avatar)
{
    if (m_avatar == avatar)
        return;
    m_avatar = avatar;
    update();
}

QSize AvatarWidget::sizeHint() const
{
    return {42, 42};
}

void AvatarWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = m_theme.tokens();
    paintAvatar(painter, QRectF(1, 1, 40, 40), m_avatar, tokens, tokens.*m_ground);
}

} // namespace kith

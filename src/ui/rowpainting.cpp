// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rowpainting.h"

#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionViewItem>

namespace kith {

QColor paintRowGround(QPainter &painter, const QStyleOptionViewItem &option, const Theme &theme)
{
    const Tokens &tokens = theme.tokens();
    QColor ground = tokens.list;
    if (option.state & QStyle::State_Selected)
        ground = tokens.accentSoft;
    else if (option.state & QStyle::State_MouseOver)
        ground = tokens.hover;
    if (ground != tokens.list)
        painter.fillRect(option.rect, ground);
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
        painter.setPen(tokens.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    return ground;
}

void paintLine(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &colour,
               Qt::Alignment alignment)
{
    painter.setFont(font);
    painter.setPen(colour);
    const QString cut = QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width());
    painter.drawText(rect, int(alignment | Qt::AlignVCenter) | Qt::TextSingleLine, cut);
}

void paintFold(QPainter &painter, const QRect &rect, bool isFolded, const QColor &colour)
{
    const QPointF centre = QRectF(rect).center();
    QPainterPath triangle;
    if (isFolded) {
        triangle.moveTo(centre + QPointF(-2, -4));
        triangle.lineTo(centre + QPointF(3, 0));
        triangle.lineTo(centre + QPointF(-2, 4));
    } else {
        triangle.moveTo(centre + QPointF(-4, -2));
        triangle.lineTo(centre + QPointF(4, -2));
        triangle.lineTo(centre + QPointF(0, 3));
    }
    triangle.closeSubpath();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(triangle, colour);
}

int paintBadge(QPainter &painter, int right, int centre, int count, const QColor &ground)
{
    if (count <= 0)
        return 0;
    const QString text = count > 99 ? QStringLiteral("99+") : QString::number(count);
    const QFont font = Theme::font(11, QFont::DemiBold);
    const int width = qMax(18, QFontMetrics(font).horizontalAdvance(text) + 10);
    const QRect pill(right - width, centre - 9, width, 18);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(pill, 9, 9);
    painter.setFont(font);
    painter.setPen(Qt::white);
    painter.drawText(pill, Qt::AlignCenter, text);
    return width;
}

} // namespace kith

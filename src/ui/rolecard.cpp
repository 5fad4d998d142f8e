// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rolecard.h"

#include "ui/icons.h"
#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace kith {

namespace {

constexpr int Padding = 13;
constexpr int TextLeft = Padding + 22 + 12;
constexpr int TitleHeight = 20;

} // namespace

RoleCard::RoleCard(const Theme &theme, const QString &icon, const QString &title, const QString &sentence,
                   QWidget *parent)
    : QAbstractButton(parent), m_theme(theme), m_icon(icon), m_sentence(sentence)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    setToolTip(sentence);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize RoleCard::sizeHint() const
{
    return {200, heightForWidth(200)};
}

int RoleCard::heightForWidth(int width) const
{
    return sentenceRect(width).bottom() + 1 + 13;
}

void RoleCard::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = underMouse() ? tokens.hover : tokens.pane;
    if (isChecked() || isDown())
        ground = tokens.accentSoft;
    painter.setBrush(ground);
    painter.setPen(QPen(isChecked() || hasFocus() ? tokens.accent : tokens.line, hasFocus() ? 2 : 1));
    const qreal inset = hasFocus() ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 9, 9);
    paintIcon(painter, QRectF(Padding, 12, 22, 22), m_icon, tokens.text);
    paintLine(painter, QRect(TextLeft, 11, width() - TextLeft - Padding, TitleHeight), text(),
              Theme::font(14, QFont::DemiBold), tokens.text);
    painter.setFont(Theme::font(13));
    painter.setPen(tokens.muted);
    painter.drawText(sentenceRect(width()), Qt::AlignLeft | Qt::TextWordWrap, m_sentence);
}

void RoleCard::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void RoleCard::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

QRect RoleCard::sentenceRect(int width) const
{
    const QRect room(TextLeft, 11 + TitleHeight, qMax(60, width - TextLeft - Padding), 400);
    return QFontMetrics(Theme::font(13)).boundingRect(room, Qt::AlignLeft | Qt::TextWordWrap, m_sentence);
}

} // namespace kith

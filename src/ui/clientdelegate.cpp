// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clientdelegate.h"

#include "models/conversationlistmodel.h"
#include "ui/avatar.h"
#include "ui/conversationdelegate.h"
#include "ui/phrases.h"
#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace kith {

using Model = ConversationListModel;

ClientDelegate::ClientDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme)
{
}

QRect ClientDelegate::closeRect(const QRect &row) const
{
    const int width = QFontMetrics(Theme::font(13)).horizontalAdvance(tr("Close")) + 24;
    return {row.right() - width, row.top() + 14, width, row.height() - 28};
}

void ClientDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    painter->save();
    QColor ground = tokens.pane;
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        ground = option.state & QStyle::State_Selected ? tokens.accentSoft : tokens.hover;
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(ground);
        painter->drawRoundedRect(option.rect, 9, 9);
    }
    const QRect rect = option.rect.adjusted(12, 9, -12, -9);
    const auto link = index.data(Model::LinkRole).value<Link>();
    const QString name = index.data(Model::NameRole).toString();
    paintAvatar(*painter, QRectF(rect.left(), rect.top(), 40, 40),
                {index.data(Model::NamedRole).toBool() ? name : QString(),
                 index.data(Model::ColourKeyRole).toUInt(), link.phase},
                tokens, ground);
    const QRect close = closeRect(option.rect);
    const int left = rect.left() + 50;
    const int width = close.left() - 8 - left;
    paintLine(*painter, QRect(left, rect.top(), width, 20), name, Theme::font(14, QFont::Medium), tokens.text);
    paintLine(*painter, QRect(left, rect.top() + 20, width, 20), tr("since %1").arg(phrases::clock(link.since)),
              Theme::font(13), tokens.muted);
    paintLine(*painter, close, tr("Close"), Theme::font(13), tokens.accent, Qt::AlignHCenter);
    painter->restore();
}

QSize ClientDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, ConversationDelegate::RowHeight};
}

} // namespace kith

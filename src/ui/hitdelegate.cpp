// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hitdelegate.h"

#include "models/historymodel.h"
#include "ui/avatar.h"
#include "ui/conversationdelegate.h"
#include "ui/highlight.h"
#include "ui/hitpresenter.h"
#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace kith {

using Model = HistoryModel;

HitDelegate::HitDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void HitDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const Tokens &tokens = m_theme.tokens();
    const QColor ground = paintRowGround(*painter, option, m_theme);
    const QRect rect = option.rect.adjusted(12, 9, -12, -9);
    const QString name = index.data(Model::ConversationNameRole).toString();
    paintAvatar(*painter, QRectF(rect.left(), rect.top(), 40, 40),
                {index.data(Model::NamedRole).toBool() ? name : QString(),
                 index.data(Model::ColourKeyRole).toUInt(), Link::Phase::Offline},
                tokens, ground);
    const int left = rect.left() + 50;
    const int right = rect.right() + 1;
    const QString time = index.data(HitPresenter::ShortWhenRole).toString();
    const QFont small = Theme::font(12);
    const int timeWidth = QFontMetrics(small).horizontalAdvance(time) + 1;
    paintLine(*painter, QRect(right - timeWidth, rect.top(), timeWidth, 20), time, small, tokens.muted);
    paintLine(*painter, QRect(left, rect.top(), right - timeWidth - 8 - left, 20),
              index.data(HitPresenter::WhoRole).toString(), Theme::font(14, QFont::Medium), tokens.text);
    const auto hit = index.data(Model::HitRole).value<SearchHit>();
    paintMarkedLine(*painter, QRect(left, rect.top() + 20, right - left, 20), markedLine(hit), Theme::font(13),
                    tokens.muted, tokens);
    painter->restore();
}

QSize HitDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, ConversationDelegate::RowHeight};
}

} // namespace kith

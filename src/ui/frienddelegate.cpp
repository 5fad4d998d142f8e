// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frienddelegate.h"

#include "models/friendlistmodel.h"
#include "ui/avatar.h"
#include "ui/conversationdelegate.h"
#include "ui/friendpresenter.h"
#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace kith {

using Model = FriendListModel;

FriendDelegate::FriendDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme)
{
}

void FriendDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    if (index.data(Model::IsGroupRole).toBool())
        paintGroup(*painter, option, index);
    else
        paintPerson(*painter, option, index);
    painter->restore();
}

QSize FriendDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {0, index.data(Model::IsGroupRole).toBool() ? ConversationDelegate::HeadingHeight
                                                       : ConversationDelegate::RowHeight};
}

void FriendDelegate::paintGroup(QPainter &painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    paintRowGround(painter, option, m_theme);
    const QRect rect = option.rect;
    paintFold(painter, QRect(rect.left() + 10, rect.top(), 14, rect.height()),
              !(option.state & QStyle::State_Open), tokens.muted);
    const QFont font = Theme::font(12);
    const QString count = index.data(FriendPresenter::CountRole).toString();
    const int width = QFontMetrics(font).horizontalAdvance(count) + 1;
    const int right = rect.right() - 13;
    paintLine(painter, QRect(right - width, rect.top(), width, rect.height()), count, font, tokens.muted);
    const int left = rect.left() + ConversationDelegate::FoldWidth;
    paintLine(painter, QRect(left, rect.top(), right - width - 8 - left, rect.height()),
              index.data(FriendPresenter::TitleRole).toString(), font, tokens.muted);
}

void FriendDelegate::paintPerson(QPainter &painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const QColor ground = paintRowGround(painter, option, m_theme);
    const QRect rect = option.rect.adjusted(12, 9, -12, -9);
    const QString name = index.data(Model::NameRole).toString();
    const bool isNamed = index.data(Model::NamedRole).toBool();
    const auto presence = index.data(Model::PresenceRole).value<Presence>();
    paintAvatar(painter, QRectF(rect.left(), rect.top(), 40, 40),
                {isNamed ? name : QString(), index.data(Model::ColourKeyRole).toUInt(),
                 presence.isThere() ? Link::Phase::Online : Link::Phase::Offline, presence.availability},
                tokens, ground);
    const int left = rect.left() + 50;
    paintLine(painter, QRect(left, rect.top(), rect.right() - left, 20), name, Theme::font(14, QFont::Medium),
              tokens.text);
    paintLine(painter, QRect(left, rect.top() + 20, rect.right() - left, 20),
              index.data(FriendPresenter::LineRole).toString(), Theme::font(13), tokens.muted);
}

} // namespace kith

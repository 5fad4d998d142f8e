// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/historydelegate.h"

#include "core/displaytext.h"
#include "models/historymodel.h"
#include "ui/highlight.h"
#include "ui/hitpresenter.h"
#include "ui/icons.h"
#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

constexpr int IconSize = 13;

} // namespace

HistoryDelegate::HistoryDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme)
{
}

void HistoryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    paintRowGround(*painter, option, m_theme);
    painter->setPen(m_theme.tokens().line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const QRect rect = option.rect.adjusted(8, 7, -8, -8);
    paintHead(*painter, QRect(rect.left(), rect.top(), rect.width(), 18), index);
    paintText(*painter, QRect(rect.left(), rect.top() + 18, rect.width(), 21), index);
    painter->restore();
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, RowHeight};
}

void HistoryDelegate::paintHead(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const auto message = index.data(HistoryModel::MessageRole).value<Message>();
    const QString head = u"%1 · %2"_s.arg(index.data(HitPresenter::WhoRole).toString(),
                                          index.data(HitPresenter::WhenRole).toString());
    const QFont font = Theme::font(12);
    const int wanted = QFontMetrics(font).horizontalAdvance(head) + 1;
    const int most = rect.width() - (message.starred ? IconSize + 6 : 0);
    paintLine(painter, QRect(rect.left(), rect.top(), qMin(wanted, most), rect.height()), head, font,
              tokens.muted);
    int left = rect.left() + qMin(wanted, most) + 6;
    const int top = rect.top() + (rect.height() - IconSize) / 2;
    if (message.starred) {
        paintIcon(painter, QRect(left, top, IconSize, IconSize), u"star"_s, tokens.star);
        left += IconSize + 6;
    }
    if (message.comment.isEmpty() || left + 60 > rect.right())
        return;
    paintIcon(painter, QRect(left, top, IconSize, IconSize), u"note"_s, tokens.warn);
    left += IconSize + 4;
    paintLine(painter, QRect(left, rect.top(), rect.right() - left, rect.height()), displayLine(message.comment),
              font, tokens.warn);
}

void HistoryDelegate::paintText(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const auto hit = index.data(HistoryModel::HitRole).value<SearchHit>();
    QRect line = rect;
    const Message::Kind kind = hit.message.kind;
    if (kind == Message::Kind::File || kind == Message::Kind::Image) {
        const QString icon = kind == Message::Kind::File ? u"file"_s : u"image"_s;
        paintIcon(painter, QRect(line.left(), line.top() + 3, 15, 15), icon, tokens.muted);
        line.setLeft(line.left() + 20);
    } else if (kind != Message::Kind::Text) {
        return paintLine(painter, line, index.data(Qt::DisplayRole).toString(), Theme::font(13), tokens.muted);
    }
    paintMarkedLine(painter, line, markedLine(hit), Theme::font(13), tokens.text, tokens);
}

} // namespace kith

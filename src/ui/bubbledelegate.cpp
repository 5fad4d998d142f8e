// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bubbledelegate.h"

#include "models/timelinemodel.h"
#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QPainter>

namespace kith {

BubbleDelegate::BubbleDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_layouts(KeptCharacters), m_heights(2 * TimelineModel::MaxRows)
{
}

void BubbleDelegate::setName(const QString &name)
{
    m_name = name;
}

void BubbleDelegate::setWidth(int width)
{
    m_width = qMax(160, width);
}

const BubbleLayout &BubbleDelegate::layoutFor(const QModelIndex &index) const
{
    BubbleContent content = BubbleContent::of(index, m_name, m_width);
    if (const Entry *entry = m_layouts.object(content.message.id); entry && entry->content == content)
        return entry->layout;
    auto *entry = new Entry{content, BubbleLayout::make(content)};
    m_heights.insert(content.message.id, new Height{content, entry->layout.height});
    m_layouts.insert(content.message.id, entry, CharactersOfAnEmptyBubble + int(content.message.text.size()));
    return entry->layout;
}

void BubbleDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const BubbleLayout &layout = layoutFor(index);
    painter->save();
    painter->translate(option.rect.topLeft());
    painter->setRenderHint(QPainter::Antialiasing);
    if (!layout.day.isEmpty())
        paintLine(*painter, layout.day, layout.dayText, Theme::font(12), tokens.muted, Qt::AlignHCenter);
    if (!layout.chip.isEmpty()) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(tokens.theirs);
        painter->drawRoundedRect(layout.chip, 10, 10);
        paintLine(*painter, layout.chip.adjusted(10, 0, -10, 0), layout.chipText, Theme::font(12), tokens.muted,
                  Qt::AlignHCenter);
    } else {
        const auto message = index.data(TimelineModel::MessageRole).value<Message>();
        paintBubble(*painter, option, layout, message, index.data(TimelineModel::WaitingRole).toBool());
    }
    painter->restore();
}

QSize BubbleDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const BubbleContent content = BubbleContent::of(index, m_name, m_width);
    if (const Height *known = m_heights.object(content.message.id); known && known->content == content)
        return {m_width, known->height};
    return {m_width, layoutFor(index).height};
}

void BubbleDelegate::paintBubble(QPainter &painter, const QStyleOptionViewItem &option, const BubbleLayout &layout,
                                 const Message &message, bool isWaiting) const
{
    const Tokens &tokens = m_theme.tokens();
    const bool isMine = message.isMine();
    QColor ground = isMine ? tokens.mine : tokens.theirs;
    if (isWaiting || message.state == Message::State::Queued)
        ground.setAlphaF(0.75F);
    const bool isSelected = option.state & QStyle::State_Selected;
    painter.setPen(isSelected ? QPen(isMine ? tokens.text : tokens.accent, 2) : QPen(Qt::NoPen));
    painter.setBrush(ground);
    const QRectF bubble = isSelected ? QRectF(layout.bubble).adjusted(1, 1, -1, -1) : QRectF(layout.bubble);
    painter.drawRoundedRect(bubble, BubbleLayout::Radius, BubbleLayout::Radius);

    const QColor ink = isMine ? tokens.mineText : tokens.text;
    painter.setPen(ink);
    for (int i = 0; i < qMin(layout.text->lineCount(), BubbleLayout::MaxLines); ++i)
        layout.text->lineAt(i).draw(&painter, layout.textAt);
    if (!layout.showAll.isEmpty()) {
        QFont font = Theme::font(13);
        font.setUnderline(isMine);
        paintLine(painter, layout.showAll, layout.showAllText, font, isMine ? ink : tokens.accent);
    }
    if (!layout.meta.isEmpty()) {
        const bool isFailed = message.state == Message::State::Failed;
        paintLine(painter, layout.meta, layout.metaText, Theme::font(isWaiting ? 12 : 11),
                  isFailed ? tokens.bad : tokens.muted);
    }
    if (!layout.link.isEmpty())
        paintLine(painter, layout.link, layout.linkText, Theme::font(12), tokens.accent);
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bubblepainter.h"

#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace kith {

namespace {

QTextLayout::FormatRange rangeOf(int start, int length)
{
    QTextLayout::FormatRange range;
    range.start = start;
    range.length = length;
    return range;
}

/// Where the words stand in `text`, as far as MaxMarks goes.
QList<QTextLayout::FormatRange> marksOf(const QStringList &words, const QString &text)
{
    QList<QTextLayout::FormatRange> marks;
    for (const QString &word : words) {
        qsizetype at = word.isEmpty() ? -1 : text.indexOf(word, 0, Qt::CaseInsensitive);
        while (at >= 0 && marks.size() < BubblePainter::MaxMarks) {
            marks.append(rangeOf(int(at), int(word.size())));
            at = text.indexOf(word, at + word.size(), Qt::CaseInsensitive);
        }
    }
    return marks;
}

QPainterPath starIn(const QRectF &box)
{
    constexpr double Inner = 0.45;
    constexpr double Pi = 3.14159265358979;
    QPainterPath star;
    for (int i = 0; i < 10; ++i) {
        const double radius = box.width() / 2 * (i % 2 == 0 ? 1.0 : Inner);
        const double angle = i * Pi / 5 - Pi / 2;
        const QPointF point = box.center() + QPointF(radius * std::cos(angle), radius * std::sin(angle));
        i == 0 ? star.moveTo(point) : star.lineTo(point);
    }
    star.closeSubpath();
    return star;
}

} // namespace

void BubblePainter::paint(QPainter &painter, const BubbleLayout &layout, const Message &message,
                          const BubbleLook &look) const
{
    const Tokens &tokens = m_theme.tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    if (!layout.day.isEmpty())
        paintLine(painter, layout.day, layout.dayText, Theme::font(12), tokens.muted, Qt::AlignHCenter);
    if (!layout.unread.isEmpty())
        paintUnread(painter, layout);
    if (layout.chip.isEmpty()) {
        paintBubble(painter, layout, message, look);
        return paintBelow(painter, layout, message, look);
    }
    const bool isMarked = !look.selected.isEmpty() || look.isFlashed || look.isCurrent;
    painter.setPen(isMarked ? QPen(tokens.accent) : QPen(Qt::NoPen));
    painter.setBrush(tokens.theirs);
    painter.drawRoundedRect(layout.chip, 10, 10);
    paintLine(painter, layout.chip.adjusted(10, 0, -10, 0), layout.chipText, Theme::font(12), tokens.muted,
              Qt::AlignHCenter);
}

void BubblePainter::paintUnread(QPainter &painter, const BubbleLayout &layout) const
{
    const Tokens &tokens = m_theme.tokens();
    const QFont font = Theme::font(12, QFont::DemiBold);
    const int half = QFontMetrics(font).horizontalAdvance(layout.unreadText) / 2 + 12;
    const QPoint centre = layout.unread.center();
    painter.setPen(QPen(tokens.accent, 1));
    painter.drawLine(layout.unread.left(), centre.y(), centre.x() - half, centre.y());
    painter.drawLine(centre.x() + half, centre.y(), layout.unread.right(), centre.y());
    paintLine(painter, layout.unread, layout.unreadText, font, tokens.accent, Qt::AlignHCenter);
}

void BubblePainter::paintBubble(QPainter &painter, const BubbleLayout &layout, const Message &message,
                                const BubbleLook &look) const
{
    const Tokens &tokens = m_theme.tokens();
    const bool isMine = message.isMine();
    QColor ground = isMine ? tokens.mine : tokens.theirs;
    if (look.isWaiting || message.state == Message::State::Queued)
        ground.setAlphaF(0.75F);
    const bool isMarked = look.isCurrent || look.isFlashed;
    QColor edge = isMine ? tokens.text : tokens.accent;
    if (look.isFlashed)
        edge = tokens.away;
    painter.setPen(isMarked ? QPen(edge, 2) : QPen(Qt::NoPen));
    painter.setBrush(ground);
    const QRectF bubble = isMarked ? QRectF(layout.bubble).adjusted(1, 1, -1, -1) : QRectF(layout.bubble);
    painter.drawRoundedRect(bubble, BubbleLayout::Radius, BubbleLayout::Radius);
    if (!layout.quote.isEmpty())
        paintQuote(painter, layout, isMine);
    paintText(painter, layout, isMine, look);
    if (!layout.showAll.isEmpty()) {
        QFont font = Theme::font(13);
        font.setUnderline(isMine);
        paintLine(painter, layout.showAll, layout.showAllText, font, isMine ? tokens.mineText : tokens.accent);
    }
    if (look.target >= 0)
        paintTarget(painter, layout, isMine, look.target);
}

void BubblePainter::paintQuote(QPainter &painter, const BubbleLayout &layout, bool isMine) const
{
    constexpr int BarWidth = 3;
    constexpr int Gap = 8;
    const Tokens &tokens = m_theme.tokens();
    painter.setPen(Qt::NoPen);
    painter.setBrush(isMine ? tokens.mineText : tokens.accent);
    painter.drawRect(QRect(layout.quote.topLeft(), QSize(BarWidth, layout.quote.height())));
    paintLine(painter, layout.quote.adjusted(BarWidth + Gap, 0, 0, 0), layout.quoteText, Theme::font(13),
              isMine ? tokens.mineText : tokens.muted);
}

void BubblePainter::paintText(QPainter &painter, const BubbleLayout &layout, bool isMine,
                              const BubbleLook &look) const
{
    const Tokens &tokens = m_theme.tokens();
    const QString text = layout.text->text();
    QList<QTextLayout::FormatRange> ranges;
    for (const BubbleTarget &target : layout.targets) {
        if (target.action != BubbleAction::OpenLink)
            continue;
        ranges.append(rangeOf(target.start, target.length));
        ranges.last().format.setForeground(isMine ? tokens.mineText : tokens.accent);
        ranges.last().format.setFontUnderline(true);
    }
    for (QTextLayout::FormatRange &mark : marksOf(look.sought, text)) {
        mark.format.setBackground(tokens.away);
        mark.format.setForeground(QColor(Qt::black));
        ranges.append(mark);
    }
    if (!look.selected.isEmpty()) {
        const int end = qMin(look.selected.end, int(text.size()));
        ranges.append(rangeOf(look.selected.start, end - look.selected.start));
        ranges.last().format.setBackground(isMine ? tokens.mineText : tokens.accent);
        ranges.last().format.setForeground(isMine ? tokens.mine : tokens.onAccent);
    }
    painter.setPen(isMine ? tokens.mineText : tokens.text);
    layout.text->draw(&painter, layout.textAt, ranges);
}

void BubblePainter::paintBelow(QPainter &painter, const BubbleLayout &layout, const Message &message,
                               const BubbleLook &look) const
{
    const Tokens &tokens = m_theme.tokens();
    if (!layout.star.isEmpty())
        painter.fillPath(starIn(layout.star), tokens.away);
    if (!layout.meta.isEmpty()) {
        const bool isFailed = message.state == Message::State::Failed;
        paintLine(painter, layout.meta, layout.metaText, Theme::font(look.isWaiting ? 12 : 11),
                  isFailed ? tokens.bad : tokens.muted);
    }
    if (!layout.link.isEmpty())
        paintLine(painter, layout.link, layout.linkText, Theme::font(12), tokens.accent);
    if (!layout.comment.isEmpty())
        paintLine(painter, layout.comment, layout.commentText, Theme::font(12), tokens.muted);
}

void BubblePainter::paintTarget(QPainter &painter, const BubbleLayout &layout, bool isMine, int target) const
{
    const Tokens &tokens = m_theme.tokens();
    const BubbleTarget &chosen = layout.targets.value(target);
    const bool isBelow = chosen.rect == layout.link;
    painter.setPen(QPen(isMine && !isBelow ? tokens.mineText : tokens.accent, 1, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    if (!chosen.rect.isEmpty())
        painter.drawRoundedRect(QRectF(chosen.rect).adjusted(-2.5, -0.5, 2.5, 0.5), 3, 3);
    for (int i = 0; chosen.length > 0 && i < layout.text->lineCount(); ++i) {
        const QTextLine line = layout.text->lineAt(i);
        const int start = qMax(chosen.start, line.textStart());
        const int end = qMin(chosen.start + chosen.length, line.textStart() + line.textLength());
        if (start >= end)
            continue;
        const QRectF box(line.cursorToX(start), line.y(), line.cursorToX(end) - line.cursorToX(start),
                         line.height());
        painter.drawRoundedRect(box.translated(layout.textAt).adjusted(-1.5, 0, 1.5, 0), 3, 3);
    }
}

} // namespace kith

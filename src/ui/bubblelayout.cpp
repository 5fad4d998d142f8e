// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bubblelayout.h"

#include "core/displaytext.h"
#include "models/timelinemodel.h"
#include "ui/phrases.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>

#include <cmath>

namespace kith {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(kith::BubbleLayout)
};

constexpr int PaddingX = 12;
constexpr int PaddingY = 8;
constexpr int LineHeight = 20;

bool needsMeta(const BubbleContent &content)
{
    const Message &m = content.message;
    const bool isOrdinary = m.state == Message::State::Received || m.state == Message::State::Sent ||
                            m.state == Message::State::Delivered || m.state == Message::State::Read;
    return content.endsGroup || !isOrdinary || m.pieces > 1 || m.malformed || content.isWaiting;
}

/// Lays `text` out in at most MaxLines lines; returns its size and whether some of it was left out.
QSizeF layOut(QTextLayout &layout, qreal width, bool &isCut)
{
    qreal widest = 0;
    qreal y = 0;
    int lines = 0;
    layout.beginLayout();
    for (;;) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        if (lines++ == BubbleLayout::MaxLines) {
            line.setNumColumns(0);
            isCut = true;
            break;
        }
        line.setLineWidth(width);
        const qreal high = qMax<qreal>(LineHeight, line.height());
        line.setPosition({0, y + (high - line.height()) / 2});
        y += high;
        widest = qMax(widest, line.naturalTextWidth());
    }
    layout.endLayout();
    return {std::ceil(widest), y};
}

QString shownText(const Message &message, bool &isCut)
{
    if (message.kind != Message::Kind::Text)
        return phrases::needsNewerKith();
    const QStringView begun = beginning(message.text, BubbleLayout::MaxLines, Message::ShownCharacters);
    isCut = message.isExcerpt || begun.size() < message.text.size();
    return displayText(begun).replace(u'\n', QChar(QChar::LineSeparator));
}

void placeText(BubbleLayout &layout, const BubbleContent &content, int top)
{
    bool isCut = false;
    const int inner = content.width - 2 * BubbleLayout::Margin;
    const int most = qMax(80, inner * BubbleLayout::MaxPercent / 100 - 2 * PaddingX);
    layout.text = std::make_shared<QTextLayout>(shownText(content.message, isCut), Theme::font(14));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.text->setTextOption(option);
    layout.text->setCacheEnabled(true);
    const QSizeF size = layOut(*layout.text, most, isCut);

    const QString all = Words::tr("Show all");
    const int allWidth = isCut ? QFontMetrics(Theme::font(13)).horizontalAdvance(all) : 0;
    const int width = qMax(int(size.width()), allWidth) + 2 * PaddingX;
    const int height = int(std::ceil(size.height())) + 2 * PaddingY + (isCut ? LineHeight + 2 : 0);
    const int left =
        content.message.isMine() ? content.width - BubbleLayout::Margin - width : BubbleLayout::Margin;
    layout.bubble = QRect(left, top, width, height);
    layout.textAt = QPointF(left + PaddingX, top + PaddingY);
    if (!isCut)
        return;
    layout.showAllText = all;
    layout.showAll =
        QRect(left + PaddingX, layout.bubble.bottom() - PaddingY - LineHeight + 1, allWidth + 2, LineHeight);
}

void placeMeta(BubbleLayout &layout, const BubbleContent &content, int top)
{
    const Message &message = content.message;
    layout.metaText = content.isWaiting ? phrases::waitingForReply() : phrases::meta(message, content.sentPieces);
    if (message.state == Message::State::Failed) {
        layout.metaText += QStringLiteral(" · ") + phrases::failure(message);
        layout.linkText = Words::tr("Send again");
        layout.linkAction = BubbleAction::SendAgain;
    } else if (content.isWaiting) {
        layout.linkText = Words::tr("Send now");
        layout.linkAction = BubbleAction::SendNow;
    }
    const QFontMetrics metrics(Theme::font(content.isWaiting ? 12 : 11));
    const int linkWidth =
        layout.linkText.isEmpty() ? 0 : QFontMetrics(Theme::font(12)).horizontalAdvance(layout.linkText) + 2;
    const int gap = linkWidth > 0 ? 10 : 0;
    const int room = content.width - 2 * BubbleLayout::Margin - linkWidth - gap;
    const int width = qMin(room, metrics.horizontalAdvance(layout.metaText) + 2);
    int left = BubbleLayout::Margin;
    if (message.isMine())
        left = content.width - BubbleLayout::Margin - linkWidth - gap - width;
    layout.meta = QRect(left, top, width, 16);
    layout.link = QRect(left + width + gap, top, linkWidth, 16);
}

} // namespace

BubbleContent BubbleContent::of(const QModelIndex &index, const QString &name, int width)
{
    BubbleContent content;
    content.message = index.data(TimelineModel::MessageRole).value<Message>();
    content.name = name;
    content.width = width;
    content.isNewDay = index.data(TimelineModel::NewDayRole).toBool();
    content.startsGroup = index.data(TimelineModel::GroupStartRole).toBool();
    content.endsGroup = index.data(TimelineModel::GroupEndRole).toBool();
    content.isWaiting = index.data(TimelineModel::WaitingRole).toBool();
    content.sentPieces = index.data(TimelineModel::SentPiecesRole).toInt();
    return content;
}

BubbleLayout BubbleLayout::make(const BubbleContent &content)
{
    BubbleLayout layout;
    int y = content.startsGroup ? 10 : 4;
    if (content.isNewDay) {
        layout.dayText = phrases::day(content.message.receivedAt.toLocalTime().date());
        layout.day = QRect(0, 14, content.width, 18);
        y = layout.day.bottom() + 11;
    }
    if (content.message.kind == Message::Kind::System) {
        layout.chipText = phrases::event(content.message.event, content.name);
        const int most = content.width - 2 * Margin;
        const int width = qMin(most, QFontMetrics(Theme::font(12)).horizontalAdvance(layout.chipText) + 22);
        layout.chip = QRect((content.width - width) / 2, y, width, 22);
        layout.height = layout.chip.bottom() + 1;
        return layout;
    }
    placeText(layout, content, y);
    y = layout.bubble.bottom() + 1;
    if (needsMeta(content)) {
        placeMeta(layout, content, y + 4);
        y = layout.meta.bottom() + 1;
    }
    layout.height = y;
    return layout;
}

BubbleAction BubbleLayout::actionAt(const QPoint &point) const
{
    if (showAll.contains(point))
        return BubbleAction::ShowAll;
    return link.contains(point) ? linkAction : BubbleAction::None;
}

BubbleAction BubbleLayout::mainAction() const
{
    if (linkAction != BubbleAction::None)
        return linkAction;
    return showAll.isEmpty() ? BubbleAction::None : BubbleAction::ShowAll;
}

} // namespace kith

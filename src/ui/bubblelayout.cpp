// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bubblelayout.h"

#include "core/displaytext.h"
#include "core/weblinks.h"
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
constexpr int QuoteHeight = 20;
constexpr int QuoteIndent = 11; ///< The bar beside a quotation, and the gap after it.
constexpr int StarWidth = 16;
constexpr int MaxCommentWidth = 420;

bool needsMeta(const BubbleContent &content)
{
    const Message &m = content.message;
    const bool isOrdinary = m.state == Message::State::Received || m.state == Message::State::Sent ||
                            m.state == Message::State::Delivered || m.state == Message::State::Read;
    return content.endsGroup || !isOrdinary || m.pieces > 1 || m.malformed || content.isWaiting || m.starred;
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
    switch (message.kind) {
    case Message::Kind::Text:
    case Message::Kind::File:
    case Message::Kind::Image:
        break;
    default:
        return phrases::needsNewerKith();
    }
    const QStringView begun = beginning(message.text, BubbleLayout::MaxLines, Message::ShownCharacters);
    isCut = message.isExcerpt || begun.size() < message.text.size();
    return displayText(begun).replace(u'\n', QChar(QChar::LineSeparator));
}

QString quoteLine(const Message::Quote &quote, const QString &name)
{
    return (quote.sender.isNull() ? phrases::me() : name) + QStringLiteral(": ") + displayLine(quote.text);
}

void addLinks(BubbleLayout &layout, bool isCut)
{
    const QString text = layout.text->text();
    for (const WebLink &link : findLinks(text)) {
        const int end = int(link.start + link.length);
        if (isCut && end == text.size())
            return; // its end may be missing
        layout.targets.append({BubbleAction::OpenLink, {}, int(link.start), int(link.length), link.url});
    }
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
    int width = qMax(int(size.width()), allWidth);
    int quoteHeight = 0;
    if (content.message.quote) {
        layout.quoteText = quoteLine(*content.message.quote, content.name);
        const int wanted = QFontMetrics(Theme::font(13)).horizontalAdvance(layout.quoteText) + 2 + QuoteIndent;
        width = qMax(width, qMin(most, wanted));
        quoteHeight = QuoteHeight + 4;
    }
    width += 2 * PaddingX;
    const int height = int(std::ceil(size.height())) + quoteHeight + 2 * PaddingY + (isCut ? LineHeight + 2 : 0);
    const int left =
        content.message.isMine() ? content.width - BubbleLayout::Margin - width : BubbleLayout::Margin;
    layout.bubble = QRect(left, top, width, height);
    layout.textAt = QPointF(left + PaddingX, top + PaddingY + quoteHeight);
    if (content.message.quote) {
        layout.quote = QRect(left + PaddingX, top + PaddingY, width - 2 * PaddingX, QuoteHeight);
        layout.targets.append({BubbleAction::ShowQuoted, layout.quote, 0, 0, {}});
    }
    if (content.message.kind == Message::Kind::Text)
        addLinks(layout, isCut);
    if (!isCut)
        return;
    layout.showAllText = all;
    layout.showAll =
        QRect(left + PaddingX, layout.bubble.bottom() - PaddingY - LineHeight + 1, allWidth + 2, LineHeight);
    layout.targets.append({BubbleAction::ShowAll, layout.showAll, 0, 0, {}});
}

void placeMeta(BubbleLayout &layout, const BubbleContent &content, int top)
{
    const Message &message = content.message;
    BubbleAction action = BubbleAction::None;
    layout.metaText = content.isWaiting ? phrases::waitingForReply() : phrases::meta(message, content.sentPieces);
    if (message.state == Message::State::Failed) {
        layout.metaText += QStringLiteral(" · ") + phrases::failure(message);
        layout.linkText = Words::tr("Send again");
        action = BubbleAction::SendAgain;
    } else if (content.isWaiting) {
        layout.linkText = Words::tr("Send now");
        action = BubbleAction::SendNow;
    }
    const QFontMetrics metrics(Theme::font(content.isWaiting ? 12 : 11));
    const int linkWidth =
        layout.linkText.isEmpty() ? 0 : QFontMetrics(Theme::font(12)).horizontalAdvance(layout.linkText) + 2;
    const int starWidth = message.starred ? StarWidth : 0;
    const int gap = linkWidth > 0 ? 10 : 0;
    const int room = content.width - 2 * BubbleLayout::Margin - linkWidth - gap - starWidth;
    const int width = qMin(room, metrics.horizontalAdvance(layout.metaText) + 2);
    int left = BubbleLayout::Margin + starWidth;
    if (message.isMine())
        left = content.width - BubbleLayout::Margin - linkWidth - gap - width;
    if (message.starred)
        layout.star = QRect(left - StarWidth, top + 2, 12, 12);
    layout.meta = QRect(left, top, width, 16);
    layout.link = QRect(left + width + gap, top, linkWidth, 16);
    if (action != BubbleAction::None)
        layout.targets.append({action, layout.link, 0, 0, {}});
}

void placeComment(BubbleLayout &layout, const BubbleContent &content, int top)
{
    layout.commentText = Words::tr("Comment: %1").arg(displayLine(content.message.comment));
    const int room = qMin(MaxCommentWidth, content.width - 2 * BubbleLayout::Margin);
    const int width = qMin(room, QFontMetrics(Theme::font(12)).horizontalAdvance(layout.commentText) + 2);
    const int left =
        content.message.isMine() ? content.width - BubbleLayout::Margin - width : BubbleLayout::Margin;
    layout.comment = QRect(left, top, width, 18);
}

} // namespace

BubbleContent BubbleContent::of(const TimelineModel &timeline, int row, const QString &name, int width)
{
    const QModelIndex index = timeline.index(row);
    BubbleContent content;
    content.message = timeline.message(row);
    content.name = name;
    content.width = width;
    content.isNewDay = index.data(TimelineModel::NewDayRole).toBool();
    content.startsGroup = index.data(TimelineModel::GroupStartRole).toBool();
    content.endsGroup = index.data(TimelineModel::GroupEndRole).toBool();
    content.isWaiting = index.data(TimelineModel::WaitingRole).toBool();
    content.isFirstUnread = index.data(TimelineModel::FirstUnreadRole).toBool();
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
    if (content.isFirstUnread) {
        layout.unreadText = Words::tr("New messages");
        layout.unread = QRect(Margin, y + 4, content.width - 2 * Margin, 18);
        y = layout.unread.bottom() + 9;
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
    if (!content.message.comment.isEmpty()) {
        placeComment(layout, content, y + 2);
        y = layout.comment.bottom() + 1;
    }
    layout.height = y;
    return layout;
}

int BubbleLayout::targetAt(const QPoint &point) const
{
    const bool isText = isOnText(point);
    const int position = isText ? positionAt(point, QTextLine::CursorOnCharacter) : -1;
    for (int i = 0; i < targets.size(); ++i) {
        const BubbleTarget &target = targets.at(i);
        if (target.rect.contains(point) ||
            (isText && target.length > 0 && position >= target.start && position < target.start + target.length))
            return i;
    }
    return -1;
}

int BubbleLayout::mainTarget() const
{
    for (const BubbleAction action : {BubbleAction::SendAgain, BubbleAction::SendNow, BubbleAction::ShowAll,
                                      BubbleAction::OpenLink, BubbleAction::ShowQuoted}) {
        for (int i = 0; i < targets.size(); ++i) {
            if (targets.at(i).action == action)
                return i;
        }
    }
    return -1;
}

const BubbleTarget *BubbleLayout::target(BubbleAction action) const
{
    for (const BubbleTarget &target : targets) {
        if (target.action == action)
            return &target;
    }
    return nullptr;
}

int BubbleLayout::positionAt(const QPoint &point, QTextLine::CursorPosition rounding) const
{
    if (!text)
        return 0;
    const QPointF inside = point - textAt;
    const int lines = qMin(text->lineCount(), MaxLines);
    for (int i = 0; i < lines; ++i) {
        const QTextLine line = text->lineAt(i);
        if (inside.y() < line.y() + line.height() || i == lines - 1)
            return inside.y() < 0 ? 0 : line.xToCursor(inside.x(), rounding);
    }
    return 0;
}

bool BubbleLayout::isOnText(const QPoint &point) const
{
    if (!text)
        return false;
    const QPointF inside = point - textAt;
    for (int i = 0; i < qMin(text->lineCount(), MaxLines); ++i) {
        const QTextLine line = text->lineAt(i);
        if (line.naturalTextRect().adjusted(0, -1, 0, 2).contains(inside))
            return true;
    }
    return false;
}

QString BubbleLayout::shownText() const
{
    return text ? text->text().replace(QChar(QChar::LineSeparator), u'\n') : chipText;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"

#include <QList>
#include <QRect>
#include <QTextLayout>
#include <QUrl>

#include <memory>

namespace kith {

class TimelineModel;

/// What a person can do with one message, beside copying it.
enum class BubbleAction { None, ShowQuoted, OpenLink, ShowAll, SendNow, SendAgain };

/// Something in a bubble that can be clicked, and reached by keyboard.
struct BubbleTarget {
    BubbleAction action = BubbleAction::None;
    QRect rect;    ///< Empty for a link, which is a part of the text.
    int start = 0; ///< Of a link, in the text as it is shown.
    int length = 0;
    QUrl url;
};

/// Everything about a row of the timeline that decides how it is laid out.
struct BubbleContent {
    Message message;
    QString name; ///< Of the other side, for what the program says.
    int width = 0;
    bool isNewDay = false;
    bool startsGroup = false;
    bool endsGroup = false;
    bool isWaiting = false;
    bool isFirstUnread = false;
    int sentPieces = 0;

    static BubbleContent of(const TimelineModel &timeline, int row, const QString &name, int width);
};

/// Where the parts of one row of the timeline stand, in its own coordinates.
struct BubbleLayout {
    static constexpr int Margin = 18;
    static constexpr int Radius = 12;
    static constexpr int MaxLines = 40;
    static constexpr int MaxPercent = 66;

    int height = 0;
    QRect day; ///< Empty: no day line.
    QString dayText;
    QRect unread; ///< "New messages"; empty: no such line.
    QString unreadText;
    QRect chip; ///< What the program says; empty for a message.
    QString chipText;
    QRect bubble;
    QRect quote; ///< What the message answers, above its text; empty: nothing.
    QString quoteText;
    std::shared_ptr<QTextLayout> text;
    QPointF textAt;
    QRect showAll; ///< "Show all", below a text that is cut; empty otherwise.
    QString showAllText;
    QRect star; ///< Before the meta line of a starred message; empty otherwise.
    QRect meta; ///< Time and state.
    QString metaText;
    QRect link; ///< "Send now" or "Send again".
    QString linkText;
    QRect comment; ///< What this person noted about the message; empty: nothing.
    QString commentText;
    QList<BubbleTarget> targets; ///< In reading order.

    static BubbleLayout make(const BubbleContent &content);
    /// Index of the target at `point`, -1 for none.
    int targetAt(const QPoint &point) const;
    /// What Enter does first: what stands below the bubble, else "Show all", else the first link or the quote; -1 for
    /// none.
    int mainTarget() const;
    /// The target that does `action`; nullptr: none.
    const BubbleTarget *target(BubbleAction action) const;
    /// Where in the text `point` is, the nearest place when it is beside it; a point on the bubble needs not be on it.
    int positionAt(const QPoint &point,
                   QTextLine::CursorPosition rounding = QTextLine::CursorBetweenCharacters) const;
    bool isOnText(const QPoint &point) const;
    /// The text as it is shown, with line feeds.
    QString shownText() const;
};

} // namespace kith

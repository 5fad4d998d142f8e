// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"

#include <QRect>
#include <QTextLayout>

#include <memory>

class QModelIndex;

namespace kith {

/// What a person can do with one message, beside copying it.
enum class BubbleAction { None, SendNow, SendAgain, ShowAll };

/// Everything about a row of the timeline that decides how it is laid out.
struct BubbleContent {
    Message message;
    QString name; ///< Of the other side, for what the program says.
    int width = 0;
    bool isNewDay = false;
    bool startsGroup = false;
    bool endsGroup = false;
    bool isWaiting = false;
    int sentPieces = 0;

    static BubbleContent of(const QModelIndex &index, const QString &name, int width);
    friend bool operator==(const BubbleContent &, const BubbleContent &) = default;
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
    QRect chip; ///< What the program says; empty for a message.
    QString chipText;
    QRect bubble;
    std::shared_ptr<QTextLayout> text;
    QPointF textAt;
    QRect showAll; ///< "Show all", below a text that is cut; empty otherwise.
    QString showAllText;
    QRect meta; ///< Time and state.
    QString metaText;
    QRect link; ///< "Send now" or "Send again".
    QString linkText;
    BubbleAction linkAction = BubbleAction::None;

    static BubbleLayout make(const BubbleContent &content);
    BubbleAction actionAt(const QPoint &point) const;
    /// What Enter does: the link below the bubble, else "Show all".
    BubbleAction mainAction() const;
};

} // namespace kith

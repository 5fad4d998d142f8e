// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bubblelayout.h"
#include "ui/timelineselection.h"

#include <QStringList>

class QPainter;

namespace kith {

class Theme;
struct Tokens;

/// How one row looks beside what it says.
struct BubbleLook {
    TimelineSelection::Part selected;
    bool isCurrent = false; ///< The keyboard acts on it.
    bool isFlashed = false; ///< Somebody looked for it.
    bool isWaiting = false;
    int target = -1;    ///< Which of its targets Enter acts on; -1: not to be seen.
    QStringList sought; ///< Words to be marked.
};

/// Paints messages as bubbles, with day lines and what the program says between them.
class BubblePainter {
public:
    /// The most places that are marked in one message.
    static constexpr int MaxMarks = 64;

    explicit BubblePainter(const Theme &theme) : m_theme(theme) {}

    /// Paints a row whose top left corner is the painter's origin.
    void paint(QPainter &painter, const BubbleLayout &layout, const Message &message,
               const BubbleLook &look) const;

private:
    void paintUnread(QPainter &painter, const BubbleLayout &layout) const;
    void paintBubble(QPainter &painter, const BubbleLayout &layout, const Message &message,
                     const BubbleLook &look) const;
    void paintQuote(QPainter &painter, const BubbleLayout &layout, bool isMine) const;
    void paintText(QPainter &painter, const BubbleLayout &layout, bool isMine, const BubbleLook &look) const;
    void paintBelow(QPainter &painter, const BubbleLayout &layout, const Message &message,
                    const BubbleLook &look) const;
    void paintTarget(QPainter &painter, const BubbleLayout &layout, bool isMine, int target) const;

    const Theme &m_theme;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bubblelayout.h"

#include <QCache>

namespace kith {

/// The layouts of the messages that were in sight lately, for one width.
class BubbleCache {
public:
    explicit BubbleCache(const TimelineModel &timeline) : m_timeline(timeline), m_layouts(KeptCharacters) {}

    /// The name of the other side of the conversation.
    void setName(const QString &name);
    /// How wide a row is; returns whether that is new.
    bool setWidth(int width);
    void clear() { m_layouts.clear(); }
    /// The message of this row is to be laid out again.
    void forget(int row);

    int width() const { return m_width; }
    const QString &name() const { return m_name; }
    /// The layout of a row; valid until the next call.
    const BubbleLayout &layout(int row);

private:
    /// Of the texts whose layout is kept; a layout takes some forty bytes a character.
    static constexpr int KeptCharacters = 48 * 1024;
    static constexpr int CharactersOfAnEmptyBubble = 64;

    const TimelineModel &m_timeline;
    QString m_name;
    int m_width = 400;
    QCache<MessageId, BubbleLayout> m_layouts;
};

} // namespace kith

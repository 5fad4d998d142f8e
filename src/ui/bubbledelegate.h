// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bubblelayout.h"

#include <QCache>
#include <QStyledItemDelegate>

namespace kith {

class Theme;

/// Paints messages as bubbles, with day lines and what the program says between them.
class BubbleDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit BubbleDelegate(const Theme &theme, QObject *parent = nullptr);

    /// The name of the other side of the conversation.
    void setName(const QString &name);
    /// How wide a row is.
    void setWidth(int width);

    /// The layout of a row; valid until the next call.
    const BubbleLayout &layoutFor(const QModelIndex &index) const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    struct Entry {
        BubbleContent content;
        BubbleLayout layout;
    };
    struct Height {
        BubbleContent content;
        int height = 0;
    };
    /// Of the texts whose layout is kept; a layout takes some forty bytes a character.
    static constexpr int KeptCharacters = 48 * 1024;
    static constexpr int CharactersOfAnEmptyBubble = 64;

    void paintBubble(QPainter &painter, const QStyleOptionViewItem &option, const BubbleLayout &layout,
                     const Message &message, bool isWaiting) const;

    const Theme &m_theme;
    QString m_name;
    int m_width = 400;
    mutable QCache<MessageId, Entry> m_layouts;
    mutable QCache<MessageId, Height> m_heights;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace kith {

class Theme;

/// Paints a message that was found as a row of the side bar: avatar, who, when, and its line with what was searched for
/// marked.
class HitDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit HitDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace kith {

class Theme;

/// Paints a client of a host with the word that closes its conversation at the right.
class ClientDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit ClientDelegate(const Theme &theme, QObject *parent = nullptr);

    /// Where "Close" stands in a row at `row`.
    QRect closeRect(const QRect &row) const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace kith

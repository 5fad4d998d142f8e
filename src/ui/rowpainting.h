// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QRect>
#include <QString>

class QPainter;
class QStyleOptionViewItem;

namespace kith {

class Theme;

/// The ground of a row: selected, under the pointer, with the keyboard's focus, or none of these.
/// Returns the colour that it has.
QColor paintRowGround(QPainter &painter, const QStyleOptionViewItem &option, const Theme &theme);
/// One line of plain text, cut with an ellipsis at the right.
void paintLine(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &colour,
               Qt::Alignment alignment = Qt::AlignLeft);
/// The triangle before a heading, pointing down or, folded, to the right.
void paintFold(QPainter &painter, const QRect &rect, bool isFolded, const QColor &colour);
/// A count on a pill that ends at `right`; returns its width, 0 for a count of 0.
int paintBadge(QPainter &painter, int right, int centre, int count, const QColor &ground);

} // namespace kith

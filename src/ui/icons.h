// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

class QLineEdit;
class QPainter;
class QRectF;

namespace kith {

class Theme;
struct Tokens;

/// Which of the theme's colours a drawing takes.
using Ink = QColor Tokens::*;

/// A line drawing from resources/icons that follows the theme, in `ink`, and in `inkWhenOn` while checked.
/// `theme` must outlive the icon.
QIcon themedIcon(const Theme &theme, const QString &name, Ink ink, Ink inkWhenOn = nullptr);

/// Puts the magnifying glass at the front of `edit`, under the accessible name that it has.
void addSearchIcon(QLineEdit &edit, const Theme &theme);

/// Paints the drawing `name` into `rect`.
void paintIcon(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour);

} // namespace kith

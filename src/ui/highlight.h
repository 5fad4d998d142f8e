// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search.h"

#include <QColor>
#include <QFont>
#include <QList>
#include <QRect>
#include <QString>
#include <QStringList>

class QPainter;

namespace kith {

struct Tokens;

/// One line of plain text and what in it was searched for.
struct MarkedLine {
    QString text; ///< Harmless: see displayLine.
    QList<TextSpan> marks;
};

/// The excerpt of `hit` as one line: line ends become spaces, what was cut away an ellipsis, and the marks stay on
/// what they marked.
MarkedLine markedLine(const SearchHit &hit);

/// What `needle` looks for, each by itself, to be marked in other texts.
QStringList searchWords(const QString &needle);

/// Paints `line` into `rect` with its marks on a ground of their own, cut at the right; where the first mark would not
/// be seen, cut at the left too.
void paintMarkedLine(QPainter &painter, const QRect &rect, const MarkedLine &line, const QFont &font,
                     const QColor &ink, const Tokens &tokens);

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/highlight.h"

#include "core/displaytext.h"
#include "core/searchrule.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

/// An excerpt has no more; what is longer came from somewhere else and is cut.
constexpr qsizetype MostUnits = 400;
/// How much of a line's width stands before the first mark when the beginning is cut.
constexpr qreal Before = 0.3;

QString harmless(QStringView text)
{
    return displayLine(text, MostUnits);
}

/// One line without a width: the text as long as it is.
void layOut(QTextLayout &layout)
{
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setCacheEnabled(true);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
}

/// `line` from `from` on, with an ellipsis before it.
MarkedLine withoutBeginning(const MarkedLine &line, qsizetype from)
{
    MarkedLine rest{u'…' + line.text.sliced(from), {}};
    for (const TextSpan &mark : line.marks) {
        const qsizetype start = qMax(mark.start, from);
        const qsizetype end = mark.start + mark.length;
        if (end > start)
            rest.marks.append(TextSpan{start - from + 1, end - start});
    }
    return rest;
}

/// Cut at the left where the first mark would be out of sight.
MarkedLine withFirstMarkInSight(const MarkedLine &line, const QFont &font, int width)
{
    if (line.marks.isEmpty())
        return line;
    QTextLayout layout(line.text, font);
    layOut(layout);
    const QTextLine whole = layout.lineAt(0);
    const TextSpan &first = line.marks.first();
    const qreal end = whole.cursorToX(int(first.start + first.length));
    const qreal room = width - QFontMetricsF(font).horizontalAdvance(u'…');
    if (whole.naturalTextWidth() <= width || end <= room)
        return line;
    const qreal left = whole.cursorToX(int(first.start)) - width * Before;
    const int from = qMin(int(first.start), whole.xToCursor(left));
    return from > 0 ? withoutBeginning(line, from) : line;
}

/// Cut at the right with an ellipsis.
MarkedLine fitted(const MarkedLine &line, const QFont &font, int width)
{
    MarkedLine fit = withFirstMarkInSight(line, font, width);
    fit.text = QFontMetrics(font).elidedText(fit.text, Qt::ElideRight, width);
    QList<TextSpan> marks;
    for (const TextSpan &mark : std::as_const(fit.marks)) {
        if (mark.start < fit.text.size())
            marks.append(TextSpan{mark.start, qMin(mark.length, fit.text.size() - mark.start)});
    }
    fit.marks = marks;
    return fit;
}

} // namespace

MarkedLine markedLine(const SearchHit &hit)
{
    const QStringView text = QStringView(hit.message.text).first(qMin(hit.message.text.size(), MostUnits));
    MarkedLine line;
    if (hit.cutBefore)
        line.text = u"…"_s;
    qsizetype at = 0;
    for (const TextSpan &mark : hit.matches) {
        if (mark.start < at || mark.length <= 0 || mark.start + mark.length > text.size())
            continue;
        line.text += harmless(text.sliced(at, mark.start - at));
        const QString marked = harmless(text.sliced(mark.start, mark.length));
        line.marks.append(TextSpan{line.text.size(), marked.size()});
        line.text += marked;
        at = mark.start + mark.length;
    }
    line.text += harmless(text.sliced(at));
    if (hit.cutAfter || text.size() < hit.message.text.size())
        line.text += u'…';
    return line;
}

QStringList searchWords(const QString &needle)
{
    QStringList words;
    const SearchRule rule = SearchRule::parse(needle);
    for (const SearchRule::Term &term : rule.terms())
        words += QString::fromUcs4(term.characters.data(), qsizetype(term.characters.size()));
    return words;
}

void paintMarkedLine(QPainter &painter, const QRect &rect, const MarkedLine &line, const QFont &font,
                     const QColor &ink, const Tokens &tokens)
{
    if (rect.width() <= 0)
        return;
    const MarkedLine fit = fitted(line, font, rect.width());
    QTextLayout layout(fit.text, font);
    QList<QTextLayout::FormatRange> formats;
    for (const TextSpan &mark : fit.marks) {
        QTextLayout::FormatRange range;
        range.start = int(mark.start);
        range.length = int(mark.length);
        range.format.setForeground(tokens.markText);
        formats.append(range);
    }
    layout.setFormats(formats);
    layOut(layout);
    const QTextLine only = layout.lineAt(0);
    const QPointF origin(rect.left(), rect.top() + (rect.height() - only.height()) / 2);
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.mark);
    for (const TextSpan &mark : fit.marks) {
        const qreal from = only.cursorToX(int(mark.start));
        const qreal to = only.cursorToX(int(mark.start + mark.length));
        painter.drawRoundedRect(QRectF(origin.x() + qMin(from, to), origin.y(), qAbs(to - from), only.height()), 3,
                                3);
    }
    painter.setPen(ink);
    layout.draw(&painter, origin);
    painter.restore();
}

} // namespace kith

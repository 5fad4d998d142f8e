// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/displaytext.h"

namespace kith {

namespace {

bool isDirectionControl(char16_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

bool isControl(char16_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

char16_t symbolFor(char16_t control)
{
    if (control < 0x20)
        return char16_t(0x2400 + control);
    return control == 0x7F ? u'\u2421' : char16_t(QChar::ReplacementCharacter);
}

} // namespace

QString displayText(QStringView text)
{
    QString shown;
    shown.reserve(text.size());
    int marks = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (text[i].isMark()) {
            if (++marks > MaxMarks)
                continue;
            shown += text[i];
            continue;
        }
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            const char32_t point = QChar::surrogateToUcs4(text[i], text[i + 1]);
            marks = QChar::isMark(point) ? marks + 1 : 0;
            if (marks <= MaxMarks)
                shown += text.sliced(i, 2);
            ++i;
            continue;
        }
        marks = 0;
        if (c == u'\r') {
            if (i + 1 >= text.size() || text[i + 1] != u'\n')
                shown += u'\n';
        } else if (c == u'\n') {
            shown += u'\n';
        } else if (c == u'\t') {
            shown += QStringView(u"    ");
        } else if (isDirectionControl(c)) {
            shown += QChar(Neutralised);
        } else if (isControl(c)) {
            shown += QChar(symbolFor(c));
        } else if (text[i].isSurrogate()) {
            shown += QChar(QChar::ReplacementCharacter);
        } else {
            shown += text[i];
        }
    }
    return shown;
}

QString displayLine(QStringView text, qsizetype limit)
{
    const QStringView begun = beginning(text, 16, limit);
    QString shown = displayText(begun);
    shown.replace(u'\n', u' ');
    if (begun.size() < text.size())
        shown += u'…';
    return shown;
}

QString displayName(QStringView text)
{
    QString shown;
    int marks = 0;
    for (const QChar c : text.first(qMin(text.size(), MaxShownName * 4))) {
        if (c.category() == QChar::Other_Format || isDirectionControl(c.unicode()))
            continue;
        marks = c.isMark() ? marks + 1 : 0;
        if (marks <= MaxMarks)
            shown += isControl(c.unicode()) ? QChar(u' ') : c;
    }
    shown = shown.simplified();
    return beginning(shown, 1, MaxShownName).toString();
}

QStringView beginning(QStringView text, int lines, qsizetype characters)
{
    qsizetype end = 0;
    int ended = 0;
    const qsizetype most = qMin(text.size(), characters);
    while (end < most) {
        if (text[end] == u'\n' && ++ended == lines)
            break;
        ++end;
    }
    if (end > 0 && end < text.size() && text[end].isLowSurrogate() && text[end - 1].isHighSurrogate())
        --end;
    return text.first(end);
}

} // namespace kith

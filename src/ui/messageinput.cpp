// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messageinput.h"

#include <QMimeData>

namespace kith {

void MessageInput::replaceText(const QString &text)
{
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    prepareFor(text);
    setPlainText(text);
}

void MessageInput::insertFromMimeData(const QMimeData *source)
{
    if (!source->hasText())
        return;
    prepareFor(source->text());
    insertPlainText(source->text());
    ensureCursorVisible();
}

void MessageInput::prepareFor(const QString &text)
{
    qsizetype run = 0;
    for (const QChar c : text) {
        run = c.isSpace() ? 0 : run + 1;
        if (run > LongestRun)
            return setWordWrapMode(QTextOption::WrapAnywhere);
    }
}

} // namespace kith

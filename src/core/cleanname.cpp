// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cleanname.h"

#include <QTextBoundaryFinder>

namespace kith {

QString cleanName(const QString &name)
{
    QString clean;
    for (const QChar c : name) {
        const QChar::Category category = c.category();
        if (c.isSpace())
            clean.append(u' ');
        else if (category != QChar::Other_Control && category != QChar::Other_Format &&
                 category != QChar::Other_PrivateUse && category != QChar::Other_NotAssigned)
            clean.append(c);
    }
    clean = clean.simplified();
    if (clean.size() > MaxNameLength) {
        QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, clean);
        finder.setPosition(MaxNameLength);
        clean.truncate(finder.isAtBoundary() ? MaxNameLength : finder.toPreviousBoundary());
    }
    return clean;
}

} // namespace kith

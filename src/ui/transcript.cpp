// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transcript.h"

#include "ui/phrases.h"

namespace kith {

namespace {

QDate dayOf(const TranscriptPart &part)
{
    return part.message.receivedAt.toLocalTime().date();
}

QString heading(const TranscriptPart &part, bool hasDate, const QString &name)
{
    QStringList words{part.message.isMine() ? phrases::me() : name};
    if (hasDate)
        words += dayOf(part).toString(Qt::ISODate);
    words += phrases::clock(part.message.receivedAt);
    return words.join(u' ');
}

} // namespace

QString transcript(const QList<TranscriptPart> &parts, TranscriptForm form, const QString &name)
{
    QStringList texts;
    const bool hasDates = !parts.isEmpty() && dayOf(parts.first()) != dayOf(parts.last());
    for (const TranscriptPart &part : parts)
        texts += form == TranscriptForm::WithNames ? heading(part, hasDates, name) + u'\n' + part.text : part.text;
    return texts.join(u'\n');
}

} // namespace kith

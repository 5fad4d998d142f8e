// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"

#include <QList>
#include <QString>

namespace kith {

/// A message, or the part of one, that is to be copied.
struct TranscriptPart {
    Message message;
    QString text;        ///< What is copied of it.
    bool isWhole = true; ///< All of it: `text` is the message's own.
};

enum class TranscriptForm {
    Plain,    ///< The texts, one below the other.
    WithNames ///< "Bob 14:24" above each text, with the date when there are several days.
};

/// The text that is put on the clipboard. `name` is the other side's.
QString transcript(const QList<TranscriptPart> &parts, TranscriptForm form, const QString &name);

} // namespace kith

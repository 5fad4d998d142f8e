// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"

#include <QString>

namespace kith::transcriptwords {

// What stands between the messages of an exported history, in the language of the program. Whoever reads the file may
// have no Kith. Names and texts are taken as they come.

QString title();
QString exportedAt(const QString &time);
QString me();
/// What the line of the program says; `name` is whom it happened to.
QString event(Message::Event event, const QString &name);
QString file(const QString &name);
QString image(const QString &name);
QString needsNewerKith();
/// "not sent" and the like; empty for what has left.
QString state(Message::State state);
QString draft(const QString &text);

} // namespace kith::transcriptwords

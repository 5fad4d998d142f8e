// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/historyrecord.h"

#include <QByteArray>

#include <optional>

namespace kith {

/// How exported files say what they are, and the only version of them so far.
inline constexpr char ArchiveFormat[] = "kith-history";
inline constexpr int ArchiveVersion = 1;

/// One contact, conversation or message as a JSON object on one line. The JSON file is made of these, and the HTML page
/// carries them in attributes.
///
/// Fields that have their usual value are left out. Choices stand as words where this version has one, else as the
/// number that is kept. Times are UTC, to the millisecond: ISO 8601, or milliseconds since 1970 beyond the years 1 to
/// 9999. Who has which key stands in the form that people compare. Characters that are invisible or turn a line around are escaped.
namespace entry {

// Limits of what is read; an entry beyond one of them is not read at all.
inline constexpr qsizetype MaxEntryBytes =
    16 * 1024 * 1024;                                  ///< A megabyte of control characters, and its raw form.
inline constexpr qsizetype MaxTextUnits = 1024 * 1024; ///< Of a message or a draft, in UTF-16 units.
inline constexpr qsizetype MaxRawBytes = 1024 * 1024;
inline constexpr qsizetype MaxCommentUnits = Message::MaxComment;
inline constexpr qsizetype MaxEndpointUnits = 1024;
inline constexpr qsizetype MaxFailureBytes = 64;
inline constexpr qint64 MaxSequence = qint64(1) << 53; ///< Beyond it JSON programs lose digits.

QByteArray encode(const ContactRecord &record);
QByteArray encode(const ConversationRecord &record);
QByteArray encode(const MessageRecord &record);

/// What `json` says; none when that is not one object of this kind, with an id, within the limits. Unknown fields are
/// ignored, and so is how far a person was trusted; names are cleaned, and whoever reads it may keep it.
std::optional<ContactRecord> decodeContact(const QByteArray &json);
std::optional<ConversationRecord> decodeConversation(const QByteArray &json);
std::optional<MessageRecord> decodeMessage(const QByteArray &json);

/// `text` as a JSON string.
QByteArray quoted(const QString &text);
/// An instant as it stands in a file.
QByteArray timeText(const QDateTime &utc);

} // namespace entry

} // namespace kith

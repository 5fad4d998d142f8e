// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"

#include <QDateTime>
#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace kith {

/// What is to be written where.
struct ExportRequest {
    enum class Format {
        Json, ///< For programs and for diff; can be imported.
        Html, ///< For people, in any browser; can be imported.
        Text  ///< For people, anywhere; one way.
    };

    QString file; ///< Replaced when it is there, but only by a complete one.
    Format format = Format::Html;
    QList<ConversationId> conversations; ///< Empty: all of them.
    QDateTime from;                      ///< Messages from this instant on; invalid: from the first.
    QDateTime to;                        ///< Messages before this instant; invalid: to the last.

    /// The format that the end of a file's name asks for (.json, .html, .htm, .txt); none for another one.
    static std::optional<Format> formatOf(const QString &file);
};

/// What was written.
struct ExportSummary {
    qint64 contacts = 0;
    qint64 conversations = 0;
    qint64 messages = 0;
    qint64 bytes = 0; ///< Size of the file.

    friend bool operator==(const ExportSummary &, const ExportSummary &) = default;
};

/// What an import brought, and what it did not.
struct ImportSummary {
    qint64 contacts = 0;        ///< New ones.
    qint64 conversations = 0;   ///< New ones.
    qint64 messages = 0;        ///< New ones.
    qint64 known = 0;           ///< Messages that were here already; nothing of them was replaced.
    qint64 notSent = 0;         ///< New ones that still waited to be sent: they are marked as failed, never sent.
    qint64 unreadable = 0;      ///< Entries of any kind that could not be read and were left out.
    qint64 firstUnreadable = 0; ///< The line of the first of them, from 1; 0: none.
    bool isCut = false;         ///< The file ends in the middle; what stands before that came in.

    friend bool operator==(const ImportSummary &, const ImportSummary &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::ExportSummary)
Q_DECLARE_METATYPE(kith::ImportSummary)

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArrayView>
#include <QtGlobal>

#include <memory>

namespace kith {

class Database;

/// How long the write-ahead log grows before its content goes into the file: 500 pages of 4 KiB with their headers.
constexpr qint64 LogBytes = 32 + 500 * (4096 + 24);

/// Opens the history in `file`, or makes it (mode 0600), with the settings that its promises rest on and the schema of
/// this version. A file that is refused stays as it is, byte for byte.
/// Errors: StoreNewer, StoreForeign, StoreCorrupt, StoreFull, StoreReadOnly, StoreDiskFailed, StoreFailed.
Result<std::unique_ptr<Database>> openHistory(const QString &file);

/// A further connection to a history that openHistory() has opened, which only reads and keeps little.
/// Errors: StoreCorrupt, StoreFailed.
Result<std::unique_ptr<Database>> openHistoryForReading(const QString &file);
/// Whether `header`, the first 100 bytes of an SQLite file, says that the file is ours.
bool isOurHeader(QByteArrayView header);

} // namespace kith

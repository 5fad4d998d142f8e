// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/transfer.h"

#include <QString>

#include <functional>

namespace kith {

/// Told how many messages of how many are written; false ends the export.
using ExportProgress = std::function<bool(qint64 done, qint64 total)>;

/// Writes the history in `database`, which a Store has open, as it stands now. Takes its time: for a thread of its own.
/// Memory does not grow with the number of messages.
/// Errors: FileNotWritable, FileFull, Cancelled, each of which leaves nothing behind; StoreCorrupt, StoreFailed.
Result<ExportSummary> writeArchive(const QString &database, const ExportRequest &request,
                                   const ExportProgress &progress);

} // namespace kith

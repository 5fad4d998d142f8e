// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <memory>

namespace kith {

class Database;

/// Opens the history in `file`, or makes it (mode 0600), with the settings that its promises rest on and the schema of
/// this version. A file that is refused stays as it is, byte for byte.
/// Errors: StoreNewer, StoreCorrupt (also: another program's database), StoreFull, StoreFailed.
Result<std::unique_ptr<Database>> openHistory(const QString &file);

} // namespace kith

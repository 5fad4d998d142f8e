// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QtGlobal>

namespace kith {

class Database;

/// "KITH": how a file says that it is ours (PRAGMA application_id).
constexpr qint64 ApplicationId = 0x4B495448;

/// The schema that this version of Kith writes (PRAGMA user_version).
qint64 schemaVersion();

/// Brings the schema of `database` up to `version`, in one transaction: all of it or nothing.
Result<void> migrate(Database &database, qint64 version = schemaVersion());

} // namespace kith

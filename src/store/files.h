// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

namespace kith::files {

// What SQLite does not do for us: files that only the person can read, moved so that a power loss leaves the old state
// or the new one. Errors: StoreFull, StoreFailed.

/// What stands beside a database file under the same name.
constexpr const char *DatabaseSuffixes[] = {"", "-wal", "-shm", "-journal"};

/// Only the person can read what this process makes from now on, libraries' files too. A program calls it once, at its
/// start; a library does not decide that.
void keepPrivate();
/// Makes an empty file with mode 0600 unless there is one.
Result<void> make(const QString &name);
/// Makes a directory with mode 0700 unless there is one.
Result<void> makeDirectory(const QString &name);
/// Copies a file to `to`, with mode 0600 and on the disk when it returns; nothing is left when that fails.
Result<void> copy(const QString &from, const QString &to);
/// Waits until the content of a file is on the disk.
Result<void> sync(const QString &name);
/// Gives a file another name, replacing what has it; on the disk when it returns.
Result<void> move(const QString &from, const QString &to);
/// Removes a database with what stands beside it.
void removeDatabase(const QString &name);
/// Sees to it that only the person can read a database and what stands beside it.
void closeToOthers(const QString &name);

} // namespace kith::files

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace kith::test {

/// One change of a file, as a program asked the system for it.
struct DiskEvent {
    enum class Kind {
        Found,         ///< The file was there before, with `bytes`, safe on the disk.
        Create,        ///< An empty file.
        Write,         ///< `bytes` at `offset`.
        Truncate,      ///< To `offset` bytes.
        Sync,          ///< What the file holds is safe on the disk.
        FailedSync,    ///< What was written since the last sync never comes to the disk, though programs see it.
        SyncDirectory, ///< Which files there are is safe on the disk; no name.
        Remove
    };

    Kind kind;
    QByteArray name; ///< Of the file, without its directory.
    qint64 offset = 0;
    QByteArray bytes;
};

/// What happened to the files of one directory, in order. A position is how much had happened at some instant.
using DiskRecord = QList<DiskEvent>;

} // namespace kith::test

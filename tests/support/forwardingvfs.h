// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <sqlite3.h>

namespace kith::test {

/// An SQLite VFS over the one that was the default so far, which it replaces while it lives. Every call goes on to
/// that one; derived classes look at those that change files, or answer them with a failure. The calls come on the
/// threads of the connections, which must be closed before the object ends.
class ForwardingVfs {
public:
    ForwardingVfs(const ForwardingVfs &) = delete;
    ForwardingVfs &operator=(const ForwardingVfs &) = delete;

protected:
    /// A file as SQLite holds it; the system's own follows in memory.
    struct File {
        sqlite3_file base; // first: SQLite knows only this part
        ForwardingVfs *vfs;
        const char *name; // null: a temporary file
        int flags;
        sqlite3_file *real;
    };

    explicit ForwardingVfs(const char *name);
    virtual ~ForwardingVfs();

    // Each answers with an SQLite code, and does what it is called when it is not overridden.
    virtual int open(File &file, int flags, int *outFlags);
    virtual int remove(const char *name, bool syncsDirectory);
    virtual int read(File &file, void *bytes, int count, qint64 offset);
    virtual int write(File &file, const void *bytes, int count, qint64 offset);
    virtual int truncate(File &file, qint64 size);
    virtual int sync(File &file, int flags);
    virtual int mapShared(File &file, int region, int size, int extend, void volatile **memory);
    /// The errno behind the last failure.
    virtual int lastError();

private:
    static ForwardingVfs &of(sqlite3_vfs *vfs) { return *static_cast<ForwardingVfs *>(vfs->pAppData); }
    static File &of(sqlite3_file *file) { return *reinterpret_cast<File *>(file); }
    static const sqlite3_io_methods *methods();
    static int openFile(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *outFlags);

    QByteArray m_name;
    sqlite3_vfs *m_real;
    sqlite3_vfs m_vfs; // the copy that SQLite calls
};

} // namespace kith::test

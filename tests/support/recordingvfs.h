// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/diskrecord.h"
#include "support/forwardingvfs.h"

#include <QSet>

#include <mutex>

namespace kith::test {

/// Records what SQLite does to the files of one directory. While it lives, every connection that is opened uses it.
class RecordingVfs final : public ForwardingVfs {
public:
    explicit RecordingVfs(const QByteArray &directory);

    /// How much has happened so far; from any thread.
    qsizetype position() const;
    /// The `nth` sync from now, counted from 1, fails, and what it should have kept is lost.
    void failSync(int nth);
    /// All that has happened.
    DiskRecord record() const;

protected:
    int open(File &file, int flags, int *outFlags) override;
    int remove(const char *name, bool syncsDirectory) override;
    int write(File &file, const void *bytes, int count, qint64 offset) override;
    int truncate(File &file, qint64 size) override;
    int sync(File &file, int flags) override;

private:
    bool isWatched(const char *name) const { return name && QByteArrayView(name).startsWith(m_directory); }
    QByteArray nameOf(const char *name) const { return QByteArray(name).sliced(m_directory.size()); }
    bool addFound(const QByteArray &name);
    void add(DiskEvent::Kind kind, const char *name, qint64 offset = 0, const QByteArray &bytes = {});

    QByteArray m_directory;     // with the slash at its end
    mutable std::mutex m_mutex; // guards what follows
    DiskRecord m_record;
    QSet<QByteArray> m_known;       // files that the record tells of
    int m_syncsToFailure = 0;       // 0: none fails
    QSet<QByteArray> m_newJournals; // SQLite syncs the directory with their first sync
};

} // namespace kith::test

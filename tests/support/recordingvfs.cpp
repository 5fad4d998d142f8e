// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/recordingvfs.h"

#include <QDir>
#include <QFile>

namespace kith::test {

namespace {

constexpr int Journals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;

} // namespace

RecordingVfs::RecordingVfs(const QByteArray &directory)
    : ForwardingVfs("kith-recording"), m_directory(directory + '/')
{
    const QDir files(QString::fromUtf8(directory));
    for (const QString &name : files.entryList(QDir::Files))
        addFound(files.filePath(name).toUtf8());
}

qsizetype RecordingVfs::position() const
{
    const std::lock_guard lock(m_mutex);
    return m_record.size();
}

void RecordingVfs::failSync(int nth)
{
    const std::lock_guard lock(m_mutex);
    m_syncsToFailure = nth;
}

DiskRecord RecordingVfs::record() const
{
    const std::lock_guard lock(m_mutex);
    return m_record;
}

void RecordingVfs::add(DiskEvent::Kind kind, const char *name, qint64 offset, const QByteArray &bytes)
{
    m_record.append({kind, nameOf(name), offset, bytes});
}

bool RecordingVfs::addFound(const QByteArray &name)
{
    QFile file(QString::fromUtf8(name));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    m_known.insert(name);
    add(DiskEvent::Kind::Found, name.constData(), 0, file.readAll());
    return true;
}

int RecordingVfs::open(File &file, int flags, int *outFlags)
{
    const bool wasThere = file.name && QFile::exists(QString::fromUtf8(file.name));
    const int code = ForwardingVfs::open(file, flags, outFlags);
    if (code != SQLITE_OK || !isWatched(file.name))
        return code;
    const std::lock_guard lock(m_mutex);
    if (m_known.contains(file.name))
        return code;
    if (wasThere && addFound(file.name))
        return code;
    m_known.insert(file.name);
    add(DiskEvent::Kind::Create, file.name);
    if (flags & Journals)
        m_newJournals.insert(file.name);
    return code;
}

int RecordingVfs::remove(const char *name, bool syncsDirectory)
{
    const int code = ForwardingVfs::remove(name, syncsDirectory);
    const std::lock_guard lock(m_mutex);
    if (code != SQLITE_OK || !m_known.remove(name))
        return code;
    m_newJournals.remove(name);
    add(DiskEvent::Kind::Remove, name);
    if (syncsDirectory)
        m_record.append({DiskEvent::Kind::SyncDirectory, {}, 0, {}});
    return code;
}

int RecordingVfs::write(File &file, const void *bytes, int count, qint64 offset)
{
    if (isWatched(file.name)) { // before it happens: another thread may read it at once, and report it
        const std::lock_guard lock(m_mutex);
        add(DiskEvent::Kind::Write, file.name, offset, QByteArray(static_cast<const char *>(bytes), count));
    }
    return ForwardingVfs::write(file, bytes, count, offset);
}

int RecordingVfs::truncate(File &file, qint64 size)
{
    if (isWatched(file.name)) {
        const std::lock_guard lock(m_mutex);
        add(DiskEvent::Kind::Truncate, file.name, size);
    }
    return ForwardingVfs::truncate(file, size);
}

int RecordingVfs::sync(File &file, int flags)
{
    const int code = ForwardingVfs::sync(file, flags);
    if (code != SQLITE_OK || !isWatched(file.name))
        return code;
    const std::lock_guard lock(m_mutex);
    if (m_syncsToFailure > 0 && --m_syncsToFailure == 0) {
        add(DiskEvent::Kind::FailedSync, file.name);
        return SQLITE_IOERR_FSYNC;
    }
    add(DiskEvent::Kind::Sync, file.name);
    if (m_newJournals.remove(file.name))
        m_record.append({DiskEvent::Kind::SyncDirectory, {}, 0, {}});
    return code;
}

} // namespace kith::test

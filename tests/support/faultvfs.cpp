// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultvfs.h"

#include <cerrno>
#include <csignal>

namespace kith::test {

void FaultVfs::failAt(Fault fault, int nth, Lasting lasting)
{
    count(fault);
    m_lasts = lasting == Lasting::UntilCleared;
    m_nth = nth;
}

void FaultVfs::clear()
{
    m_nth = 0;
    m_errno = 0;
}

void FaultVfs::count(Fault fault)
{
    clear();
    m_fault = fault;
    m_calls = 0;
    m_failed = false;
}

bool FaultVfs::strikes(Fault fault)
{
    if (m_fault != fault)
        return false;
    const int call = ++m_calls;
    const int nth = m_nth;
    if (nth == 0 || call < nth || (call > nth && !m_lasts))
        return false;
    if (fault == Fault::Kill)
        ::raise(SIGKILL);
    const bool isFull = fault == Fault::Full || fault == Fault::ShortWrite || fault == Fault::SharedMemoryFull;
    m_errno = isFull ? ENOSPC : EIO;
    m_failed = true;
    return true;
}

int FaultVfs::open(File &file, int flags, int *outFlags)
{
    return strikes(Fault::OpenError) ? SQLITE_CANTOPEN : ForwardingVfs::open(file, flags, outFlags);
}

int FaultVfs::remove(const char *name, bool syncsDirectory)
{
    mayKill();
    return strikes(Fault::RemoveError) ? SQLITE_IOERR_DELETE : ForwardingVfs::remove(name, syncsDirectory);
}

int FaultVfs::read(File &file, void *bytes, int count, qint64 offset)
{
    return strikes(Fault::ReadError) ? SQLITE_IOERR_READ : ForwardingVfs::read(file, bytes, count, offset);
}

int FaultVfs::write(File &file, const void *bytes, int count, qint64 offset)
{
    mayKill();
    if (strikes(Fault::Full))
        return SQLITE_FULL;
    if (strikes(Fault::ReadOnly))
        return SQLITE_READONLY;
    if (strikes(Fault::WriteError))
        return SQLITE_IOERR_WRITE;
    if (strikes(Fault::ShortWrite)) {
        static_cast<void>(ForwardingVfs::write(file, bytes, count / 2, offset));
        return SQLITE_FULL;
    }
    return ForwardingVfs::write(file, bytes, count, offset);
}

int FaultVfs::truncate(File &file, qint64 size)
{
    mayKill();
    return strikes(Fault::TruncateError) ? SQLITE_IOERR_TRUNCATE : ForwardingVfs::truncate(file, size);
}

int FaultVfs::sync(File &file, int flags)
{
    mayKill();
    return strikes(Fault::SyncError) ? SQLITE_IOERR_FSYNC : ForwardingVfs::sync(file, flags);
}

int FaultVfs::mapShared(File &file, int region, int size, int extend, void volatile **memory)
{
    // Only growing needs space.
    return extend && strikes(Fault::SharedMemoryFull)
               ? SQLITE_IOERR_SHMSIZE
               : ForwardingVfs::mapShared(file, region, size, extend, memory);
}

int FaultVfs::lastError()
{
    const int code = m_errno;
    return code != 0 ? code : ForwardingVfs::lastError();
}

} // namespace kith::test

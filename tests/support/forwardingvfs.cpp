// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/forwardingvfs.h"

namespace kith::test {

ForwardingVfs::ForwardingVfs(const char *name) : m_name(name), m_real(sqlite3_vfs_find(nullptr)), m_vfs(*m_real)
{
    // What is not replaced here asks nothing of the object that it is called with.
    m_vfs.zName = m_name.constData();
    m_vfs.pAppData = this;
    m_vfs.szOsFile = int(sizeof(File)) + m_real->szOsFile;
    m_vfs.xOpen = openFile;
    m_vfs.xDelete = [](sqlite3_vfs *vfs, const char *file, int syncs) { return of(vfs).remove(file, syncs != 0); };
    m_vfs.xGetLastError = [](sqlite3_vfs *vfs, int, char *) { return of(vfs).lastError(); };
    sqlite3_vfs_register(&m_vfs, 1);
}

ForwardingVfs::~ForwardingVfs()
{
    sqlite3_vfs_unregister(&m_vfs);
    sqlite3_vfs_register(m_real, 1);
}

int ForwardingVfs::openFile(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *outFlags)
{
    File &file = of(base);
    file = {{nullptr}, &of(vfs), name, flags, reinterpret_cast<sqlite3_file *>(&file + 1)};
    file.real->pMethods = nullptr;
    const int code = file.vfs->open(file, flags, outFlags);
    if (code == SQLITE_OK)
        file.base.pMethods = methods();
    return code;
}

const sqlite3_io_methods *ForwardingVfs::methods()
{
    static constexpr sqlite3_io_methods Methods = {
        3,
        [](sqlite3_file *f) { return of(f).real->pMethods->xClose(of(f).real); },
        [](sqlite3_file *f, void *bytes, int count, sqlite3_int64 offset) {
            return of(f).vfs->read(of(f), bytes, count, offset);
        },
        [](sqlite3_file *f, const void *bytes, int count, sqlite3_int64 offset) {
            return of(f).vfs->write(of(f), bytes, count, offset);
        },
        [](sqlite3_file *f, sqlite3_int64 size) { return of(f).vfs->truncate(of(f), size); },
        [](sqlite3_file *f, int flags) { return of(f).vfs->sync(of(f), flags); },
        [](sqlite3_file *f, sqlite3_int64 *size) { return of(f).real->pMethods->xFileSize(of(f).real, size); },
        [](sqlite3_file *f, int level) { return of(f).real->pMethods->xLock(of(f).real, level); },
        [](sqlite3_file *f, int level) { return of(f).real->pMethods->xUnlock(of(f).real, level); },
        [](sqlite3_file *f, int *held) { return of(f).real->pMethods->xCheckReservedLock(of(f).real, held); },
        [](sqlite3_file *f, int what, void *value) {
            return of(f).real->pMethods->xFileControl(of(f).real, what, value);
        },
        [](sqlite3_file *f) { return of(f).real->pMethods->xSectorSize(of(f).real); },
        [](sqlite3_file *f) { return of(f).real->pMethods->xDeviceCharacteristics(of(f).real); },
        [](sqlite3_file *f, int region, int size, int extend, void volatile **memory) {
            return of(f).vfs->mapShared(of(f), region, size, extend, memory);
        },
        [](sqlite3_file *f, int offset, int count, int flags) {
            return of(f).real->pMethods->xShmLock(of(f).real, offset, count, flags);
        },
        [](sqlite3_file *f) { of(f).real->pMethods->xShmBarrier(of(f).real); },
        [](sqlite3_file *f, int removes) { return of(f).real->pMethods->xShmUnmap(of(f).real, removes); },
        [](sqlite3_file *f, sqlite3_int64 offset, int count, void **memory) {
            return of(f).real->pMethods->xFetch(of(f).real, offset, count, memory);
        },
        [](sqlite3_file *f, sqlite3_int64 offset, void *memory) {
            return of(f).real->pMethods->xUnfetch(of(f).real, offset, memory);
        },
    };
    return &Methods;
}

int ForwardingVfs::open(File &file, int flags, int *outFlags)
{
    return m_real->xOpen(m_real, file.name, file.real, flags, outFlags);
}

int ForwardingVfs::remove(const char *name, bool syncsDirectory)
{
    return m_real->xDelete(m_real, name, syncsDirectory ? 1 : 0);
}

int ForwardingVfs::read(File &file, void *bytes, int count, qint64 offset)
{
    return file.real->pMethods->xRead(file.real, bytes, count, offset);
}

int ForwardingVfs::write(File &file, const void *bytes, int count, qint64 offset)
{
    return file.real->pMethods->xWrite(file.real, bytes, count, offset);
}

int ForwardingVfs::truncate(File &file, qint64 size)
{
    return file.real->pMethods->xTruncate(file.real, size);
}

int ForwardingVfs::sync(File &file, int flags)
{
    return file.real->pMethods->xSync(file.real, flags);
}

int ForwardingVfs::mapShared(File &file, int region, int size, int extend, void volatile **memory)
{
    return file.real->pMethods->xShmMap(file.real, region, size, extend, memory);
}

int ForwardingVfs::lastError()
{
    return m_real->xGetLastError(m_real, 0, nullptr);
}

} // namespace kith::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archivefile.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace kith {

namespace {

tl::unexpected<Error> notWritten(const QString &name, int systemError)
{
    const bool isFull = systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG;
    return failure(isFull ? Error::Kind::FileFull : Error::Kind::FileNotWritable, name,
                   QString::fromLocal8Bit(std::strerror(systemError)));
}

// So that the new name, too, is there after a power loss. Not every file system can.
void syncDirectory(const QString &name)
{
    const QByteArray directory = QFile::encodeName(QFileInfo(name).absolutePath());
    const int descriptor = ::open(directory.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

} // namespace

Result<std::unique_ptr<ArchiveFile>> ArchiveFile::create(const QString &name)
{
    const QFileInfo asked(name);
    if (name.isEmpty() || asked.isDir())
        return notWritten(name, EISDIR);
    // A link stays a link.
    const QFileInfo file(asked.isSymLink() ? asked.canonicalFilePath() : asked.absoluteFilePath());
    QByteArray temporary = QFile::encodeName(file.absolutePath() + QStringLiteral("/.kith-export-XXXXXX"));
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC); // mode 0600
    if (descriptor < 0)
        return notWritten(name, errno);
    return std::unique_ptr<ArchiveFile>(new ArchiveFile(file.filePath(), temporary, descriptor));
}

ArchiveFile::ArchiveFile(QString name, QByteArray temporary, int descriptor)
    : m_name(std::move(name)), m_temporary(std::move(temporary)), m_descriptor(descriptor)
{
}

ArchiveFile::~ArchiveFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_temporary.isEmpty())
        ::unlink(m_temporary.constData());
}

Result<void> ArchiveFile::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failed(errno);
        bytes = bytes.sliced(written);
        m_size += written;
    }
    return {};
}

Result<void> ArchiveFile::finish()
{
    if (::fsync(m_descriptor) != 0 && errno != EINVAL)
        return failed(errno);
    // Some network file systems tell of a full disk only here.
    if (::close(std::exchange(m_descriptor, -1)) != 0)
        return failed(errno);
    if (std::rename(m_temporary.constData(), QFile::encodeName(m_name).constData()) != 0)
        return failed(errno);
    m_temporary.clear();
    syncDirectory(m_name);
    return {};
}

tl::unexpected<Error> ArchiveFile::failed(int systemError) const
{
    return notWritten(m_name, systemError);
}

} // namespace kith

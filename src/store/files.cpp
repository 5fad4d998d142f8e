// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kith::files {

namespace {

constexpr QFile::Permissions OwnerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr qint64 CopyStep = 1024 * 1024;

tl::unexpected<Error> failed(const QString &name, int number)
{
    const bool isFull = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return failure(isFull ? Error::Kind::StoreFull : Error::Kind::StoreFailed, name,
                   QString::fromLocal8Bit(std::strerror(number)));
}

tl::unexpected<Error> failed(const QFile &file)
{
    const bool isFull = file.error() == QFile::ResourceError || errno == ENOSPC || errno == EDQUOT;
    return failure(isFull ? Error::Kind::StoreFull : Error::Kind::StoreFailed, file.fileName(),
                   file.errorString());
}

/// Also for directories, whose entries are their content.
Result<void> syncPath(const QString &name, int flags)
{
    const int descriptor = ::open(QFile::encodeName(name).constData(), flags | O_CLOEXEC);
    if (descriptor < 0)
        return failed(name, errno);
    const int number = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (number != 0 && number != EINVAL) // some file systems know no fsync of directories
        return failed(name, number);
    return {};
}

Result<void> copyContent(QFile &from, QFile &to)
{
    while (!from.atEnd()) {
        const QByteArray part = from.read(CopyStep);
        if (part.isEmpty())
            return failed(from);
        if (to.write(part) != part.size() || !to.flush())
            return failed(to);
    }
    return {};
}

} // namespace

void keepPrivate()
{
    ::umask(S_IRWXG | S_IRWXO);
}

Result<void> make(const QString &name)
{
    QFile file(name);
    if (file.exists() || file.open(QIODevice::WriteOnly | QIODevice::NewOnly, OwnerOnly))
        return {};
    return failed(file);
}

Result<void> makeDirectory(const QString &name)
{
    if (QFileInfo(name).isDir() || QDir().mkdir(name, OwnerOnly | QFile::ExeOwner))
        return {};
    return failed(name, errno);
}

Result<void> copy(const QString &from, const QString &to)
{
    QFile source(from);
    QFile target(to);
    if (!source.open(QIODevice::ReadOnly))
        return failed(source);
    QFile::remove(to);
    if (!target.open(QIODevice::WriteOnly | QIODevice::NewOnly, OwnerOnly))
        return failed(target);
    auto done = copyContent(source, target).and_then([&] { return sync(to); });
    target.close();
    if (!done)
        QFile::remove(to);
    return done;
}

Result<void> sync(const QString &name)
{
    return syncPath(name, O_RDWR);
}

Result<void> move(const QString &from, const QString &to)
{
    if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return failed(from, errno);
    return syncPath(QFileInfo(to).absolutePath(), O_RDONLY | O_DIRECTORY);
}

void removeDatabase(const QString &name)
{
    for (const char *suffix : DatabaseSuffixes)
        QFile::remove(name + QLatin1String(suffix));
}

void closeToOthers(const QString &name)
{
    for (const char *suffix : DatabaseSuffixes) {
        if (QFile::exists(name + QLatin1String(suffix)))
            QFile::setPermissions(name + QLatin1String(suffix), OwnerOnly);
    }
}

} // namespace kith::files

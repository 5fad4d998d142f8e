// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profile.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QStandardPaths>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace kith {

namespace {

constexpr QFile::Permissions OwnerFile = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions OwnerDirectory = OwnerFile | QFile::ExeOwner;
constexpr qsizetype MaxNameCharacters = 60; // a file name has at most 255 bytes, a character at most 4

QString profilesDirectory()
{
    // Set by tests, so that they stay away from the person's own data.
    if (const QString base = qEnvironmentVariable("KITH_PROFILES"); !base.isEmpty())
        return QDir(base).absolutePath();
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/kith/profiles");
}

QString fileName(const QString &name)
{
    QString kept;
    const auto characters = name.trimmed().toUcs4();
    for (const uint c : characters.first(qMin(characters.size(), MaxNameCharacters))) {
        const bool allowed = QChar::isLetterOrNumber(c) || c == '-' || c == '_' || c == '.';
        kept += allowed ? QString::fromUcs4(reinterpret_cast<const char32_t *>(&c), 1) : QStringLiteral("_");
    }
    if (kept.startsWith(u'.')) // neither "." nor ".." nor hidden
        kept[0] = u'_';
    return kept.isEmpty() ? QStringLiteral("default") : kept;
}

// Also its missing parents; QDir::mkpath() would make them as open as the umask says.
bool makeDirectory(const QString &path)
{
    if (QFileInfo(path).isDir())
        return true;
    const QString parent = QFileInfo(path).absolutePath();
    return parent != path && makeDirectory(parent) &&
           (QDir().mkdir(path, OwnerDirectory) || QFileInfo(path).isDir());
}

// A directory that somebody else's files share, such as /tmp, keeps its mode.
void closeToOthers(const QString &directory, const QString &databaseFile)
{
    if (QFileInfo::exists(databaseFile) ||
        QDir(directory).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
        QFile::setPermissions(directory, OwnerDirectory);
}

// QLockFile takes a lock as held when a program of the same name has the process id in it, which in a container can
// be this very process. The kernel knows better: a lock that can be taken has no holder.
bool removeIfAbandoned(const QLockFile &lock)
{
    // A holder takes the kernel's lock before it writes its name; a nameless file may be about to be locked.
    if (!lock.getLockInfo(nullptr, nullptr, nullptr) &&
        QFileInfo(lock.fileName()).lastModified().secsTo(QDateTime::currentDateTimeUtc()) < 10)
        return false;
    const int descriptor = ::open(QFile::encodeName(lock.fileName()).constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0)
        return false;
    const bool abandoned = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    if (abandoned)
        QFile::remove(lock.fileName());
    ::close(descriptor);
    return abandoned;
}

bool take(QLockFile &lock)
{
    lock.setStaleLockTime(0); // it is held however old it is
    return lock.tryLock(0) ||
           (lock.error() == QLockFile::LockFailedError && removeIfAbandoned(lock) && lock.tryLock(0));
}

} // namespace

QString Profile::directoryFor(const QString &nameOrDirectory)
{
    if (nameOrDirectory.contains(u'/') || nameOrDirectory.contains(QDir::separator()))
        return QDir::cleanPath(QDir(nameOrDirectory).absolutePath());
    return profilesDirectory() + u'/' + fileName(nameOrDirectory);
}

QStringList Profile::names()
{
    QStringList names = QDir(profilesDirectory()).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    if (names.removeAll(QStringLiteral("default")) > 0)
        names.prepend(QStringLiteral("default"));
    return names;
}

Result<Profile> Profile::acquire(const QString &directory)
{
    if (!makeDirectory(directory))
        return failure(Error::Kind::ProfileNotWritable, directory);
    Profile profile(directory, std::make_unique<QLockFile>(directory + QStringLiteral("/lock")));
    closeToOthers(directory, profile.databaseFile());
    QLockFile &lock = *profile.m_lock;
    if (!take(lock)) {
        const bool held = lock.error() == QLockFile::LockFailedError;
        return failure(held ? Error::Kind::ProfileInUse : Error::Kind::ProfileNotWritable, directory);
    }
    QFile::setPermissions(lock.fileName(), OwnerFile);
    return profile;
}

Profile::Profile(QString directory, std::unique_ptr<QLockFile> lock)
    : m_directory(std::move(directory)), m_lock(std::move(lock))
{
}

Profile::Profile(Profile &&) noexcept = default;
Profile &Profile::operator=(Profile &&) noexcept = default;
Profile::~Profile() = default;

QString Profile::databaseFile() const
{
    return m_directory + QStringLiteral("/history.db");
}

QString Profile::settingsFile() const
{
    return m_directory + QStringLiteral("/settings.ini");
}

} // namespace kith

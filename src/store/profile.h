// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

#include <memory>

class QLockFile;

namespace kith {

/// A directory of one person's history and settings (mode 0700), held by one process at a time.
class Profile {
public:
    /// The directory that `nameOrDirectory` means: a text with a '/' (or the system's separator) is a directory, any
    /// other a name below the user's data directory. Names keep letters, digits, '-', '_', '.' and CJK; others
    /// become '_'. Empty means `default`.
    static QString directoryFor(const QString &nameOrDirectory);
    /// The names of the profiles below the user's data directory, sorted; `default` first.
    static QStringList names();

    /// Makes the directory if it is missing and takes its lock, which ends with the object or the process.
    /// Errors: ProfileInUse, ProfileNotWritable.
    static Result<Profile> acquire(const QString &directory);

    Profile(Profile &&) noexcept;
    Profile &operator=(Profile &&) noexcept;
    ~Profile();

    const QString &directory() const { return m_directory; }
    QString databaseFile() const;
    QString settingsFile() const;

private:
    explicit Profile(QString directory, std::unique_ptr<QLockFile> lock);

    QString m_directory;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace kith

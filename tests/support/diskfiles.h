// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/diskreplay.h"

#include <QDir>
#include <QFile>

namespace kith::test {

/// Puts `files` into a directory in place of those that are in it. Whether that worked.
inline bool replaceFiles(const QString &directory, const DiskReplay::Files &files)
{
    const QDir target(directory);
    for (const QString &old : target.entryList(QDir::Files)) {
        if (!QFile::remove(target.filePath(old)))
            return false;
    }
    for (auto content = files.cbegin(); content != files.cend(); ++content) {
        QFile file(target.filePath(QString::fromUtf8(content.key())));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) ||
            file.write(content.value()) != content.value().size())
            return false;
    }
    return true;
}

} // namespace kith::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

namespace kith::test {

/// Where a QTemporaryDir costs no disk: for tests that write the same small database thousands of times and ask
/// nothing of a real one.
inline QString memoryDirectoryTemplate()
{
    const QFileInfo memory(QStringLiteral("/dev/shm"));
    const QString parent = memory.isDir() && memory.isWritable() ? memory.filePath() : QDir::tempPath();
    return parent + QStringLiteral("/kith-test-XXXXXX");
}

/// A count that the environment may set, for runs that are longer than those of the suite.
inline int countFromEnvironment(const char *variable, int otherwise)
{
    const int count = qEnvironmentVariableIntValue(variable);
    return count > 0 ? count : otherwise;
}

} // namespace kith::test

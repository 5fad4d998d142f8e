// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>

#include <unistd.h>

namespace kith::test {

/// How many bytes of the memory of a process stand in the machine's; without a number, of this process.
inline qint64 residentBytes(qint64 process = ::getpid())
{
    QFile file(QStringLiteral("/proc/%1/statm").arg(process)); // proc(5)
    if (!file.open(QIODevice::ReadOnly))
        qFatal("nothing is known of the memory of process %lld", process);
    return file.readAll().split(' ').at(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

} // namespace kith::test

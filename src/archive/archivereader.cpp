// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archivereader.h"

#include "archive/htmlarchivereader.h"
#include "archive/jsonarchivereader.h"

namespace kith {

namespace {

/// What surely tells the two apart stands within so many bytes.
constexpr qint64 LookedAt = 1024;

} // namespace

std::unique_ptr<ArchiveReader> ArchiveReader::open(QIODevice &device)
{
    QByteArray beginning = device.peek(LookedAt);
    if (beginning.startsWith("\xEF\xBB\xBF"))
        beginning.remove(0, 3);
    beginning = beginning.trimmed();
    if (beginning.startsWith('{'))
        return std::make_unique<JsonArchiveReader>(device);
    if (beginning.startsWith('<'))
        return std::make_unique<HtmlArchiveReader>(device);
    return nullptr;
}

} // namespace kith

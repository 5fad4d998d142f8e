// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archivereader.h"
#include "archive/historyentry.h"

#include <QBuffer>

#include <cstdlib>

namespace kith::fuzz {

inline void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// What was read is written so that it is read as the same.
template <typename Record>
void requireStable(const std::optional<Record> &record, std::optional<Record> (*decode)(const QByteArray &))
{
    if (!record)
        return;
    const QByteArray written = entry::encode(*record);
    require(!written.contains('\n'));
    const auto again = decode(written);
    require(again.has_value());
    require(entry::encode(*again) == written);
}

/// Reads a file to its end, which comes after no more steps than it has bytes, and what its entries say.
inline void readArchive(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    QBuffer buffer;
    buffer.setData(bytes);
    require(buffer.open(QIODevice::ReadOnly));
    const auto reader = ArchiveReader::open(buffer);
    if (!reader)
        return;
    qint64 line = 0;
    for (qsizetype steps = 0;; ++steps) {
        require(steps <= bytes.size() + 1);
        const ArchiveReader::Item item = reader->next();
        if (const auto *damage = std::get_if<ArchiveReader::Damage>(&item)) {
            require(damage->line >= line);
            line = damage->line;
        }
        const auto *entry = std::get_if<ArchiveReader::Entry>(&item);
        if (!entry && !std::holds_alternative<ArchiveReader::Damage>(item))
            return;
        if (!entry)
            continue;
        require(entry->line >= line && entry->json.size() <= entry::MaxEntryBytes);
        line = entry->line;
        requireStable(entry::decodeContact(entry->json), entry::decodeContact);
        requireStable(entry::decodeConversation(entry->json), entry::decodeConversation);
        requireStable(entry::decodeMessage(entry->json), entry::decodeMessage);
    }
}

} // namespace kith::fuzz

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archivereader.h"
#include "archive/bytesource.h"

namespace kith {

/// Cuts a JSON export into its entries. Layout and order of the members do not matter, entries may span lines. After
/// something that is damaged it goes on with the next line that begins an entry or ends the list.
class JsonArchiveReader final : public ArchiveReader {
public:
    explicit JsonArchiveReader(QIODevice &device) : m_source(device) {}

    Item next() override;

private:
    enum class Place { Beginning, BetweenMembers, InSection, Done };

    std::optional<Item> begin();
    std::optional<Item> readMember();
    std::optional<Item> readValue(const QByteArray &name);
    std::optional<Item> readElement();
    Item readEntry();
    Item damaged(qint64 line);
    Item refuse();
    std::optional<QByteArray> readString(qsizetype limit);
    QByteArray readScalar();
    bool skipNested();
    void take(const QByteArray &name, const QByteArray &scalar);

    ByteSource m_source;
    Place m_place = Place::Beginning;
    Section m_section = Section::Contacts;
    bool m_namesFormat = false;
    std::optional<int> m_namedVersion;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/jsonarchivewriter.h"

#include "archive/historyentry.h"

namespace kith {

void JsonArchiveWriter::begin(const QDateTime &exportedAt)
{
    m_out += "{\n\"format\": \"" + QByteArray(ArchiveFormat) +
             "\",\n\"version\": " + QByteArray::number(ArchiveVersion) +
             ",\n\"exported\": " + entry::timeText(exportedAt) + ",\n\"contacts\": [";
}

void JsonArchiveWriter::add(const ContactRecord &record)
{
    addEntry(entry::encode(record));
}

void JsonArchiveWriter::add(const ConversationRecord &record)
{
    enter(Section::Conversations);
    addEntry(entry::encode(record));
}

void JsonArchiveWriter::add(const MessageRecord &record)
{
    enter(Section::Messages);
    addEntry(entry::encode(record));
}

void JsonArchiveWriter::end()
{
    enter(Section::Messages);
    m_out += "\n]\n}\n";
}

void JsonArchiveWriter::enter(Section section)
{
    while (m_section < section) {
        m_section = Section(int(m_section) + 1);
        m_out += m_section == Section::Conversations ? "\n],\n\"conversations\": [" : "\n],\n\"messages\": [";
        m_isFirst = true;
    }
}

void JsonArchiveWriter::addEntry(const QByteArray &json)
{
    m_out += std::exchange(m_isFirst, false) ? "\n" : ",\n";
    m_out += json;
}

} // namespace kith

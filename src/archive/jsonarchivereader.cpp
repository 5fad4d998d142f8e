// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/jsonarchivereader.h"

#include "archive/historyentry.h"

namespace kith {

namespace {

/// Of a name or a value beside the lists.
constexpr qsizetype MaxScalarBytes = 1024;

} // namespace

ArchiveReader::Item JsonArchiveReader::next()
{
    for (;;) {
        std::optional<Item> item;
        switch (m_place) {
        case Place::Beginning:
            item = begin();
            break;
        case Place::BetweenMembers:
            item = readMember();
            break;
        case Place::InSection:
            item = readElement();
            break;
        case Place::Done:
            return End{false};
        }
        if (item)
            return *item;
    }
}

std::optional<ArchiveReader::Item> JsonArchiveReader::begin()
{
    for (const int byte : {0xEF, 0xBB, 0xBF}) {
        if (m_source.peek() == byte)
            m_source.take();
    }
    m_source.skipSpace();
    if (m_source.take() != '{')
        return refuse();
    m_place = Place::BetweenMembers;
    return std::nullopt;
}

std::optional<ArchiveReader::Item> JsonArchiveReader::readMember()
{
    m_source.skipSpace();
    if (m_source.peek() == ',') {
        m_source.take();
        m_source.skipSpace();
    }
    if (m_source.peek() == ByteSource::End || m_source.peek() == '}') {
        m_place = Place::Done;
        return End{m_source.take() == ByteSource::End};
    }
    const auto name = readString(MaxScalarBytes);
    m_source.skipSpace();
    if (name && m_source.peek() == ByteSource::End)
        return std::nullopt;
    if (!name || m_source.take() != ':')
        return refuse();
    m_source.skipSpace();
    return readValue(*name);
}

std::optional<ArchiveReader::Item> JsonArchiveReader::readValue(const QByteArray &name)
{
    constexpr std::pair<const char *, Section> Sections[] = {{"contacts", Section::Contacts},
                                                             {"conversations", Section::Conversations},
                                                             {"messages", Section::Messages}};
    for (const auto &[known, section] : Sections) {
        if (name != known)
            continue;
        if (m_source.peek() != '[')
            return m_source.peek() == ByteSource::End ? std::optional<Item>() : refuse();
        m_source.take();
        m_section = section;
        m_place = Place::InSection;
        return std::nullopt;
    }
    switch (m_source.peek()) {
    case '"':
        if (const auto text = readString(MaxScalarBytes)) {
            take(name, *text);
            return std::nullopt;
        }
        return refuse();
    case '[':
    case '{':
        return skipNested() ? std::optional<Item>() : refuse();
    default:
        const QByteArray scalar = readScalar();
        if (scalar.isEmpty() && m_source.peek() != ByteSource::End)
            return refuse();
        take(name, scalar);
        return std::nullopt;
    }
}

void JsonArchiveReader::take(const QByteArray &name, const QByteArray &scalar)
{
    if (name == "format")
        m_namesFormat = scalar == ArchiveFormat;
    bool isNumber = false;
    const int number = scalar.toInt(&isNumber);
    if (name == "version" && isNumber)
        m_namedVersion = number;
    m_version = m_namesFormat ? m_namedVersion : std::nullopt;
}

std::optional<ArchiveReader::Item> JsonArchiveReader::readElement()
{
    m_source.skipSpace();
    switch (m_source.peek()) {
    case ',':
        m_source.take();
        return std::nullopt;
    case ']':
        m_source.take();
        m_place = Place::BetweenMembers;
        return std::nullopt;
    case '{':
        return readEntry();
    case ByteSource::End:
        m_place = Place::Done;
        return End{true};
    default:
        return damaged(m_source.line());
    }
}

// Entries hold no objects or lists, and strings hold no line ends: both show where something is missing.
ArchiveReader::Item JsonArchiveReader::readEntry()
{
    const qint64 line = m_source.line();
    QByteArray json(1, char(m_source.take()));
    bool inString = false;
    bool atLineStart = false; // nothing but white space since the last line end
    for (;;) {
        const int byte = m_source.peek();
        if (byte == ByteSource::End)
            return Damage{line};
        if (!inString && byte == '{' && atLineStart)
            return Damage{line}; // its end is missing, and here is the next one
        if (!inString && (byte == '{' || byte == '['))
            return damaged(line);
        if ((inString && byte == '\n') || json.size() >= entry::MaxEntryBytes)
            return damaged(line);
        json += char(m_source.take());
        if (inString && byte == '\\' && m_source.peek() != ByteSource::End && m_source.peek() != '\n')
            json += char(m_source.take());
        else if (byte == '"')
            inString = !inString;
        else if (!inString && byte == '}')
            return Entry{m_section, json, line};
        atLineStart = byte == '\n' || (atLineStart && ByteSource::isSpace(byte));
    }
}

ArchiveReader::Item JsonArchiveReader::damaged(qint64 line)
{
    do {
        m_source.skipLine();
        for (m_source.skipSpace(); m_source.peek() == ','; m_source.skipSpace())
            m_source.take();
    } while (m_source.peek() != '{' && m_source.peek() != ']' && m_source.peek() != ByteSource::End);
    return Damage{line};
}

ArchiveReader::Item JsonArchiveReader::refuse()
{
    m_place = Place::Done;
    if (m_source.peek() == ByteSource::End)
        return End{true};
    return Refusal{m_source.line()};
}

// Without the quotes, escapes as they stand; none when it is no string or too long.
std::optional<QByteArray> JsonArchiveReader::readString(qsizetype limit)
{
    if (m_source.take() != '"')
        return std::nullopt;
    QByteArray text;
    while (m_source.peek() != '"') {
        const int byte = m_source.take();
        if (byte == ByteSource::End || byte == '\n' || text.size() >= limit)
            return std::nullopt;
        text += char(byte);
        if (byte == '\\' && m_source.peek() != ByteSource::End)
            text += char(m_source.take());
    }
    m_source.take();
    return text;
}

QByteArray JsonArchiveReader::readScalar()
{
    QByteArray text;
    for (int byte = m_source.peek(); byte != ByteSource::End && text.size() < MaxScalarBytes;
         byte = m_source.peek()) {
        const bool belongs = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || byte == 'E' ||
                             byte == '+' || byte == '-' || byte == '.';
        if (!belongs)
            break;
        text += char(m_source.take());
    }
    return text;
}

// Something that a newer version added, whatever stands in it.
bool JsonArchiveReader::skipNested()
{
    qint64 depth = 0;
    bool inString = false;
    do {
        const int byte = m_source.take();
        if (byte == ByteSource::End || (inString && byte == '\n'))
            return false;
        if (inString && byte == '\\')
            m_source.take();
        else if (byte == '"')
            inString = !inString;
        else if (!inString && (byte == '{' || byte == '['))
            ++depth;
        else if (!inString && (byte == '}' || byte == ']'))
            --depth;
    } while (depth > 0 || inString);
    return true;
}

} // namespace kith

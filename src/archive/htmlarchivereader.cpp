// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/htmlarchivereader.h"

#include "archive/historyentry.h"

#include <QString>

#include <algorithm>

namespace kith {

namespace {

constexpr qsizetype MaxNameBytes = 64;
constexpr qsizetype MaxVersionBytes = 16;

/// The characters that stand for themselves as numbers or as the five names that every HTML writer uses.
QByteArray unescaped(const QByteArray &text)
{
    constexpr std::pair<QByteArrayView, char> Names[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    constexpr qsizetype LongestName = 8;
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const qsizetype end = text.at(i) == '&' ? text.indexOf(';', i) : -1;
        if (end < 0 || end - i > LongestName) {
            out += text.at(i);
            continue;
        }
        const QByteArrayView name = QByteArrayView(text).sliced(i + 1, end - i - 1);
        const auto known = std::find_if(std::begin(Names), std::end(Names),
                                        [&](const auto &entity) { return entity.first == name; });
        bool isNumber = false;
        const bool isHex = name.startsWith("#x");
        const uint point =
            name.startsWith('#') ? name.sliced(isHex ? 2 : 1).toByteArray().toUInt(&isNumber, isHex ? 16 : 10) : 0;
        if (known != std::end(Names))
            out += known->second;
        else if (isNumber && point > 0 && point <= 0x10FFFF)
            out += QString::fromUcs4(reinterpret_cast<const char32_t *>(&point), 1).toUtf8();
        else {
            out += text.at(i);
            continue;
        }
        i = end;
    }
    return out;
}

std::optional<ArchiveReader::Section> sectionOf(const QByteArray &attribute)
{
    if (attribute == HtmlContactAttribute)
        return ArchiveReader::Section::Contacts;
    if (attribute == HtmlConversationAttribute)
        return ArchiveReader::Section::Conversations;
    if (attribute == HtmlMessageAttribute)
        return ArchiveReader::Section::Messages;
    return std::nullopt;
}

bool isNameByte(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || byte == '_' || byte == ':';
}

} // namespace

ArchiveReader::Item HtmlArchiveReader::next()
{
    for (;;) {
        if (m_isRefused || m_isWhole || m_source.peek() == ByteSource::End)
            return End{!m_isWhole};
        if (const auto item = m_inTag ? readAttribute() : readMarkup())
            return *item;
    }
}

std::optional<ArchiveReader::Item> HtmlArchiveReader::readMarkup()
{
    while (m_source.peek() != '<' && m_source.peek() != ByteSource::End)
        m_source.take();
    m_source.take();
    return readTag();
}

std::optional<ArchiveReader::Item> HtmlArchiveReader::readTag()
{
    if (m_source.peek() == '!' && !skipComment())
        return std::nullopt;
    const bool closes = m_source.peek() == '/';
    if (closes)
        m_source.take();
    const QByteArray name = readName(MaxNameBytes);
    m_isWhole = closes && name == "html";
    m_inTag = true;
    return std::nullopt;
}

std::optional<ArchiveReader::Item> HtmlArchiveReader::readAttribute()
{
    m_source.skipSpace();
    if (m_source.peek() == '>' || m_source.peek() == '<') { // the second one: this tag has no end
        m_inTag = false;
        if (m_source.peek() == '>')
            m_source.take();
        return std::nullopt;
    }
    const qint64 line = m_source.line();
    const QByteArray name = readName(MaxNameBytes);
    if (name.isEmpty()) {
        m_source.take();
        return std::nullopt;
    }
    m_source.skipSpace();
    if (m_source.peek() != '=')
        return std::nullopt;
    m_source.take();
    m_source.skipSpace();
    const bool isKept = sectionOf(name) || name == HtmlVersionAttribute;
    const auto value = readValue(isKept);
    if (!isKept)
        return std::nullopt;
    if (!value) {
        m_inTag = false;
        return Damage{line};
    }
    return takeValue(name, *value, line);
}

std::optional<ArchiveReader::Item> HtmlArchiveReader::takeValue(const QByteArray &name, const QByteArray &value,
                                                                qint64 line)
{
    if (const auto section = sectionOf(name)) {
        if (m_version)
            return Entry{*section, unescaped(value), line};
        m_isRefused = true;
        return Refusal{line}; // the version stands before everything else
    }
    bool isNumber = false;
    const int number = value.first(std::min(value.size(), MaxVersionBytes)).toInt(&isNumber);
    if (isNumber && !m_version)
        m_version = number;
    return std::nullopt;
}

// None when it has no end, or one that cannot be its own: ours stand on one line.
std::optional<QByteArray> HtmlArchiveReader::readValue(bool isKept)
{
    const int quote = m_source.peek() == '"' || m_source.peek() == '\'' ? m_source.take() : ByteSource::End;
    QByteArray value;
    for (;;) {
        const int byte = m_source.peek();
        if (byte == ByteSource::End || (isKept && (byte == '\n' || value.size() >= entry::MaxEntryBytes)))
            return std::nullopt;
        if (quote == ByteSource::End && (ByteSource::isSpace(byte) || byte == '>'))
            return value;
        m_source.take();
        if (byte == quote)
            return value;
        if (isKept)
            value += char(byte);
    }
}

QByteArray HtmlArchiveReader::readName(qsizetype limit)
{
    QByteArray name;
    for (; isNameByte(m_source.peek()); m_source.take()) {
        if (name.size() < limit)
            name += char(m_source.peek());
    }
    return name.toLower();
}

// Stands on the '!'. True when that begins no comment, false behind its end.
bool HtmlArchiveReader::skipComment()
{
    m_source.take();
    for (int dashes = 0; dashes < 2; ++dashes) {
        if (m_source.peek() != '-')
            return true;
        m_source.take();
    }
    int dashes = 0;
    for (int byte = m_source.take(); byte != ByteSource::End; byte = m_source.take()) {
        if (byte == '>' && dashes >= 2)
            break;
        dashes = byte == '-' ? dashes + 1 : 0;
    }
    return false;
}

} // namespace kith

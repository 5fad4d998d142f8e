// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/cborcursor.h"

namespace kith::wire {

namespace {

constexpr quint8 OneByte = 24; // of argument follows; the next three double it
constexpr quint8 EightBytes = 27;
constexpr quint8 Indefinite = 31;
constexpr quint8 Break = 0xFF;
constexpr quint64 FirstLongSimple = 32; // lower ones fit into the first byte

bool isShortest(const CborCursor::Head &head)
{
    if (head.info <= OneByte)
        return head.info < OneByte || head.argument >= OneByte;
    const int bitsOfTheShorter = 4 << (head.info - OneByte);
    return (head.argument >> bitsOfTheShorter) != 0;
}

} // namespace

std::optional<CborCursor::Head> CborCursor::anyHead()
{
    if (m_rest.isEmpty())
        return std::nullopt;
    const auto first = quint8(m_rest[0]);
    Head head{Kind(first >> 5), quint8(first & 0x1F), 0};
    if (head.info < OneByte) { // of nearly all keys, and of what is short
        head.argument = head.info;
        m_rest = m_rest.sliced(1);
        return head;
    }
    const qsizetype more = head.info <= EightBytes ? qsizetype(1) << (head.info - OneByte) : 0;
    if (m_rest.size() <= more || (head.info > EightBytes && head.info < Indefinite))
        return std::nullopt;
    for (qsizetype i = 1; i <= more; ++i)
        head.argument = head.argument << 8 | quint8(m_rest[i]);
    m_rest = m_rest.sliced(1 + more);
    return head;
}

std::optional<CborCursor::Head> CborCursor::head()
{
    // Returned where it is made: a copy of what was just written would wait for that.
    std::optional<Head> head = anyHead();
    if (head && (head->info == Indefinite || !isShortest(*head)))
        head.reset();
    return head;
}

std::optional<QByteArrayView> CborCursor::take(quint64 size)
{
    if (size > quint64(m_rest.size()))
        return std::nullopt;
    const QByteArrayView taken = m_rest.first(qsizetype(size));
    m_rest = m_rest.sliced(qsizetype(size));
    return taken;
}

bool CborCursor::takeBreak()
{
    if (m_rest.isEmpty() || quint8(m_rest[0]) != Break)
        return false;
    m_rest = m_rest.sliced(1);
    return true;
}

bool CborCursor::skip(int depth)
{
    std::optional<Head> head = anyHead();
    while (head && head->kind == Kind::Tag && head->info != Indefinite)
        head = anyHead(); // of what is tagged
    if (!head)
        return false;
    const bool isIndefinite = head->info == Indefinite;
    switch (head->kind) {
    case Kind::Unsigned:
    case Kind::Negative:
        return !isIndefinite;
    case Kind::Bytes:
    case Kind::Text:
        return isIndefinite ? skipPieces(head->kind) : take(head->argument).has_value();
    case Kind::Array:
    case Kind::Map:
        return depth > 0 && skipItems(*head, depth - 1);
    case Kind::Tag:
        return false;
    case Kind::Simple:
        return !isIndefinite && (head->info != OneByte || head->argument >= FirstLongSimple);
    }
    return false;
}

bool CborCursor::skipPieces(Kind kind)
{
    while (!takeBreak()) {
        const std::optional<Head> piece = anyHead();
        if (!piece || piece->kind != kind || piece->info == Indefinite || !take(piece->argument))
            return false;
    }
    return true;
}

bool CborCursor::skipItems(const Head &container, int depth)
{
    const bool isMap = container.kind == Kind::Map;
    if (container.info == Indefinite) {
        bool isPaired = true;
        for (; !takeBreak(); isPaired = !isPaired) {
            if (!skip(depth))
                return false;
        }
        return isPaired || !isMap;
    }
    if (container.argument > quint64(m_rest.size()))
        return false; // each item has a byte at least
    for (quint64 items = container.argument * (isMap ? 2 : 1); items > 0; --items) {
        if (!skip(depth))
            return false;
    }
    return true;
}

} // namespace kith::wire

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/diskreplay.h"

#include <algorithm>
#include <cstring>

namespace kith::test {

namespace {

/// What is left of the writes of one file.
enum class Left { Nothing, All, FirstWrites, SomeWrites, SomeSectors, TornSectors };
constexpr int LeftCount = 6;

qint64 below(std::mt19937 &random, qint64 bound)
{
    return std::uniform_int_distribution<qint64>(0, bound - 1)(random);
}

bool oneIn(std::mt19937 &random, qint64 chances)
{
    return below(random, chances) == 0;
}

void fillWithAnything(QByteArray &bytes, qint64 from, std::mt19937 &random)
{
    for (qint64 at = from; at < bytes.size(); ++at)
        bytes[at] = char(random());
}

/// Writes those sectors of `event` that chance keeps; a torn one only up to some byte.
void applySectors(const DiskEvent &event, QByteArray &bytes, Left left, qint64 chances, std::mt19937 &random)
{
    // Lost are sectors here and there, or all from one place to another.
    const bool isRun = oneIn(random, 2);
    const qint64 runBegin = below(random, event.bytes.size());
    const qint64 runEnd = runBegin + below(random, event.bytes.size());
    const bool isAtStart = oneIn(random, 2);
    const auto isLost = [&](qint64 at) {
        return isRun ? at < runEnd && (isAtStart || at >= runBegin) : oneIn(random, chances);
    };
    for (qint64 at = 0; at < event.bytes.size();) {
        const qint64 place = event.offset + at;
        const qint64 toNext = DiskReplay::SectorBytes - place % DiskReplay::SectorBytes;
        qint64 count = std::min<qint64>(toNext, event.bytes.size() - at);
        const qint64 next = at + count;
        if (!isLost(at)) {
            if (left == Left::TornSectors && oneIn(random, 4))
                count = below(random, count);
            if (place + count <= bytes.size())
                std::memcpy(bytes.data() + place, event.bytes.constData() + at, size_t(count));
        }
        at = next;
    }
}

} // namespace

void DiskReplay::advanceTo(qsizetype position)
{
    for (; m_position < position; ++m_position)
        take(m_record[m_position]);
}

void DiskReplay::take(const DiskEvent &event)
{
    using Kind = DiskEvent::Kind;
    const int content = m_names.value(event.name, -1);
    switch (event.kind) {
    case Kind::Found:
        m_names[event.name] = m_syncedNames[event.name] = int(m_contents.size());
        m_contents.append({event.bytes, {}});
        break;
    case Kind::Create:
        m_names[event.name] = int(m_contents.size());
        m_pendingNames.append({event.name, int(m_contents.size())});
        m_contents.append(Content());
        break;
    case Kind::Write:
    case Kind::Truncate:
        if (content >= 0)
            m_contents[content].pending.append(&event);
        break;
    case Kind::Sync:
        if (content >= 0) {
            for (const DiskEvent *pending : std::as_const(m_contents[content].pending))
                apply(*pending, m_contents[content].synced);
            m_contents[content].pending.clear();
        }
        break;
    case Kind::FailedSync:
        if (content >= 0)
            m_contents[content].pending.clear();
        break;
    case Kind::SyncDirectory:
        m_syncedNames = m_names;
        m_pendingNames.clear();
        break;
    case Kind::Remove:
        m_names.remove(event.name);
        m_pendingNames.append({event.name, -1});
        break;
    }
}

void DiskReplay::apply(const DiskEvent &event, QByteArray &bytes)
{
    if (event.kind == DiskEvent::Kind::Truncate) {
        bytes.resize(std::min<qsizetype>(bytes.size(), event.offset)); // SQLite never lets a file grow by this
        return;
    }
    const qint64 end = event.offset + event.bytes.size();
    if (bytes.size() < end)
        bytes.append(end - bytes.size(), '\0');
    std::memcpy(bytes.data() + event.offset, event.bytes.constData(), size_t(event.bytes.size()));
}

QByteArray DiskReplay::cut(const Content &content, std::mt19937 &random)
{
    QByteArray bytes = content.synced;
    const auto left = Left(below(random, LeftCount));
    if (left == Left::Nothing || content.pending.isEmpty())
        return bytes;
    const qint64 first =
        left == Left::FirstWrites ? below(random, content.pending.size() + 1) : content.pending.size();
    const qint64 chances = 2 + below(random, 8); // one of so many is lost
    for (const DiskEvent *event : content.pending.first(first)) {
        const bool isWhole = left == Left::All || left == Left::FirstWrites;
        if (isWhole || event->kind == DiskEvent::Kind::Truncate || left == Left::SomeWrites) {
            if (isWhole || !oneIn(random, event->kind == DiskEvent::Kind::Truncate ? 2 : chances))
                apply(*event, bytes);
            continue;
        }
        const qint64 before = bytes.size();
        if (const qint64 end = event->offset + event->bytes.size(); before < end) {
            bytes.append(end - before, '\0');
            if (oneIn(random, 2))
                fillWithAnything(bytes, before, random);
        }
        applySectors(*event, bytes, left, chances, random);
    }
    return bytes;
}

DiskReplay::Files DiskReplay::afterPowerCut(std::mt19937 &random) const
{
    QHash<QByteArray, int> names = m_syncedNames;
    for (const NameChange &change : m_pendingNames.first(below(random, m_pendingNames.size() + 1))) {
        if (change.content >= 0)
            names[change.name] = change.content;
        else
            names.remove(change.name);
    }
    Files files;
    for (auto name = names.cbegin(); name != names.cend(); ++name)
        files.insert(name.key(), cut(m_contents[name.value()], random));
    return files;
}

} // namespace kith::test

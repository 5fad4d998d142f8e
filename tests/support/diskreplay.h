// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/diskrecord.h"

#include <QHash>
#include <QList>

#include <random>

namespace kith::test {

/// Goes through a record, and tells what may stand on the disk after a power cut. What was synced is there. Of what
/// was written to a file after its last sync, anything may be there: nothing, all, the first writes, any of them, any
/// of their sectors, sectors whose halves are of different age; and where the file would have grown but was not
/// written, anything at all. A sync that failed has thrown away what it should have kept, as on Linux. Creations and removals that were not synced are there up to any one of them, in order.
class DiskReplay {
public:
    static constexpr qint64 SectorBytes = 512;
    using Files = QHash<QByteArray, QByteArray>; ///< The content by the name.

    explicit DiskReplay(const DiskRecord &record) : m_record(record) {}

    /// Goes on to `position`, which is not before the last one.
    void advanceTo(qsizetype position);
    /// One of the disks that a power cut may leave at this position.
    Files afterPowerCut(std::mt19937 &random) const;

private:
    struct Content {
        QByteArray synced;
        QList<const DiskEvent *> pending; // Write and Truncate
    };
    struct NameChange {
        QByteArray name;
        int content; // -1: removed
    };

    void take(const DiskEvent &event);
    static void apply(const DiskEvent &event, QByteArray &bytes);
    static QByteArray cut(const Content &content, std::mt19937 &random);

    const DiskRecord &m_record;
    qsizetype m_position = 0;
    QList<Content> m_contents;
    QHash<QByteArray, int> m_names;       // as the running program sees them
    QHash<QByteArray, int> m_syncedNames; // as the disk knows them for sure
    QList<NameChange> m_pendingNames;
};

} // namespace kith::test

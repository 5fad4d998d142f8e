// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/rescue.h"

#include "store/backups.h"
#include "store/database.h"
#include "store/files.h"
#include "store/historyfile.h"
#include "store/pagereader.h"
#include "store/rebuild.h"
#include "store/replacement.h"
#include "store/salvage.h"

#include <QFile>
#include <QLoggingCategory>

namespace kith {

namespace {

Q_LOGGING_CATEGORY(lcRescue, "kith.store.rescue")

/// Opens what can be read of a database and hands it to `use`.
template <typename Use>
Result<void> withSalvage(const QString &name, Use use)
{
    QFile file(name);
    QFile log(name + QLatin1String("-wal"));
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::StoreFailed, name, file.errorString());
    QIODevice *logDevice = log.open(QIODevice::ReadOnly) ? &log : nullptr;
    PageReader pages(file, logDevice);
    Salvage salvage(pages);
    const int stated = pages.statedPageSize();
    if (!salvage.isEmpty() || stated == 0 || stated == pages.pageSize())
        return use(salvage);
    PageReader otherPages(file, logDevice, stated); // made by an SQLite that was built in another way
    Salvage again(otherPages);
    return use(again);
}

/// Whether the beginning of the file is what a damaged history of ours may begin with: SQLite's own first bytes as far
/// as the file goes, or nothing at all.
bool mayBeOurs(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray header = file.read(100);
    if (header.size() < 100)
        return QByteArrayLiteral("SQLite format 3\0").startsWith(header.first(qMin<qsizetype>(16, header.size())));
    return header.count('\0') == header.size() || isOurHeader(header);
}

Result<Recovery> fill(Database &target, const QString &file, const QString &backup)
{
    Recovery recovery;
    Rebuild rebuild(target);
    const auto count = [&] { return target.integer("SELECT count(*) FROM messages"); };
    if (!backup.isEmpty()) {
        const auto remembered = withSalvage(backup, [&](const Salvage &salvage) {
            rebuild.remember(salvage);
            return Result<void>();
        });
        if (!remembered)
            return tl::unexpected(remembered.error());
    }
    const auto salvaged = withSalvage(file, [&](Salvage &salvage) -> Result<void> {
        if (salvage.isEmpty() && backup.isEmpty() && !mayBeOurs(file))
            return failure(Error::Kind::StoreForeign, file, QStringLiteral("nothing in it is ours"));
        return rebuild.add(salvage);
    });
    if (!salvaged)
        return tl::unexpected(salvaged.error());
    qint64 own = 0;
    return count()
        .and_then([&](qint64 messages) -> Result<void> {
            own = messages;
            if (backup.isEmpty())
                return {};
            return withSalvage(backup, [&](Salvage &salvage) {
                return salvage.messageCount() > own ? rebuild.add(salvage) : Result<void>();
            });
        })
        .and_then(count)
        .map([&](qint64 messages) {
            recovery.messages = messages;
            recovery.fromBackup = messages - own;
            return recovery;
        });
}

} // namespace

Result<Recovery> rescueHistory(const QString &file)
{
    Replacement replacement(file, Replacement::Reason::Damaged);
    files::removeDatabase(replacement.draft());
    auto target = openHistory(replacement.draft());
    if (!target)
        return tl::unexpected(target.error());
    auto recovery = fill(**target, file, Backups(file).newest());
    if (recovery) {
        const auto busy = (*target)->integer("PRAGMA wal_checkpoint(TRUNCATE)"); // everything into the file
        if (!busy)
            recovery = tl::unexpected(busy.error());
    }
    target->reset();
    if (recovery) {
        const auto aside = replacement.install();
        if (!aside)
            return tl::unexpected(aside.error());
        recovery->keptAs = *aside;
        qCWarning(lcRescue) << "recovered" << recovery->messages << "messages; damaged file:" << *aside;
    } else {
        files::removeDatabase(replacement.draft());
    }
    return recovery;
}

} // namespace kith

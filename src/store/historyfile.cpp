// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/historyfile.h"

#include "store/database.h"
#include "store/files.h"
#include "store/migrations.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

namespace kith {

namespace {

// synchronous=FULL: with NORMAL, a power loss takes back commits that were reported.
// secure_delete: what was removed is overwritten, not only forgotten.
// cache_size: in KiB when negative; what Kith holds while idle.
// journal_size_limit: one huge message does not leave a huge write-ahead log behind.
static_assert(LogBytes < 2'097'152);
constexpr char ConnectionSettings[] = R"(
    PRAGMA busy_timeout = 250;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -1024;
    PRAGMA wal_autocheckpoint = 500;
    PRAGMA journal_size_limit = 2097152;
)";

constexpr char ReaderSettings[] = R"(
    PRAGMA busy_timeout = 250;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA query_only = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -2048;
)";

// The power may have gone out while the file was made: SQLite takes back what the journal beside it tells of.
bool isUnfinished(const QString &name)
{
    return QFileInfo(name + QStringLiteral("-journal")).size() > 0;
}

// Read without SQLite, which might already repair or log something: https://www.sqlite.org/fileformat.html, 1.3.
Result<void> checkHeader(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::StoreFailed, name, file.errorString());
    const QByteArray header = file.read(100);
    if (header.isEmpty())
        return {};
    const bool isWhole = header.size() == 100 && header.startsWith(QByteArrayLiteral("SQLite format 3\0"));
    if (!isWhole && isUnfinished(name))
        return {};
    if (!isWhole)
        return failure(Error::Kind::StoreCorrupt, name, QStringLiteral("not an SQLite file"));
    const auto userVersion = qFromBigEndian<qint32>(header.constData() + 60);
    if (isOurHeader(header) && userVersion > schemaVersion())
        return failure(Error::Kind::StoreNewer, name, QStringLiteral("schema %1").arg(userVersion));
    return {};
}

// The same again as SQLite sees it: the newest header may stand in the write-ahead log.
Result<void> checkOwner(Database &database, const QString &name)
{
    qint64 numbers[3] = {};
    constexpr const char *Questions[] = {"PRAGMA application_id", "PRAGMA user_version",
                                         "SELECT count(*) FROM sqlite_schema"};
    for (int i = 0; i < 3; ++i) {
        const auto number = database.integer(Questions[i]);
        if (!number)
            return tl::unexpected(number.error());
        numbers[i] = *number;
    }
    const auto [applicationId, userVersion, tables] = numbers;
    const bool isNew = applicationId == 0 && userVersion == 0 && tables == 0;
    if (!isNew && applicationId != ApplicationId)
        return failure(Error::Kind::StoreForeign, name, QStringLiteral("another program's database"));
    if (userVersion > schemaVersion())
        return failure(Error::Kind::StoreNewer, name, QStringLiteral("schema %1").arg(userVersion));
    return {};
}

Result<void> prepare(Database &database, const QString &name)
{
    return database.execute(ConnectionSettings)
        .and_then([&] { return checkOwner(database, name); })
        .and_then([&] { return database.execute("PRAGMA journal_mode = WAL"); })
        .and_then([&] { return migrate(database); });
}

} // namespace

Result<std::unique_ptr<Database>> openHistory(const QString &file)
{
    // SQLite takes the mode of the database for its -wal and -shm too.
    if (const auto ready = files::make(file).and_then([&] { return checkHeader(file); }); !ready)
        return tl::unexpected(ready.error());
    auto database = Database::open(file);
    if (!database)
        return database;
    (*database)->setClosing(Database::Closing::Untouched);
    if (const auto ready = prepare(**database, file); !ready)
        return tl::unexpected(ready.error());
    (*database)->setClosing(Database::Closing::Checkpoint);
    files::closeToOthers(file); // one that was copied here by hand
    return database;
}

Result<std::unique_ptr<Database>> openHistoryForReading(const QString &file)
{
    auto database = Database::open(file, Database::Access::ReadOnly);
    if (!database)
        return database;
    if (const auto ready = (*database)->execute(ReaderSettings); !ready)
        return tl::unexpected(ready.error());
    return database;
}

bool isOurHeader(QByteArrayView header)
{
    return header.size() >= 72 && qFromBigEndian<qint32>(header.data() + 68) == ApplicationId;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"

#include "store/database.h"

#include <QByteArray>

#include <iterator>

namespace kith {

namespace {

// Keys are for the inside only; the 16-byte ids are what the rest of Kith knows. The key of a message is its sequence
// and must not be given twice, even after the newest message was removed. AUTOINCREMENT would see to that, but writes a
// page more in every commit; `removed` is written only when something is removed.
Result<void> makeFirstSchema(Database &database)
{
    return database.execute(R"(
        CREATE TABLE contacts (
            key INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            endpoint TEXT NOT NULL,
            origin INTEGER NOT NULL,
            name TEXT NOT NULL,
            category TEXT NOT NULL,
            note TEXT NOT NULL,
            added_at INTEGER,
            last_seen_at INTEGER
        ) STRICT;

        CREATE TABLE conversations (
            key INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            contact INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
            endpoint TEXT NOT NULL,
            framing INTEGER NOT NULL,
            charset INTEGER NOT NULL,
            turns INTEGER NOT NULL,
            bind_to TEXT NOT NULL,
            draft TEXT NOT NULL,
            read_up_to INTEGER NOT NULL,
            pinned INTEGER NOT NULL,
            muted INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX conversations_contact ON conversations (contact);

        CREATE TABLE messages (
            key INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
            sender INTEGER REFERENCES contacts ON DELETE CASCADE, -- NULL: this person
            sent_at INTEGER,
            received_at INTEGER,
            counter INTEGER NOT NULL,
            via INTEGER NOT NULL,
            protection INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            event INTEGER NOT NULL,
            charset INTEGER NOT NULL,
            malformed INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            pieces INTEGER NOT NULL,
            state INTEGER NOT NULL,
            failure TEXT,    -- a name of failurename.h
            reply_to BLOB,
            edited_at INTEGER,
            recalled_at INTEGER,
            text TEXT NOT NULL,
            raw BLOB         -- NULL: exactly the UTF-8 form of text
        ) STRICT;
        -- Pages and the newest message; kind and sender let the unread ones be counted without reading them.
        CREATE INDEX messages_place ON messages (conversation, key, kind, sender);
        CREATE INDEX messages_unsent ON messages (conversation, key) WHERE state = 1 OR state = 2;

        CREATE TABLE removed (newest INTEGER NOT NULL) STRICT; -- one row: no new message gets this key or a lower one
        INSERT INTO removed VALUES (0);
    )");
}

struct Migration {
    qint64 version;
    Result<void> (*run)(Database &);
};

// Append only: files of every version exist.
constexpr Migration Migrations[] = {
    {1, makeFirstSchema},
};

Result<void> runMigrations(Database &database, qint64 from, qint64 to)
{
    for (const Migration &migration : Migrations) {
        if (migration.version <= from || migration.version > to)
            continue;
        if (const auto done = migration.run(database); !done)
            return done;
    }
    const QByteArray pragmas = "PRAGMA application_id = " + QByteArray::number(ApplicationId) +
                               "; PRAGMA user_version = " + QByteArray::number(to) + ";";
    return database.execute(pragmas.constData());
}

} // namespace

qint64 schemaVersion()
{
    return std::prev(std::end(Migrations))->version;
}

Result<void> migrate(Database &database, qint64 version)
{
    const auto from = database.integer("PRAGMA user_version");
    if (!from)
        return tl::unexpected(from.error());
    if (*from >= version)
        return {};
    if (const auto begun = database.execute("BEGIN IMMEDIATE"); !begun)
        return begun;
    auto done = runMigrations(database, *from, version);
    if (done)
        done = database.execute("COMMIT");
    if (!done && database.inTransaction())
        static_cast<void>(database.execute("ROLLBACK")); // the first error is the one that matters
    return done;
}

} // namespace kith

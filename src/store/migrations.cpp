// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"

#include "store/database.h"
#include "store/searchindex.h"

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

// The order of a conversation becomes that of time, so that what is restored from a file finds its place and a date is
// found by index. A clock that was set back moves nothing: each message stands no earlier than the one before it.
Result<void> makeSecondSchema(Database &database)
{
    return database
        .execute(R"(
        ALTER TABLE messages ADD COLUMN placed INTEGER NOT NULL DEFAULT 0; -- Place::time
        ALTER TABLE messages ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE messages ADD COLUMN comment TEXT NOT NULL DEFAULT '';
        UPDATE messages SET placed = p.placed FROM (
            SELECT key, max(coalesce(received_at, 0)) OVER (PARTITION BY conversation ORDER BY key) AS placed
            FROM messages) AS p
        WHERE messages.key = p.key;

        ALTER TABLE conversations ADD COLUMN read_time INTEGER NOT NULL DEFAULT 0;
        UPDATE conversations SET read_time = coalesce((SELECT max(placed) FROM messages
            WHERE conversation = conversations.key AND key <= read_up_to), 0);
        ALTER TABLE conversations ADD COLUMN marked_unread INTEGER NOT NULL DEFAULT 0;

        -- Pages, dates and the newest message; kind and sender let the unread ones be counted without reading them.
        DROP INDEX messages_place;
        CREATE INDEX messages_place ON messages (conversation, placed, key, kind, sender);

        -- Deleted, and may still be taken back: nothing shows these.
        CREATE TABLE bin (message INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE) STRICT;

        -- What the search is asked for by itself, and is rare.
        CREATE INDEX messages_starred ON messages (key) WHERE starred = 1;
        CREATE INDEX messages_files ON messages (kind, key) WHERE kind = 2 OR kind = 3;
    )")
        .and_then([&] { return SearchIndex::make(database); });
}

// People, who are known by their keys. Who this profile is stands in one row, so that a history which is put beside
// another key is noticed.
Result<void> makeThirdSchema(Database &database)
{
    return database.execute(R"(
        ALTER TABLE contacts ADD COLUMN peer BLOB; -- NULL: an address
        ALTER TABLE contacts ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
        ALTER TABLE contacts ADD COLUMN standing INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE contacts ADD COLUMN trust INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE contacts ADD COLUMN changed_to BLOB;
        ALTER TABLE contacts ADD COLUMN sent_counter INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE contacts ADD COLUMN received_counter INTEGER NOT NULL DEFAULT 0;
        CREATE UNIQUE INDEX contacts_peer ON contacts (peer) WHERE peer IS NOT NULL;

        CREATE TABLE self (key INTEGER PRIMARY KEY CHECK (key = 1), peer BLOB NOT NULL) STRICT; -- one row or none

        -- What waits for a person and what a person has not read yet, in the order of the counters.
        CREATE INDEX messages_outbox ON messages (conversation, counter) WHERE state = 1;
        CREATE INDEX messages_unread_by_peer ON messages (conversation, counter) WHERE state = 4;
    )");
}

struct Migration {
    qint64 version;
    Result<void> (*run)(Database &);
};

// Append only: files of every version exist.
constexpr Migration Migrations[] = {
    {1, makeFirstSchema},
    {2, makeSecondSchema},
    {3, makeThirdSchema},
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
    const auto done = runMigrations(database, *from, version);
    if (done)
        return database.commit();
    if (database.inTransaction())
        static_cast<void>(database.execute("ROLLBACK")); // the first error is the one that matters
    return done;
}

} // namespace kith

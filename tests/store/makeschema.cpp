// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the file of one schema version that tst_historyfile keeps opening: makeschema VERSION FILE. Run once, when
// a version is added: the file must be the work of the code of its time.
#include "store/database.h"
#include "store/migrations.h"

#include <QFile>

#include <cstdio>
#include <cstdlib>

using namespace kith;

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    QFile file(QString::fromLocal8Bit(argv[2]));
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return 1;
    const auto database = Database::open(file.fileName());
    const auto done = database ? migrate(**database, std::atoi(argv[1]))
                                     .and_then([&] {
                                         return (*database)->execute(R"(
            PRAGMA journal_mode = WAL;
            INSERT INTO contacts VALUES (1, x'00000000000000000000000000000001', 'tcp://127.0.0.1:8080', 1, 'Ada', 'Friends', 'A note',
                1700000000000, NULL);
            INSERT INTO conversations (key, id, contact, endpoint, framing, charset, turns, bind_to, draft,
                read_up_to, pinned, muted) VALUES (1, x'00000000000000000000000000000002', 1, 'tcp://127.0.0.1:8080', 1, 0, 1, '', 'begun', 1,
                1, 0);
            INSERT INTO messages (key, id, conversation, sender, sent_at, received_at, counter, via, protection, kind,
                event, charset, malformed, bytes, pieces, state, failure, reply_to, edited_at, recalled_at, text, raw) VALUES (1, x'00000000000000000000000000000003', 1, 1, 1700000000000, 1700000000001, 0, 1, 0, 0, 0, 1, 0,
                4, 1, 0, NULL, NULL, NULL, NULL, '你好', x'c4e3bac3');
            INSERT INTO messages (key, id, conversation, sender, sent_at, received_at, counter, via, protection, kind,
                event, charset, malformed, bytes, pieces, state, failure, reply_to, edited_at, recalled_at, text, raw) VALUES (2, x'00000000000000000000000000000004', 1, NULL, 1700000000002, 1700000000002, 0, 1, 0, 0, 0, 0,
                0, 5, 1, 6, 'connection-lost', NULL, NULL, NULL, 'hello', NULL);
        )");
                                     })
                                     .and_then([&] {
                                         return std::atoi(argv[1]) < 2 ? Result<void>() : (*database)->execute(R"(
            UPDATE conversations SET read_time = 1700000000001;
            UPDATE messages SET placed = received_at;
            UPDATE messages SET starred = 1, comment = 'A comment' WHERE key = 1;
        )");
                                     })
                               : tl::unexpected(database.error());
    if (!done)
        std::fprintf(stderr, "%s\n", qPrintable(done.error().detail));
    return done ? 0 : 1;
}

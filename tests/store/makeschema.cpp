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
            INSERT INTO contacts (key, id, endpoint, origin, name, category, note, added_at, last_seen_at)
                VALUES (1, x'00000000000000000000000000000001', 'tcp://127.0.0.1:8080', 1, 'Ada', 'Friends', 'A note',
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
                                     .and_then([&] {
                                         return std::atoi(argv[1]) < 3 ? Result<void>() : (*database)->execute(R"(
            INSERT INTO contacts (key, id, endpoint, origin, name, category, note, added_at, last_seen_at, peer, nickname,
                standing, trust, changed_to, sent_counter, received_counter) VALUES (2,
                x'00000000000000000000000000000005', '', 0, '', '', '', 1700000000000, NULL,
                x'6161616161616161616161616161616161616161616161616161616161616161', 'Grace', 2, 2,
                x'6262626262626262626262626262626262626262626262626262626262626262', 41, 7);
            INSERT INTO conversations (key, id, contact, endpoint, framing, charset, turns, bind_to, draft,
                read_up_to, pinned, muted) VALUES (2, x'00000000000000000000000000000006', 2, '', 0, 0, 0, '', '', 0, 0, 0);
            INSERT INTO messages (key, id, conversation, sender, sent_at, received_at, counter, via, protection, kind,
                event, charset, malformed, bytes, pieces, state, failure, reply_to, edited_at, recalled_at, text, raw,
                placed) VALUES (3, x'00000000000000000000000000000007', 2, NULL, 1700000000003, 1700000000003, 41, 3, 1, 0,
                0, 0, 0, 5, 1, 1, NULL, NULL, NULL, NULL, 'waits', NULL, 1700000000003);
            INSERT INTO self VALUES (1, x'6363636363636363636363636363636363636363636363636363636363636363');
        )");
                                     })
                               : tl::unexpected(database.error());
    if (!done)
        std::fprintf(stderr, "%s\n", qPrintable(done.error().detail));
    return done ? 0 : 1;
}

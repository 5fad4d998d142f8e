// SPDX-License-Identifier: GPL-3.0-or-later
// A long history: what it costs to search it, to open it and to fill it, and the same for a short one.
// Arguments: [messages, 1,000,000 unless told] [directory]. A history that is there already is used again.
#include "store/database.h"
#include "store/historyfile.h"
#include "store/messagetable.h"
#include "store/places.h"
#include "store/searchindex.h"
#include "store/searchrun.h"
#include "store/storetest.h"
#include "support/historymaker.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <functional>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

using namespace kith;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

namespace {

constexpr int WarmRounds = 15;
constexpr int ColdRounds = 5;
constexpr qint64 Imported = 100'000;

using Connection = std::unique_ptr<Database>;

struct Times {
    double median = 0;
    double worst = 0;
};

template <typename T>
T must(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", qPrintable(result.error().detail));
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

double milliseconds(const std::function<void()> &function)
{
    QElapsedTimer timer;
    timer.start();
    function();
    return double(timer.nsecsElapsed()) / 1e6;
}

// Of this process: what others do meanwhile does not count.
double cpuMilliseconds(const std::function<void()> &function)
{
    const auto now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    };
    const double before = now();
    function();
    return now() - before;
}

Times repeated(int rounds, const std::function<void()> &function)
{
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i)
        times.push_back(milliseconds(function));
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.back()};
}

// What the system keeps of the file in memory is dropped.
void forgetFile(const QString &name)
{
    for (const char *suffix : {"", "-wal"}) {
        const int file = ::open(qPrintable(name + QLatin1String(suffix)), O_RDONLY);
        if (file < 0)
            continue;
        ::fdatasync(file);
        ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        ::close(file);
    }
}

SearchPage search(Database &database, const SearchQuery &query)
{
    const std::function<bool()> never = [] { return false; };
    SearchRun run(query);
    while (!must(run.step(database, QDeadlineTimer(10), never))) {
    }
    return run.takePage();
}

SearchQuery queryFor(const QString &text)
{
    SearchQuery query;
    query.text = text;
    return query;
}

class Bench {
public:
    explicit Bench(const QString &file) : m_file(file), m_writer(must(openHistory(file))) {}

    void run()
    {
        m_count = must(m_writer->integer("SELECT count(*) FROM messages"));
        std::printf("-- %lld messages\n", static_cast<long long>(m_count));
        size();
        for (const QString &word : {u"火"_s, u"火锅"_s, u"麒麟"_s, u"的"_s, u"我们"_s, u"聊天室"_s, u"服务器"_s,
                                    u"量子纠缠"_s, u"meeting"_s, u"serendipity"_s, u"project"_s, u"the"_s,
                                    u"con"_s, u"with"_s, u"👍"_s, u"火锅 meeting"_s, u"\"the server\""_s})
            word_(word);
        slow(u"t"_s);
        filters();
        pages();
    }

private:
    Connection reader() const { return must(openHistoryForReading(m_file)); }

    void size()
    {
        const double index = double(must(m_writer->integer("SELECT sum(length(block)) FROM search_data")));
        const double text =
            double(must(m_writer->integer("SELECT sum(length(CAST(text AS BLOB))) FROM messages")));
        std::printf("index %.1f MiB, text %.1f MiB, ratio %.2f (aim <= 1.10)\n", index / 1048576, text / 1048576,
                    index / text);
    }

    Times cold(const SearchQuery &query) const
    {
        std::vector<double> times;
        for (int i = 0; i < ColdRounds; ++i) {
            forgetFile(m_file);
            times.push_back(milliseconds([&] { search(*reader(), query); }));
        }
        std::sort(times.begin(), times.end());
        return {times[times.size() / 2], times.back()};
    }

    void word_(const QString &word)
    {
        const SearchQuery query = queryFor(word);
        const Connection database = reader();
        search(*database, query);
        const Times warm = repeated(WarmRounds, [&] { search(*database, query); });
        const Times fresh = cold(query);
        const auto [found, expected] = recall(*database, query);
        std::printf(
            "%-16s newest 50: warm %.2f ms (aim <= 1), cold %.1f ms, worst %.1f (aim <= 10); recall %lld of "
            "%lld\n",
            qPrintable(word), warm.median, fresh.median, fresh.worst, static_cast<long long>(found),
            static_cast<long long>(expected));
    }

    // All hits, and those of a scan of every text.
    static std::pair<qint64, qint64> recall(Database &database, SearchQuery query)
    {
        query.limit = SearchQuery::MaxHits;
        qint64 found = 0;
        for (bool isComplete = false; !isComplete;) {
            const SearchPage page = search(database, query);
            found += page.hits.size();
            isComplete = page.complete;
            if (!isComplete)
                query.beforeSequence = page.hits.last().message.place.sequence;
        }
        const SearchRule rule = SearchRule::parse(query.text);
        const bool isOneRun =
            rule.terms().size() == 1 && rule.terms().front().kind == SearchRule::Term::Kind::Signs;
        Statement rows = database.statement("SELECT text FROM messages WHERE kind <> 1 AND text LIKE ?1");
        rows.bindText(1, isOneRun ? u'%' + query.text + u'%' : u"%"_s);
        qint64 expected = 0;
        FoldedText folded;
        while (must(rows.next())) {
            if (!isOneRun)
                folded.assign(rows.text(0));
            expected += isOneRun || rule.accepts(folded) ? 1 : 0;
        }
        return {found, expected};
    }

    void slow(const QString &letter)
    {
        const Connection database = reader();
        SearchQuery query = queryFor(letter);
        std::printf("one letter, %s: warm %.2f ms, cold %.1f ms (no aim)\n", qPrintable(letter),
                    repeated(WarmRounds, [&] { search(*database, query); }).median, cold(query).median);
        query = queryFor(u"eren"_s);
        query.insideWords = true;
        std::printf("inside words, eren: warm %.0f ms (no aim)\n",
                    repeated(3, [&] { search(*database, query); }).median);
        query.text = u"xyzzyxyzzy"_s;
        std::printf("inside words, nothing there: warm %.0f ms (no aim)\n",
                    repeated(1, [&] { search(*database, query); }).median);
    }

    ConversationId conversation(const char *which) const
    {
        const auto sql =
            QByteArray("SELECT id FROM conversations WHERE key = (SELECT conversation FROM messages GROUP BY"
                       " conversation ORDER BY count(*) ") +
            which + " LIMIT 1)";
        Statement row = m_writer->statement(m_kept.emplace_back(sql).constData());
        must(row.next());
        return ConversationId::fromBytes(row.bytes(0));
    }

    void filters()
    {
        const Connection database = reader();
        for (const char *which : {"DESC", "ASC"}) {
            for (const QString &word : {u"我们"_s, u"麒麟"_s, u"project"_s, QString()}) {
                SearchQuery query = queryFor(word);
                query.conversations = {conversation(which)};
                std::printf("in the %s conversation, '%s': warm %.2f ms (no aim)\n",
                            *which == 'D' ? "largest" : "smallest", qPrintable(word),
                            repeated(WarmRounds, [&] { search(*database, query); }).median);
            }
        }
        SearchQuery query = queryFor(u"我们"_s);
        query.to = QDateTime::fromMSecsSinceEpoch(
            must(m_writer->integer(
                "SELECT placed FROM messages ORDER BY key LIMIT 1 OFFSET (SELECT count(*) / 4 FROM "
                "messages)")),
            Qt::UTC);
        std::printf("in the first quarter, '我们': warm %.2f ms (no aim)\n",
                    repeated(5, [&] { search(*database, query); }).median);
        query = {};
        query.kind = SearchQuery::Kind::Files;
        std::printf("newest files: warm %.2f ms (no aim)\n",
                    repeated(WarmRounds, [&] { search(*database, query); }).median);
        query.kind = SearchQuery::Kind::Links;
        std::printf("newest links: warm %.2f ms (no aim)\n",
                    repeated(WarmRounds, [&] { search(*database, query); }).median);
    }

    void pages()
    {
        const ConversationId largest = conversation("DESC");
        const Connection database = reader();
        MessageTable messages(*database);
        Places places(*database);
        const auto page = [&](Database &in) { must(MessageTable(in).latest(largest, 50)); };
        page(*database);
        const Times warm = repeated(200, [&] { page(*database); });
        std::vector<double> cold;
        for (int i = 0; i < ColdRounds; ++i) {
            forgetFile(m_file);
            cold.push_back(milliseconds([&] { page(*reader()); }));
        }
        std::sort(cold.begin(), cold.end());
        std::printf("newest page of the largest: warm %.2f ms, cold %.1f ms\n", warm.median,
                    cold[cold.size() / 2]);
        const qint64 first = must(m_writer->integer("SELECT min(placed) FROM messages"));
        const qint64 last = must(m_writer->integer("SELECT max(placed) FROM messages"));
        int round = 0;
        const Times jump = repeated(100, [&] {
            const qint64 time = first + (last - first) / 101 * ++round;
            const Place place = must(places.firstFrom(largest, QDateTime::fromMSecsSinceEpoch(time, Qt::UTC)));
            must(messages.around(largest, place, 50));
        });
        std::printf("jump to a date: median %.2f ms, worst %.2f ms (aim <= 10 with the window)\n", jump.median,
                    jump.worst);
    }

    QString m_file;
    Connection m_writer;
    qint64 m_count = 0;
    mutable std::deque<QByteArray> m_kept; // a statement is known by the address of its text
};

// As an import does it: many messages a transaction, then the index.
void import(const QString &file)
{
    const Connection database = must(openHistory(file));
    HistoryMaker maker({Imported, 20, 3});
    must(maker.addPeople(*database));
    std::vector<Message> messages;
    Statement row =
        database->statement("SELECT c.id, p.id FROM conversations c JOIN contacts p ON p.key = c.contact");
    must(row.next());
    Conversation conversation;
    conversation.id = ConversationId::fromBytes(row.bytes(0));
    conversation.contact = ContactId::fromBytes(row.bytes(1));
    must(row.next());
    for (qint64 i = 0; i < Imported; ++i)
        messages.push_back(makeReceived(conversation, maker.nextText()));
    const double alone = cpuMilliseconds([&] {
        for (size_t i = 0; i < messages.size();) {
            must(database->execute("BEGIN IMMEDIATE"));
            for (const size_t end = std::min(i + 1000, messages.size()); i < end; ++i)
                must(MessageTable(*database).append(messages[i]));
            must(database->execute("COMMIT"));
        }
    });
    const double index = cpuMilliseconds([&] { must(completeIndex(*database)); });
    std::printf("import of %lld: %.0f/s of CPU time, with the index %.0f/s, ratio %.2f (aim >= 0.50)\n",
                static_cast<long long>(Imported), 1e3 * double(Imported) / alone,
                1e3 * double(Imported) / (alone + index), alone / (alone + index));
}

void measure(const QString &directory, qint64 messages)
{
    const QString file = directory + u"/history.db"_s;
    if (!QFile::exists(file)) {
        std::printf("making %lld messages: %.1f s\n", static_cast<long long>(messages),
                    milliseconds([&] {
                        must(makeHistoryFile(file, {messages, messages < 10'000 ? 20 : 200, 20240229}));
                    }) / 1e3);
    }
    Bench(file).run();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const qint64 messages = argc > 1 ? std::max(1000, std::atoi(argv[1])) : 1'000'000;
    const QTemporaryDir temporary(QDir::tempPath() + u"/bench-XXXXXX"_s);
    const QString directory = argc > 2 ? QString::fromLocal8Bit(argv[2]) : temporary.filePath(u"large"_s);
    QDir().mkpath(directory);
    QDir().mkpath(temporary.filePath(u"small"_s));
    import(temporary.filePath(u"import.db"_s));
    measure(directory, messages);
    measure(temporary.filePath(u"small"_s), 1000);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/powercuts.h"

#include "store/database.h"
#include "store/historyfile.h"
#include "support/diskfiles.h"
#include "support/memorydirectory.h"

#include <algorithm>

namespace kith::storetest {

namespace {

constexpr int SearchedCuts = 20; // one of so many cuts is also searched: that takes longer

} // namespace

void PowerCuts::Outcome::add(const Outcome &other)
{
    cuts += other.cuts;
    whole += other.whole;
    lost += other.lost;
    corrupt += other.corrupt;
    if (firstProblem.isEmpty())
        firstProblem = other.firstProblem;
}

PowerCuts::PowerCuts(const RecordedSession &session)
    : m_session(session), m_directory(test::memoryDirectoryTemplate())
{
}

PowerCuts::Outcome PowerCuts::run(int cuts, quint32 seed)
{
    std::mt19937 random(seed);
    QList<qsizetype> sorted(cuts);
    std::generate(sorted.begin(), sorted.end(), [&] { return choosePosition(random); });
    std::sort(sorted.begin(), sorted.end());
    test::DiskReplay replay(m_session.record());
    Outcome outcome;
    for (const qsizetype position : std::as_const(sorted)) {
        replay.advanceTo(position);
        if (!test::replaceFiles(m_directory.path(), replay.afterPowerCut(random)))
            return outcome; // too few cuts
        judge(position, outcome);
    }
    return outcome;
}

// Half of them just before a sync, when the most is at risk.
qsizetype PowerCuts::choosePosition(std::mt19937 &random) const
{
    const test::DiskRecord &record = m_session.record();
    qsizetype position = std::uniform_int_distribution<qsizetype>(m_session.begin(), record.size())(random);
    const bool isBeforeSync = random() % 2;
    while (isBeforeSync && position < record.size() && record[position].kind != test::DiskEvent::Kind::Sync)
        ++position;
    return position;
}

void PowerCuts::judge(qsizetype position, Outcome &outcome)
{
    ++outcome.cuts;
    auto digest = openAndRead();
    if (const auto found = outcome.cuts % SearchedCuts == 0 ? search() : Result<void>(); !found)
        digest = tl::unexpected(found.error());
    const auto &states = m_session.states();
    using State = RecordedSession::State;
    const auto isThat = [&](const State &state) { return digest && state.digest == *digest; };
    // What was asked for may be there, what was reported must.
    const auto end =
        std::find_if(states.cbegin(), states.cend(), [&](const State &state) { return state.asked > position; });
    const auto first = std::prev(std::find_if(std::next(states.cbegin()), states.cend(),
                                              [&](const State &state) { return state.reported > position; }));
    if (std::any_of(first, end, isThat)) {
        ++outcome.whole;
        return;
    }
    const bool isOlder = std::any_of(states.cbegin(), first, isThat);
    ++(isOlder ? outcome.lost : outcome.corrupt);
    if (outcome.firstProblem.isEmpty()) {
        outcome.firstProblem = QStringLiteral("position %1: %2")
                                   .arg(position)
                                   .arg(isOlder  ? QStringLiteral("an older state")
                                        : digest ? QStringLiteral("no state that there was")
                                                 : digest.error().detail);
    }
}

Result<void> PowerCuts::search()
{
    const QString file = m_directory.filePath(QStringLiteral("history.db"));
    SearchQuery query;
    query.text = QStringLiteral("message");
    query.limit = SearchQuery::MaxHits;
    qsizetype found = -1;
    {
        Store store(file);
        const auto page =
            get(store.open()).and_then([&](const Store::Overview &) { return get(store.search(query)); });
        if (!page)
            return tl::unexpected(page.error());
        found = page->hits.size();
    }
    const auto database = Database::open(file);
    if (!database)
        return tl::unexpected(database.error());
    const auto wanted = (*database)->integer("SELECT count(*) FROM messages WHERE text LIKE 'message%'");
    return wanted == found ? Result<void>()
                           : failure(Error::Kind::StoreCorrupt, {}, QStringLiteral("the search misses something"));
}

Result<quint64> PowerCuts::openAndRead()
{
    const auto database = openHistory(m_directory.filePath(QStringLiteral("history.db")));
    if (!database)
        return tl::unexpected(database.error());
    (*database)->setClosing(Database::Closing::Untouched);
    const auto problems =
        (*database)->integer("SELECT (SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok')"
                             " + (SELECT count(*) FROM pragma_foreign_key_check)");
    if (!problems || *problems > 0)
        return failure(Error::Kind::StoreCorrupt, {}, QStringLiteral("not sound"));
    if (const auto sound = (*database)->execute("INSERT INTO search (search) VALUES ('integrity-check')"); !sound)
        return tl::unexpected(sound.error());
    return m_session.rows().read(**database).map(HistoryRows::digest);
}

} // namespace kith::storetest

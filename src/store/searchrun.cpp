// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/searchrun.h"

#include "store/database.h"
#include "store/messagetable.h"
#include "store/searchindex.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace kith {

namespace {

enum Column { Key, ConversationColumn, KindColumn, IsMine, Placed, Starred, IsInBin, Text };

#define KITH_CANDIDATE                                                                                            \
    "SELECT m.key, m.conversation, m.kind, m.sender IS NULL, m.placed, m.starred,"                                \
    " EXISTS (SELECT 1 FROM bin WHERE message = m.key), m.text "

constexpr qint64 Least = std::numeric_limits<qint64>::min();
constexpr qint64 Most = std::numeric_limits<qint64>::max();

qint64 milliseconds(const QDateTime &time, qint64 otherwise)
{
    return time.isValid() ? time.toMSecsSinceEpoch() : otherwise;
}

bool fits(Message::Kind kind, SearchQuery::Kind wanted)
{
    switch (wanted) {
    case SearchQuery::Kind::Any:
        return kind != Message::Kind::System;
    case SearchQuery::Kind::Text:
    case SearchQuery::Kind::Links:
        return kind == Message::Kind::Text;
    case SearchQuery::Kind::Images:
        return kind == Message::Kind::Image;
    case SearchQuery::Kind::Files:
        return kind == Message::Kind::File;
    }
    return false;
}

bool cutsCharacter(QStringView text, qsizetype at)
{
    return at > 0 && at < text.size() && text[at].isLowSurrogate() && text[at - 1].isHighSurrogate();
}

/// Cuts the text of a hit down to what stands around its first match.
void showContext(SearchHit &hit)
{
    const QString whole = hit.message.text;
    constexpr qsizetype Before = SearchHit::ContextCharacters / 4;
    const qsizetype match = hit.matches.isEmpty() ? 0 : hit.matches.first().start;
    qsizetype start = whole.size() <= SearchHit::ContextCharacters ? 0 : std::max<qsizetype>(0, match - Before);
    start = std::min(start, std::max<qsizetype>(0, whole.size() - SearchHit::ContextCharacters));
    qsizetype end = std::min(whole.size(), start + SearchHit::ContextCharacters);
    start += cutsCharacter(whole, start) ? 1 : 0;
    end -= cutsCharacter(whole, end) ? 1 : 0;
    hit.cutBefore = start > 0;
    hit.cutAfter = end < whole.size();
    hit.message.text = whole.sliced(start, end - start);
    hit.message.isExcerpt = hit.cutBefore || hit.cutAfter;
    QList<TextSpan> shown;
    for (const TextSpan &span : hit.matches) {
        const qsizetype from = std::max(span.start, start);
        const qsizetype to = std::min(span.end(), end);
        if (from < to)
            shown.append({from - start, to - from});
    }
    hit.matches = shown;
}

} // namespace

SearchRun::SearchRun(SearchQuery query)
    : m_query(std::move(query))
    , m_rule(SearchRule::parse(m_query.text,
                               m_query.insideWords ? SearchRule::Words::Inside : SearchRule::Words::Begin))
    , m_before(m_query.beforeSequence > 0 ? m_query.beforeSequence : Most)
    , m_from(milliseconds(m_query.from, Least))
    , m_to(milliseconds(m_query.to, Most))
{
    m_query.limit = std::clamp(m_query.limit, 0, SearchQuery::MaxHits);
}

// A step sees one state of the file; the next one may see another, in which the index has come further.
Result<bool> SearchRun::step(Database &database, QDeadlineTimer deadline, const std::function<bool()> &isCanceled)
{
    m_deadline = deadline;
    m_isCanceled = &isCanceled;
    m_isPaused = false;
    auto done = database.statement("BEGIN").run().and_then([&] { return prepare(database); }).and_then([&] {
        return lookOn(database);
    });
    if (database.inTransaction())
        static_cast<void>(database.statement("COMMIT").run()); // nothing was written
    return done;
}

Result<void> SearchRun::prepare(Database &database)
{
    if (m_source != Source::Unknown)
        return {};
    return resolveConversations(database).and_then([&] { return chooseSource(database); });
}

Result<void> SearchRun::resolveConversations(Database &database)
{
    for (const ConversationId &id : std::as_const(m_query.conversations)) {
        Statement row = database.statement("SELECT key FROM conversations WHERE id = ?1");
        row.bindBlob(1, id.toBytes());
        const auto found = row.next();
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            continue;
        m_conversations.append(row.integer(0));
        m_allowed.insert(row.integer(0));
    }
    return {};
}

QByteArray SearchRun::questionFor(tokenizer::Asked asked) const
{
    const QByteArray question = tokenizer::question(m_rule, m_conversations, asked);
    if (m_query.kind != SearchQuery::Kind::Links)
        return question;
    return (question.isEmpty() ? QByteArray() : question + " AND ") + tokenizer::linkQuestion();
}

Result<void> SearchRun::chooseSource(Database &database)
{
    m_question = questionFor(tokenizer::Asked::Beginning);
    m_wholeQuestion = questionFor(tokenizer::Asked::Whole);
    if (m_wholeQuestion == m_question)
        m_wholeQuestion.clear();
    const bool hasQuestion = !m_question.isEmpty();
    const size_t most = hasQuestion ? size_t(FewRows) : std::numeric_limits<size_t>::max();
    Result<bool> all = false;
    if (m_query.starredOnly) {
        Statement rows = database.statement("SELECT key FROM messages WHERE starred = 1 AND key < ?1");
        rows.bind(1, m_before);
        all = collect(rows, most);
    } else if (m_query.kind == SearchQuery::Kind::Files || m_query.kind == SearchQuery::Kind::Images) {
        // Spelt like the condition of the index messages_files.
        Statement rows =
            database.statement("SELECT key FROM messages WHERE (kind = 2 OR kind = 3) AND kind = ?1 AND key < ?2");
        rows.bind(1, m_query.kind == SearchQuery::Kind::Files ? 2 : 3);
        rows.bind(2, m_before);
        all = collect(rows, most);
    } else if (!m_query.conversations.isEmpty() || m_query.from.isValid() || m_query.to.isValid()) {
        all = collectByPlace(database, most);
    }
    if (!all)
        return tl::unexpected(all.error());
    m_source = *all ? Source::Rows : hasQuestion ? Source::History : Source::Messages;
    if (!*all)
        m_keys.clear();
    std::sort(m_keys.begin(), m_keys.end());
    return {};
}

// False: there are more than `most`.
Result<bool> SearchRun::collect(Statement &rows, size_t most)
{
    for (;;) {
        const auto found = rows.next();
        if (!found)
            return found;
        if (!*found)
            return true;
        if (m_keys.size() == most)
            return false;
        m_keys.push_back(rows.integer(0));
    }
}

Result<bool> SearchRun::collectByPlace(Database &database, size_t most)
{
    QList<qint64> conversations = m_conversations;
    if (m_query.conversations.isEmpty()) {
        Statement rows = database.statement("SELECT key FROM conversations");
        if (const auto all = collect(rows, std::numeric_limits<size_t>::max()); !all)
            return all;
        conversations = QList<qint64>(m_keys.cbegin(), m_keys.cend());
        m_keys.clear();
    }
    for (const qint64 conversation : std::as_const(conversations)) {
        Statement rows = database.statement("SELECT key FROM messages WHERE conversation = ?1 AND placed >= ?2"
                                            " AND placed < ?3 AND key < ?4");
        rows.bind(1, conversation);
        rows.bind(2, m_from);
        rows.bind(3, m_to);
        rows.bind(4, m_before);
        if (const auto all = collect(rows, most); !all || !*all)
            return all;
    }
    return true;
}

Result<bool> SearchRun::lookOn(Database &database)
{
    switch (m_source) {
    case Source::Unknown:
        break;
    case Source::Rows:
        return readRows(database);
    case Source::History:
        return readHistory(database);
    case Source::Messages:
        return readMessages(database, Least);
    }
    return true;
}

Result<bool> SearchRun::readRows(Database &database)
{
    while (!m_keys.empty()) {
        if (mustPause())
            return false;
        if (hasEnough()) {
            m_page.complete = false;
            return true;
        }
        Statement row = database.statement(KITH_CANDIDATE "FROM messages m WHERE m.key = ?1");
        row.bind(1, m_keys.back());
        m_keys.pop_back();
        const auto found = row.next();
        if (!found)
            return found;
        if (!*found)
            continue;
        if (const auto done = consider(database, row); !done)
            return tl::unexpected(done.error());
    }
    return true;
}

Result<bool> SearchRun::readHistory(Database &database)
{
    const auto reached = SearchIndex(database).reached();
    if (!reached)
        return tl::unexpected(reached.error());
    if (m_before > *reached + 1) {
        const auto done = readMessages(database, *reached);
        if (!done || !*done || !m_page.complete)
            return done;
        m_before = *reached + 1;
    }
    // CROSS JOIN: first the index, then the rows that it names.
    Statement rows = database.statement(KITH_CANDIDATE
                                        "FROM search CROSS JOIN messages m ON m.key = search.rowid"
                                        " WHERE search MATCH ?1 AND search.rowid < ?2 ORDER BY search.rowid DESC");
    rows.bindText(1, m_question);
    rows.bind(2, m_before);
    return readAll(database, rows);
}

Result<bool> SearchRun::readMessages(Database &database, qint64 after)
{
    Statement rows =
        database.statement(KITH_CANDIDATE "FROM messages m WHERE m.key < ?1 AND m.key > ?2 ORDER BY m.key DESC");
    rows.bind(1, m_before);
    rows.bind(2, after);
    return readAll(database, rows);
}

// True: there is nothing more to read, or the page is full.
Result<bool> SearchRun::readAll(Database &database, Statement &rows)
{
    for (;;) {
        const auto found = rows.next();
        if (!found)
            return found;
        if (!*found)
            return true;
        if (hasEnough()) {
            m_page.complete = false;
            return true;
        }
        m_before = rows.integer(Key);
        if (const auto done = consider(database, rows); !done)
            return tl::unexpected(done.error());
        if (mustPause() || askedForWhole())
            return false;
    }
}

Result<void> SearchRun::consider(Database &database, const Statement &row)
{
    if (!letsThrough(row))
        return {};
    if (m_rule.isEmpty() && m_query.kind != SearchQuery::Kind::Links)
        return take(database, row.integer(Key));
    const QString text = row.text(Text);
    if (m_query.kind == SearchQuery::Kind::Links && !hasLink(text))
        return {};
    m_folded.assign(text);
    if (!m_rule.accepts(m_folded)) {
        ++m_wrong;
        return {};
    }
    ++m_right;
    return take(database, row.integer(Key));
}

// Beginnings are asked first: for a common word the page is full long before all its rows were gathered. Where they
// mislead ("inte" for "interpreter"), the whole word is asked for from the next step on.
bool SearchRun::askedForWhole()
{
    if (m_wholeQuestion.isEmpty() || m_source != Source::History || m_wrong < ManyWrong || m_wrong <= m_right)
        return false;
    m_question = std::exchange(m_wholeQuestion, {});
    return true;
}

bool SearchRun::letsThrough(const Statement &row) const
{
    if (!fits(Message::Kind(row.integer(KindColumn)), m_query.kind) || row.integer(IsInBin) != 0)
        return false;
    if (m_query.who != SearchQuery::Who::Anybody &&
        (m_query.who == SearchQuery::Who::Me) != (row.integer(IsMine) != 0))
        return false;
    if (!m_query.conversations.isEmpty() && !m_allowed.contains(row.integer(ConversationColumn)))
        return false;
    const qint64 placed = row.integer(Placed);
    return placed >= m_from && placed < m_to && (!m_query.starredOnly || row.integer(Starred) != 0);
}

Result<void> SearchRun::take(Database &database, qint64 key)
{
    auto message = MessageTable(database).at(key);
    if (!message)
        return tl::unexpected(message.error());
    SearchHit hit;
    hit.message = std::move(*message);
    hit.message.raw.clear();
    m_folded.assign(hit.message.text);
    hit.matches = m_rule.matches(m_folded);
    showContext(hit);
    m_page.hits.append(std::move(hit));
    return {};
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/search.h"
#include "core/searchrule.h"
#include "store/tokenizer.h"

#include <QDeadlineTimer>
#include <QList>
#include <QSet>

#include <functional>
#include <optional>
#include <vector>

namespace kith {

class Database;
class Statement;

/// One search through the history, in steps, newest first. Every candidate is judged by its row and by SearchRule;
/// the index, or the filters, only say which rows are worth a look. What came after the last row that the index has
/// reached is read directly, so nothing is missed.
class SearchRun final {
public:
    /// Up to so many rows that the filters let through are read one by one; more are looked up in the index.
    static constexpr int FewRows = 2000;
    /// So many wrong answers of the index, more than right ones, and it is asked for whole words.
    static constexpr int ManyWrong = 32;

    explicit SearchRun(SearchQuery query);

    /// Looks on until `deadline` or until `isCanceled` says so; true: the page is complete.
    Result<bool> step(Database &database, QDeadlineTimer deadline, const std::function<bool()> &isCanceled);
    SearchPage takePage() { return std::move(m_page); }

private:
    enum class Source {
        Unknown,
        Rows,    ///< m_keys.
        History, ///< The index as far as it has come, the rows themselves beyond it.
        Messages ///< All rows: the index has no word for it.
    };

    Result<void> prepare(Database &database);
    Result<void> chooseSource(Database &database);
    QByteArray questionFor(tokenizer::Asked asked) const;
    Result<bool> collect(Statement &rows, size_t most);
    Result<bool> collectByPlace(Database &database, size_t most);
    Result<void> resolveConversations(Database &database);
    Result<bool> lookOn(Database &database);
    Result<bool> readRows(Database &database);
    Result<bool> readHistory(Database &database);
    Result<bool> readMessages(Database &database, qint64 after);
    Result<bool> readAll(Database &database, Statement &rows);
    Result<void> consider(Database &database, const Statement &row);
    bool askedForWhole();
    Result<void> take(Database &database, qint64 key);
    bool letsThrough(const Statement &row) const;
    bool hasEnough() const { return m_page.hits.size() >= m_query.limit; }
    bool mustPause() const { return m_deadline.hasExpired() || (*m_isCanceled)(); }

    SearchQuery m_query;
    SearchRule m_rule;
    FoldedText m_folded; // of the row at hand; keeps its memory
    SearchPage m_page;
    Source m_source = Source::Unknown;
    QByteArray m_question;
    QByteArray m_wholeQuestion; // asked instead once there are many wrong answers; empty: it is asked already
    int m_right = 0;            // texts that the rule accepted
    int m_wrong = 0;
    QList<qint64> m_conversations; // their keys
    QSet<qint64> m_allowed;        // the same
    std::vector<qint64> m_keys;    // growing: the next one is the last
    qint64 m_before;               // everything from here on was looked at
    qint64 m_from;
    qint64 m_to;
    bool m_isPaused = false;
    QDeadlineTimer m_deadline;
    const std::function<bool()> *m_isCanceled = nullptr; // of the step under way
};

} // namespace kith

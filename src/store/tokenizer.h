// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QStringView>

struct sqlite3;

namespace kith {

class SearchRule;

/// The words by which the index of the history knows a text, and how a query is put to it.
///
/// A text gives: each of its signs alone, each two neighbouring signs, the beginnings of up to LongestBeginning
/// characters of each word, longer words whole (cut at LongestWord), and its conversation. The index keeps in which
/// rows they are, not where, so that what it answers is only likely: SearchRule has the last word.
namespace tokenizer {

/// How FTS5 knows it.
inline constexpr char Name[] = "kith";

/// In characters. FTS5 gathers all rows of all words that begin alike before it answers the first one; what is kept
/// ready it reads row by row.
inline constexpr size_t LongestBeginning = 4;
inline constexpr size_t LongestWord = 32; ///< In characters: longer words are cut when indexed and when asked.
inline constexpr size_t MostAsked = 24;   ///< How many words a question holds; the rest is left to SearchRule.
inline constexpr qsizetype MostConversations = 40; ///< How many of them a question names.

/// Changes whenever a text gives other words than before, so that an index made by the old ones is made anew.
int version();

/// Makes it known to a connection. Returns an SQLite code.
int install(sqlite3 *handle);

/// What is given to FTS5 beside the text of a message: the conversation with this key.
QByteArray conversation(qint64 key);

/// How much of a word that goes on is asked for.
enum class Asked {
    Beginning, ///< What is kept ready: the first answer comes at once, however many there are, but some are wrong.
    Whole      ///< All of it: hardly an answer is wrong, but all of them are gathered before the first one comes.
};

/// The question to FTS5 that finds every text that `rule` accepts in the conversations with these keys (none: in
/// all; more than MostConversations: in all), and others; empty when the index cannot tell.
QByteArray question(const SearchRule &rule, const QList<qint64> &conversations, Asked asked);
/// The same for texts with links, besides.
QByteArray linkQuestion();

} // namespace tokenizer

} // namespace kith

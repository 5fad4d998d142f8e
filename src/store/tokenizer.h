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

inline constexpr size_t LongestBeginning =
    3;                                    ///< In characters. Short beginnings are common, so they are kept ready.
inline constexpr size_t LongestWord = 32; ///< In characters: longer words are cut when indexed and when asked.
inline constexpr size_t MostAsked = 24;   ///< How many words a question holds; the rest is left to SearchRule.
inline constexpr qsizetype MostConversations = 40; ///< How many of them a question names.

/// Makes it known to a connection. Returns an SQLite code.
int install(sqlite3 *handle);

/// What is given to FTS5 beside the text of a message: the conversation with this key.
QByteArray conversation(qint64 key);

/// The question to FTS5 that finds every text that `rule` accepts in the conversations with these keys (none: in
/// all; more than MostConversations: in all), and others; empty when the index cannot tell.
QByteArray question(const SearchRule &rule, const QList<qint64> &conversations);
/// The same for texts with links, besides.
QByteArray linkQuestion();

} // namespace tokenizer

} // namespace kith

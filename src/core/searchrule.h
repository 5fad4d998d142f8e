// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/foldedtext.h"
#include "core/search.h"

#include <QList>
#include <QStringView>

#include <string>
#include <vector>

namespace kith {

/// Which texts a typed query finds. Pure; this is the one place where that is decided.
///
/// A query finds the texts where each of its runs of signs (Han, kana, hangul, bopomofo, emoji, symbols; one or more)
/// stands somewhere, and each of its words begins a word. What stands in "quotes" must stand there just so, as whole
/// words; a quote that is not closed yet leaves its last word open. Case and width make no difference (FoldedText).
/// A query of nothing but punctuation asks for that punctuation.
class SearchRule final {
public:
    /// How much of a query is looked at, in UTF-16 units.
    static constexpr qsizetype MaxQueryUnits = 256;
    /// How many matches in one text are told.
    static constexpr qsizetype MaxMatches = 1000;

    enum class Words {
        Begin, ///< The words of a query begin words.
        Inside ///< They may stand anywhere in a word.
    };

    struct Term {
        enum class Kind {
            Signs, ///< Stand anywhere.
            Word,  ///< Begins a word.
            Exact  ///< Stands as it is, from the start of a word to the end of a word.
        };
        Kind kind = Kind::Signs;
        std::u32string characters; ///< Folded; never empty.
        bool isOpen = false;       ///< Exact: the last word may go on.

        friend bool operator==(const Term &, const Term &) = default;
    };

    SearchRule() = default;
    static SearchRule parse(QStringView query, Words words = Words::Begin);

    /// Whether nothing was asked for, so that no text is refused.
    bool isEmpty() const { return m_terms.empty(); }
    Words words() const { return m_words; }
    const std::vector<Term> &terms() const { return m_terms; } ///< All must match; none twice.

    bool accepts(const FoldedText &text) const;
    /// Where the terms stand in `text`, in order, touching ones united, the first MaxMatches; empty when it is not
    /// accepted.
    QList<TextSpan> matches(const FoldedText &text) const;
    QList<TextSpan> matches(QStringView text) const { return matches(FoldedText(text)); }

    friend bool operator==(const SearchRule &, const SearchRule &) = default;

private:
    void add(Term term);
    size_t find(const Term &term, const FoldedText &text, size_t from) const;
    bool fits(const Term &term, const FoldedText &text, size_t at) const;

    std::vector<Term> m_terms;
    Words m_words = Words::Begin;
};

/// Whether `text` holds a link that can be opened: http://, https:// or mailto: with something behind it.
bool hasLink(QStringView text);

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/searchrule.h"

#include "core/firstunits.h"
#include <algorithm>

namespace kith {

namespace {

using Class = FoldedText::Class;
using Term = SearchRule::Term;

constexpr size_t None = std::u32string_view::npos;

bool isQuote(char32_t c)
{
    return c == U'"' || c == U'\u201C' || c == U'\u201D';
}

std::u32string_view trimmed(std::u32string_view text)
{
    while (!text.empty() && text.front() == U' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == U' ')
        text.remove_suffix(1);
    return text;
}

size_t endOfRun(const FoldedText &query, size_t from)
{
    size_t end = from;
    while (end < query.size() && query.classAt(end) == query.classAt(from))
        ++end;
    return end;
}

std::vector<Term> termsOf(const FoldedText &query)
{
    std::vector<Term> terms;
    const auto characters = query.characters();
    for (size_t i = 0; i < query.size();) {
        if (isQuote(characters[i])) {
            size_t end = i + 1;
            while (end < query.size() && !isQuote(characters[end]))
                ++end;
            terms.push_back({Term::Kind::Exact, std::u32string(trimmed(characters.substr(i + 1, end - i - 1))),
                             end == query.size()});
            i = end + 1;
        } else if (query.classAt(i) == Class::Gap) {
            ++i;
        } else {
            const size_t end = endOfRun(query, i);
            const auto kind = query.classAt(i) == Class::Word ? Term::Kind::Word : Term::Kind::Signs;
            terms.push_back({kind, std::u32string(characters.substr(i, end - i)), false});
            i = end;
        }
    }
    std::erase_if(terms, [](const Term &term) { return term.characters.empty(); });
    return terms;
}

// For a query of nothing but punctuation.
std::vector<Term> piecesOf(const FoldedText &query)
{
    std::vector<Term> terms;
    auto rest = trimmed(query.characters());
    while (!rest.empty()) {
        const auto piece = rest.substr(0, rest.find(U' '));
        terms.push_back({Term::Kind::Exact, std::u32string(piece), false});
        rest = trimmed(rest.substr(piece.size()));
    }
    return terms;
}

bool startsWithin(const std::vector<TextSpan> &spans, const TextSpan &span)
{
    return !spans.empty() && span.start <= spans.back().end();
}

bool endsOutsideWords(QStringView text)
{
    const FoldedText end(text.last(std::min<qsizetype>(text.size(), 16))); // more than one for the invisible ones
    return end.isStart(end.size());
}

} // namespace

SearchRule SearchRule::parse(QStringView query, Words words)
{
    const FoldedText folded(firstUnits(query, MaxQueryUnits));
    SearchRule rule;
    rule.m_words = words;
    std::vector<Term> terms = termsOf(folded);
    if (terms.empty())
        terms = piecesOf(folded);
    for (Term &term : terms)
        rule.add(std::move(term));
    return rule;
}

void SearchRule::add(Term term)
{
    if (std::find(m_terms.begin(), m_terms.end(), term) == m_terms.end())
        m_terms.push_back(std::move(term));
}

bool SearchRule::fits(const Term &term, const FoldedText &text, size_t at) const
{
    if (m_words == Words::Inside || term.kind == Term::Kind::Signs)
        return true;
    const size_t end = at + term.characters.size();
    // Where the term begins or ends with something else than a word, so does the text that it stands in.
    if (text.classAt(at) == Class::Word && !text.isStart(at))
        return false;
    if (term.kind == Term::Kind::Word || term.isOpen)
        return true;
    return text.classAt(end - 1) != Class::Word || text.isEnd(end);
}

size_t SearchRule::find(const Term &term, const FoldedText &text, size_t from) const
{
    size_t at = text.characters().find(term.characters, from);
    while (at != None && !fits(term, text, at))
        at = text.characters().find(term.characters, at + 1);
    return at;
}

bool SearchRule::accepts(const FoldedText &text) const
{
    return std::all_of(m_terms.begin(), m_terms.end(),
                       [&](const Term &term) { return find(term, text, 0) != None; });
}

QList<TextSpan> SearchRule::matches(const FoldedText &text) const
{
    std::vector<TextSpan> found;
    for (const Term &term : m_terms) {
        size_t at = find(term, text, 0);
        if (at == None)
            return {};
        for (qsizetype count = 0; at != None && count < MaxMatches; ++count) {
            found.push_back(text.span(at, term.characters.size()));
            at = find(term, text, at + term.characters.size());
        }
    }
    std::sort(found.begin(), found.end(), [](const TextSpan &a, const TextSpan &b) { return a.start < b.start; });
    std::vector<TextSpan> united;
    for (const TextSpan &span : found) {
        if (startsWithin(united, span))
            united.back().length = std::max(united.back().end(), span.end()) - united.back().start;
        else
            united.push_back(span);
    }
    united.resize(std::min(united.size(), size_t(MaxMatches)));
    return {united.begin(), united.end()};
}

bool hasLink(QStringView text)
{
    for (const QStringView scheme : {QStringView(u"http://"), QStringView(u"https://"), QStringView(u"mailto:")}) {
        for (qsizetype at = text.indexOf(scheme, 0, Qt::CaseInsensitive); at >= 0;
             at = text.indexOf(scheme, at + 1, Qt::CaseInsensitive)) {
            const qsizetype end = at + scheme.size();
            if (endsOutsideWords(text.first(at)) && end < text.size() && !text[end].isSpace())
                return true;
        }
    }
    return false;
}

} // namespace kith

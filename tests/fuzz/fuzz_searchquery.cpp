// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is typed and whatever was received: every match stands inside the text, in order and apart; a text that was
// accepted has matches; and what a query finds where words begin, it finds inside words too.
// Input: the query, a zero byte, the text.
#include "core/searchrule.h"

#include <QString>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace kith;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView input(data, qsizetype(size));
    const qsizetype zero = std::find(input.begin(), input.end(), '\0') - input.begin();
    const QString query = QString::fromUtf8(input.first(zero));
    const QString text = QString::fromUtf8(input.sliced(qMin(zero + 1, input.size())));
    const FoldedText folded(text);
    const SearchRule begin = SearchRule::parse(query);
    const SearchRule inside = SearchRule::parse(query, SearchRule::Words::Inside);
    for (const SearchRule &rule : {begin, inside}) {
        const QList<TextSpan> matches = rule.matches(folded);
        require(rule.accepts(folded) == (rule.isEmpty() || !matches.isEmpty()));
        qsizetype end = -1;
        for (const TextSpan &span : matches) {
            require(span.start > end && span.length > 0 && span.end() <= text.size());
            end = span.end();
        }
    }
    require(!begin.accepts(folded) || inside.accepts(folded));
    require(begin.terms() == SearchRule::parse(query).terms());
    static_cast<void>(hasLink(text));
    return 0;
}

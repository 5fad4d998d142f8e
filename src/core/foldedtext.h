// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search.h"

#include <QStringView>

#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// A text as the search sees it: one code point after the other, without the differences that the search does not see.
///
/// Case and width are folded (Ａ = A = a, ｶﾞ = ガ), a mark is joined with the letter before it where Unicode has a
/// letter for both, white space of any length is one space, and what nobody sees (format characters, variation
/// selectors) is left out. Nothing else is folded: é is not e, 国 is not 國. Takes time linear in the length.
class FoldedText final {
public:
    enum class Class : unsigned char {
        Gap,  ///< White space, punctuation, control characters: stands between words.
        Word, ///< Letters, digits, marks: maximal runs of them are words.
        Sign  ///< Han, kana, hangul, bopomofo, emoji and symbols: each can be found by itself.
    };

    /// Which Unicode the classes come from, and which version of the rules here: another number, other tokens.
    static int version();

    FoldedText() = default;
    explicit FoldedText(QStringView text) { assign(text); }
    /// Replaces the content; keeps the memory.
    void assign(QStringView text);

    std::u32string_view characters() const { return m_characters; }
    size_t size() const { return m_characters.size(); }
    Class classAt(size_t index) const { return m_classes[index]; }
    /// Whether a word begins at `index`; also true where nothing of a word is.
    bool isStart(size_t index) const { return index == 0 || m_classes[index - 1] != Class::Word; }
    /// Whether no word goes on at `index`.
    bool isEnd(size_t index) const { return index == size() || m_classes[index] != Class::Word; }
    /// Where in the original text the characters from `first` on stand.
    TextSpan span(size_t first, size_t count) const;

private:
    void append(char32_t character, qsizetype place);
    bool join(char32_t mark);

    std::u32string m_characters;
    std::vector<Class> m_classes;
    std::vector<qsizetype> m_places; // where each begins in the original, and at last its length
};

} // namespace kith

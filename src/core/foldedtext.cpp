// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/foldedtext.h"

#include "core/scripts.h"

#include <QChar>
#include <QString>

namespace kith {

namespace {

using Class = FoldedText::Class;

// Raised when something below changes what a text is folded to.
constexpr int RuleVersion = 1;

struct Folded {
    char32_t character;
    Class classOf;
};

bool isHan(char32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2FFFF);
}

bool isHangul(char32_t c)
{
    return c >= 0xAC00 && c <= 0xD7A3;
}

bool isVariationSelector(char32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

bool isSpace(char32_t c)
{
    return QChar::isSpace(c);
}

bool isWrittenWithoutSpaces(char32_t c)
{
    return isOfScriptWithoutSpaces(c) || (c >= 0x3005 && c <= 0x30FF); // ー and its like belong to several scripts
}

Class classOf(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Letter_Uppercase:
    case QChar::Letter_Lowercase:
    case QChar::Letter_Titlecase:
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
    case QChar::Number_DecimalDigit:
    case QChar::Number_Letter:
    case QChar::Number_Other:
        return isWrittenWithoutSpaces(c) ? Class::Sign : Class::Word;
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
    case QChar::Mark_Enclosing:
        return Class::Word;
    case QChar::Symbol_Math:
    case QChar::Symbol_Currency:
    case QChar::Symbol_Modifier:
    case QChar::Symbol_Other:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned: // the emoji of years to come
        return Class::Sign;
    default:
        return Class::Gap;
    }
}

// A form that differs in width only, made the usual one.
char32_t usualWidth(char32_t c)
{
    const auto tag = QChar::decompositionTag(c);
    if (tag != QChar::Wide && tag != QChar::Narrow)
        return c;
    const QList<uint> usual = QChar::decomposition(c).toUcs4();
    return usual.size() == 1 ? usual.first() : c;
}

Folded foldAscii(char32_t c)
{
    if (c >= U'A' && c <= U'Z')
        return {c + (U'a' - U'A'), Class::Word};
    const bool isWord = (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
    return {c, isWord ? Class::Word : classOf(c)};
}

Folded fold(char32_t c)
{
    if (c < 0x80)
        return foldAscii(c);
    if (isHan(c) || isHangul(c))
        return {c, Class::Sign};
    const char32_t folded = QChar::toCaseFolded(usualWidth(c));
    return {folded, classOf(folded)};
}

// What may join the character before it: the marks of European letters, of kana, and the parts of a hangul syllable.
bool mayJoin(char32_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || c == 0x3099 || c == 0x309A || (c >= 0x1161 && c <= 0x11C2);
}

bool isLeftOut(char32_t c)
{
    return c >= 0x80 && (isVariationSelector(c) || QChar::category(c) == QChar::Other_Format);
}

} // namespace

int FoldedText::version()
{
    return RuleVersion * 1000 + int(QChar::currentUnicodeVersion());
}

void FoldedText::assign(QStringView text)
{
    m_characters.clear();
    m_classes.clear();
    m_places.clear();
    m_characters.reserve(size_t(text.size()));
    m_classes.reserve(size_t(text.size()));
    m_places.reserve(size_t(text.size()) + 1);
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t c = text[i].unicode();
        const qsizetype place = i;
        if (QChar::isHighSurrogate(c) && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            c = QChar::surrogateToUcs4(text[place], text[++i]);
        append(c, place);
    }
    m_places.push_back(text.size());
}

void FoldedText::append(char32_t character, qsizetype place)
{
    if (!isHan(character) && isLeftOut(character))
        return;
    auto [folded, classOfIt] = fold(character);
    if (isSpace(folded)) {
        if (!m_characters.empty() && m_characters.back() == U' ')
            return;
        folded = U' ';
    } else if (mayJoin(folded) && join(folded)) {
        return;
    }
    m_characters.push_back(folded);
    m_classes.push_back(classOfIt);
    m_places.push_back(place);
}

bool FoldedText::join(char32_t mark)
{
    if (m_characters.empty())
        return false;
    const char32_t both[] = {m_characters.back(), mark};
    const QList<uint> joined = QString::fromUcs4(both, 2).normalized(QString::NormalizationForm_C).toUcs4();
    if (joined.size() != 1)
        return false;
    m_characters.back() = joined.first();
    m_classes.back() = classOf(m_characters.back());
    return true;
}

TextSpan FoldedText::span(size_t first, size_t count) const
{
    const qsizetype start = m_places[first];
    return {start, m_places[first + count] - start};
}

} // namespace kith

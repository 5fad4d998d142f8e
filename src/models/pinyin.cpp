// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pinyin.h"

#include <QThreadPool>

#include <unicode/translit.h>

#include <algorithm>
#include <memory>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

/// As much of a name as is looked at, in code points.
constexpr qsizetype LongestName = 256;

struct Tables {
    std::unique_ptr<icu::Transliterator> names; ///< 单 is shan in a name …
    std::unique_ptr<icu::Transliterator> words; ///< … and dan elsewhere.
};

std::unique_ptr<icu::Transliterator> load(const char *id)
{
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> table(
        icu::Transliterator::createInstance(icu::UnicodeString(id), UTRANS_FORWARD, status));
    return U_SUCCESS(status) ? std::move(table) : nullptr;
}

/// Read when first needed: a tenth of a second that the start of the program does not pay.
const Tables &tables()
{
    static const Tables loaded{load("Han-Latin/Names"), load("Han-Latin")};
    return loaded;
}

/// What ICU's one reading a character leaves out and names have: 朴 is piao, 乐 is yue, 行 is hang.
const QHash<char32_t, QStringList> &furtherReadings()
{
    static const QHash<char32_t, QStringList> further{
        {U'朴', {u"piao"_s}},
        {U'乐', {u"yue"_s, u"le"_s}},
        {U'樂', {u"yue"_s, u"le"_s}},
        {U'行', {u"hang"_s}},
        {U'长', {u"chang"_s}},
        {U'長', {u"chang"_s}},
        {U'重', {u"chong"_s}},
        {U'查', {u"zha"_s, u"cha"_s}},
        {U'翟', {u"zhai"_s, u"di"_s}},
        {U'薄', {u"bo"_s, u"bao"_s}},
        {U'覃', {u"qin"_s, u"tan"_s}},
        {U'盛', {u"sheng"_s, u"cheng"_s}},
        {U'朝', {u"chao"_s, u"zhao"_s}},
        {U'区', {u"ou"_s, u"qu"_s}},
        {U'尉', {u"yu"_s, u"wei"_s}},
        {U'石', {u"dan"_s}},
        {U'召', {u"shao"_s}},
        {U'洗', {u"xian"_s}},
        {U'员', {u"yun"_s}},
        {U'藏', {u"zang"_s}},
        {U'强', {u"jiang"_s}},
        {U'曾', {u"ceng"_s}},
        {U'都', {u"du"_s, u"dou"_s}},
        {U'少', {u"shao"_s}},
        {U'大', {u"dai"_s}},
        {U'角', {u"jue"_s}},
        {U'传', {u"zhuan"_s}},
    };
    return further;
}

bool isHan(char32_t c)
{
    return QChar::script(c) == QChar::Script_Han;
}

/// The reading by `table` without its tones; ü as `v`, which is the key it is typed with.
QString reading(const icu::Transliterator *table, char32_t character)
{
    if (!table)
        return {};
    icu::UnicodeString text{UChar32(character)};
    table->transliterate(text);
    const QString toned = QString::fromUtf16(text.getBuffer(), text.length());
    QString plain;
    for (const QChar c : toned.normalized(QString::NormalizationForm_D)) {
        if (c.unicode() == 0x0308 && plain.endsWith(u'u'))
            plain.back() = u'v';
        else if (c >= u'a' && c <= u'z')
            plain += c;
    }
    return plain;
}

/// Case and width folded, without what people leave out or put between syllables.
QList<char32_t> folded(QStringView text)
{
    QList<char32_t> letters;
    const QString even = fold(text.first(qMin(text.size(), LongestName * 2)).toString());
    for (const char32_t c : even.toUcs4()) {
        if (!QChar::isSpace(c) && c != U'\'' && c != U'’')
            letters += c;
    }
    return letters.first(qMin(letters.size(), LongestName));
}

/// How many letters of `syllable` begin what is left of `typed`.
qsizetype common(const QString &syllable, const QList<char32_t> &typed, qsizetype from)
{
    qsizetype length = 0;
    while (length < syllable.size() && from + length < typed.size() &&
           char32_t(syllable.at(length).unicode()) == typed.at(from + length))
        ++length;
    return length;
}

/// Where the reading may end: after its first letter, after zh, ch or sh, after all of it, or where the typing ends.
bool mayEndAt(const QString &syllable, qsizetype length, bool isLast)
{
    return length == 1 || length == syllable.size() || isLast || (length == 2 && syllable.at(1) == u'h');
}

} // namespace

QString fold(const QString &text)
{
    return text.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

bool Pinyin::matches(QStringView name, QStringView typed)
{
    if (typed.size() > LongestName)
        return false;
    const QList<char32_t> characters = folded(name);
    const QList<char32_t> letters = folded(typed);
    const qsizetype count = letters.size();
    // Nothing here is a reading unless a letter of the alphabet was typed.
    if (count == 0 ||
        std::none_of(letters.begin(), letters.end(), [](char32_t c) { return c >= U'a' && c <= U'z'; }))
        return false;
    // reached[i]: some run of characters that ends here stands for the first i letters; every run may begin here.
    QList<bool> reached(count + 1, false);
    for (const char32_t character : characters) {
        reached[0] = true;
        QList<bool> next(count + 1, false);
        const QStringList &syllables = readings(character);
        for (qsizetype from = 0; from < count; ++from) {
            if (!reached.at(from))
                continue;
            if (letters.at(from) == character)
                next[from + 1] = true;
            for (const QString &syllable : syllables) {
                const qsizetype most = common(syllable, letters, from);
                for (qsizetype length = 1; length <= most; ++length) {
                    if (mayEndAt(syllable, length, from + length == count))
                        next[from + length] = true;
                }
            }
        }
        if (next.at(count))
            return true;
        reached = next;
    }
    return false;
}

QString Pinyin::initials(QStringView name)
{
    QString letters;
    for (const char32_t character : folded(name)) {
        const QStringList &syllables = readings(character);
        letters += syllables.isEmpty() ? QString::fromUcs4(&character, 1) : syllables.first().left(1);
    }
    return letters;
}

QString Pinyin::full(QStringView name)
{
    QString letters;
    for (const char32_t character : folded(name)) {
        const QStringList &syllables = readings(character);
        letters += syllables.isEmpty() ? QString::fromUcs4(&character, 1) : syllables.first();
    }
    return letters;
}

void Pinyin::prepare()
{
    QThreadPool::globalInstance()->start([] { tables(); });
}

const QStringList &Pinyin::readings(char32_t character)
{
    static const QStringList None;
    if (!isHan(character))
        return None;
    const auto known = m_readings.constFind(character);
    if (known != m_readings.constEnd())
        return *known;
    QStringList all{reading(tables().names.get(), character), reading(tables().words.get(), character)};
    all += furtherReadings().value(character);
    for (const QString &syllable : QStringList(all)) {
        if (syllable.contains(u'v')) // 吕 is typed lv, and lu by those who do not know
            all += QString(syllable).replace(u'v', u'u');
    }
    all.removeAll(QString());
    all.removeDuplicates();
    return *m_readings.insert(character, all);
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lookalike.h"

#include <unicode/uspoof.h>

#include <array>
#include <memory>

namespace kith {

namespace {

constexpr int32_t MaxLooked = 512; // UTF-16 units: names are shorter

using Checker = std::unique_ptr<USpoofChecker, decltype(&uspoof_close)>;

/// ICU's data is read once; asking it is thread-safe.
const USpoofChecker *checker()
{
    static const Checker opened = [] {
        UErrorCode status = U_ZERO_ERROR;
        return Checker(uspoof_open(&status), uspoof_close);
    }();
    return opened.get();
}

/// The text with every character replaced by the one that stands for all that look like it.
QString skeleton(const QString &text)
{
    std::array<char16_t, MaxLooked * 8> buffer;
    UErrorCode status = U_ZERO_ERROR;
    const int32_t size =
        uspoof_getSkeleton(checker(), 0, reinterpret_cast<const UChar *>(text.utf16()),
                           qMin(int32_t(text.size()), MaxLooked), buffer.data(), int32_t(buffer.size()), &status);
    return U_SUCCESS(status) ? QString::fromUtf16(buffer.data(), size) : text;
}

/// Without what stands around and between words and is easily overlooked.
QString withoutPunctuation(const QString &text)
{
    QString plain;
    for (const QChar c : text) {
        if (!c.isPunct() && !c.isSpace() && c.category() != QChar::Other_Format)
            plain += c;
    }
    return plain.isEmpty() ? text : plain;
}

QString folded(const QString &text)
{
    return text.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

} // namespace

LookalikeName::LookalikeName(const QString &name)
    : m_name(name)
    , m_asWritten(folded(skeleton(withoutPunctuation(name))))
    , m_folded(skeleton(folded(withoutPunctuation(name))))
{
}

Likeness LookalikeName::likenessTo(const LookalikeName &other) const
{
    if (m_name.isEmpty() || other.m_name.isEmpty())
        return Likeness::Different;
    if (m_name == other.m_name)
        return Likeness::Same;
    const bool alike = m_asWritten == other.m_asWritten || m_folded == other.m_folded ||
                       m_asWritten == other.m_folded || m_folded == other.m_asWritten;
    return alike ? Likeness::Alike : Likeness::Different;
}

} // namespace kith

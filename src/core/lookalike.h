// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace kith {

enum class Likeness {
    Different,
    Alike, ///< Not the same, but a person might take one for the other.
    Same
};

/// Whether a person could mistake one name for the other: case, punctuation and spaces do not count, and neither do
/// characters that Unicode (UTS 39, "confusables") calls mistakable. Empty names are alike to nothing.
class LookalikeName final {
public:
    explicit LookalikeName(const QString &name);

    Likeness likenessTo(const LookalikeName &other) const;

private:
    QString m_name;
    QString m_asWritten; // its skeleton, then case-folded: I is l
    QString m_folded;    // case-folded, then its skeleton: I is i
};

} // namespace kith

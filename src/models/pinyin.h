// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

namespace kith {

/// `text` in one case and one width, as names are compared.
QString fold(const QString &text);

/// Chinese names as a keyboard writes them: `zw`, `zhangwei` and `zhangw` find 张伟. A character may be read in more
/// than one way; each of them counts. The sounds are ICU's, asked for once for each character.
class Pinyin {
public:
    /// Whether `typed` is how some characters of `name`, next to each other, begin or sound: of each its first letter
    /// (or zh, ch, sh) or the whole syllable, of the last any beginning of it. Other letters stand for themselves.
    /// Case and width do not count, nor do white space and apostrophes. Nothing typed matches nothing.
    bool matches(QStringView name, QStringView typed);
    /// The first letter of each character, and what is not Chinese as it is, in lower case: `bobz` of Bob张.
    QString initials(QStringView name);
    /// The whole syllables, as usual in names: `zhangwei`.
    QString full(QStringView name);

    /// Reads ICU's table on a thread of the pool, so that the first key of a search need not wait a tenth of a second.
    static void prepare();

private:
    const QStringList &readings(char32_t character);

    QHash<char32_t, QStringList> m_readings; ///< Without tones, the one usual in names first; empty: not Chinese.
};

} // namespace kith

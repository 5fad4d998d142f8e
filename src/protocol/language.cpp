// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/language.h"

namespace kith {

std::optional<Language> languageOf(QByteArrayView beginning)
{
    if (beginning.isEmpty())
        return std::nullopt;
    return beginning.front() == TlsFirstByte ? Language::Tls : Language::PlainText;
}

} // namespace kith

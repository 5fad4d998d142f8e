// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strongid.h"

#include <QRandomGenerator>

#include <array>

namespace kith {

QUuid randomUuid()
{
    std::array<quint32, 4> words;
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QUuid::fromRfc4122(QByteArrayView(reinterpret_cast<const char *>(words.data()), sizeof words));
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strongid.h"

#include <QRandomGenerator>

#include <array>

namespace kith {

QUuid randomUuid()
{
    // Seeded from the system once a thread: asking it for each id costs a microsecond or two.
    thread_local QRandomGenerator generator = QRandomGenerator::securelySeeded();
    std::array<quint32, 4> words;
    generator.fillRange(words.data(), qsizetype(words.size()));
    return QUuid::fromRfc4122(QByteArrayView(reinterpret_cast<const char *>(words.data()), sizeof words));
}

} // namespace kith

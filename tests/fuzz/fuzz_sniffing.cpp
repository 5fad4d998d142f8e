// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever comes to a port of two languages, whatever he says and however it is cut: the language is known with the first
// byte and never another one later, and nothing that is taken for plain text begins as TLS does.
// Input: one byte that chooses the cuts, then what arrives.
#include "protocol/language.h"
#include "protocol/plaintextdecoder.h"

#include <cstdint>
#include <cstdlib>

using namespace kith;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// What a conversation in plain text makes of it all.
qint64 bytesInMessages(QByteArrayView wire)
{
    PlainTextDecoder decoder{PlainTextOptions()};
    decoder.feed(wire);
    decoder.flush();
    qint64 bytes = 0;
    while (const auto incoming = decoder.next())
        bytes += incoming->message.bytes;
    return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const auto step = qsizetype(data[0]) + 1;
    const QByteArrayView wire(data + 1, qsizetype(size) - 1);
    require(!languageOf(wire.first(0)));
    std::optional<Language> decided;
    for (qsizetype there = qMin(step, wire.size()); there > 0; there = qMin(there + step, wire.size())) {
        const auto language = languageOf(wire.first(there));
        require(language && language == decided.value_or(*language));
        decided = language;
        if (there == wire.size())
            break;
    }
    require(decided.has_value() == !wire.isEmpty());
    if (decided == Language::Tls)
        require(wire.front() == 0x16);
    if (decided == Language::PlainText)
        require(wire.front() != 0x16 && bytesInMessages(wire) == wire.size()); // looking at it took nothing of it
    return 0;
}

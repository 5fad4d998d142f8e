// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the body of a frame is: an error or a message, and a message says the same once it has been said again.
// Input: a byte that chooses the type of message, then the rest of its map. 0: the whole body as it is.
#include "protocol/wire.h"

#include <cstdint>
#include <cstdlib>

using namespace kith;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void check(QByteArrayView body)
{
    const auto message = wire::decode(body);
    if (!message) {
        require(message.error().kind == Error::Kind::BadMessage && !message.error().detail.isEmpty());
        return;
    }
    if (std::holds_alternative<wire::Unknown>(*message))
        return;
    const QByteArray frame = wire::toFrame(*message);
    require(frame.size() <= FrameSplitter::HeaderBytes + FrameSplitter::MaxBodyBytes);
    const auto again = wire::decode(QByteArrayView(frame).sliced(FrameSplitter::HeaderBytes));
    require(again && *again == *message);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    constexpr char Types[] = {1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 30, 31, 15};
    if (size < 2)
        return 0;
    const QByteArrayView rest(data + 1, qsizetype(size) - 1);
    if (data[0] == 0) {
        check(rest);
        return 0;
    }
    const char type = Types[data[0] % sizeof Types];
    QByteArray body;
    body += char(0xA0 | (rest[0] & 0x0F)); // so many fields
    body += '\0';
    if (type >= 24)
        body += '\x18';
    body += type;
    body += rest.sliced(1);
    check(body);
    return 0;
}

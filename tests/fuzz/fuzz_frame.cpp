// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever arrives on a link and however it is cut: the frames are the same, and together they are what came.
// Input: one byte that chooses the cuts, then what arrives.
#include "protocol/frame.h"

#include <cstdint>
#include <cstdlib>

using namespace kith;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

struct Taken {
    QByteArray bodies; // each with a header, as it came
    bool lost = false;
    friend bool operator==(const Taken &, const Taken &) = default;
};

void drain(FrameSplitter &splitter, Taken &taken)
{
    while (true) {
        const auto outcome = splitter.next();
        taken.lost = std::holds_alternative<Error>(outcome);
        const auto *body = std::get_if<QByteArrayView>(&outcome);
        if (!body)
            break;
        require(!body->isEmpty() && body->size() <= FrameSplitter::MaxBodyBytes);
        for (int shift = 24; shift >= 0; shift -= 8)
            taken.bodies += char(body->size() >> shift & 0xFF);
        taken.bodies += *body;
    }
    require(splitter.unfinishedBytes() < FrameSplitter::HeaderBytes + FrameSplitter::MaxBodyBytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const auto step = qsizetype(data[0]) + 1;
    const QByteArrayView wire(data + 1, qsizetype(size) - 1);
    FrameSplitter whole;
    Taken inOne;
    whole.feed(wire);
    drain(whole, inOne);
    FrameSplitter pieces;
    Taken inPieces;
    for (qsizetype i = 0; i < wire.size(); i += step) {
        pieces.feed(wire.sliced(i, qMin(step, wire.size() - i)));
        drain(pieces, inPieces);
    }
    require(inOne == inPieces);
    require(wire.startsWith(inOne.bodies));
    require(inOne.lost || inOne.bodies.size() + whole.unfinishedBytes() == wire.size());
    return 0;
}

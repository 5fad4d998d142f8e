// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever arrives and however it is cut: no byte is lost, no message too large, and text survives its own encoding.
// Input: one byte of options, one byte that chooses the cuts, then what arrives.
#include "protocol/charset.h"
#include "protocol/pieces.h"
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

qint64 drain(PlainTextDecoder &decoder)
{
    qint64 bytes = 0;
    while (const auto incoming = decoder.next()) {
        const Received &message = incoming->message;
        require(message.bytes > 0 && message.bytes <= PlainTextDecoder::MaxMessageBytes);
        bytes += message.bytes;
        if (incoming->kind != Incoming::Kind::Text)
            continue;
        require(!message.text.isEmpty());
        if (message.raw.isEmpty())
            require(!message.malformed && message.text.toUtf8().size() <= message.bytes);
        const Pieces pieces = Pieces::split(message.text, message.charset);
        qsizetype whole = 0;
        for (int i = 0; i < pieces.count(); ++i) {
            const QByteArrayView piece = pieces.piece(i);
            require(!piece.isEmpty() && piece.size() <= Pieces::MaxPieceBytes);
            require(pieces.count() == 1 || !isFarewell(piece));
            require(!decode(piece, message.charset).malformed);
            whole += piece.size();
        }
        require(whole == pieces.bytes().size());
    }
    return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    PlainTextOptions options;
    options.framing = data[0] & 1 ? Framing::Lines : Framing::QuietGap;
    options.charset = data[0] & 2 ? Charset::Gb18030 : Charset::Utf8;
    const auto step = qsizetype(data[1]) + 1;
    const QByteArrayView wire(data + 2, qsizetype(size) - 2);

    PlainTextDecoder decoder(options);
    qint64 bytes = 0;
    for (qsizetype i = 0; i < wire.size(); i += step) {
        decoder.feed(wire.sliced(i, qMin(step, wire.size() - i)));
        bytes += drain(decoder);
        if (data[0] & 4) {
            decoder.gap();
            bytes += drain(decoder);
        }
        if (data[0] & 8) {
            options.framing = options.framing == Framing::Lines ? Framing::QuietGap : Framing::Lines;
            decoder.setOptions(options);
            bytes += drain(decoder);
        }
    }
    decoder.flush();
    bytes += drain(decoder);
    require(bytes == wire.size() && decoder.unfinishedBytes() == 0);
    return 0;
}

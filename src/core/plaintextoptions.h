// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>

namespace kith {

/// How text is written as bytes.
enum class Charset { Utf8, Gb18030 };

/// Where one message ends and the next begins on a plain-text TCP connection.
enum class Framing {
    QuietGap, ///< After some 30 ms without a byte, as a script's one send() arrives.
    Lines     ///< At LF or CRLF, as netcat and telnet send.
};

/// Whether the next message waits until the peer answered the last one.
enum class Turns { Free, Take };

/// How to speak with a peer that knows no protocol. Kept with each conversation.
struct PlainTextOptions {
    Framing framing = Framing::QuietGap;
    Charset charset = Charset::Utf8;
    Turns turns = Turns::Free;

    friend bool operator==(const PlainTextOptions &, const PlainTextOptions &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::PlainTextOptions)

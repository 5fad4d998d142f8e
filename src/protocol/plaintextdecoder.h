// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "protocol/received.h"

#include <QByteArray>

#include <optional>

namespace kith {

/// What one message was, to a plain-text conversation.
struct Incoming {
    enum class Kind {
        Text,
        Empty, ///< Nothing but line ends: an answer, but no message.
        Q      ///< Exactly `q`: the peer leaves.
    };
    enum class Part {
        Beginning,
        Continuation ///< The rest of a message that was cut at PlainTextDecoder::MaxMessageBytes; never Q.
    };
    Kind kind = Kind::Text;
    Part part = Part::Beginning;
    Received message;
};

/// The message that `bytes` are, whole; one line end after it is forgiven.
Incoming decodeMessage(QByteArrayView bytes, Charset charset, Incoming::Part part = Incoming::Part::Beginning);

/// Cuts messages out of the bytes of a plain-text connection. Pure: the caller keeps the time and says when it was quiet.
class PlainTextDecoder {
public:
    /// A longer message is cut here, between two characters, and continued in the next one.
    static constexpr qsizetype MaxMessageBytes = 1024 * 1024;

    enum class Gap {
        Idle,    ///< Nothing is there, or a gap means nothing (Framing::Lines).
        Ended,   ///< A message ended here: next() has it.
        NeedMore ///< The last character is not complete: wait longer, then flush().
    };

    explicit PlainTextDecoder(const PlainTextOptions &options) : m_options(options) {}

    /// Counts for what has not been taken out by next() yet, too.
    void setOptions(const PlainTextOptions &options);
    void feed(QByteArrayView bytes);
    Gap gap();    ///< No byte came for a while.
    void flush(); ///< What is there is a message, complete or not: the stream ended, or waiting has an end.
    /// The next complete message, in order. Call until it is empty after feed(), gap(), flush() and setOptions().
    std::optional<Incoming> next();

    /// How many bytes wait for the rest of their message; never much more than MaxMessageBytes and one feed().
    qsizetype unfinishedBytes() const { return m_buffer.size() - m_begin; }
    bool gapMatters() const { return m_options.framing == Framing::QuietGap && unfinishedBytes() > 0; }

private:
    QByteArrayView rest() const { return QByteArrayView(m_buffer).sliced(m_begin); }
    qsizetype endOfMessage();
    Incoming take(qsizetype bytes);

    PlainTextOptions m_options;
    QByteArray m_buffer;
    qsizetype m_begin = 0;   // of the first message in m_buffer
    qsizetype m_scanned = 0; // how far from m_begin on there is no LF
    bool m_flush = false;
    Incoming::Part m_part = Incoming::Part::Beginning; // of the message that begins at m_begin
};

} // namespace kith

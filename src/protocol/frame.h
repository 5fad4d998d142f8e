// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>

#include <variant>

namespace kith {

/// Cuts frames out of the bytes of a `kith/1` link: 4 bytes of length, big-endian, then so many bytes. Pure. Holds what it
/// was fed and nothing that is merely announced.
class FrameSplitter final {
public:
    static constexpr qsizetype HeaderBytes = 4;
    static constexpr qsizetype MaxBodyBytes = 64 * 1024;

    struct NeedMore {};
    /// A body, valid until the next feed(). After an Error (BadMessage: the length is 0 or beyond MaxBodyBytes) there is
    /// no way on: next() answers it for ever, feed() forgets what it is given, and the link is to be closed.
    using Outcome = std::variant<QByteArrayView, NeedMore, Error>;

    void feed(QByteArrayView bytes);
    /// The next frame, in order. Call until it needs more.
    Outcome next();

    /// Whether a frame has begun whose end has not come: a peer that stops here is not idle but stuck.
    bool isInsideFrame() const { return unfinishedBytes() > 0; }
    /// How many bytes wait; after next() needed more, never as many as HeaderBytes + MaxBodyBytes.
    qsizetype unfinishedBytes() const { return m_buffer.size() - m_begin; }

private:
    QByteArray m_buffer;
    qsizetype m_begin = 0; // of the first frame in m_buffer
    bool m_lost = false;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QObject>

#include <optional>

namespace kith {

/// Bytes both ways, in order: a TCP connection, or a pipe inside this process. Nothing blocks, nothing is buffered here.
class ByteStream : public QObject {
    Q_OBJECT

public:
    enum class State {
        Open,
        Ended, ///< The other side ended it in an orderly way.
        Lost   ///< It is gone; error() says why.
    };

    using QObject::QObject;

    /// Reads up to `size` bytes; 0: nothing is there now, or state() is no longer Open.
    virtual qint64 read(char *data, qint64 size) = 0;
    /// How many of `bytes` the system took; fewer than all: bytesTaken() follows when it takes more.
    virtual qint64 write(QByteArrayView bytes) = 0;
    /// The other side reads an end. Reading goes on.
    virtual void finishWriting() = 0;
    /// Ends both directions at once. No signal follows.
    virtual void close() = 0;
    /// Whether readable() is emitted while something can be read. It is, at first.
    virtual void setReading(bool on) = 0;

    State state() const { return m_state; }
    const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    void readable();   ///< Bytes, an end or an error can be read.
    void bytesTaken(); ///< The system took what it did not take before, or could.

protected:
    void setEnded() { m_state = State::Ended; }
    void setLost(const Error &error)
    {
        m_state = State::Lost;
        m_error = error;
    }

private:
    State m_state = State::Open;
    std::optional<Error> m_error;
};

} // namespace kith

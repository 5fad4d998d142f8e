// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/socketstream.h"

namespace kith {

SocketStream::SocketStream(platform::Socket socket, QString subject)
    : m_socket(std::move(socket))
    , m_subject(std::move(subject))
    , m_readable(m_socket.descriptor(), QSocketNotifier::Read)
{
    connect(&m_readable, &QSocketNotifier::activated, this, &ByteStream::readable);
}

SocketStream::~SocketStream()
{
    SocketStream::close();
}

void SocketStream::close()
{
    // The notifiers go silent before the descriptor's number can be given to another socket.
    m_readable.setEnabled(false);
    if (m_writable)
        m_writable->setEnabled(false);
    m_socket = platform::Socket();
    setEnded();
}

qint64 SocketStream::read(char *data, qint64 size)
{
    if (state() != State::Open)
        return 0;
    const platform::Outcome outcome = platform::read(m_socket.descriptor(), data, size);
    switch (outcome.kind) {
    case platform::Outcome::Kind::Done:
        if (std::exchange(m_neverFirst, std::nullopt) != *data)
            return outcome.bytes;
        setLost(Error{Error::Kind::PeerMisbehaved, m_subject, QStringLiteral("TLS, where plain text had begun")});
        break;
    case platform::Outcome::Kind::WouldBlock:
        if (m_writeError == 0)
            return 0;
        fail(m_writeError);
        break;
    case platform::Outcome::Kind::Ended:
        setEnded();
        break;
    case platform::Outcome::Kind::Failed:
        fail(outcome.code);
        break;
    }
    m_readable.setEnabled(false);
    return 0;
}

qint64 SocketStream::write(QByteArrayView bytes)
{
    if (state() == State::Lost || m_writeError != 0)
        return 0;
    m_neverFirst.reset();
    const platform::Outcome outcome = platform::write(m_socket.descriptor(), bytes.data(), bytes.size());
    if (outcome.kind == platform::Outcome::Kind::Failed) {
        m_writeError = outcome.code; // what had arrived before is read first
        return 0;
    }
    const qint64 taken = outcome.kind == platform::Outcome::Kind::Done ? outcome.bytes : 0;
    if (taken < bytes.size()) {
        if (!m_writable) {
            m_writable = std::make_unique<QSocketNotifier>(m_socket.descriptor(), QSocketNotifier::Write);
            connect(m_writable.get(), &QSocketNotifier::activated, this, [this] {
                m_writable->setEnabled(false);
                Q_EMIT bytesTaken();
            });
        }
        m_writable->setEnabled(true);
    }
    return taken;
}

void SocketStream::finishWriting()
{
    platform::finishWriting(m_socket.descriptor());
}

void SocketStream::setReading(bool on)
{
    m_readable.setEnabled(on && state() == State::Open);
}

void SocketStream::fail(int code)
{
    Error error = platform::networkError(code, m_subject);
    if (error.kind != Error::Kind::NetworkFailed)
        error.kind = Error::Kind::ConnectionLost;
    setLost(error);
    m_readable.setEnabled(false);
    if (m_writable)
        m_writable->setEnabled(false);
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/bytestream.h"
#include "net/platform.h"

#include <QSocketNotifier>

#include <memory>

namespace kith {

/// A connected TCP socket. Not a QTcpSocket, because that one reports a reset as an orderly end, closes both
/// directions when the other side ends one, and keeps a second copy of what the system's own buffers hold.
class SocketStream final : public ByteStream {
    Q_OBJECT

public:
    /// `subject` names the peer in errors.
    SocketStream(platform::Socket socket, QString subject);
    ~SocketStream() override;

    /// Takes the connection as lost if `byte` is the first thing that is said on it, by either side.
    void setNeverFirst(char byte) { m_neverFirst = byte; }

    qint64 read(char *data, qint64 size) override;
    qint64 write(QByteArrayView bytes) override;
    void finishWriting() override;
    void close() override;
    void setReading(bool on) override;

private:
    void fail(int code);

    platform::Socket m_socket;
    QString m_subject;
    std::optional<char> m_neverFirst;
    int m_writeError = 0;
    QSocketNotifier m_readable;
    std::unique_ptr<QSocketNotifier> m_writable; // only once the system took less than all
};

} // namespace kith

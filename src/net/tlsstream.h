// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/bytestream.h"
#include "net/tlscontext.h"

#include <chrono>
#include <memory>

using X509_STORE_CTX = struct x509_store_ctx_st;
using BIO = struct bio_st;

namespace kith {

/// Encrypts another stream, with TLS 1.3. Not a QSslSocket, because that one makes a context for each connection,
/// copies every byte several times and tells nothing of what it throws away.
///
/// Not a byte of ours leaves before the other side has proved who it is, and, where somebody is expected, that it is
/// that one. A client is done with that one moment before the server has judged the client: only an answer from the
/// server, inside, says that it took us.
class TlsStream final : public ByteStream {
    Q_OBJECT

public:
    enum class Role { Client, Server };

    static constexpr qint64 MaxReadPerTurn = 64 * 1024; ///< Taken from below before others have their turn.
    static constexpr qint64 MaxUnsentBytes = 64 * 1024; ///< Encrypted, and not yet taken by the stream below.
    /// Records that carry nothing or next to nothing, in a second, before the other side is shut out.
    static constexpr int MaxUselessRecords = 1000;
    static constexpr qint64 MinUsefulBytes = 4; ///< A record with fewer is useless.

    /// `expected`: who has to be there; null: anybody. `subject` names the peer in errors.
    TlsStream(const TlsContext &context, std::unique_ptr<ByteStream> lower, Role role, const PeerId &expected,
              QString subject);
    ~TlsStream() override;

    /// Begins the handshake. secured(), or readable() with state() no longer Open, follows; it has no deadline here.
    void start();

    /// When a byte of the handshake came last, or this object was made.
    std::chrono::steady_clock::time_point heardAt() const { return m_heardAt; }
    /// Who it proved to be; null before that. Where somebody else was expected, secured() does not follow.
    const PeerId &peer() const { return m_peer; }
    const QByteArray &peerSpki() const { return m_spki; } ///< Its public key in DER.

    /// Gives at most one record's bytes. Until it gave 0 there may be more, and readable() need not come again.
    qint64 read(char *data, qint64 size) override;
    qint64 write(QByteArrayView bytes) override;
    void finishWriting() override;
    void close() override;
    void setReading(bool on) override;

    /// OpenSSL's question whether it shall trust a chain of certificates.
    static int verify(X509_STORE_CTX *chain, void *);

Q_SIGNALS:
    void
    secured(); ///< The other side proved who it is. What is written here goes out with the end of the handshake.

private:
    struct Bridge; // to OpenSSL's C functions

    void lowerReadable();
    void lowerTook();
    void shakeHands();
    bool isHandshakeAcceptable() const;
    void flush();
    void lose(const Error &error);
    void stopAt(int result);
    Error failureReason() const;
    void countUseless();

    using Clock = std::chrono::steady_clock;

    std::unique_ptr<ByteStream> m_lower;
    SSL *m_ssl;
    QString m_subject;
    PeerId m_expected;
    PeerId m_claimed; // not yet proven
    PeerId m_peer;
    QByteArray m_spki;
    QByteArray m_unsent;
    qint64 m_readThisTurn = 0;
    bool m_dry = false;    // nothing more is below, or not this turn
    bool m_corked = false; // what is written waits for the end of the handshake's step
    bool m_secured = false;
    bool m_heard = false;
    bool m_foreign = false; // the other side speaks something else
    bool m_pinFailed = false;
    bool m_tooMuchUnsent = false;
    bool m_recordIsEmpty = false; // the last one, as far as it is read
    bool m_flooded = false;
    bool m_finished = false; // nothing more is taken
    bool m_endWaits = false; // for what has not left yet
    int m_useless = 0;
    Clock::time_point m_uselessSince;
    Clock::time_point m_heardAt = Clock::now();
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tlsstream.h"

#include "identity/spki.h"
#include "protocol/language.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype RecordBytes = 16 * 1024; // RFC 8446, section 5.1
constexpr auto UselessWindow = std::chrono::seconds(1);
constexpr int FirstAlertReason = 1000; // OpenSSL adds this to the number of an alert that it received

TlsStream *streamOf(const SSL *ssl)
{
    return static_cast<TlsStream *>(SSL_get_app_data(ssl));
}

/// Whether OpenSSL gave up because what is there is no TLS, another version of it, or TLS about something else.
bool isOfAnotherProtocol(int reason)
{
    switch (reason) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_NO_APPLICATION_PROTOCOL:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case FirstAlertReason + SSL_AD_NO_APPLICATION_PROTOCOL:
    case FirstAlertReason + SSL_AD_PROTOCOL_VERSION:
        return true;
    default:
        return false;
    }
}

} // namespace

/// What OpenSSL reads from and writes to: the stream below, without a copy on the way.
struct TlsStream::Bridge {
    static TlsStream &streamOf(BIO *bio) { return *static_cast<TlsStream *>(BIO_get_data(bio)); }

    static int read(BIO *bio, char *data, int size)
    {
        TlsStream &stream = streamOf(bio);
        BIO_clear_retry_flags(bio);
        if (stream.m_flooded)
            return -1;
        const qint64 bytes = stream.m_dry ? 0 : stream.m_lower->read(data, size);
        if (bytes > 0 && !stream.m_heard && SSL_is_server(stream.m_ssl) == 1 &&
            languageOf(QByteArrayView(data, bytes)) != Language::Tls)
            stream.m_foreign = true;
        if (stream.m_foreign)
            return -1; // without a word: whoever is there does not speak TLS
        stream.m_heard = stream.m_heard || bytes > 0;
        if (bytes > 0 && !stream.m_secured)
            stream.m_heardAt = Clock::now();
        stream.m_readThisTurn += bytes;
        stream.m_dry = bytes < size || stream.m_readThisTurn >= MaxReadPerTurn;
        if (bytes > 0)
            return int(bytes);
        if (stream.m_lower->state() != State::Open)
            return 0;
        BIO_set_retry_read(bio);
        return -1;
    }

    static int write(BIO *bio, const char *data, int size)
    {
        TlsStream &stream = streamOf(bio);
        BIO_clear_retry_flags(bio);
        const QByteArrayView bytes(data, size);
        const bool direct = stream.m_unsent.isEmpty() && !stream.m_corked;
        const qint64 taken = direct ? stream.m_lower->write(bytes) : 0;
        if (taken < size)
            stream.m_unsent.append(bytes.sliced(taken));
        // A peer that asks for answers and reads none.
        stream.m_tooMuchUnsent = stream.m_unsent.size() > MaxUnsentBytes;
        return stream.m_tooMuchUnsent ? -1 : size;
    }

    /// OpenSSL asks for our certificate only after the server has proved that it holds its key (TLS 1.3): the last
    /// moment at which nothing of ours has left. 0 ends the handshake.
    static int mayNameUs(SSL *, void *data)
    {
        auto *stream = static_cast<TlsStream *>(data);
        stream->m_peer = stream->m_claimed;
        return stream->m_pinFailed ? 0 : 1;
    }

    static long control(BIO *, int command, long, void *) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

    static BIO_METHOD *method()
    {
        static BIO_METHOD *const method = [] {
            BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "kith stream");
            BIO_meth_set_read(made, read);
            BIO_meth_set_write(made, write);
            BIO_meth_set_ctrl(made, control);
            return made;
        }();
        return method;
    }

    /// Sees where each record begins, and every message of TLS itself.
    static void watch(int written, int, int type, const void *, size_t, SSL *, void *data)
    {
        auto *stream = static_cast<TlsStream *>(data);
        if (written != 0)
            return;
        if (type == SSL3_RT_HEADER && std::exchange(stream->m_recordIsEmpty, true))
            stream->countUseless(); // the one before it
        if (type == SSL3_RT_HANDSHAKE) {
            stream->m_recordIsEmpty = false;
            stream->countUseless();
        }
    }
};

TlsStream::TlsStream(const TlsContext &context, std::unique_ptr<ByteStream> lower, Role role,
                     const PeerId &expected, QString subject)
    : m_lower(std::move(lower)), m_ssl(SSL_new(context.get())), m_subject(std::move(subject)), m_expected(expected)
{
    BIO *bio = BIO_new(Bridge::method());
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(m_ssl, bio, bio); // which owns it now
    SSL_set_app_data(m_ssl, this);
    if (role == Role::Client) {
        SSL_set_connect_state(m_ssl);
        SSL_set_cert_cb(m_ssl, &Bridge::mayNameUs, this);
    } else {
        SSL_set_accept_state(m_ssl);
    }
    connect(m_lower.get(), &ByteStream::readable, this, &TlsStream::lowerReadable);
    connect(m_lower.get(), &ByteStream::bytesTaken, this, &TlsStream::lowerTook);
}

TlsStream::~TlsStream()
{
    SSL_free(m_ssl);
}

void TlsStream::start()
{
    shakeHands();
}

void TlsStream::lowerReadable()
{
    m_dry = false;
    m_readThisTurn = 0;
    if (!m_secured && state() == State::Open)
        return shakeHands();
    Q_EMIT readable();
}

void TlsStream::lowerTook()
{
    flush();
    if (m_unsent.isEmpty() && state() == State::Open && m_secured)
        Q_EMIT bytesTaken();
}

// The handshake

int TlsStream::verify(X509_STORE_CTX *chain, void *)
{
    const auto *ssl =
        static_cast<const SSL *>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
    TlsStream &stream = *streamOf(ssl);
    const X509 *certificate = X509_STORE_CTX_get0_cert(chain);
    stream.m_spki = certificate != nullptr ? spkiOf(certificate) : QByteArray();
    stream.m_claimed = peerIdOf(stream.m_spki);
    const bool trusted = !stream.m_claimed.isNull();
    // That the peer holds the key as well comes next: only then it is known who is there instead.
    stream.m_pinFailed = trusted && !stream.m_expected.isNull() && stream.m_claimed != stream.m_expected;
    X509_STORE_CTX_set_error(chain, trusted ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
    return trusted ? 1 : 0;
}

bool TlsStream::isHandshakeAcceptable() const
{
    const unsigned char *protocol = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(m_ssl, &protocol, &size);
    return QByteArrayView(protocol, size) == QByteArrayView(TlsContext::Protocol) && !m_peer.isNull();
}

void TlsStream::shakeHands()
{
    m_corked = true;
    ERR_clear_error();
    const int result = SSL_do_handshake(m_ssl);
    if (result == 1)
        m_peer = m_claimed;
    if (result == 1 && m_pinFailed) { // it did not ask who we are, and mayNameUs() was not called
        m_unsent.clear();
        lose(failureReason());
    } else if (result == 1 && !isHandshakeAcceptable()) {
        lose(Error{Error::Kind::NotEncrypted, m_subject, u"another protocol inside TLS"_s});
    } else if (result == 1) {
        m_secured = true;
        SSL_set_msg_callback(m_ssl, &Bridge::watch);
        SSL_set_msg_callback_arg(m_ssl, this);
        Q_EMIT secured();
    } else {
        stopAt(result);
    }
    m_corked = false;
    flush(); // also the word why we do not want it
    if (state() != State::Open || (m_secured && SSL_has_pending(m_ssl) == 1))
        Q_EMIT readable();
}

// The talk

qint64 TlsStream::read(char *data, qint64 size)
{
    if (!m_secured || state() != State::Open)
        return 0;
    ERR_clear_error();
    const int result = SSL_read(m_ssl, data, int(qMin<qint64>(size, RecordBytes)));
    if (result <= 0 || m_flooded) {
        stopAt(result);
        return 0;
    }
    m_recordIsEmpty = false;
    if (result < MinUsefulBytes && result < size)
        countUseless();
    return result;
}

qint64 TlsStream::write(QByteArrayView bytes)
{
    qint64 taken = 0;
    while (m_secured && !m_finished && state() == State::Open && taken < bytes.size()) {
        if (!m_unsent.isEmpty() && !m_corked)
            break; // the last record has not left yet
        if (m_unsent.size() > MaxUnsentBytes / 2)
            break;
        ERR_clear_error();
        const int result = SSL_write(m_ssl, bytes.data() + taken, int(qMin(bytes.size() - taken, RecordBytes)));
        if (result <= 0) {
            stopAt(result);
            break;
        }
        taken += result;
    }
    return taken;
}

void TlsStream::flush()
{
    if (!m_unsent.isEmpty()) {
        const qint64 taken = m_lower->write(m_unsent);
        m_unsent.remove(0, taken);
        if (m_unsent.isEmpty())
            m_unsent = QByteArray();
    }
    if (m_unsent.isEmpty() && std::exchange(m_endWaits, false))
        m_lower->finishWriting();
}

void TlsStream::finishWriting()
{
    if (state() != State::Open || std::exchange(m_finished, true))
        return;
    ERR_clear_error();
    if (m_secured)
        SSL_shutdown(m_ssl);
    m_endWaits = true;
    flush();
}

void TlsStream::close()
{
    m_lower->close();
    setEnded();
}

void TlsStream::setReading(bool on)
{
    m_lower->setReading(on);
    if (on && m_secured && state() == State::Open && SSL_has_pending(m_ssl) == 1)
        QMetaObject::invokeMethod(this, &ByteStream::readable, Qt::QueuedConnection);
}

// The end

void TlsStream::countUseless()
{
    const auto now = Clock::now();
    if (m_useless == 0 || now - m_uselessSince > UselessWindow) {
        m_uselessSince = now;
        m_useless = 0;
    }
    m_flooded = ++m_useless >= MaxUselessRecords;
}

void TlsStream::stopAt(int result)
{
    const int code = SSL_get_error(m_ssl, result);
    if (!m_flooded && (code == SSL_ERROR_WANT_READ || code == SSL_ERROR_WANT_WRITE))
        return;
    if (!m_flooded && code == SSL_ERROR_ZERO_RETURN)
        return setEnded();
    lose(failureReason());
    ERR_clear_error();
}

void TlsStream::lose(const Error &error)
{
    if (state() == State::Open)
        setLost(error);
}

Error TlsStream::failureReason() const
{
    const unsigned long code = ERR_peek_error();
    const int reason = ERR_GET_LIB(code) == ERR_LIB_SSL ? ERR_GET_REASON(code) : 0;
    const char *words = ERR_reason_error_string(code);
    Error error{Error::Kind::PeerMisbehaved, m_subject, QString::fromLatin1(words != nullptr ? words : "")};
    if (m_pinFailed) {
        error.kind = Error::Kind::PeerChanged;
    } else if (m_flooded) {
        error.detail = u"too many records without content"_s;
    } else if (m_tooMuchUnsent) {
        error.detail = u"reads none of the answers that it asks for"_s;
    } else if (m_lower->state() == State::Lost && !m_foreign) {
        return *m_lower->error();
    } else if (m_foreign || isOfAnotherProtocol(reason)) {
        error.kind = Error::Kind::NotEncrypted;
    } else if (reason == 0 || reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
        error.kind = Error::Kind::ConnectionLost;
    } else if (reason > FirstAlertReason) {
        error.kind = Error::Kind::PeerRefused;
    }
    return error;
}

} // namespace kith

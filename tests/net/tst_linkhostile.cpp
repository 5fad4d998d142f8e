// SPDX-License-Identifier: GPL-3.0-or-later
// What hostile programs do to an encrypted port. Ids in brackets are those of the list of attacks.
#include "net/linkside.h"
#include "net/rawtls.h"
#include "support/loglines.h"
#include "support/residentmemory.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <vector>

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

using namespace kith;
using kith::test::residentBytes;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

int count(const char *variable, int otherwise)
{
    const int wanted = qEnvironmentVariableIntValue(variable);
    return wanted > 0 ? wanted : otherwise;
}

/// Short times, and as many handshakes as a test likes to make.
LinkLimits quick()
{
    LinkLimits limits;
    limits.firstByte = 300ms;
    limits.handshake = 700ms;
    limits.insideFrame = 400ms;
    limits.writing = 500ms;
    limits.handshakesASecond = 1'000'000;
    return limits;
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

/// Writes records as no OpenSSL does, on a link that stands. To be made before the handshake.
class RecordWriter {
public:
    explicit RecordWriter(RawTls &tls) : m_tls(tls)
    {
        SSL_set_ciphersuites(tls.ssl(), "TLS_AES_128_GCM_SHA256");
        SSL_set_app_data(tls.ssl(), this);
        SSL_CTX_set_keylog_callback(SSL_get_SSL_CTX(tls.ssl()), [](const SSL *ssl, const char *line) {
            const QByteArrayList words = QByteArray(line).split(' ');
            if (words.constFirst() == "CLIENT_TRAFFIC_SECRET_0")
                static_cast<RecordWriter *>(SSL_get_app_data(ssl))->m_secret =
                    QByteArray::fromHex(words.constLast());
        });
    }

    /// The next record of application data, behind `before` of them.
    bool write(const QByteArray &content, quint64 before)
    {
        constexpr int TagBytes = 16;
        const QByteArray inner = content + '\x17';
        QByteArray record = QByteArray("\x17\x03\x03\0\0", 5);
        const qsizetype size = inner.size() + TagBytes;
        record[3] = char(size >> 8);
        record[4] = char(size & 0xFF);
        QByteArray nonce = derived("iv", 12);
        for (int i = 0; i < 8; ++i)
            nonce[11 - i] = char(nonce[11 - i] ^ char(before >> (8 * i)));
        QByteArray sealed(size, '\0');
        auto *const out = reinterpret_cast<unsigned char *>(sealed.data());
        int bytes = 0;
        EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
        EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), nullptr, bytesOf(derived("key", 16)), bytesOf(nonce));
        EVP_EncryptUpdate(context, nullptr, &bytes, bytesOf(record), int(record.size()));
        EVP_EncryptUpdate(context, out, &bytes, bytesOf(inner), int(inner.size()));
        EVP_EncryptFinal_ex(context, out + bytes, &bytes);
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, TagBytes, out + inner.size());
        EVP_CIPHER_CTX_free(context);
        return m_tls.socket().say(record + sealed);
    }

private:
    static const unsigned char *bytesOf(const QByteArray &bytes)
    {
        return reinterpret_cast<const unsigned char *>(bytes.constData());
    }
    QByteArray derived(const QByteArray &name, int bytes) const // HKDF-Expand-Label (RFC 8446, section 7.1)
    {
        const QByteArray label = "tls13 " + name;
        const QByteArray info = QByteArray(1, '\0') + char(bytes) + char(label.size()) + label + '\0' + '\1';
        return QMessageAuthenticationCode::hash(info, m_secret, QCryptographicHash::Sha256).first(bytes);
    }

    RawTls &m_tls;
    QByteArray m_secret;
};

/// A certificate that is `like` in everything but the key.
Certificate forge(X509 *like, EVP_PKEY *key)
{
    Certificate forged(X509_dup(like), X509_free);
    X509_set_pubkey(forged.get(), key);
    const bool modern = EVP_PKEY_is_a(key, "ED25519") == 1;
    X509_sign(forged.get(), key, modern ? nullptr : EVP_sha256());
    return forged;
}

/// A key pair whose halves do not belong together: what is there for one who knows a certificate and not its key.
Key halves(const Identity &shown, const Identity &held)
{
    BIGNUM *secret = nullptr;
    EVP_PKEY_get_bn_param(held.key(), OSSL_PKEY_PARAM_PRIV_KEY, &secret);
    unsigned char *point = nullptr;
    const size_t bytes = EVP_PKEY_get1_encoded_public_key(shown.key(), &point);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
    OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, bytes);
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, secret);
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
    EVP_PKEY *key = nullptr;
    EVP_PKEY_fromdata_init(context);
    EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parameters);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    OPENSSL_free(point);
    BN_free(secret);
    return Key(key, EVP_PKEY_free);
}

/// A certificate that names a key which nobody has: of `algorithm`, a name or an OID, with the DER of its `parameters`.
Certificate claim(const Identity &like, const char *algorithm, const QByteArray &parameters, const QByteArray &key)
{
    Certificate claimed(X509_dup(like.certificate()), X509_free);
    ASN1_STRING *der = ASN1_STRING_new();
    ASN1_STRING_set(der, parameters.constData(), int(parameters.size()));
    auto *bytes = static_cast<unsigned char *>(OPENSSL_memdup(key.constData(), size_t(key.size()) + 1));
    X509_PUBKEY_set0_param(X509_get_X509_PUBKEY(claimed.get()), OBJ_txt2obj(algorithm, 0), V_ASN1_SEQUENCE, der,
                           bytes, int(key.size()));
    X509_sign(claimed.get(), like.key(), EVP_sha256());
    return claimed;
}

/// A certificate that names the other key, and is signed by that of `like`.
Certificate claimOf(const Identity &like, EVP_PKEY *key)
{
    Certificate claimed(X509_dup(like.certificate()), X509_free);
    X509_set_pubkey(claimed.get(), key);
    X509_sign(claimed.get(), like.key(), EVP_sha256());
    return claimed;
}

/// Makes `worn`, which a program of OpenSSL's already shows, the same as `other`, of which it would not.
void become(X509 *worn, X509 *other)
{
    unsigned char *der = nullptr;
    const int size = i2d_X509(other, &der);
    const unsigned char *next = der;
    d2i_X509(&worn, &next, size);
    OPENSSL_free(der);
}

Key keyOf(const QString &kind)
{
    if (kind == u"DSA"_s) {
        EVP_PKEY *group = nullptr;
        EVP_PKEY *key = nullptr;
        EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(nullptr, "DSA", nullptr);
        EVP_PKEY_paramgen_init(context);
        EVP_PKEY_CTX_set_dsa_paramgen_bits(context, 1024);
        EVP_PKEY_CTX_set_dsa_paramgen_q_bits(context, 160);
        EVP_PKEY_paramgen(context, &group);
        EVP_PKEY_CTX_free(context);
        context = EVP_PKEY_CTX_new_from_pkey(nullptr, group, nullptr);
        EVP_PKEY_keygen_init(context);
        EVP_PKEY_keygen(context, &key);
        EVP_PKEY_CTX_free(context);
        EVP_PKEY_free(group);
        return Key(key, EVP_PKEY_free);
    }
    const QByteArray name = kind.toLatin1();
    if (kind == u"ED448"_s || kind == u"X25519"_s)
        return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, name.constData()), EVP_PKEY_free);
    if (kind == u"RSA"_s)
        return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", size_t(2048)), EVP_PKEY_free);
    return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", name.constData()), EVP_PKEY_free);
}

} // namespace

class TestLinkHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ::signal(SIGPIPE, SIG_IGN); } // OpenSSL's own sockets do not avoid it
    void init() { start(quick()); }
    void cleanup() { anna.reset(); }

    // The first bytes

    void closesASilentConnection_data() // [A1, A2, A4]
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("after"); // milliseconds
        QTest::addRow("nothing") << QByteArray() << 300;
        QTest::addRow("the first byte") << QByteArray("\x16") << 300;
        QTest::addRow("half a hello, slowly") << clientHello().first(100) << 700;
    }
    void closesASilentConnection()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, after);
        const test::LogLines log; // who says nothing must not fill it
        QElapsedTimer clock;
        RawSocket silent(port());
        clock.start();
        const bool slow = bytes.size() > 1;
        for (qsizetype i = 0; i < bytes.size() && silent.say(bytes.sliced(i, 1)) && slow; ++i) {
            if (silent.readToTheEnd(50)) // a byte each 50 ms
                break;
        }
        QCOMPARE(silent.readToTheEnd().value_or("no end"), QByteArray());
        QVERIFY2(qAbs(clock.elapsed() - after) <= after / 5 + 60, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(anna->up.isEmpty());
        QCOMPARE(log.count(), 0);
    }

    void hasLimitsAsWritten() // the ones that this test shortens
    {
        const LinkLimits limits;
        QCOMPARE(limits.firstByte, 5s);
        QCOMPARE(limits.handshake, 10s);
        QCOMPARE(limits.insideFrame, 30s);
        QVERIFY(limits.pingAfter + limits.pong < 15s);
        QCOMPARE(limits.writing, 60s);
        QCOMPARE(limits.strangers, 32);
        QCOMPARE(limits.strangersAnAddress, 4);
        QCOMPARE(limits.handshakesASecond, 5);
        QCOMPARE(limits.dialsASecond, 10);
    }

    void answersNoOtherProtocol_data() // [A3, A20, A21]
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: kith\r\n\r\n");
        QTest::addRow("SSH") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
        QTest::addRow("MQTT") << QByteArray("\x10\x0c\x00\x04MQTT\x04\x02\x00\x3c\x00\x00", 14);
        QTest::addRow("SMB") << QByteArray("\x00\x00\x00\x2f\xffSMB", 8);
        QTest::addRow("IPMsg") << QByteArray("1:100:user:host:1:hello");
        QTest::addRow("a line") << QByteArray("x");
        QTest::addRow("0x16 and a line") << QByteArray("\x16hello, is anybody there?");
        QTest::addRow("0x16 and zeros") << QByteArray("\x16") + QByteArray(300, '\0');
    }
    void answersNoOtherProtocol()
    {
        QFETCH(const QByteArray, bytes);
        RawSocket stranger(port());
        QElapsedTimer clock;
        clock.start();
        QVERIFY(stranger.say(bytes));
        const auto answer = stranger.readToTheEnd();
        QVERIFY(answer.has_value());
        QVERIFY2(clock.elapsed() <= 100, qPrintable(QString::number(clock.elapsed())));
        QVERIFY2(answer->size() <= bytes.size(), qPrintable(QString::number(answer->size())));
        QVERIFY(anna->up.isEmpty());
    }

    void keepsFewStrangersOfOneAddress() // [A5]
    {
        start(patient());
        const int many = count("KITH_STALLED", 60);
        std::vector<RawSocket> stalled;
        for (int i = 0; i < many; ++i) {
            stalled.emplace_back(port());
            stalled.back().say("\x16");
        }
        QTRY_COMPARE(std::count_if(stalled.begin(), stalled.end(), [](RawSocket &one) { return one.isOver(); }),
                     many - 4);
        QCOMPARE(anna->socketsNow(), 4);
        QVERIFY(!stalled.front().isOver());
    }

    void dropsTheOldestStrangerFirst() // [A6]
    {
        start(patient());
        const int many = count("KITH_STALLED", 60);
        std::vector<RawSocket> stalled;
        for (int i = 0; i < many; ++i) {
            stalled.emplace_back(port(), INADDR_LOOPBACK + 1 + quint32(i % 250));
            stalled.back().say("\x16");
        }
        QTRY_COMPARE(std::count_if(stalled.begin(), stalled.end(), [](RawSocket &one) { return one.isOver(); }),
                     many - 32);
        QCOMPARE(anna->socketsNow(), 32);
        QVERIFY(stalled.front().isOver());
        QVERIFY(!stalled.back().isOver());
        // And a person still comes in.
        LinkSide ben;
        QElapsedTimer clock;
        clock.start();
        ben.links->dial(anna->id(), anna->endpoint);
        QTRY_COMPARE(ben.up.size(), 1);
        QVERIFY(clock.elapsed() < 1000);
    }

    void takesFewHandshakesASecond() // [D5]
    {
        LinkLimits limits = patient();
        limits.handshakesASecond = 5;
        start(limits);
        const Identity mallory = LinkSide::newIdentity();
        QElapsedTimer clock;
        clock.start();
        int taken = 0;
        int tried = 0;
        for (; tried < count("KITH_HANDSHAKES", 100); ++tried) {
            RawTls stranger(RawSocket(port()), RawTls::with(mallory));
            taken += stranger.shakeHands() ? 1 : 0;
        }
        const double seconds = double(clock.elapsed()) / 1000;
        qInfo("%d of %d handshakes taken in %.2f s", taken, tried, seconds);
        QVERIFY(taken >= 1 && taken <= 5 + int(5 * seconds) + 1);
    }

    // Who it is

    void takesOnlyP256_data() // [T5, T6]
    {
        QTest::addColumn<QString>("kind");
        QTest::addRow("Ed25519") << u"ED25519"_s;
        QTest::addRow("P-384") << u"P-384"_s;
        QTest::addRow("secp256k1") << u"secp256k1"_s;
        QTest::addRow("RSA-1024") << u"RSA"_s;
        QTest::addRow("no certificate") << QString();
    }
    void takesOnlyP256()
    {
        QFETCH(const QString, kind);
        const Identity like = LinkSide::newIdentity();
        const QByteArray curve = kind.toLatin1();
        Key key(nullptr, EVP_PKEY_free);
        if (kind == u"RSA"_s)
            key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", size_t(1024)));
        else if (kind == u"ED25519"_s)
            key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
        else if (!kind.isEmpty())
            key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve.constData()));
        Certificate certificate(nullptr, X509_free);
        RawTls::Options options;
        if (key) {
            certificate = forge(like.certificate(), key.get());
            options.key = key.get();
            options.certificate = certificate.get();
        }
        // As a client, which may think that all is well before the server has looked at its certificate.
        RawTls client(RawSocket(port()), options);
        if (client.shakeHands())
            QVERIFY(!client.greet(like.id()));
        QVERIFY(client.ends());
        QVERIFY(anna->up.isEmpty());
        // And as a server.
        RawServer server;
        anna->links->dial({}, endpointOfPort(server.port()));
        options.serves = true;
        RawTls host(server.accept(), options);
        QVERIFY(!host.shakeHands());
        QTRY_COMPARE(anna->failures.size(), 1);
        QVERIFY(anna->up.isEmpty());
    }

    void looksAtTheKeyOfACertificateFirst_data() // [T5]
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("refusal"); // ours
        const QString refused = u"certificate verify failed"_s;
        QTest::addRow("P-256") << u"P-256"_s << u"bad signature"_s; // the key is taken, and not held by the peer
        for (const char *kind : {"P-192", "P-384", "P-521", "brainpoolP256r1", "DSA", "RSA", "ED448", "X25519"})
            QTest::addRow("%s", kind) << QString::fromLatin1(kind) << refused;
        for (const char *kind : {"GOST R 34.10-2012", "P-256 without a point", "RSA without a number", "unknown"})
            QTest::addRow("%s", kind) << QString::fromLatin1(kind) << refused;
    }
    void looksAtTheKeyOfACertificateFirst()
    {
        QFETCH(const QString, kind);
        QFETCH(const QString, refusal);
        const Identity like = LinkSide::newIdentity();
        Certificate odd(nullptr, X509_free);
        if (kind.startsWith(u"GOST"_s))
            odd = claim(like, "1.2.643.7.1.1.1.1",
                        QByteArray::fromHex("3015"
                                            "06092a8503070102010101" // 1.2.643.7.1.2.1.1.1
                                            "06082a85030701010202"),
                        QByteArray::fromHex("0440") + QByteArray(64, 'g'));
        else if (kind == u"P-256 without a point"_s)
            odd = claim(like, "id-ecPublicKey", QByteArray::fromHex("06082a8648ce3d030107"), {});
        else if (kind == u"RSA without a number"_s)
            odd = claim(like, "rsaEncryption", QByteArray::fromHex("0500"), {});
        else if (kind == u"unknown"_s)
            odd = claim(like, "1.3.6.1.4.1.99999.1", QByteArray::fromHex("0500"), QByteArray(65, 'u'));
        else
            odd = claimOf(like, keyOf(kind).get());
        RawTls::Options options = RawTls::with(like);
        const Certificate worn(X509_dup(like.certificate()), X509_free);
        options.certificate = worn.get();
        { // As a client.
            RawTls client(RawSocket(port()), options);
            become(worn.get(), odd.get());
            if (client.shakeHands())
                QVERIFY(!client.greet(like.id()));
            QVERIFY(client.ends());
            QVERIFY(anna->up.isEmpty());
        }
        become(worn.get(), like.certificate());
        // And as a server, to which nothing is said.
        RawServer server;
        anna->links->dial({}, endpointOfPort(server.port()));
        options.serves = true;
        RawTls host(server.accept(), options);
        become(worn.get(), odd.get());
        QVERIFY(!host.shakeHands());
        QCOMPARE(host.read(), QByteArray());
        QTRY_COMPARE(anna->failures.size(), 1);
        QCOMPARE(anna->failures.constFirst().detail, refusal);
        QCOMPARE(anna->failures.constFirst().kind, Error::Kind::PeerMisbehaved);
        QVERIFY(anna->up.isEmpty());
    }

    void saysNothingToAnImpostor_data() // [T1, T3]
    {
        QTest::addColumn<bool>("asks");
        QTest::addRow("who asks who we are") << true;
        QTest::addRow("who does not") << false;
    }
    void saysNothingToAnImpostor()
    {
        QFETCH(const bool, asks);
        const int runs = count("KITH_IMPOSTORS", 20);
        const Identity victim = LinkSide::newIdentity();
        const Identity mallory = LinkSide::newIdentity();
        const Certificate forged = forge(victim.certificate(), mallory.key());
        LinkLimits limits = quick();
        limits.firstRetry = 1ms;
        limits.lastRetry = 1ms;
        limits.dialsASecond = 1'000'000;
        start(limits);
        RawServer server;
        anna->links->dial(victim.id(), endpointOfPort(server.port()));
        qsizetype told = 0;
        for (int run = 0; run < runs; ++run) {
            RawTls::Options options;
            options.key = mallory.key();
            options.certificate = forged.get();
            options.serves = true;
            options.asks = asks;
            RawTls impostor(server.accept(), options);
            QVERIFY(!impostor.shakeHands());
            told += impostor.read().size();
        }
        QCOMPARE(told, 0);
        QTRY_VERIFY(anna->failures.size() >= runs);
        for (const Error &error : anna->failures)
            QCOMPARE(error.kind, Error::Kind::PeerChanged);
        QCOMPARE(anna->found, QList<PeerId>(anna->found.size(), mallory.id())); // who it proved to be
        QVERIFY(anna->up.isEmpty());
        qInfo("%d runs, %lld bytes told to the impostor", runs, qlonglong(told));
    }

    void namesNobodyWhoOnlyShowsACertificate_data()
    {
        QTest::addColumn<bool>("expected");
        QTest::addRow("of the one who was expected") << true;
        QTest::addRow("of somebody else") << false;
    }
    void namesNobodyWhoOnlyShowsACertificate()
    {
        QFETCH(const bool, expected);
        const Identity victim = LinkSide::newIdentity();
        const Identity mallory = LinkSide::newIdentity();
        const Key key = halves(victim, mallory);
        RawTls::Options options = RawTls::with(victim);
        options.key = key.get();
        options.serves = true;
        RawServer server;
        anna->links->dial(expected ? victim.id() : LinkSide::newIdentity().id(), endpointOfPort(server.port()));
        RawTls impostor(server.accept(), options);
        QVERIFY(!impostor.shakeHands());
        QTRY_COMPARE(anna->failures.size(), 1);
        QCOMPARE(anna->failures.constFirst().kind,
                 expected ? Error::Kind::PeerMisbehaved : Error::Kind::PeerChanged);
        QCOMPARE(anna->found.constFirst(), PeerId());
        QVERIFY(anna->up.isEmpty());
    }

    void onlyTheKeyOfACertificateCounts_data() // [T4, T15, T21]
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<qint64>("from"); // seconds since 1970
        QTest::addColumn<qint64>("until");
        constexpr qint64 Year = 31'556'952;
        QTest::addRow("another one of the same key") << u"itself"_s << 30 * Year << 200 * Year;
        QTest::addRow("of an authority") << u"authority"_s << 30 * Year << 200 * Year;
        QTest::addRow("that has expired") << u"itself"_s << 10 * Year << 11 * Year;
        QTest::addRow("that is not valid yet") << u"itself"_s << 200 * Year << 201 * Year;
    }
    void onlyTheKeyOfACertificateCounts()
    {
        QFETCH(const QString, issuer);
        QFETCH(const qint64, from);
        QFETCH(const qint64, until);
        const Identity ben = LinkSide::newIdentity();
        const Identity authority = LinkSide::newIdentity();
        const Certificate certificate(X509_dup(ben.certificate()), X509_free);
        ASN1_TIME_set(X509_getm_notBefore(certificate.get()), time_t(from));
        ASN1_TIME_set(X509_getm_notAfter(certificate.get()), time_t(until));
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 7);
        X509_sign(certificate.get(), issuer == u"itself"_s ? ben.key() : authority.key(), EVP_sha256());
        RawTls::Options options = RawTls::with(ben);
        options.certificate = certificate.get();
        { // He calls.
            RawTls client(RawSocket(port()), options);
            QVERIFY(client.shakeHands() && client.greet(ben.id()));
            QTRY_COMPARE(anna->up.size(), 1);
            QCOMPARE(anna->up.constFirst().peer, ben.id());
        }
        QTRY_COMPARE(anna->linksNow(), 0);
        RawServer server; // He is called, and is who was expected.
        anna->links->dial(ben.id(), endpointOfPort(server.port()));
        options.serves = true;
        RawTls host(server.accept(), options);
        QVERIFY(host.shakeHands());
        const auto hello = host.next();
        QVERIFY(hello && std::holds_alternative<wire::Hello>(*hello));
        QVERIFY(anna->failures.isEmpty());
    }

    void isRefusedByAServerThatLooksLate() // [T6]
    {
        // A client is done before the server has judged it: only HELLO-OK counts.
        const Identity server = LinkSide::newIdentity();
        RawServer waiting;
        anna->links->dial(server.id(), endpointOfPort(waiting.port()));
        {
            RawTls::Options options = RawTls::with(server);
            options.serves = true;
            RawTls host(waiting.accept(), options);
            QVERIFY(host.shakeHands());
            QVERIFY(anna->up.isEmpty());
        } // and closes
        QTRY_VERIFY(!anna->failures.isEmpty());
        QVERIFY(anna->up.isEmpty());
    }

    void speaksNoOlderTls_data() // [T7]
    {
        QTest::addColumn<int>("newest");
        QTest::addRow("1.2") << TLS1_2_VERSION;
        QTest::addRow("1.1") << TLS1_1_VERSION;
        QTest::addRow("1.0") << TLS1_VERSION;
    }
    void speaksNoOlderTls()
    {
        QFETCH(const int, newest);
        const Identity mallory = LinkSide::newIdentity();
        RawTls::Options options = RawTls::with(mallory);
        options.newest = newest;
        RawTls client(RawSocket(port()), options);
        QVERIFY(!client.shakeHands());
        RawServer server;
        anna->links->dial({}, endpointOfPort(server.port()));
        options.serves = true;
        RawTls host(server.accept(), options);
        QVERIFY(!host.shakeHands());
        QTRY_COMPARE(anna->failures.size(), 1);
        QCOMPARE(anna->failures.constFirst().kind, Error::Kind::NotEncrypted);
    }

    void speaksOnlyItsOwnProtocol_data() // [T14]
    {
        QTest::addColumn<QByteArray>("protocol");
        QTest::addRow("none") << QByteArray();
        QTest::addRow("HTTP") << QByteArray("http/1.1");
        QTest::addRow("a newer one") << QByteArray("kith/2");
    }
    void speaksOnlyItsOwnProtocol()
    {
        QFETCH(const QByteArray, protocol);
        const Identity mallory = LinkSide::newIdentity();
        RawTls::Options options = RawTls::with(mallory);
        options.protocol = protocol;
        RawTls client(RawSocket(port()), options);
        if (client.shakeHands())
            QVERIFY(!client.greet(mallory.id()));
        QVERIFY(client.ends());
        QVERIFY(anna->up.isEmpty());
    }

    void resumesNothing() // [T11, T12]
    {
        const Identity mallory = LinkSide::newIdentity();
        RawTls client(RawSocket(port()), RawTls::with(mallory));
        QVERIFY(client.shakeHands());
        QVERIFY(client.greet(mallory.id()));
        QVERIFY(client.say(wire::Ping{1}));
        QVERIFY(client.next().has_value());
        QCOMPARE(client.tickets(), 0);
        QCOMPARE(SSL_SESSION_get_max_early_data(SSL_get0_session(client.ssl())), 0U);
        QCOMPARE(SSL_session_reused(client.ssl()), 0);
    }

    void believesNoRecording() // [T11]
    {
        const Identity mallory = LinkSide::newIdentity();
        RawSocket socket(port());
        const int descriptor = socket.fd();
        QByteArray recorded;
        RawTls client(std::move(socket), RawTls::with(mallory));
        BIO *recorder = BIO_new(BIO_s_mem());
        SSL_set0_wbio(client.ssl(), recorder);
        const auto pass = [&] { // what the client writes goes over our hands
            char chunk[4096];
            for (int n = 0; (n = BIO_read(recorder, chunk, sizeof chunk)) > 0;) {
                recorded.append(chunk, n);
                ::send(descriptor, chunk, size_t(n), MSG_NOSIGNAL);
            }
        };
        ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
        for (int step = 0; step < 5 && !client.shakeHands(); ++step) {
            pass();
            pollfd answer{descriptor, POLLIN, 0};
            ::poll(&answer, 1, RawSocket::PatienceMilliseconds);
        }
        QVERIFY(SSL_is_init_finished(client.ssl()));
        pass();
        wire::Hello hello;
        hello.peer = mallory.id();
        hello.nonce = QByteArray(wire::HelloNonceBytes, 'n');
        QVERIFY(client.say(hello));
        pass();
        QTRY_COMPARE(anna->up.size(), 1);
        RawSocket replay(port());
        QVERIFY(replay.say(recorded));
        QVERIFY(replay.readToTheEnd().has_value());
        QCOMPARE(anna->up.size(), 1);
    }

    // What it says

    void endsAtABrokenRule_data() // [A7, A12, A13, T13, T18, T19]
    {
        QTest::addColumn<QByteArray>("before"); // HELLO-OK
        QTest::addColumn<QByteArray>("after");
        const auto frame = [](const wire::Message &message) { return wire::toFrame(message); };
        const QByteArray none;
        const wire::Text text{MessageId::random(), 1, {}, u"too early"_s, {}};
        wire::Hello stranger;
        stranger.peer = LinkSide::newIdentity().id();
        stranger.nonce = QByteArray(wire::HelloNonceBytes, 'n');
        wire::HelloOk ok;
        ok.peer = stranger.peer;
        ok.nonce = stranger.nonce;
        QTest::addRow("length 0") << none << QByteArray(4, '\0');
        QTest::addRow("length 64 KiB and 1") << none << QByteArray("\0\1\0\1", 4);
        QTest::addRow("length 2^31-1") << none << QByteArray("\x7f\xff\xff\xff", 4);
        QTest::addRow("length 2^31") << none << QByteArray("\x80\0\0\0", 4);
        QTest::addRow("length 2^32-1") << none << QByteArray("\xff\xff\xff\xff", 4);
        QTest::addRow("no CBOR") << none << QByteArray("\0\0\0\4\xff\xff\xff\xff", 8);
        QTest::addRow("a text before HELLO") << frame(text) << none;
        QTest::addRow("HELLO-OK instead of HELLO") << frame(ok) << none;
        QTest::addRow("HELLO of somebody else") << frame(stranger) << none;
        QTest::addRow("HELLO again") << none << frame(stranger);
        QTest::addRow("HELLO-OK later") << none << frame(ok);
        QTest::addRow("a refusal later") << none << frame(wire::Refuse{});
        QByteArray pings;
        for (int i = 0; i < PeerLink::MaxUnknownInARow; ++i)
            pings += frame(wire::Ping{1});
        QTest::addRow("1,000 pings in a row") << none << pings;
    }
    void endsAtABrokenRule()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        const Identity mallory = LinkSide::newIdentity();
        RawTls client(RawSocket(port()), RawTls::with(mallory));
        QVERIFY(client.shakeHands());
        if (!before.isEmpty())
            QVERIFY(client.say(before));
        else
            QVERIFY(client.greet(mallory.id()) && client.say(after));
        QVERIFY(client.ends());
        if (!before.isEmpty()) {
            QVERIFY(anna->up.isEmpty());
            return;
        }
        QTRY_COMPARE(anna->down.size(), 1);
        QCOMPARE(anna->down.constFirst().second.kind, Departure::Kind::Failed);
        QCOMPARE(anna->down.constFirst().second.error->kind, Error::Kind::PeerMisbehaved);
        QVERIFY(anna->messages.isEmpty());
    }

    void endsAtABrokenRuleOfTheCaller() // [A13] an ack for what was never sent
    {
        const Identity mallory = LinkSide::newIdentity();
        RawTls client(RawSocket(port()), RawTls::with(mallory));
        QVERIFY(client.shakeHands() && client.greet(mallory.id()));
        QVERIFY(client.say(wire::Ack{{MessageId::random()}}));
        QTRY_COMPARE(anna->messages.size(), 1);
        anna->links->shutOut(mallory.id(), anna->linkWith(mallory.id()), u"an ack for what was never sent"_s);
        QVERIFY(client.ends());
        QTRY_COMPARE(anna->down.size(), 1);
    }

    void ignoresWhatItDoesNotKnow() // [A12]
    {
        const Identity mallory = LinkSide::newIdentity();
        RawTls client(RawSocket(port()), RawTls::with(mallory));
        QVERIFY(client.shakeHands() && client.greet(mallory.id()));
        const QByteArray unknown("\0\0\0\5\xa1\x00\x19\x7f\xff", 9); // {0: 32767}
        for (int i = 0; i < 10; ++i)
            QVERIFY(client.say(unknown));
        QVERIFY(client.say(wire::Text{MessageId::random(), 1, {}, u"still here"_s, {}}));
        QTRY_COMPARE(anna->texts, QStringList{u"still here"_s});
        QVERIFY(anna->down.isEmpty());
    }

    void waitsForNoEndOfAFrame() // [A8]
    {
        const Identity mallory = LinkSide::newIdentity();
        RawTls client(RawSocket(port()), RawTls::with(mallory));
        QVERIFY(client.shakeHands() && client.greet(mallory.id()));
        QElapsedTimer clock;
        clock.start();
        // Drop by drop: a byte now and then does not make it a frame.
        LinkLimits shown = quick();
        QVERIFY(client.say(QByteArray("\0\0\1\0", 4)));
        while (anna->down.isEmpty() && clock.elapsed() < 3000) {
            client.say(QByteArray("x"));
            QTest::qWait(50);
        }
        QCOMPARE(anna->down.size(), 1);
        QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(anna->down.constFirst().second.error->kind, Error::Kind::PeerMisbehaved);
        QVERIFY(clock.elapsed() >= shown.insideFrame.count());
    }

    void understandsFramesCutAnywhere() // [A9]
    {
        const Identity mallory = LinkSide::newIdentity();
        const QByteArray frame = wire::toFrame(wire::Text{MessageId::random(), 1, {}, u"whole"_s, {}});
        LinkLimits limits = quick();
        limits.strangersAnAddress = 1000;
        start(limits);
        for (qsizetype cut = 0; cut <= frame.size(); cut += 7) {
            const Identity one = LinkSide::newIdentity();
            RawTls client(RawSocket(port()), RawTls::with(one));
            QVERIFY(client.shakeHands() && client.greet(one.id()));
            QVERIFY(cut == 0 || client.say(frame.first(cut)));
        }
        QTRY_COMPARE(anna->linksNow(), 0);
        QVERIFY(anna->messages.size() <= 1); // the one that was not cut, if any
    }

    // Too much

    void shutsOutAFloodWithoutContent_data() // [D6]
    {
        QTest::addColumn<QString>("kind");
        QTest::addRow("key updates") << u"keys"_s;
        QTest::addRow("records of one byte") << u"bytes"_s;
        QTest::addRow("empty records") << u"empty"_s;
        QTest::addRow("empty records between others") << u"between"_s;
    }
    void shutsOutAFloodWithoutContent()
    {
        QFETCH(const QString, kind);
        const Identity mallory = LinkSide::newIdentity();
        RawTls client(RawSocket(port()), RawTls::with(mallory));
        RecordWriter records(client);
        QVERIFY(client.shakeHands() && client.greet(mallory.id()));
        const QByteArray frame = wire::toFrame(wire::Text{MessageId::random(), 1, {}, QString(8000, u'x'), {}});
        const QByteArray typing = wire::toFrame(wire::Typing{});
        constexpr int Before = 1; // record of ours: HELLO
        int sent = 0;
        for (bool goes = true; goes && sent < 50'000; ++sent) {
            if (kind == u"bytes"_s)
                goes = client.say(frame.sliced(sent % frame.size(), 1));
            else if (kind == u"empty"_s)
                goes = records.write({}, quint64(Before + sent));
            else if (kind == u"between"_s) // OpenSSL ends 33 in a row
                goes = records.write(sent % 20 == 19 ? typing : QByteArray(), quint64(Before + sent));
            else
                goes = SSL_key_update(client.ssl(), SSL_KEY_UPDATE_NOT_REQUESTED) == 1 &&
                       SSL_do_handshake(client.ssl()) == 1;
        }
        QTRY_COMPARE(anna->down.size(), 1);
        QCOMPARE(anna->down.constFirst().second.error->kind, Error::Kind::PeerMisbehaved);
        qInfo("shut out, %d records sent", sent);
    }

    void holdsLittleOfAFlood() // [D3]
    {
        anna->hold = true; // nothing is consumed
        const Identity mallory = LinkSide::newIdentity();
        RawTls client(RawSocket(port()), RawTls::with(mallory));
        QVERIFY(client.shakeHands() && client.greet(mallory.id()));
        const timeval short_{0, 300'000};
        ::setsockopt(client.socket().fd(), SOL_SOCKET, SO_SNDTIMEO, &short_, sizeof short_);
        const QByteArray frame = wire::toFrame(wire::Text{MessageId::random(), 1, {}, QString(50'000, u'x'), {}});
        const qint64 before = residentBytes();
        const int most = count("KITH_FLOOD_MB", 64) * 1024 * 1024;
        qint64 sent = 0;
        while (sent < most && client.say(frame))
            sent += frame.size();
        QTRY_VERIFY(!anna->messages.isEmpty());
        const qint64 grown = (residentBytes() - before) / 1024;
        qInfo("%lld KiB could be sent, %lld KiB more memory", qlonglong(sent / 1024), qlonglong(grown));
        QVERIFY(sent < most);
        QVERIFY(qint64(anna->messages.size()) * frame.size() <= PeerLink::MaxUnconsumedBytes + frame.size());
    }

    void queuesLittleForOneWhoDoesNotRead() // [D4]
    {
        const Identity mallory = LinkSide::newIdentity();
        RawTls client(RawSocket(port()), RawTls::with(mallory));
        QVERIFY(client.shakeHands() && client.greet(mallory.id()));
        QTRY_COMPARE(anna->up.size(), 1);
        const QString text(10'000, u'x');
        int said = 0;
        for (; said < 3000 && anna->notTaken == 0; ++said) {
            anna->say(mallory.id(), text);
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY(anna->notTaken > 0); // before 30 MB: the rest stays with who sends
        QTRY_COMPARE(anna->down.size(), 1);
        QCOMPARE(anna->down.constFirst().second.error->kind, Error::Kind::TimedOut);
    }

    void queuesNoMoreAnswersThanMessages()
    {
        LinkLimits limits = patient();
        limits.writing = 60s;
        start(limits);
        const Identity mallory = LinkSide::newIdentity();
        RawTls client(RawSocket(port()), RawTls::with(mallory));
        QVERIFY(client.shakeHands() && client.greet(mallory.id()));
        QTRY_COMPARE(anna->up.size(), 1);
        QByteArray pings; // never so many in a row that they are a flood
        for (int i = 0; i < PeerLink::MaxUnknownInARow - 1; ++i)
            pings += wire::toFrame(wire::Ping{~quint64(0)});
        pings += wire::toFrame(wire::Typing{});
        // The system's buffers take some, too; then nothing more is queued, and it is said when there is room.
        for (qint64 answers = 0; answers < 4 * PeerLink::MaxQueuedBytes; answers += pings.size())
            QVERIFY(client.say(pings));
        QVERIFY(QTest::qWaitFor([&] {
            for (int i = 0; i < 64 && !client.read().isEmpty(); ++i) {
            }
            return anna->roomAgain > 0;
        }));
        QVERIFY(anna->down.isEmpty());
    }

private:
    void start(const LinkLimits &limits)
    {
        anna = std::make_unique<LinkSide>(limits);
        anna->listen();
        QTRY_VERIFY(!anna->endpoint.isNull());
    }
    static LinkLimits patient()
    {
        LinkLimits limits = quick();
        limits.firstByte = limits.handshake = 60s;
        return limits;
    }
    quint16 port() const { return anna->endpoint.port(); }
    static Endpoint endpointOfPort(quint16 port)
    {
        return *Endpoint::make(Endpoint::Scheme::Tcp, u"127.0.0.1", port);
    }
    /// The first words of a client of TLS.
    static QByteArray clientHello()
    {
        SSL_CTX *context = SSL_CTX_new(TLS_method());
        SSL *ssl = SSL_new(context);
        BIO *out = BIO_new(BIO_s_mem());
        SSL_set_bio(ssl, BIO_new(BIO_s_mem()), out);
        SSL_set_connect_state(ssl);
        SSL_do_handshake(ssl);
        char *bytes = nullptr;
        const long size = BIO_get_mem_data(out, &bytes);
        const QByteArray hello(bytes, size);
        SSL_free(ssl);
        SSL_CTX_free(context);
        return hello;
    }

    std::unique_ptr<LinkSide> anna;
};

QTEST_GUILESS_MAIN(TestLinkHostile)
#include "tst_linkhostile.moc"

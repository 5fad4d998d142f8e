// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/identity.h"
#include "identity/spki.h"

#include <QCryptographicHash>
#include <QTest>

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate certificateOf(EVP_PKEY *key)
{
    Certificate certificate(X509_new(), X509_free);
    X509_set_pubkey(certificate.get(), key);
    return certificate;
}

QString textOf(X509 *certificate)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    X509_print(memory.get(), certificate);
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &bytes);
    return QString::fromLatin1(bytes, size);
}

} // namespace

class TestIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesNobodyAndNeverExpires()
    {
        const auto identity = Identity::create();
        QVERIFY(identity);
        const QString text = textOf(identity->certificate());
        for (const QString &line :
             {u"Version: 3 (0x2)"_s, u"Issuer: CN=kith\n"_s, u"Subject: CN=kith\n"_s,
              u"Not Before: Jan  1 00:00:00 2000 GMT"_s, u"Not After : Dec 31 23:59:59 9999 GMT"_s, u"CA:FALSE"_s,
              u"Digital Signature\n"_s, u"TLS Web Server Authentication, TLS Web Client Authentication"_s,
              u"ASN1 OID: prime256v1"_s, u"ecdsa-with-SHA256"_s})
            QVERIFY2(text.contains(line), qPrintable(line + u" is missing in "_s + text));
        QCOMPARE(text.count(u"X509v3 "_s), 4); // the heading and three extensions: no name of a computer
        QCOMPARE(X509_verify(identity->certificate(), identity->key()), 1);
    }

    void isTheHashOfItsPublicKey()
    {
        const auto identity = Identity::create();
        QVERIFY(identity);
        unsigned char *der = nullptr;
        const int size = i2d_PUBKEY(identity->key(), &der);
        const QByteArray spki(reinterpret_cast<char *>(der), size);
        OPENSSL_free(der);
        QCOMPARE(QByteArray(identity->id().toBytes()), QCryptographicHash::hash(spki, QCryptographicHash::Sha256));
    }

    void isAnotherEachTime()
    {
        const auto one = Identity::create();
        const auto other = Identity::create();
        QVERIFY(one && other);
        QVERIFY(one->id() != other->id());
    }

    void staysTheSameInAnotherCertificate()
    {
        const auto identity = Identity::create();
        QVERIFY(identity);
        const auto again = Identity::fromPrivateKey(identity->privateKey().view());
        QVERIFY(again);
        QCOMPARE(again->id(), identity->id());
        QVERIFY(ASN1_INTEGER_cmp(X509_get0_serialNumber(again->certificate()),
                                 X509_get0_serialNumber(identity->certificate())) != 0);
    }

    void hasSerialNumbersOf127Bits()
    {
        int most = 0;
        for (int i = 0; i < 64; ++i) {
            const auto identity = Identity::create();
            QVERIFY(identity);
            const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
                ASN1_INTEGER_to_BN(X509_get0_serialNumber(identity->certificate()), nullptr), BN_free);
            QVERIFY(!BN_is_negative(number.get()));
            most = qMax(most, BN_num_bits(number.get()));
        }
        QVERIFY2(most <= 127 && most >= 120, qPrintable(QString::number(most)));
    }

    void takesOnlyP256_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("parameter");
        QTest::addRow("Ed25519") << u"ED25519"_s << QString();
        QTest::addRow("Ed448") << u"ED448"_s << QString();
        QTest::addRow("X25519") << u"X25519"_s << QString();
        QTest::addRow("P-384") << u"EC"_s << u"P-384"_s;
        QTest::addRow("P-192") << u"EC"_s << u"P-192"_s;
        QTest::addRow("secp256k1") << u"EC"_s << u"secp256k1"_s; // as long as ours
        QTest::addRow("RSA-1024") << u"RSA"_s << u"1024"_s;
        QTest::addRow("RSA-3072") << u"RSA"_s << u"3072"_s;
    }
    void takesOnlyP256()
    {
        QFETCH(const QString, kind);
        QFETCH(const QString, parameter);
        const QByteArray name = kind.toLatin1();
        const QByteArray curve = parameter.toLatin1();
        const Key key(kind == u"RSA"_s  ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", size_t(parameter.toInt()))
                      : curve.isEmpty() ? EVP_PKEY_Q_keygen(nullptr, nullptr, name.constData())
                                        : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve.constData()),
                      EVP_PKEY_free);
        QVERIFY(key);
        QCOMPARE(spkiOf(certificateOf(key.get()).get()), QByteArray());
        unsigned char *der = nullptr;
        const int size = i2d_PrivateKey(key.get(), &der);
        const auto identity = Identity::fromPrivateKey(QByteArrayView(der, size));
        OPENSSL_free(der);
        QVERIFY(!identity);
        QCOMPARE(identity.error().kind, Error::Kind::IdentityDamaged);
    }

    void takesNoCertificateWithoutAKey()
    {
        const Certificate empty(X509_new(), X509_free);
        QCOMPARE(spkiOf(empty.get()), QByteArray());
        QVERIFY(peerIdOf(QByteArray()).isNull());
        QVERIFY(peerIdOf(QByteArray(SpkiBytes, '\0')).isNull());
    }

    void takesNoPointInAnotherForm()
    {
        const auto identity = Identity::create();
        QVERIFY(identity);
        // One key must not be two people: only its usual form is an identity.
        const Key compressed(EVP_PKEY_dup(identity->key()), EVP_PKEY_free);
        QVERIFY(EVP_PKEY_set_utf8_string_param(compressed.get(), "point-format", "compressed") == 1);
        const Certificate certificate = certificateOf(compressed.get());
        QVERIFY(i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), nullptr) > 0);
        QCOMPARE(spkiOf(certificate.get()), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"

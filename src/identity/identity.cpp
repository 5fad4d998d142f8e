// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/identity.h"

#include "identity/spki.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <utility>

namespace kith {

namespace {

constexpr int SerialBits = 127; // positive, and well inside the 20 bytes of RFC 5280, section 4.1.2.2
// A clock that is wrong must lock nobody out: the key alone decides.
constexpr char NotBefore[] = "20000101000000Z";
constexpr char NotAfter[] = "99991231235959Z";

constexpr std::pair<int, const char *> Extensions[] = {
    {NID_basic_constraints, "critical,CA:FALSE"},
    {NID_key_usage, "critical,digitalSignature"},
    {NID_ext_key_usage, "serverAuth,clientAuth"},
};

tl::unexpected<Error> opensslFailed()
{
    char words[256];
    ERR_error_string_n(ERR_get_error(), words, sizeof words);
    return failure(Error::Kind::IdentityFailed, {}, QString::fromLatin1(words));
}

QByteArray publicPartOf(EVP_PKEY *key)
{
    unsigned char *der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    const QByteArray spki(reinterpret_cast<char *>(der), qMax(size, 0));
    OPENSSL_free(der);
    return spki;
}

bool setRandomSerial(X509 *certificate)
{
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(BN_new(), BN_free);
    return number && BN_rand(number.get(), SerialBits, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool setName(X509 *certificate)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC,
                                      reinterpret_cast<const unsigned char *>("kith"), -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, name) == 1;
}

bool addExtensions(X509 *certificate)
{
    for (const auto &[nid, value] : Extensions) {
        const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
            X509V3_EXT_conf_nid(nullptr, nullptr, nid, value), X509_EXTENSION_free);
        if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
            return false;
    }
    return true;
}

} // namespace

void Identity::Free::operator()(EVP_PKEY *key) const
{
    EVP_PKEY_free(key);
}

void Identity::Free::operator()(X509 *certificate) const
{
    X509_free(certificate);
}

Result<Identity> Identity::create()
{
    Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    if (!key)
        return opensslFailed();
    return fromKey(std::move(key));
}

Result<Identity> Identity::fromPrivateKey(QByteArrayView der)
{
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.data());
    Key key(d2i_AutoPrivateKey(nullptr, &bytes, long(der.size())));
    if (!key) {
        ERR_clear_error();
        return failure(Error::Kind::IdentityDamaged);
    }
    return fromKey(std::move(key));
}

Result<Identity> Identity::fromKey(Key key)
{
    Identity identity;
    identity.m_id = peerIdOf(publicPartOf(key.get()));
    if (identity.m_id.isNull()) // a key of another kind
        return failure(Error::Kind::IdentityDamaged);
    identity.m_certificate = certify(key.get());
    if (!identity.m_certificate)
        return opensslFailed();
    identity.m_key = std::move(key);
    return identity;
}

Identity::Certificate Identity::certify(EVP_PKEY *key)
{
    Certificate certificate(X509_new());
    X509 *const it = certificate.get();
    const bool made = it != nullptr && X509_set_version(it, X509_VERSION_3) == 1 && setRandomSerial(it) &&
                      setName(it) && ASN1_TIME_set_string_X509(X509_getm_notBefore(it), NotBefore) == 1 &&
                      ASN1_TIME_set_string_X509(X509_getm_notAfter(it), NotAfter) == 1 &&
                      X509_set_pubkey(it, key) == 1 && addExtensions(it) && X509_sign(it, key, EVP_sha256()) > 0;
    return made ? std::move(certificate) : Certificate();
}

SecretBytes Identity::privateKey() const
{
    const std::unique_ptr<PKCS8_PRIV_KEY_INFO, decltype(&PKCS8_PRIV_KEY_INFO_free)> info(
        EVP_PKEY2PKCS8(m_key.get()), PKCS8_PRIV_KEY_INFO_free); // wiped by OpenSSL when it is freed
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : 0;
    if (size <= 0)
        return {};
    SecretBytes der{qsizetype(size)};
    unsigned char *end = der.data();
    i2d_PKCS8_PRIV_KEY_INFO(info.get(), &end);
    return der;
}

} // namespace kith

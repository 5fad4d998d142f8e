// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/spki.h"

#include <QCryptographicHash>

#include <openssl/err.h>
#include <openssl/x509.h>

namespace kith {

namespace {

// SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING { uncompressed point …
constexpr char P256Prefix[] =
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03"
    "\x01\x07\x03\x42\x00\x04";

bool isP256(QByteArrayView spki)
{
    return spki.size() == SpkiBytes && spki.startsWith(QByteArrayView(P256Prefix, sizeof P256Prefix - 1));
}

} // namespace

QByteArray spkiOf(const X509 *certificate)
{
    X509_PUBKEY *key = X509_get_X509_PUBKEY(certificate);
    // A key that OpenSSL cannot make sense of, such as a point beside the curve, has no value. Its complaint of that is
    // not kept: whoever asks OpenSSL later why a handshake failed hears the first one.
    ERR_set_mark();
    const bool makesSense = key != nullptr && X509_PUBKEY_get0(key) != nullptr;
    ERR_pop_to_mark();
    if (!makesSense)
        return {};
    if (i2d_X509_PUBKEY(key, nullptr) != SpkiBytes)
        return {};
    QByteArray spki(SpkiBytes, Qt::Uninitialized);
    auto *end = reinterpret_cast<unsigned char *>(spki.data());
    i2d_X509_PUBKEY(key, &end);
    return isP256(spki) ? spki : QByteArray();
}

PeerId peerIdOf(QByteArrayView spki)
{
    if (!isP256(spki))
        return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(spki);
    return PeerId::fromBytes(hash.result());
}

} // namespace kith

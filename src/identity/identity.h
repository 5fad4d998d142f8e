// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/peerid.h"
#include "identity/secretbytes.h"

#include <memory>

using EVP_PKEY = struct evp_pkey_st;
using X509 = struct x509_st;

namespace kith {

/// Who a profile is on the network: a P-256 key, and a certificate that the key itself signed and that names nobody.
/// Any thread may read it.
class Identity {
public:
    /// A new key. Errors: IdentityFailed.
    static Result<Identity> create();
    /// The identity of a private key in DER (PKCS #8). Its certificate gets a serial number of its own each time, so
    /// that nothing but the key is the same. Errors: IdentityDamaged, IdentityFailed.
    static Result<Identity> fromPrivateKey(QByteArrayView der);

    const PeerId &id() const { return m_id; }
    SecretBytes privateKey() const; ///< DER (PKCS #8).
    EVP_PKEY *key() const { return m_key.get(); }
    X509 *certificate() const { return m_certificate.get(); }

private:
    struct Free {
        void operator()(EVP_PKEY *key) const;
        void operator()(X509 *certificate) const;
    };
    using Key = std::unique_ptr<EVP_PKEY, Free>;
    using Certificate = std::unique_ptr<X509, Free>;

    static Result<Identity> fromKey(Key key);
    static Certificate certify(EVP_PKEY *key);

    PeerId m_id;
    Key m_key;
    Certificate m_certificate;
};

} // namespace kith

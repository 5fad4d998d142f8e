// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/peerid.h"
#include "identity/identity.h"

#include <QByteArray>

namespace kith {

/// What stands in the file of an identity. All numbers are big-endian.
///
///     0    8   "KITHKEY" and the version of the format, 1
///     8    1   how the key is kept: 0 as it is, 1 under a passphrase
///     9   32   the peer id, so that it is known without the passphrase
///    41   16   1: salt of Argon2id          } with 0 these 48 bytes are absent
///    57    4   1: its passes                }
///    61    4   1: its memory in KiB         }
///    65   24   1: nonce                     }
///     …    2   size of what follows, at most MaxKeyBytes
///     …        the private key in DER (PKCS #8); with 1 in a box of XSalsa20-Poly1305
///     …   32   SHA-256 of everything before
class KeyFile {
public:
    static constexpr qsizetype MaxKeyBytes = 512; ///< A P-256 key has 138.
    static constexpr qsizetype MaxBytes = 1024;   ///< No such file is larger.

    /// What is to be written. An empty passphrase leaves the key as it is; else Argon2id (libsodium's MODERATE) takes
    /// most of a second. Errors: IdentityFailed.
    static Result<SecretBytes> write(const Identity &identity, const SecretBytes &passphrase);

    /// Errors: IdentityDamaged, IdentityNewer.
    static Result<KeyFile> read(QByteArrayView bytes);

    const PeerId &id() const { return m_id; }
    bool isSealed() const { return !m_salt.isEmpty(); }
    /// Errors: PassphraseNeeded, PassphraseWrong, IdentityDamaged, IdentityReplaced (the key is not the one that the
    /// file names), IdentityFailed.
    Result<Identity> open(const SecretBytes &passphrase) const;

private:
    PeerId m_id;
    QByteArray m_salt;
    QByteArray m_nonce;
    quint32 m_passes = 0;
    quint32 m_memoryKiB = 0;
    SecretBytes m_key; // sealed, or as it is
};

} // namespace kith

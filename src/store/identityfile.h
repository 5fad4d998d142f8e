// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "identity/identity.h"

#include <QString>

#include <optional>

namespace kith {

/// The file of a profile's identity. It is never made anew where one has been: whoever loses a key is another person
/// to all friends, and must know it. Every error has the file as its subject.
class IdentityFile {
public:
    struct Opened {
        Identity identity;
        bool isNew = false;
        bool wasOpenToOthers = false; ///< Others could read it; that is mended, and the person is told.
        bool isSealed = false;        ///< Under a passphrase.
    };

    /// In the directory of a profile.
    explicit IdentityFile(const QString &directory);

    const QString &name() const { return m_name; }
    /// Who it belongs to, without the passphrase; nullopt when there is no file. Errors: as in open().
    Result<std::optional<PeerId>> id() const;
    /// Whether open() needs a passphrase. Errors: as in open().
    Result<bool> isSealed() const;

    /// Reads the identity. `known` is who this profile was so far, as its history says; null: it was nobody, and a new
    /// identity is made if there is no file.
    /// Errors: IdentityMissing, IdentityReplaced, IdentityDamaged, IdentityNewer, IdentityNotReadable,
    /// PassphraseNeeded, PassphraseWrong, IdentityFailed, StoreFull, StoreFailed.
    Result<Opened> open(const PeerId &known, const SecretBytes &passphrase = {}) const;

    /// Writes `identity` under `passphrase`, none if that is empty, in place of what is there.
    /// Errors: IdentityFailed, StoreFull, StoreFailed.
    Result<void> write(const Identity &identity, const SecretBytes &passphrase) const;

    /// Puts the key under `next`, under none if that is empty, for whoever knows `old`; empty: it was under none.
    /// Whatever happens on the way, the file is the old or the new one. Errors: as in open() and write().
    Result<void> seal(const PeerId &known, const SecretBytes &old, const SecretBytes &next) const;

private:
    Result<Opened> make(const PeerId &known, const SecretBytes &passphrase) const;
    Result<SecretBytes> read() const;

    QString m_name;
};

} // namespace kith

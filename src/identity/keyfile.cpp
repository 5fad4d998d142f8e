// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/keyfile.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <cstring>
#include <sodium.h>

namespace kith {

namespace {

constexpr char Magic[] = "KITHKEY";
constexpr qsizetype MagicBytes = sizeof Magic - 1;
constexpr char Version = 1;
constexpr char AsItIs = 0;
constexpr char Sealed = 1;
constexpr qsizetype HashBytes = crypto_hash_sha256_BYTES;

// What a file may ask of this computer. A planted file must not take all its memory.
constexpr quint32 MaxPasses = 16;
constexpr quint32 MaxMemoryKiB = 1024 * 1024;

/// Walks through the bytes; past their end it is empty-handed for good.
class Cursor {
public:
    explicit Cursor(QByteArrayView bytes) : m_rest(bytes) {}
    QByteArrayView take(qsizetype size)
    {
        m_ok = m_ok && size <= m_rest.size();
        if (!m_ok)
            return {};
        const QByteArrayView taken = m_rest.first(size);
        m_rest = m_rest.sliced(size);
        return taken;
    }
    template <typename Number>
    Number number()
    {
        const QByteArrayView bytes = take(sizeof(Number));
        return m_ok ? qFromBigEndian<Number>(bytes.data()) : Number();
    }
    bool isAtEnd() const { return m_ok && m_rest.isEmpty(); }

private:
    QByteArrayView m_rest;
    bool m_ok = true;
};

/// Writes into a place that is large enough.
class Pen {
public:
    explicit Pen(unsigned char *place) : m_place(place) {}
    void put(QByteArrayView bytes)
    {
        std::memcpy(m_place, bytes.data(), size_t(bytes.size()));
        m_place += bytes.size();
    }
    void put(char byte) { *m_place++ = static_cast<unsigned char>(byte); }
    template <typename Number>
    void number(Number value)
    {
        qToBigEndian(value, m_place);
        m_place += sizeof value;
    }

private:
    unsigned char *m_place;
};

QByteArray hashOf(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes);
    return hash.result();
}

QByteArray randomBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(size));
    return bytes;
}

const unsigned char *raw(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

/// The key of the box; empty when the computer has not the memory.
SecretBytes stretch(const SecretBytes &passphrase, const QByteArray &salt, quint32 passes, quint32 memoryKiB)
{
    SecretBytes key(crypto_secretbox_KEYBYTES);
    const int result = crypto_pwhash(key.data(), crypto_secretbox_KEYBYTES,
                                     reinterpret_cast<const char *>(passphrase.data()), size_t(passphrase.size()),
                                     raw(salt), passes, size_t(memoryKiB) * 1024, crypto_pwhash_ALG_ARGON2ID13);
    return result == 0 ? std::move(key) : SecretBytes();
}

tl::unexpected<Error> noMemory()
{
    return failure(Error::Kind::IdentityFailed, {}, QStringLiteral("not enough memory for Argon2id"));
}

} // namespace

Result<SecretBytes> KeyFile::write(const Identity &identity, const SecretBytes &passphrase)
{
    if (sodium_init() < 0)
        return failure(Error::Kind::IdentityFailed, {}, QStringLiteral("libsodium cannot start"));
    SecretBytes key = identity.privateKey();
    const QByteArray salt = randomBytes(crypto_pwhash_SALTBYTES);
    const QByteArray nonce = randomBytes(crypto_secretbox_NONCEBYTES);
    constexpr quint32 passes = crypto_pwhash_OPSLIMIT_MODERATE;
    constexpr quint32 memoryKiB = crypto_pwhash_MEMLIMIT_MODERATE / 1024;
    const bool seal = !passphrase.isEmpty();
    if (seal) {
        const SecretBytes boxKey = stretch(passphrase, salt, passes, memoryKiB);
        if (boxKey.isEmpty())
            return noMemory();
        SecretBytes box(key.size() + qsizetype(crypto_secretbox_MACBYTES));
        crypto_secretbox_easy(box.data(), key.data(), size_t(key.size()), raw(nonce), boxKey.data());
        key = std::move(box);
    }
    const qsizetype sealing = seal ? salt.size() + nonce.size() + qsizetype(2 * sizeof(quint32)) : 0;
    SecretBytes file(MagicBytes + 2 + PeerId::Bytes + sealing + qsizetype(sizeof(quint16)) + key.size() +
                     HashBytes);
    Pen pen(file.data());
    pen.put(QByteArrayView(Magic, MagicBytes));
    pen.put(Version);
    pen.put(seal ? Sealed : AsItIs);
    pen.put(identity.id().toBytes());
    if (seal) {
        pen.put(salt);
        pen.number(passes);
        pen.number(memoryKiB);
        pen.put(nonce);
    }
    pen.number(quint16(key.size()));
    pen.put(key.view());
    pen.put(hashOf(file.view().chopped(HashBytes)));
    return file;
}

Result<KeyFile> KeyFile::read(QByteArrayView bytes)
{
    Cursor cursor(bytes);
    if (cursor.take(MagicBytes) != QByteArrayView(Magic, MagicBytes))
        return failure(Error::Kind::IdentityDamaged);
    const char version = cursor.number<char>();
    if (version > Version)
        return failure(Error::Kind::IdentityNewer);
    const bool whole = bytes.size() > HashBytes && bytes.size() <= MaxBytes &&
                       hashOf(bytes.chopped(HashBytes)) == bytes.last(HashBytes);
    const char kind = cursor.number<char>();
    if (!whole || version != Version || (kind != AsItIs && kind != Sealed))
        return failure(Error::Kind::IdentityDamaged);
    KeyFile file;
    file.m_id = PeerId::fromBytes(cursor.take(PeerId::Bytes).toByteArray());
    if (kind == Sealed) {
        file.m_salt = cursor.take(crypto_pwhash_SALTBYTES).toByteArray();
        file.m_passes = cursor.number<quint32>();
        file.m_memoryKiB = cursor.number<quint32>();
        file.m_nonce = cursor.take(crypto_secretbox_NONCEBYTES).toByteArray();
    }
    const auto size = cursor.number<quint16>();
    file.m_key = SecretBytes(cursor.take(qMin<qsizetype>(size, MaxKeyBytes)));
    cursor.take(HashBytes);
    const bool bearable = kind == AsItIs || (file.m_passes <= MaxPasses && file.m_memoryKiB <= MaxMemoryKiB);
    if (!cursor.isAtEnd() || file.m_id.isNull() || !bearable)
        return failure(Error::Kind::IdentityDamaged);
    return file;
}

Result<Identity> KeyFile::open(const SecretBytes &passphrase) const
{
    if (sodium_init() < 0)
        return failure(Error::Kind::IdentityFailed, {}, QStringLiteral("libsodium cannot start"));
    const auto checked = [this](Result<Identity> identity) -> Result<Identity> {
        if (identity && identity->id() != m_id)
            return failure(Error::Kind::IdentityReplaced);
        return identity;
    };
    if (!isSealed())
        return checked(Identity::fromPrivateKey(m_key.view()));
    if (passphrase.isEmpty())
        return failure(Error::Kind::PassphraseNeeded);
    const SecretBytes boxKey = stretch(passphrase, m_salt, m_passes, m_memoryKiB);
    if (boxKey.isEmpty())
        return noMemory();
    const qsizetype size = m_key.size() - qsizetype(crypto_secretbox_MACBYTES);
    if (size <= 0)
        return failure(Error::Kind::IdentityDamaged);
    SecretBytes key(size);
    if (crypto_secretbox_open_easy(key.data(), m_key.data(), size_t(m_key.size()), raw(m_nonce), boxKey.data()) !=
        0)
        return failure(Error::Kind::PassphraseWrong);
    return checked(Identity::fromPrivateKey(key.view()));
}

} // namespace kith

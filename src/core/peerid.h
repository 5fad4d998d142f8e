// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QHash>
#include <QMetaType>
#include <QString>

#include <array>

namespace kith {

/// Who somebody is, however it is called and wherever it is: the SHA-256 of the public key (its DER
/// SubjectPublicKeyInfo). Null by default; a null id is equal to no one's.
class PeerId final {
public:
    static constexpr qsizetype Bytes = 32;
    static constexpr qsizetype ShortCharacters = 8;
    /// Characters of the text form, hyphens included.
    static constexpr qsizetype TextCharacters = 63;
    /// The longest text that parse() looks at: room for a space between any two characters.
    static constexpr qsizetype MaxTextCharacters = 256;

    PeerId() = default;

    /// The id that `bytes` are; null unless there are exactly 32 that can be the hash of a key: neither all zero nor
    /// the hash of nothing, which is what a key that could not be read would give to everybody.
    static PeerId fromBytes(QByteArrayView bytes);
    /// Reads what toString() wrote, in either case; spaces and hyphens may stand anywhere or be missing.
    /// Error: BadPeerId, with the group of 14 characters that is mistyped, or the beginning of the text when it is no
    /// id at all.
    static Result<PeerId> parse(QStringView text);

    QByteArray toBytes() const;
    /// RFC 4648 base32 with a check character after each 13, in eight groups of seven: `ABCDEFG-…`. Any one wrong
    /// character and any two swapped neighbours of a check group are found. Empty when null.
    QString toString() const;
    /// The first 8 characters, to tell people with the same name apart. Never proof of anything. Empty when null.
    QString shortForm() const;
    bool isNull() const { return *this == PeerId(); }

    friend bool operator==(const PeerId &, const PeerId &) = default;
    /// The order of the bytes. It decides which of two simultaneous links stays: the same on both sides.
    friend bool operator<(const PeerId &a, const PeerId &b) { return a.m_bytes < b.m_bytes; }
    friend size_t qHash(const PeerId &id, size_t seed = 0)
    {
        return qHashBits(id.m_bytes.data(), id.m_bytes.size(), seed);
    }

private:
    std::array<quint8, Bytes> m_bytes{};
};

} // namespace kith

Q_DECLARE_METATYPE(kith::PeerId)

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <optional>

namespace kith {

/// What is spoken at a port that serves two languages.
enum class Language { Tls, PlainText };

constexpr char TlsFirstByte = 0x16; ///< Of a handshake record (RFC 8446, section 5.1).

/// The language of what begins like that: its first byte decides, whatever follows. nullopt: there is none yet.
std::optional<Language> languageOf(QByteArrayView beginning);

} // namespace kith

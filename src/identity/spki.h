// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/peerid.h"

#include <QByteArray>

using X509 = struct x509_st;

namespace kith {

/// A P-256 public key as DER (SubjectPublicKeyInfo, RFC 5480): this many bytes, always.
constexpr qsizetype SpkiBytes = 91;

/// The public key of `certificate` as DER; empty unless it is a P-256 key in its usual, uncompressed form.
/// Nothing else of a certificate counts: not its names, not its dates, not who signed it.
QByteArray spkiOf(const X509 *certificate);
/// Who the holder of `spki` is: its SHA-256. Null unless it has the form that spkiOf() lets through.
PeerId peerIdOf(QByteArrayView spki);

} // namespace kith

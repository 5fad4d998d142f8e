// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/peers.h"

namespace kith {

inline constexpr qsizetype MaxPassphraseBytes = 4096;

/// The first line of `file`, without its line end; empty where no file is named. No copy of it stays behind.
/// Error: FileNotReadable, also when the line is longer than MaxPassphraseBytes.
Result<SecretBytes> passphraseIn(const QString &file);

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/recovery.h"

#include <QString>

namespace kith {

/// Replaces the damaged history in `file`, which nobody has open, by a new one with all that can be read of it. The
/// damaged file is set aside. Where the newest backup holds more, what is only there is added.
/// Errors: StoreForeign when nothing in the file is ours: it stays as it is, byte for byte. StoreFull, StoreFailed.
Result<Recovery> rescueHistory(const QString &file);

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/peerid.h"

namespace kith {

/// What two people compare to know that nobody sits between them: 60 digits in 12 groups of 5, the same on both sides.
/// A rendering of SHA-256("kith-safety-1" ‖ the two ids in their order), src/protocol/README.md. Empty when one is null.
QString safetyNumber(const PeerId &one, const PeerId &other);

} // namespace kith

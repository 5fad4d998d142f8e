// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>

namespace kith {

/// Whether what happens now can be kept.
enum class StoreHealth {
    Fine,
    Full,       ///< The disk is full: what comes waits in memory, and is kept when there is space again.
    ReadOnly,   ///< Nobody may write there; else as Full.
    WriteFailed ///< The disk reported an error: nothing is written until the person asks for it.
};

} // namespace kith

Q_DECLARE_METATYPE(kith::StoreHealth)

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>

#include <optional>

namespace kith {

/// The name under which a reason of failure is stored. Names, because the numbers of Error::Kind change.
QByteArray failureName(Error::Kind kind);

/// The reason that `name` means; none for a name that this version does not know.
std::optional<Error::Kind> failureFromName(const QByteArray &name);

} // namespace kith

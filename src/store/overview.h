// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

namespace kith {

class Database;

/// Contacts and conversations as they are kept now, with what was last said.
Result<Store::Overview> readOverview(Database &database);

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/strongid.h"

#include <QList>

namespace kith {

class Database;

/// Messages that were deleted and may still be taken back. Nothing shows them.
class Bin final {
public:
    explicit Bin(Database &database) : m_database(database) {}

    /// Ids that are unknown, or in the bin already, are passed over.
    Result<void> add(const QList<MessageId> &ids);
    Result<void> takeBack(const QList<MessageId> &ids);
    /// Removes what is in the bin for good.
    Result<void> empty();

private:
    Database &m_database;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/searchfilter.h"

namespace kith {

/// The people whose name or address contains what was typed, with their groups.
class FriendFilter : public SearchFilter {
    Q_OBJECT

public:
    explicit FriendFilter(QObject *parent = nullptr);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
};

} // namespace kith

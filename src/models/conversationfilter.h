// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/searchfilter.h"

namespace kith {

/// The conversations whose name, address or latest message contains what was typed. Headings of hosts stay while
/// nothing is searched. The order is the source's.
class ConversationFilter : public SearchFilter {
    Q_OBJECT

public:
    explicit ConversationFilter(QObject *parent = nullptr);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"
#include "ui/conversationpresenter.h"

namespace kith {

/// The clients of one host that are connected now.
class HostClients final : public ConversationFilter {
    Q_OBJECT

public:
    using ConversationFilter::ConversationFilter;

    void setHost(const HostId &host);

    QVariant data(const QModelIndex &index, int role) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    HostId m_host;
};

} // namespace kith

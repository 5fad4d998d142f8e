// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/conversationfilter.h"

namespace kith {

/// The filtered conversations with the words that a window and a screen reader need.
class ConversationPresenter final : public ConversationFilter {
    Q_OBJECT

public:
    enum Role {
        PreviewRole = Qt::UserRole + 100, ///< QString
        TimeTextRole,                     ///< QString
        HeadingRole                       ///< QString: "Hosting tcp://…", of a host
    };

    using ConversationFilter::ConversationFilter;

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString preview(const QModelIndex &index) const;
    QString spoken(const QModelIndex &index) const;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/friendfilter.h"

namespace kith {

/// The filtered address book with the words that a window and a screen reader need.
class FriendPresenter final : public FriendFilter {
    Q_OBJECT

public:
    enum Role {
        TitleRole = Qt::UserRole + 100, ///< QString: the name of a group or a person
        CountRole,                      ///< QString: "online/total", of a group
        LineRole                        ///< QString: what stands below the name of a person
    };

    using FriendFilter::FriendFilter;

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString line(const QModelIndex &index) const;
    QString spoken(const QModelIndex &index) const;
};

} // namespace kith

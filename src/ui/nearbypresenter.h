// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIdentityProxyModel>

namespace kith {

/// The people nearby with the words that a window and a screen reader need.
class NearbyPresenter final : public QIdentityProxyModel {
    Q_OBJECT

public:
    enum Role {
        LineRole = Qt::UserRole + 100, ///< QString: what stands below the name
        NoteRole                       ///< QString: what there is between us; may be empty
    };

    using QIdentityProxyModel::QIdentityProxyModel;

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString spoken(const QModelIndex &index) const;
};

} // namespace kith

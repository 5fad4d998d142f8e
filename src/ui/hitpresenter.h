// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIdentityProxyModel>

namespace kith {

/// What was found in the history, with the words that a window and a screen reader need.
class HitPresenter final : public QIdentityProxyModel {
    Q_OBJECT

public:
    enum Role {
        WhoRole = Qt::UserRole + 100, ///< QString: "Bob", "Me to Bob"
        WhenRole,                     ///< QString: "20 Nov 14:24"
        ShortWhenRole                 ///< QString: as in the list of conversations
    };

    using QIdentityProxyModel::QIdentityProxyModel;

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString who(const QModelIndex &index) const;
    QString spoken(const QModelIndex &index) const;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIdentityProxyModel>

namespace kith {

/// The timeline with the words that a screen reader needs.
class TimelinePresenter final : public QIdentityProxyModel {
    Q_OBJECT

public:
    using QIdentityProxyModel::QIdentityProxyModel;

    /// The name of the other side of the conversation.
    void setName(const QString &name);

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString m_name;
};

} // namespace kith

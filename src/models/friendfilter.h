// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace kith {

/// The people whose name or address contains what was typed, with their groups.
class FriendFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit FriendFilter(QObject *parent = nullptr);

    void setNeedle(const QString &needle);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_needle;
};

} // namespace kith

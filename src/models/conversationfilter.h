// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace kith {

/// The conversations whose name, address or latest message contains what was typed. Headings of hosts stay while
/// nothing is searched. The order is the source's.
class ConversationFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit ConversationFilter(QObject *parent = nullptr);

    void setNeedle(const QString &needle);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_needle;
};

} // namespace kith

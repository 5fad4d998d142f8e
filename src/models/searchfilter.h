// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pinyin.h"

#include <QSortFilterProxyModel>

namespace kith {

/// Shows the rows that match what was typed into the search field; all of them while nothing is. The order is the
/// source's.
class SearchFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    /// White space around `needle` is forgiven.
    void setNeedle(const QString &needle);

protected:
    explicit SearchFilter(QObject *parent) : QSortFilterProxyModel(parent) {}

    bool isSearching() const { return !m_needle.isEmpty(); }
    /// Whether `text` contains what was typed, in any case and width.
    bool holds(const QString &text) const;
    /// The same of a name, which may also be typed as it sounds: see Pinyin.
    bool names(const QString &name) const;

private:
    QString m_needle; ///< Folded.
    mutable Pinyin m_pinyin;
};

} // namespace kith

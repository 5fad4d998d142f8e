// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"

#include <QListView>

namespace kith {

class HitPresenter;
class Theme;

/// Messages that were found, as high as they need: the column around it scrolls.
class HitView final : public QListView {
    Q_OBJECT

public:
    HitView(HitPresenter &presenter, const Theme &theme, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const kith::Message &message);
    /// The row at `rect`, in this widget, should be in sight.
    void rowToShow(const QRect &rect);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void choose(const QModelIndex &index);
};

} // namespace kith

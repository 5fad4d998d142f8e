// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"

#include <QTreeView>

namespace kith {

class FriendPresenter;
class Theme;

/// The address book, as high as it needs: the column around it scrolls.
class FriendView final : public QTreeView {
    Q_OBJECT

public:
    FriendView(FriendPresenter &presenter, const Theme &theme, QWidget *parent = nullptr);

    /// Opens every group, as a search needs, or the usual ones.
    void showAll(bool all);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void contactChosen(const kith::ContactId &contact);
    void menuRequested(const kith::ContactId &contact, const QPoint &globalPosition);
    void rowToShow(const QRect &rect);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;

private:
    void choose(const QModelIndex &index);
    void openUsual(int first, int last);

    FriendPresenter &m_presenter;
    bool m_showsAll = false;
};

} // namespace kith

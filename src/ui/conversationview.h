// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"

#include <QListView>

namespace kith {

class ConversationListModel;
class ConversationPresenter;
class Theme;

/// The conversations, as high as they need: the column around it scrolls.
class ConversationView final : public QListView {
    Q_OBJECT

public:
    ConversationView(ConversationListModel &model, ConversationPresenter &presenter, const Theme &theme,
                     QWidget *parent = nullptr);

    void setCurrent(const ConversationId &conversation);
    void setCurrent(const HostId &host);
    void clearCurrent();
    /// The conversation `step` rows below the current one, headings skipped; null at an end.
    ConversationId neighbour(int step) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void conversationChosen(const kith::ConversationId &conversation);
    void hostChosen(const kith::HostId &host);
    void menuRequested(const kith::ConversationId &conversation, const QPoint &globalPosition);
    /// The row at `rect`, in this widget, should be in sight.
    void rowToShow(const QRect &rect);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void showWanted();
    void choose(const QModelIndex &index);
    void fold(const QModelIndex &index, bool isFolded);

    ConversationListModel &m_model;
    ConversationPresenter &m_presenter;
    ConversationId
        m_wanted; ///< What is shown beside the list; its row may come later, or be filtered out for now.
    HostId m_wantedHost;
};

} // namespace kith

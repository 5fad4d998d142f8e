// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/historymodel.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;

namespace kith {

class HistoryActions;
class HitPresenter;
class NoticeBar;
class Theme;
class UndoBar;

/// The middle of the history: the field in which one searches, what was found, and what can be done with it.
class HistoryPane final : public QWidget {
    Q_OBJECT

public:
    HistoryPane(Messenger &messenger, const Theme &theme, QWidget *parent = nullptr);

    /// Everything but the text, which is the field's.
    void setFilters(const SearchQuery &filters, bool isNarrow);
    void setText(const QString &text);
    /// How many messages there are where is looked.
    void setTotal(qint64 total);
    void focusField();
    /// Forgets what was found: nobody looks, and nothing has to be kept up to date.
    void rest();
    QString text() const;

Q_SIGNALS:
    void goToRequested(const kith::Message &message, const QString &needle);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeField(const Theme &theme);
    QWidget *makeActions();
    QWidget *makeEmpty();
    void connectParts();
    void look();
    void showState();
    void showEmpty();
    void showCount();
    void showActions();
    void popUpMenu(const QPoint &position);

    Messenger &m_messenger;
    HistoryModel m_model;
    HitPresenter *m_presenter;
    SearchQuery m_filters;
    bool m_isNarrow = false;
    bool m_isInsideWords = false;
    qint64 m_total = 0;
    QLineEdit *m_edit = nullptr;
    QLabel *m_count = nullptr;
    NoticeBar *m_notice;
    QStackedWidget *m_stack;
    QListView *m_list;
    QLabel *m_empty = nullptr;
    QPushButton *m_inside = nullptr;
    QWidget *m_actionRow = nullptr;
    QLabel *m_selected = nullptr;
    UndoBar *m_undo;
    HistoryActions *m_actions = nullptr;
    QTimer m_pause;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/historymodel.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace kith {

class HitPresenter;
class HitView;
class Messenger;
class Theme;

/// The messages that a search in the side bar finds, below the conversations and the people: the newest few while one
/// types, and the way to all of them.
class HitSection final : public QWidget {
    Q_OBJECT

public:
    /// So many are listed here; the history has the others.
    static constexpr int MostHits = 20;

    HitSection(Messenger &messenger, const Theme &theme, QWidget *parent = nullptr);

    /// Looks for `needle` once the typing pauses; hides when there is none.
    void search(const QString &needle);
    void chooseFirst();

    HitView *view() const { return m_view; }

Q_SIGNALS:
    void hitChosen(const kith::Message &message, const QString &needle);
    void historyRequested(const QString &needle);
    void insideRequested(); ///< The button that was clicked is gone: the keyboard belongs somewhere else.

private:
    void look();
    void showState();

    HistoryModel m_model;
    HitPresenter *m_presenter;
    HitView *m_view;
    QLabel *m_heading;
    QLabel *m_state;
    QPushButton *m_inside;
    QPushButton *m_all;
    QString m_needle;
    QTimer m_pause;
    bool m_isInsideWords = false;
};

} // namespace kith

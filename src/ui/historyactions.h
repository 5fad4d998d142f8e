// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/message.h"

#include <QList>
#include <QObject>
#include <QTimer>

class QAction;
class QListView;
class QMenu;

namespace kith {

class HistoryModel;
class Messenger;

/// What can be done with the chosen messages of a list of the history: by button, by menu and by key. Chosen are the
/// selected rows, or, after "select all", everything that the query lets through, loaded or not.
class HistoryActions final : public QObject {
    Q_OBJECT

public:
    /// As many messages are copied at once.
    static constexpr int MaxCopied = 1000;

    HistoryActions(Messenger &messenger, HistoryModel &model, QListView &view);

    QAction *star() const { return m_star; }
    QAction *comment() const { return m_comment; }
    QAction *copy() const { return m_copy; }
    QAction *goTo() const { return m_goTo; }
    QAction *remove() const { return m_remove; }

    void fillMenu(QMenu &menu);
    int count() const;                         ///< How many rows are selected.
    bool isWhole() const { return m_isWhole; } ///< Whether everything that matches is chosen.

Q_SIGNALS:
    void selectionChanged();
    void goToRequested(const kith::Message &message);
    void removed(qsizetype count); ///< It can be taken back for a while.
    void failed(const kith::Error &error);

private:
    QAction *add(const QString &name, const QString &text, const QKeySequence &keys);
    void update();
    void updateSoon();
    void selectEverything();
    void starChosen();
    void commentChosen();
    void copyChosen();
    void removeChosen();
    void confirmRemoval(const QList<Message> &messages);
    void removeNow(const QList<Message> &messages);
    /// Calls `then` with every chosen message, after reading those that are not loaded.
    template <typename Then>
    void withChosen(Then then);
    QList<Message> selected() const; ///< In the order of the rows.

    Messenger &m_messenger;
    HistoryModel &m_model;
    QListView &m_view;
    QAction *m_star;
    QAction *m_comment;
    QAction *m_copy;
    QAction *m_goTo;
    QAction *m_remove;
    QAction *m_selectAll;
    bool m_isWhole = false;
    bool m_isSelectingAll = false;
    QTimer m_updateTimer; ///< A list that changes in many places is looked at once.
};

} // namespace kith

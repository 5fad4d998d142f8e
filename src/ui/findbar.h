// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/historymodel.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace kith {

class Messenger;
class Theme;

/// Searches in one conversation while one types: says how many hits there are and goes through them, the newest first.
class FindBar final : public QFrame {
    Q_OBJECT

public:
    /// So many hits are counted; more are "1,000+".
    static constexpr int MostCounted = 1000;

    FindBar(Messenger &messenger, const Theme &theme, QWidget *parent = nullptr);

    /// Opens, for a search in `conversation`, with what was searched for the last time selected.
    void start(const ConversationId &conversation);
    /// Hides and forgets the hits.
    void finish();
    void goOlder();
    void goNewer();

    QString text() const;

Q_SIGNALS:
    /// The person goes to a hit; a null message: there is none, and nothing is marked.
    void hitChosen(const kith::Message &message, const QString &needle);
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolButton *makeButton(const Theme &theme, const QString &name, const QString &icon, const QString &words);
    void look();
    void lookInside();
    void step(int by);
    void choose(int row);
    void showState();
    void countOn();

    HistoryModel m_model;
    ConversationId m_conversation;
    QLineEdit *m_edit;
    QLabel *m_count;
    QPushButton *m_inside;
    QToolButton *m_older;
    QToolButton *m_newer;
    QTimer m_pause;
    MessageId m_current; ///< The hit that is gone to; rows move as messages come and go.
    bool m_isInsideWords = false;
    bool m_wantsOlder =
        false; ///< The next page is being read for the sake of the person who went past the last row.
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/peers.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace kith {

class Messenger;

/// Two people compare six digits: waiting for the other's computer, the digits, and what came of it. Hidden while nobody
/// compares anything.
class ComparisonPanel final : public QFrame {
    Q_OBJECT

public:
    ComparisonPanel(Messenger &messenger, const ContactId &contact, QWidget *parent = nullptr);

    /// Asks the person's computer.
    void start();
    /// Whether a comparison is under way.
    bool isRunning() const;
    /// Gives the keyboard to what can be done now.
    void takeFocus();

Q_SIGNALS:
    void changed();   ///< It was shown or hidden, began or ended.
    void focusLeft(); ///< What had the keyboard is about to be hidden.

private:
    /// What the people found.
    enum class Outcome { None, Same, Different };

    void layOut();
    void take(const ComparisonProgress &progress);
    void finish(Outcome outcome);
    void refresh();
    void passFocus();
    QString words() const;

    Messenger &m_messenger;
    ContactId m_contact;
    ComparisonProgress m_progress;
    Outcome m_outcome = Outcome::None;
    QLabel *m_words;
    QLabel *m_code;
    QPushButton *m_same;
    QPushButton *m_different;
    QPushButton *m_stop;
};

} // namespace kith

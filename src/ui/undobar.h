// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace kith {

/// Says what was done, and for a while offers to take it back.
class UndoBar final : public QFrame {
    Q_OBJECT

public:
    explicit UndoBar(QWidget *parent = nullptr);

    /// Shows `sentence` with the offer for `time`.
    void offer(const QString &sentence, std::chrono::milliseconds time);

Q_SIGNALS:
    void undone();

public Q_SLOTS:
    void undo(); ///< As the button does; nothing when nothing is offered.

private:
    QLabel *m_sentence;
    QPushButton *m_button;
    QTimer m_timer;
};

} // namespace kith

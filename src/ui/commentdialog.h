// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;
class QPlainTextEdit;

namespace kith {

class Messenger;
struct Message;

/// Asks what the person wants to note about a message.
class CommentDialog final : public QDialog {
    Q_OBJECT

public:
    /// Asks about `message`, and keeps the answer.
    static void ask(Messenger &messenger, const Message &message, QWidget *parent);

    explicit CommentDialog(const QString &comment, QWidget *parent = nullptr);

    QString comment() const; ///< Without white space around it; empty: none.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void limit();

    QPlainTextEdit *m_edit;
    QLabel *m_count;
};

} // namespace kith

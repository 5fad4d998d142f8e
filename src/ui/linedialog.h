// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <functional>

class QLineEdit;

namespace kith {

/// Asks for one line of text.
class LineDialog final : public QDialog {
    Q_OBJECT

public:
    struct Question {
        QString name = {}; ///< Object name; the field's is "lineEdit", the button's "lineButton".
        QString title = {};
        QString text = {};  ///< What is asked, in a sentence.
        QString wrong = {}; ///< Why the last answer was not taken; may be empty.
        QString label = {}; ///< Of the field.
        QString value = {};
        QString answer = {}; ///< What the button says.
        int maxLength = 64;
        bool isSecret = false;
    };

    /// Opens over the window of `parent` and calls `act` with what was typed.
    static LineDialog *ask(QWidget *parent, const Question &question, std::function<void(const QString &)> act);

private:
    LineDialog(const Question &question, QWidget *parent);

    QLineEdit *m_edit;
};

} // namespace kith

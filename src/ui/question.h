// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMessageBox>
#include <QString>

#include <functional>

namespace kith {

/// Something that is not done before the person says so.
struct Question {
    QString name = {}; ///< Object name.
    QString title = {};
    QString text = {};
    QString more = {};   ///< In smaller letters below it; may be empty.
    QString answer = {}; ///< What the button says that does it.
    QString cancel = {}; ///< What the other one says; empty: Cancel.
    QMessageBox::ButtonRole role = QMessageBox::DestructiveRole;
};

/// Asks in a dialog over the window of `parent` and calls `act` when the answer is given; both Return and Escape mean no.
void ask(QWidget *parent, const Question &question, std::function<void()> act);

} // namespace kith

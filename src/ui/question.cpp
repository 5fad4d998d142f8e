// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/question.h"

#include <QLabel>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

void ask(QWidget *parent, const Question &question, std::function<void()> act)
{
    auto *box = new QMessageBox(parent->window());
    box->setObjectName(question.name);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(question.title);
    box->setText(question.text);
    box->setInformativeText(question.more);
    // The format above is not that of the smaller letters, and names of others are in them.
    for (QLabel *label : box->findChildren<QLabel *>()) {
        label->setTextFormat(Qt::PlainText);
        label->setOpenExternalLinks(false);
    }
    QPushButton *answer = box->addButton(question.answer, question.role);
    answer->setObjectName(u"confirmButton"_s);
    QPushButton *cancel = box->addButton(QMessageBox::Cancel);
    if (!question.cancel.isEmpty())
        cancel->setText(question.cancel);
    box->setDefaultButton(cancel);
    box->setEscapeButton(cancel);
    QObject::connect(answer, &QPushButton::clicked, box, std::move(act));
    box->open();
}

} // namespace kith

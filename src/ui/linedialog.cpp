// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/linedialog.h"

#include "ui/dialogparts.h"
#include "ui/label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

LineDialog *LineDialog::ask(QWidget *parent, const Question &question, std::function<void(const QString &)> act)
{
    auto *dialog = new LineDialog(question, parent->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, parent, [dialog, act = std::move(act)] { act(dialog->m_edit->text()); });
    dialog->open();
    return dialog;
}

LineDialog::LineDialog(const Question &question, QWidget *parent) : QDialog(parent), m_edit(new QLineEdit(this))
{
    setObjectName(question.name);
    setWindowTitle(question.title);
    setMinimumWidth(420);
    QLabel *text = makeLabel(question.text, u"muted"_s, this);
    text->setWordWrap(true);
    m_edit->setObjectName(u"lineEdit"_s);
    m_edit->setAccessibleName(question.label);
    m_edit->setPlaceholderText(question.label);
    m_edit->setMaxLength(question.maxLength);
    m_edit->setText(question.value);
    m_edit->selectAll();
    if (question.isSecret)
        m_edit->setEchoMode(QLineEdit::Password);
    QLabel *wrong = makeLabel(question.wrong, u"bad"_s, this);
    wrong->setObjectName(u"lineErrorLabel"_s);
    wrong->setWordWrap(true);
    wrong->setVisible(!question.wrong.isEmpty());
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"cancelButton"_s);
    cancel->setAutoDefault(false);
    auto *answer = new QPushButton(question.answer, this);
    answer->setObjectName(u"lineButton"_s);
    answer->setProperty("kind", u"primary"_s);
    answer->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(answer, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(answer);
    QVBoxLayout *layout = makeColumn(*this);
    layout->addWidget(text);
    layout->addWidget(m_edit);
    layout->addWidget(wrong);
    layout->addSpacing(4);
    layout->addLayout(buttons);
    m_edit->setFocus(Qt::OtherFocusReason);
}

} // namespace kith

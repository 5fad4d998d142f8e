// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contactdialog.h"

#include "core/displaytext.h"
#include "ui_contactdialog.h"

#include <QPushButton>

namespace kith {

ContactDialog::ContactDialog(const Contact &contact, const QStringList &groups, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::ContactDialog>())
{
    m_ui->setupUi(this);
    Contact unnamed = contact;
    unnamed.name.clear();
    m_ui->addressLabel->setText(contact.isPerson() ? tr("ID %1…").arg(contact.peer.shortForm())
                                                   : displayLine(contact.endpoint.toString()));
    m_ui->verifyButton->setVisible(contact.isPerson());
    m_ui->verifyButton->setAutoDefault(false);
    connect(m_ui->verifyButton, &QPushButton::clicked, this, &ContactDialog::verifyRequested);
    m_ui->nameEdit->setMaxLength(int(MaxShownName));
    m_ui->nameEdit->setText(displayName(contact.name));
    m_ui->nameEdit->setPlaceholderText(displayName(unnamed.displayName()));
    m_ui->noteEdit->setMaxLength(int(MaxShownName));
    m_ui->noteEdit->setText(displayName(contact.note));
    m_ui->groupCombo->addItem(QString());
    for (const QString &group : groups)
        m_ui->groupCombo->addItem(displayName(group));
    m_ui->groupCombo->setCurrentText(displayName(contact.group));
    m_ui->groupCombo->lineEdit()->setMaxLength(int(MaxShownName));
    m_ui->groupCombo->lineEdit()->setPlaceholderText(tr("The usual one"));
    m_ui->buttonBox->button(QDialogButtonBox::Ok)->setProperty("kind", QStringLiteral("primary"));
}

ContactDialog::~ContactDialog() = default;

QString ContactDialog::name() const
{
    return m_ui->nameEdit->text().trimmed();
}

QString ContactDialog::group() const
{
    return m_ui->groupCombo->currentText().trimmed();
}

QString ContactDialog::note() const
{
    return m_ui->noteEdit->text().trimmed();
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"

#include <QDialog>

#include <memory>

namespace Ui {
class ContactDialog;
}

namespace kith {

/// The name, the group and the note that a person gives to a contact.
class ContactDialog final : public QDialog {
    Q_OBJECT

public:
    ContactDialog(const Contact &contact, const QStringList &groups, QWidget *parent = nullptr);
    ~ContactDialog() override;

    QString name() const;
    QString group() const;
    QString note() const;

Q_SIGNALS:
    void verifyRequested(); ///< Of a person only.

private:
    std::unique_ptr<Ui::ContactDialog> m_ui;
};

} // namespace kith

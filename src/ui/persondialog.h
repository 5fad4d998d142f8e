// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace kith {

class ComparisonPanel;
class Messenger;

/// Who a person is: the safety number and the id, how sure it is that the key is theirs, and making sure of it.
class PersonDialog final : public QDialog {
    Q_OBJECT

public:
    using QDialog::open;
    /// Shows `contact`, a person, in a dialog beside the window of `parent`; the one that is there already, if any.
    static void open(Messenger &messenger, const ContactId &contact, QWidget *parent);
    /// From now on, lets the digits appear beside `window` when a friend asks to compare them, or when they come after
    /// the dialog in which this person asked was closed. The keyboard stays where it is.
    static void openWhenAsked(Messenger &messenger, QWidget &window);

private:
    PersonDialog(Messenger &messenger, const ContactId &contact, QWidget *parent);

    static PersonDialog *find(const ContactId &contact, const QWidget &window);
    void layOut();
    void refresh();
    void fitHeight();
    void toggleVerified();

    Messenger &m_messenger;
    ContactId m_contact;
    QLabel *m_heading;
    QLabel *m_sure;
    QLabel *m_number;
    QLabel *m_id;
    QLabel *m_hint;
    ComparisonPanel *m_comparison;
    QPushButton *m_copy;
    QPushButton *m_compare;
    QPushButton *m_verify;
    QPushButton *m_done;
};

} // namespace kith

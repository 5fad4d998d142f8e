// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace kith {

class Messenger;
class Theme;

/// Says that another key was in a person's place, for as long as it is not decided which one is right. A screen reader
/// takes it for an alert.
class KeyBar final : public QFrame {
    Q_OBJECT

public:
    KeyBar(Messenger &messenger, const Theme &theme, QWidget *parent = nullptr);

    /// Whom it is about; shown only when there is something to decide.
    void setContact(const ContactId &contact);

private:
    void refresh();
    void keepKnown();
    void askForNew();

    Messenger &m_messenger;
    ContactId m_contact;
    QLabel *m_sentence;
    QPushButton *m_keep;
    QPushButton *m_accept;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/invitation.h"

#include <QDialog>
#include <QList>

#include <optional>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace kith {

class Messenger;
class QrCodeView;

/// The link, and the picture of it, with which others find this person and know its key.
class InvitationDialog final : public QDialog {
    Q_OBJECT

public:
    using QDialog::open;
    /// Shows it beside the window of `parent`; the one that is there already, if any.
    static void open(Messenger &messenger, QWidget *parent);

private:
    InvitationDialog(Messenger &messenger, QWidget *parent);

    void layOut();
    void reload();
    void showLink();

    Messenger &m_messenger;
    QList<Invitation> m_invitations;
    std::optional<Error> m_error; ///< Why there is none.
    QLabel *m_explanation;
    QWidget *m_which;
    QComboBox *m_address;
    QPlainTextEdit *m_link;
    QrCodeView *m_picture;
    QLabel *m_none;
    QPushButton *m_copy;
    QPushButton *m_done;
};

} // namespace kith

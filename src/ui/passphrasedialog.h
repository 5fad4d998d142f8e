// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/peers.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace kith {

/// Puts the key of the profile under a passphrase, under another one, or under none again.
class PassphraseDialog final : public QDialog {
    Q_OBJECT

public:
    using QDialog::open;
    /// Shows it over the window of `parent`. The key must be open.
    static void open(Peers &peers, QWidget *parent);

    /// Not while the key is written.
    void reject() override;

private:
    /// A field and what is wrong with its content.
    struct Field {
        QLineEdit *edit;
        QLabel *wrong;
    };

    PassphraseDialog(Peers &peers, QWidget *parent);

    void layOut();
    Field addField(const QString &name, const QString &label, QVBoxLayout &column);
    void say(const Field &field, const QString &wrong);
    void set();
    void remove();
    void seal(SecretBytes next);
    void take(const Result<void> &sealed);
    void setBusy(bool busy);

    Peers &m_peers;
    const bool m_wasSealed;
    Field m_old{};
    Field m_next{};
    Field m_again{};
    QProgressBar *m_progress;
    QPushButton *m_remove;
    QPushButton *m_cancel;
    QPushButton *m_set;
    bool m_isBusy = false;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/peers.h"
#include "ui/doctorphrases.h"

#include <QDialog>
#include <QList>

class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace kith {

class Messenger;
class Settings;

/// "Why don't I see anyone?": looks, and says what it found and what to do about it.
class DoctorDialog final : public QDialog {
    Q_OBJECT

public:
    using QDialog::open;
    /// Shows it beside the window of `parent`, looking; the one that is there already, if any.
    static void open(Messenger &messenger, Settings &settings, QWidget *parent);

private:
    DoctorDialog(Messenger &messenger, Settings &settings, QWidget *parent);

    void layOut();
    void look();
    void showFindings(const QList<doctor::Finding> &findings);
    void addRow(const doctor::Finding &finding);
    void clearRows();
    void say(const QString &sentence);
    QString nameOf(const PeerId &peer) const;
    doctorphrases::Ports ports() const;

    Messenger &m_messenger;
    Settings &m_settings;
    QList<doctor::Finding> m_findings;
    QLabel *m_state;
    QProgressBar *m_progress;
    QWidget *m_list;
    QVBoxLayout *m_rows;
    QPushButton *m_copy;
    QPushButton *m_invitation;
    QPushButton *m_done;
    QPushButton *m_again;
};

} // namespace kith

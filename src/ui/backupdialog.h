// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup.h"

#include <QDialog>
#include <QList>

class QLabel;
class QListWidget;
class QPushButton;

namespace kith {

class Messenger;

/// The backups of the history: which there are, going back to one, and deleting them.
class BackupDialog final : public QDialog {
    Q_OBJECT

public:
    explicit BackupDialog(Messenger &messenger, QWidget *parent = nullptr);

private:
    void layOut();
    void reload();
    void showBackups(const QList<Backup> &backups);
    void showState();
    void confirmRestore();
    void confirmRemoval();

    Messenger &m_messenger;
    QList<Backup> m_backups;
    QListWidget *m_list;
    QLabel *m_state;
    QPushButton *m_backUp;
    QPushButton *m_restore;
    QPushButton *m_remove;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup.h"
#include "core/error.h"

#include <QDialog>
#include <QList>

#include <optional>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace kith {

class Messenger;

/// The backups of the history: which there are, going back to one, and deleting them.
class BackupDialog final : public QDialog {
    Q_OBJECT

public:
    explicit BackupDialog(Messenger &messenger, QWidget *parent = nullptr);

private:
    enum class Work { None, BackingUp, Restoring };

    void layOut();
    void begin(Work work);
    void reload();
    void showBackups(const QList<Backup> &backups);
    void showState();
    void say(const QString &sentence, const QString &tone);
    void confirmRestore();
    void confirmRemoval();

    Messenger &m_messenger;
    QList<Backup> m_backups;
    Work m_work = Work::None;
    std::optional<Error> m_restoreError; ///< Of the last attempt.
    QStackedWidget *m_stack;
    QListWidget *m_list;
    QLabel *m_empty;
    QLabel *m_state;
    QPushButton *m_backUp;
    QPushButton *m_restore;
    QPushButton *m_remove;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backupdialog.h"

#include "core/future.h"
#include "messenger/messenger.h"
#include "ui/label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

QMessageBox *makeQuestion(QWidget *parent, const QString &name, const QString &title, const QString &text,
                          const QString &more)
{
    auto *box = new QMessageBox(parent);
    box->setObjectName(name);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(title);
    box->setText(text);
    box->setInformativeText(more);
    return box;
}

} // namespace

BackupDialog::BackupDialog(Messenger &messenger, QWidget *parent)
    : QDialog(parent)
    , m_messenger(messenger)
    , m_list(new QListWidget(this))
    , m_state(makeLabel({}, u"small"_s, this))
    , m_backUp(new QPushButton(tr("Back up now"), this))
    , m_restore(new QPushButton(tr("Restore…"), this))
    , m_remove(new QPushButton(tr("Delete all backups…"), this))
{
    setObjectName(u"backupDialog"_s);
    setWindowTitle(tr("Backups"));
    setMinimumWidth(480);
    m_list->setObjectName(u"backupList"_s);
    m_list->setAccessibleName(tr("Backups"));
    m_state->setObjectName(u"backupLabel"_s);
    m_state->setWordWrap(true);
    m_backUp->setObjectName(u"backUpButton"_s);
    m_restore->setObjectName(u"restoreButton"_s);
    m_remove->setObjectName(u"deleteBackupsButton"_s);
    layOut();
    connect(m_list, &QListWidget::currentRowChanged, m_restore,
            [this](int row) { m_restore->setEnabled(row >= 0); });
    connect(m_backUp, &QPushButton::clicked, &messenger, &Messenger::backUp);
    connect(m_restore, &QPushButton::clicked, this, &BackupDialog::confirmRestore);
    connect(m_remove, &QPushButton::clicked, this, &BackupDialog::confirmRemoval);
    connect(&messenger, &Messenger::backupsChanged, this, &BackupDialog::reload);
    connect(&messenger, &Messenger::backupFailed, this, &BackupDialog::showState);
    connect(&messenger, &Messenger::historyReplaced, this, &QDialog::accept);
    reload();
}

void BackupDialog::layOut()
{
    QLabel *explanation = makeLabel(
        tr("Kith makes a backup of the history once a day and keeps the last seven. Backups may still hold "
           "messages that you have deleted."),
        u"muted"_s, this);
    explanation->setWordWrap(true);
    auto *close = new QPushButton(tr("Done"), this);
    close->setObjectName(u"closeButton"_s);
    close->setProperty("kind", u"primary"_s);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_backUp);
    buttons->addWidget(m_restore);
    buttons->addWidget(m_remove);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 20);
    layout->setSpacing(12);
    layout->addWidget(makeLabel(tr("Backups"), u"heading"_s, this));
    layout->addWidget(explanation);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_state);
    layout->addLayout(buttons);
}

void BackupDialog::reload()
{
    showState();
    whenFinished(m_messenger.backups(), this, [this](const QList<Backup> &backups) { showBackups(backups); });
}

void BackupDialog::showBackups(const QList<Backup> &backups)
{
    m_backups = backups;
    m_list->clear();
    for (const Backup &backup : backups) {
        const QString messages = tr("%n message(s)", nullptr, int(qMin<qint64>(backup.messages, 1 << 30)));
        m_list->addItem(u"%1 · %2 · %3"_s.arg(QLocale().toString(backup.day, QLocale::LongFormat),
                                              QLocale().formattedDataSize(backup.bytes), messages));
    }
    if (!backups.isEmpty())
        m_list->setCurrentRow(0);
    m_restore->setEnabled(!backups.isEmpty());
    m_remove->setEnabled(!backups.isEmpty());
    showState();
}

void BackupDialog::showState()
{
    const auto &error = m_messenger.backupError();
    if (error)
        m_state->setText(tr("The last backup was not made: %1").arg(sentence(*error)));
    else
        m_state->setText(m_backups.isEmpty() ? tr("There is no backup yet.") : QString());
    setStyleProperty(*m_state, "tone", error ? u"bad"_s : u"small"_s);
}

void BackupDialog::confirmRestore()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_backups.size())
        return;
    const Backup backup = m_backups.at(row);
    QMessageBox *box = makeQuestion(
        this, u"restoreDialog"_s, tr("Restore"),
        tr("Go back to the history of %1?").arg(QLocale().toString(backup.day, QLocale::LongFormat)),
        tr("All connections are closed. The present history is set aside in the folder of the profile."));
    QPushButton *restore = box->addButton(tr("Restore"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(restore, &QPushButton::clicked, this, [this, backup] { m_messenger.restore(backup); });
    box->open();
}

void BackupDialog::confirmRemoval()
{
    QMessageBox *box = makeQuestion(this, u"deleteBackupsDialog"_s, tr("Delete all backups"),
                                    tr("Delete all backups?"), tr("The history itself stays as it is."));
    QPushButton *remove = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(remove, &QPushButton::clicked, &m_messenger, &Messenger::removeBackups);
    box->open();
}

} // namespace kith

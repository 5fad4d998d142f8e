// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backupdialog.h"

#include "core/future.h"
#include "messenger/messenger.h"
#include "ui/dialogparts.h"
#include "ui/label.h"
#include "ui/question.h"

#include <QBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>

namespace kith {

using namespace Qt::StringLiterals;

BackupDialog::BackupDialog(Messenger &messenger, QWidget *parent)
    : QDialog(parent)
    , m_messenger(messenger)
    , m_stack(new QStackedWidget(this))
    , m_list(new QListWidget(this))
    , m_empty(makeLabel(tr("There is no backup yet."), u"muted"_s, this))
    , m_state(makeLabel({}, u"small"_s, this))
    , m_backUp(new QPushButton(tr("Back up now"), this))
    , m_restore(new QPushButton(tr("Restore…"), this))
    , m_remove(new QPushButton(tr("Delete all backups…"), this))
{
    setObjectName(u"backupDialog"_s);
    setWindowTitle(tr("Backups"));
    setMinimumSize(600, 340);
    resize(600, 400);
    m_list->setObjectName(u"backupList"_s);
    m_list->setAccessibleName(tr("Backups"));
    m_empty->setObjectName(u"backupEmptyLabel"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_state->setObjectName(u"backupLabel"_s);
    m_state->setWordWrap(true);
    m_backUp->setObjectName(u"backUpButton"_s);
    m_restore->setObjectName(u"restoreButton"_s);
    m_remove->setObjectName(u"deleteBackupsButton"_s);
    layOut();
    connect(m_list, &QListWidget::currentRowChanged, this, &BackupDialog::showState);
    connect(m_backUp, &QPushButton::clicked, this, [this] {
        if (m_work != Work::None)
            return;
        begin(Work::BackingUp);
        m_messenger.backUp();
    });
    connect(m_restore, &QPushButton::clicked, this, &BackupDialog::confirmRestore);
    connect(m_remove, &QPushButton::clicked, this, &BackupDialog::confirmRemoval);
    connect(&messenger, &Messenger::backupsChanged, this, &BackupDialog::reload);
    connect(&messenger, &Messenger::backupFailed, this, [this] {
        if (m_work == Work::BackingUp)
            m_work = Work::None;
        showState();
    });
    connect(&messenger, &Messenger::historyReplaced, this, &QDialog::accept);
    connect(&messenger, &Messenger::storeFailed, this, [this](const Error &error) {
        if (m_work != Work::Restoring)
            return;
        m_restoreError = error;
        begin(Work::None);
    });
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
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_backUp);
    buttons->addWidget(m_restore);
    buttons->addWidget(m_remove);
    buttons->addStretch();
    buttons->addWidget(close);
    QVBoxLayout *layout = makeColumn(*this);
    layout->addWidget(explanation);
    layout->addWidget(makeBox(*this, {m_stack}), 1);
    layout->addWidget(m_state);
    layout->addLayout(buttons);
}

void BackupDialog::begin(Work work)
{
    m_work = work;
    if (work != Work::None)
        m_restoreError.reset();
    showState();
}

void BackupDialog::reload()
{
    if (m_work == Work::BackingUp)
        m_work = Work::None;
    whenFinished(m_messenger.backups(), this, [this](const QList<Backup> &backups) { showBackups(backups); });
}

void BackupDialog::showBackups(const QList<Backup> &backups)
{
    m_backups = backups;
    m_list->clear();
    for (const Backup &backup : backups) {
        const QString messages = tr("%Ln message(s)", nullptr, int(qMin<qint64>(backup.messages, 1 << 30)));
        m_list->addItem(u"%1 · %2 · %3"_s.arg(QLocale().toString(backup.day, QLocale::LongFormat),
                                              QLocale().formattedDataSize(backup.bytes), messages));
    }
    if (!backups.isEmpty())
        m_list->setCurrentRow(0);
    showState();
}

void BackupDialog::showState()
{
    const bool isIdle = m_work == Work::None;
    m_stack->setCurrentWidget(m_backups.isEmpty() ? static_cast<QWidget *>(m_empty) : m_list);
    m_restore->setEnabled(isIdle && m_list->currentRow() >= 0);
    if (focusWidget() == m_remove && m_backups.isEmpty())
        m_backUp->setFocus(Qt::OtherFocusReason); // before it goes grey
    m_remove->setEnabled(isIdle && !m_backups.isEmpty());
    const auto &error = m_messenger.backupError();
    if (m_work == Work::BackingUp)
        say(tr("Making a backup…"), u"small"_s);
    else if (m_work == Work::Restoring)
        say(tr("Going back…"), u"small"_s);
    else if (m_restoreError)
        say(tr("The backup was not restored: %1").arg(sentence(*m_restoreError)), u"bad"_s);
    else if (error)
        say(tr("The last backup was not made: %1").arg(sentence(*error)), u"bad"_s);
    else
        say({}, u"small"_s);
}

void BackupDialog::say(const QString &sentence, const QString &tone)
{
    m_state->setText(sentence);
    m_state->setVisible(!sentence.isEmpty());
    setStyleProperty(*m_state, "tone", tone);
}

void BackupDialog::confirmRestore()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_backups.size())
        return;
    const Backup backup = m_backups.at(row);
    ask(this,
        {.name = u"restoreDialog"_s,
         .title = tr("Restore"),
         .text = tr("Go back to the history of %1?").arg(QLocale().toString(backup.day, QLocale::LongFormat)),
         .more = tr("All connections are closed. The present history is set aside in the folder of the profile."),
         .answer = tr("Restore"),
         .role = QMessageBox::AcceptRole},
        [this, backup] {
            begin(Work::Restoring);
            m_messenger.restore(backup);
        });
}

void BackupDialog::confirmRemoval()
{
    ask(this,
        {.name = u"deleteBackupsDialog"_s,
         .title = tr("Delete all backups"),
         .text = tr("Delete all backups?"),
         .more = tr("The history itself stays as it is."),
         .answer = tr("Delete")},
        [&messenger = m_messenger] { messenger.removeBackups(); });
}

} // namespace kith

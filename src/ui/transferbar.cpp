// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transferbar.h"

#include "messenger/messenger.h"
#include "ui/label.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QFutureWatcher>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

QPushButton *makeButton(const QString &name, const QString &words, const QString &toolTip)
{
    auto *button = new QPushButton(words);
    button->setObjectName(name);
    button->setProperty("kind", u"small"_s);
    button->setAccessibleName(words);
    button->setToolTip(toolTip);
    return button;
}

QString number(qint64 value)
{
    return QLocale().toString(value);
}

} // namespace

TransferBar::TransferBar(Messenger &messenger, QWidget *parent)
    : QWidget(parent)
    , m_messenger(messenger)
    , m_export(makeButton(u"exportButton"_s, tr("Export…"),
                          tr("Write what is chosen on the left, and in the calendar, to a file")))
    , m_import(
          makeButton(u"importButton"_s, tr("Import…"), tr("Bring back what Kith exported; nothing is doubled")))
    , m_sentence(makeLabel(QString(), u"small"_s))
    , m_progress(new QProgressBar)
    , m_cancel(makeButton(u"cancelTransferButton"_s, tr("Cancel"), QString()))
{
    m_sentence->setObjectName(u"transferLabel"_s);
    m_sentence->setWordWrap(true);
    m_sentence->hide();
    m_progress->setObjectName(u"transferProgress"_s);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->hide();
    m_cancel->hide();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_export);
    buttons->addWidget(m_import);
    buttons->addWidget(m_cancel);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_sentence);
    layout->addWidget(m_progress);
    layout->addLayout(buttons);
    connect(m_export, &QPushButton::clicked, this, &TransferBar::askForExport);
    connect(m_import, &QPushButton::clicked, this, &TransferBar::askForImport);
}

void TransferBar::exportTo(const QString &file, ExportRequest::Format format)
{
    if (m_isBusy)
        return;
    ExportRequest request = m_scope;
    request.file = file;
    request.format = format;
    follow(m_messenger.exportHistory(request), tr("Exporting…"));
}

void TransferBar::importFrom(const QString &file)
{
    if (!m_isBusy)
        follow(m_messenger.importHistory(file), tr("Importing…"));
}

void TransferBar::askForExport()
{
    auto *dialog = new QFileDialog(this, tr("Export the history"));
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Web page, for any browser (*.html)"), tr("Text (*.txt)"), tr("JSON (*.json)")});
    dialog->setDefaultSuffix(u"html"_s);
    dialog->selectFile(tr("Kith history") + u".html"_s);
    connect(dialog, &QFileDialog::filterSelected, dialog,
            [dialog](const QString &filter) { dialog->setDefaultSuffix(filter.section(u"*."_s, -1).chopped(1)); });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        exportTo(file, ExportRequest::formatOf(file).value_or(ExportRequest::Format::Html));
    });
    dialog->open();
}

void TransferBar::askForImport()
{
    auto *dialog = new QFileDialog(this, tr("Import a history"));
    dialog->setObjectName(u"importDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("What Kith exported (*.html *.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &TransferBar::importFrom);
    dialog->open();
}

template <typename Summary>
void TransferBar::follow(const QFuture<Result<Summary>> &future, const QString &words)
{
    m_isBusy = true;
    end(words, false);
    m_progress->setRange(0, 0);
    m_progress->setAccessibleName(words);
    m_progress->show();
    const QWidget *focused = window()->focusWidget();
    m_cancel->show();
    if (focused == m_export || focused == m_import)
        m_cancel->setFocus(Qt::OtherFocusReason); // before they hide, and the focus jumps elsewhere
    m_export->hide();
    m_import->hide();
    auto *watcher = new QFutureWatcher<Result<Summary>>(this);
    connect(watcher, &QFutureWatcherBase::progressRangeChanged, m_progress, &QProgressBar::setRange);
    connect(watcher, &QFutureWatcherBase::progressValueChanged, m_progress, &QProgressBar::setValue);
    connect(m_cancel, &QPushButton::clicked, watcher, &QFutureWatcherBase::cancel);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_isBusy = false;
        m_progress->hide();
        m_export->show();
        m_import->show();
        if (window()->focusWidget() == m_cancel)
            m_export->setFocus(Qt::OtherFocusReason);
        m_cancel->hide();
        if constexpr (std::is_same_v<Summary, ImportSummary>)
            Q_EMIT imported();
        if (watcher->isCanceled() || watcher->future().resultCount() == 0)
            return end(tr("Cancelled."), false);
        const Result<Summary> result = watcher->result();
        end(result ? told(*result) : sentence(result.error()), !result);
    });
    watcher->setFuture(future);
}

void TransferBar::end(const QString &sentence, bool isBad)
{
    setStyleProperty(*m_sentence, "tone", isBad ? u"bad"_s : u"small"_s);
    m_sentence->setText(sentence);
    m_sentence->show();
}

QString TransferBar::told(const ExportSummary &summary)
{
    return tr("%1 messages exported (%2).")
        .arg(number(summary.messages), QLocale().formattedDataSize(summary.bytes, 1));
}

QString TransferBar::told(const ImportSummary &summary)
{
    QStringList parts{tr("%1 messages imported.").arg(number(summary.messages))};
    if (summary.known > 0)
        parts += tr("%1 were here already.").arg(number(summary.known));
    if (summary.notSent > 0)
        parts += tr("%1 were never sent; they stay so.").arg(number(summary.notSent));
    if (summary.unreadable > 0)
        parts += tr("%1 entries could not be read, the first in line %2.")
                     .arg(number(summary.unreadable), number(summary.firstUnreadable));
    if (summary.isCut)
        parts += tr("The file ends in the middle: what stands before that came in.");
    return parts.join(u' ');
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/transfer.h"

#include <QFuture>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace kith {

class Messenger;

/// Exports and imports the history: asks for the file, shows how far it is, lets it be cancelled, and says what came of
/// it in a sentence.
class TransferBar final : public QWidget {
    Q_OBJECT

public:
    explicit TransferBar(Messenger &messenger, QWidget *parent = nullptr);

    /// What an export is narrowed to: its conversations and its days.
    void setScope(const ExportRequest &scope) { m_scope = scope; }
    /// Without asking for a file. Nothing happens while another transfer is under way.
    void exportTo(const QString &file, ExportRequest::Format format);
    void importFrom(const QString &file);

Q_SIGNALS:
    void imported(); ///< Also a part, when it failed or was cancelled on the way.

private:
    void askForExport();
    void askForImport();
    template <typename Summary>
    void follow(const QFuture<Result<Summary>> &future, const QString &words);
    void end(const QString &sentence, bool isBad);
    static QString told(const ExportSummary &summary);
    static QString told(const ImportSummary &summary);

    Messenger &m_messenger;
    ExportRequest m_scope;
    QPushButton *m_export;
    QPushButton *m_import;
    QLabel *m_sentence;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    bool m_isBusy = false;
};

} // namespace kith

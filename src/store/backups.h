// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup.h"
#include "core/error.h"

#include <QDate>
#include <QList>
#include <QString>

#include <functional>

namespace kith {

class Database;

/// The copies of a history in the directory `backups` beside it, one for each of the last days on which it was open.
/// Used by one thread at a time.
class Backups final {
public:
    static constexpr int Kept = 7;
    /// What a backup leaves free on the disk: the history itself must be able to grow.
    static constexpr qint64 FreeBytes = 16 * 1024 * 1024;
    /// Pages that are copied in one step.
    static constexpr int StepPages = 256;

    /// `file` is the history's.
    explicit Backups(const QString &file);

    /// The newest one, with its directory; empty when there is none.
    QString newest() const;
    bool has(const QDate &day) const;
    /// Newest first. Files that are no databases have no messages.
    QList<Backup> list() const;

    /// Copies the history, through `source`, to the backup of `day`, and removes those beyond the newest Kept. Nothing
    /// is left of a copy that failed or was ended by `isCancelled`, which is asked after each step.
    /// Errors: StoreFull, StoreFailed; Interrupted when it was cancelled.
    Result<void> make(Database &source, const QDate &day, const std::function<bool()> &isCancelled);
    Result<void> removeAll();

private:
    QString nameFor(const QDate &day) const;
    QStringList names() const;
    Result<void> checkSpace(qint64 bytes) const;

    QString m_file;
    QString m_directory;
};

} // namespace kith

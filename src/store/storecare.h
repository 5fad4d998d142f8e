// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup.h"
#include "core/error.h"

#include <QList>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <mutex>

namespace kith {

class Database;

/// Looks after the history while nobody waits for it: is it sound, and is there a backup of today? Lives on a thread of
/// its own and reads through a connection of its own; commits go on meanwhile.
class StoreCare final : public QObject {
    Q_OBJECT

public:
    /// From the opening of the history to the first look: the window comes first.
    static constexpr std::chrono::seconds FirstLook{30};
    /// How often it is seen whether a new day has begun.
    static constexpr std::chrono::minutes Interval{30};

    explicit StoreCare(QString file);

    // From any thread.

    /// Ends what it is doing; begun again at the next look. For those who need the file for themselves.
    void interrupt();

    // On its own thread.

    /// Looks after the file from now on.
    void start();
    void stop();
    /// Checks the file, and makes the backup of today if there is none and the file is sound.
    void look();
    /// Whether the file is sound; what is wrong as the detail of StoreCorrupt; Interrupted.
    Result<void> check();
    Result<void> backUp();
    QList<Backup> backups() const;
    Result<void> removeBackups();

Q_SIGNALS:
    void damageFound(const kith::Error &error);
    void backupMade();
    void backupFailed(const kith::Error &error);

private:
    class Use;

    Result<void> examine(Database &database);

    QString m_file;
    QTimer m_timer{this};
    std::mutex m_mutex;
    Database *m_inUse = nullptr; // guarded by m_mutex
    std::atomic<bool> m_interrupted = false;
    QDate m_checkedOn;
};

} // namespace kith

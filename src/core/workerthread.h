// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QThread>

namespace kith {

/// Lets the calling thread wait its turn, where the system knows such a thing: when it is woken, it does not push
/// aside the thread that runs on its core, and the two change places once for each event instead of twice.
void becomePatient();

/// Lets the calling thread work only with what others leave it of the processor and the disk, as far as the system
/// knows such a thing.
void becomeModest();

/// A thread with an event loop, for work beside the window.
///
/// It runs Qt's own event dispatcher: the GLib one costs a socket round trip about a fifth more. And it is patient: it
/// does not push aside the thread that paints the window, and hears in one go what that one has to say.
class WorkerThread final {
public:
    /// Runs when it returns.
    explicit WorkerThread(const QString &name);
    ~WorkerThread(); ///< Ends the event loop and waits for it; objects to be deleted later are deleted first.

    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;

    QThread *thread() { return &m_thread; }

private:
    QThread m_thread;
};

} // namespace kith

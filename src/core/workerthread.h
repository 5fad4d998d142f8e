// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QThread>

namespace kith {

/// A thread with an event loop, for work beside the window.
///
/// It runs Qt's own event dispatcher: the GLib one costs a socket round trip about a fifth more. And it is patient
/// where the system knows such a thing: when it is woken it does not push aside the thread that runs on its core,
/// such as the one that paints the window; what that one has still to say is then heard in one go.
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

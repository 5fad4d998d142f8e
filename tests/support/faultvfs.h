// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/forwardingvfs.h"

#include <atomic>

namespace kith::test {

/// A disk that fails when it is told to. While it lives, every SQLite connection that is opened uses it.
class FaultVfs final : public ForwardingVfs {
public:
    enum class Fault {
        Full,       ///< A write answers "no space left" and writes nothing.
        ShortWrite, ///< A write stops in the middle for want of space.
        ReadOnly,   ///< A write answers that nobody may write there.
        WriteError, ///< A write fails (EIO).
        SyncError,
        ReadError,
        TruncateError,
        OpenError,
        RemoveError,
        SharedMemoryFull, ///< The -shm cannot grow.
        Kill              ///< Before a write, a sync, a truncation or a removal the process is killed (SIGKILL).
    };
    enum class Lasting {
        Once,
        UntilCleared ///< Every later call of that kind fails, too.
    };

    FaultVfs() : ForwardingVfs("kith-faults") {}

    /// The `nth` call from now, counted from 1 among those that `fault` can strike, fails. From any thread.
    void failAt(Fault fault, int nth, Lasting lasting = Lasting::UntilCleared);
    /// Nothing fails any more.
    void clear();
    /// Nothing fails, and calls() counts anew those that `fault` could strike.
    void count(Fault fault);
    /// How many calls the fault could have struck since failAt() or count().
    int calls() const { return m_calls; }
    /// Whether a call failed since failAt().
    bool hasFailed() const { return m_failed; }

protected:
    int open(File &file, int flags, int *outFlags) override;
    int remove(const char *name, bool syncsDirectory) override;
    int read(File &file, void *bytes, int count, qint64 offset) override;
    int write(File &file, const void *bytes, int count, qint64 offset) override;
    int truncate(File &file, qint64 size) override;
    int sync(File &file, int flags) override;
    int mapShared(File &file, int region, int size, int extend, void volatile **memory) override;
    int lastError() override;

private:
    bool strikes(Fault fault);
    void mayKill() { strikes(Fault::Kill); }

    std::atomic<Fault> m_fault = Fault::Full;
    std::atomic<int> m_nth = 0; // 0: none
    std::atomic<int> m_calls = 0;
    std::atomic<bool> m_lasts = false;
    std::atomic<bool> m_failed = false;
    std::atomic<int> m_errno = 0; // of the last failure; 0: the system's own
};

} // namespace kith::test

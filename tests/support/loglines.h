// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAtomicInt>
#include <QString>
#include <QtGlobal>

namespace kith::test {

/// While it lives: what the program logs above debug level, on any thread, besides going where it went before.
/// One at a time.
class LogLines {
public:
    LogLines() { s_before = qInstallMessageHandler(&LogLines::take); }
    ~LogLines() { qInstallMessageHandler(s_before); }
    LogLines(const LogLines &) = delete;
    LogLines &operator=(const LogLines &) = delete;

    int count() const { return s_count.loadAcquire() - m_already; }

private:
    static void take(QtMsgType type, const QMessageLogContext &context, const QString &text)
    {
        if (type != QtDebugMsg)
            s_count.ref();
        if (s_before != nullptr)
            s_before(type, context, text);
    }

    static inline QtMessageHandler s_before = nullptr;
    static inline QAtomicInt s_count;
    int m_already = s_count.loadAcquire();
};

} // namespace kith::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

namespace kith {

/// Standard input, line by line, without blocking. (A system whose event loop cannot watch standard input needs a
/// reading thread here, and nowhere else.)
class LineReader final : public QObject {
    Q_OBJECT

public:
    static constexpr qsizetype MaxLineBytes =
        8 * 1024 * 1024; ///< A longer line is reported as too long and skipped.

    explicit LineReader(QObject *parent = nullptr);

    void start(); ///< Nothing is read before.

Q_SIGNALS:
    void lineRead(const QByteArray &line); ///< Without its line end.
    void lineTooLong();
    void ended();

private:
    void readSome();

    QSocketNotifier m_notifier;
    QByteArray m_buffer;
    bool m_skipping = false; ///< Inside a line that was too long.
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/linereader.h"

#include <array>
#include <cerrno>
#include <unistd.h>

namespace kith {

LineReader::LineReader(QObject *parent) : QObject(parent), m_notifier(STDIN_FILENO, QSocketNotifier::Read)
{
    m_notifier.setEnabled(false);
    connect(&m_notifier, &QSocketNotifier::activated, this, &LineReader::readSome);
}

void LineReader::start()
{
    m_notifier.setEnabled(true);
}

void LineReader::readSome()
{
    std::array<char, 64 * 1024> chunk;
    const ssize_t count = ::read(STDIN_FILENO, chunk.data(), chunk.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0) {
        m_notifier.setEnabled(false);
        if (!m_buffer.isEmpty() && !m_skipping)
            Q_EMIT lineRead(m_buffer);
        Q_EMIT ended();
        return;
    }
    qsizetype searched = m_buffer.size();
    m_buffer.append(chunk.data(), count);
    qsizetype start = 0;
    for (qsizetype end; (end = m_buffer.indexOf('\n', std::max(start, searched))) >= 0; start = end + 1) {
        qsizetype length = end - start;
        if (length > 0 && m_buffer.at(end - 1) == '\r')
            --length;
        if (!std::exchange(m_skipping, false))
            Q_EMIT lineRead(m_buffer.sliced(start, length));
        searched = 0;
    }
    m_buffer.remove(0, start);
    if (m_buffer.size() > MaxLineBytes) {
        if (!std::exchange(m_skipping, true))
            Q_EMIT lineTooLong();
        m_buffer.clear();
    }
}

} // namespace kith

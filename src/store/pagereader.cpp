// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/pagereader.h"

#include <QIODevice>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <limits>

namespace kith {

namespace {

constexpr int MinPageSize = 512;
constexpr int MaxPageSize = 65536;
constexpr qsizetype LogHeaderBytes = 32;
constexpr qsizetype FrameHeaderBytes = 24;

bool isPageSize(qint64 size)
{
    return size >= MinPageSize && size <= MaxPageSize && std::has_single_bit(quint64(size));
}

QByteArray readAt(QIODevice &device, qint64 position, qint64 bytes)
{
    return device.seek(position) ? device.read(bytes) : QByteArray();
}

/// The running checksum of a write-ahead log (4.2): over 32-bit words, in the byte order that its header names.
class LogChecksum {
public:
    explicit LogChecksum(bool isBigEndian) : m_isBigEndian(isBigEndian) {}

    void add(QByteArrayView bytes)
    {
        for (qsizetype i = 0; i + 8 <= bytes.size(); i += 8) {
            m_first += word(bytes.data() + i) + m_second;
            m_second += word(bytes.data() + i + 4) + m_first;
        }
    }
    /// Whether the sum so far is the one that stands, big-endian, at `stored`.
    bool is(const char *stored) const
    {
        return qFromBigEndian<quint32>(stored) == m_first && qFromBigEndian<quint32>(stored + 4) == m_second;
    }

private:
    quint32 word(const char *at) const
    {
        return m_isBigEndian ? qFromBigEndian<quint32>(at) : qFromLittleEndian<quint32>(at);
    }

    bool m_isBigEndian;
    quint32 m_first = 0;
    quint32 m_second = 0;
};

} // namespace

PageReader::PageReader(QIODevice &file, QIODevice *log, int pageSize) : m_file(file), m_log(log)
{
    setPageSize(isPageSize(pageSize) ? pageSize : UsualPageSize);
    if (m_log)
        readLog();
}

int PageReader::statedPageSize()
{
    const QByteArray header = readAt(m_file, 0, 18);
    const int stated = header.size() == 18 ? qFromBigEndian<quint16>(header.constData() + 16) : 0;
    const int size = stated == 1 ? MaxPageSize : stated;
    return isPageSize(size) ? size : 0;
}

QByteArrayView PageReader::page(quint32 number)
{
    if (number == 0 || number > m_pageCount)
        return {};
    if (number == m_pageNumber)
        return m_page;
    const auto inLog = m_inLog.constFind(number);
    m_page = inLog != m_inLog.constEnd() ? readAt(*m_log, *inLog, m_pageSize)
                                         : readAt(m_file, qint64(number - 1) * m_pageSize, m_pageSize);
    m_pageNumber = number;
    if (m_page.size() != m_pageSize)
        m_page.clear(); // the file was cut in the middle of it
    return m_page;
}

void PageReader::setPageSize(int size)
{
    m_pageSize = size;
    constexpr qint64 most = std::numeric_limits<qint32>::max();
    m_pageCount = quint32(std::min((m_file.size() + m_pageSize - 1) / m_pageSize, most));
}

void PageReader::readLog()
{
    const QByteArray header = readAt(*m_log, 0, LogHeaderBytes);
    if (header.size() != LogHeaderBytes)
        return;
    const auto magic = qFromBigEndian<quint32>(header.constData());
    const auto pageSize = qFromBigEndian<quint32>(header.constData() + 8);
    LogChecksum checksum((magic & 1) != 0);
    checksum.add(QByteArrayView(header).first(24));
    if ((magic & ~1U) != 0x377f0682 || !isPageSize(pageSize) || !checksum.is(header.constData() + 24))
        return;
    if (int(pageSize) != m_pageSize)
        setPageSize(int(pageSize)); // this header has a checksum
    const QByteArrayView salts = QByteArrayView(header).sliced(16, 8);
    const quint32 inFile = m_pageCount;
    QHash<quint32, qint64> uncommitted;
    for (qint64 at = LogHeaderBytes;; at += FrameHeaderBytes + m_pageSize) {
        const QByteArray frame = readAt(*m_log, at, FrameHeaderBytes + m_pageSize);
        if (frame.size() != FrameHeaderBytes + m_pageSize || QByteArrayView(frame).sliced(8, 8) != salts)
            return;
        checksum.add(QByteArrayView(frame).first(8));
        checksum.add(QByteArrayView(frame).sliced(FrameHeaderBytes));
        if (!checksum.is(frame.constData() + 16))
            return;
        const auto number = qFromBigEndian<quint32>(frame.constData());
        uncommitted.insert(number, at + FrameHeaderBytes);
        if (qFromBigEndian<quint32>(frame.constData() + 4) == 0)
            continue;
        for (auto page = uncommitted.cbegin(); page != uncommitted.cend(); ++page) {
            m_inLog.insert(page.key(), page.value());
            m_pageCount = std::max(m_pageCount, page.key());
        }
        // A file grows page by page: whatever number a frame claims, there are no more pages than were written.
        m_pageCount = std::min(m_pageCount, quint32(inFile + quint32(m_inLog.size())));
        uncommitted.clear();
    }
}

} // namespace kith

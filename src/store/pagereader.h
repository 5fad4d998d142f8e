// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>

#include <optional>

class QIODevice;

namespace kith {

/// The pages of an SQLite file as its last commit left them: those of the write-ahead log where it has newer ones, as
/// far as its checksums hold, else those of the file. Read without SQLite, so that damage elsewhere does not matter
/// (https://www.sqlite.org/fileformat.html, parts 1.3 and 4). Whatever the bytes are, it answers, and soon.
class PageReader final {
public:
    /// What SQLite gives a new file, and Kith never changes.
    static constexpr int UsualPageSize = 4096;

    /// Both borrowed and open for reading; `log` may be null. The log knows the page size better than the caller.
    explicit PageReader(QIODevice &file, QIODevice *log = nullptr, int pageSize = UsualPageSize);

    int pageSize() const { return m_pageSize; }
    int statedPageSize(); ///< What the header of the file says, which may be what is damaged; 0: nothing possible.
    quint32 pageCount() const { return m_pageCount; }

    /// The bytes of page `number`, counted from 1; empty when there is no such page or it cannot be read. Good until
    /// the next call.
    QByteArrayView page(quint32 number);

private:
    void setPageSize(int size);
    void readLog();

    QIODevice &m_file;
    QIODevice *m_log;
    int m_pageSize = UsualPageSize;
    quint32 m_pageCount = 0;
    QHash<quint32, qint64> m_inLog; ///< Where in the log the newest committed content of a page begins.
    QByteArray m_page;              ///< The content of page m_pageNumber.
    quint32 m_pageNumber = 0;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a damaged file holds: every row that is found is read or passed over, none is larger than the limits say, and
// each overflow page is used once at most. Input: 4 bytes that say where the log begins, then the file, then the log.
#include "store/pagereader.h"
#include "store/salvage.h"

#include <QBuffer>
#include <QtEndian>

#include <cstdint>
#include <cstdlib>

using namespace kith;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    const auto bytes = QByteArray::fromRawData(reinterpret_cast<const char *>(data) + 4, qsizetype(size) - 4);
    const qsizetype split = qMin<qsizetype>(qFromBigEndian<quint32>(data), bytes.size());
    QByteArray fileBytes = bytes.first(split);
    QByteArray logBytes = bytes.sliced(split);
    QBuffer file(&fileBytes);
    QBuffer log(&logBytes);
    file.open(QIODevice::ReadOnly);
    log.open(QIODevice::ReadOnly);
    for (const int pageSize : {512, PageReader::UsualPageSize}) { // small pages let the fuzzer reach more of them
        PageReader pages(file, &log, pageSize);
        require(qint64(pages.pageCount()) * 512 <= qint64(size) + 2 * 65536);
        Salvage salvage(pages);
        qint64 total = 0;
        for (qsizetype i = 0; i < salvage.messageCount(); ++i) {
            const auto message = salvage.message(i);
            if (!message)
                continue;
            require(!message->value.id.isNull() && message->value.pieces >= 1);
            require(message->value.text.size() <= RowReader::MaxRowBytes);
            total += message->value.raw.size();
        }
        require(total <= qint64(size) * (pages.pageSize() / 4));
        require(salvage.contacts().size() <= Salvage::MaxContacts);
    }
    return 0;
}

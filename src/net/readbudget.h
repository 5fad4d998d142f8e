// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"
#include "protocol/plaintextdecoder.h"

#include <QObject>

namespace kith {

/// What the peers of one transport together may have sent us that nobody has dealt with.
class ReadBudget final : public QObject {
    Q_OBJECT

public:
    /// Beginnings of messages, over all peers. The one who exceeds it has its message cut where it is.
    static constexpr qint64 MaxUnfinishedBytes = 4 * PlainTextDecoder::MaxMessageBytes;

    void take(qint64 bytes) { m_unconsumed += bytes; }
    void give(qint64 bytes);
    bool isSpent() const { return m_unconsumed >= Transport::MaxUnconsumedBytes; }

    void addUnfinished(qint64 bytes) { m_unfinished += bytes; }
    bool tooMuchIsUnfinished() const { return m_unfinished > MaxUnfinishedBytes; }

Q_SIGNALS:
    void available(); ///< It was spent and is no longer.

private:
    qint64 m_unconsumed = 0;
    qint64 m_unfinished = 0;
};

} // namespace kith

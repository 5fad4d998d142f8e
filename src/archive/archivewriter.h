// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transfer.h"
#include "store/historyrecord.h"

#include <QByteArray>
#include <QDateTime>

#include <memory>

namespace kith {

/// One format of exported files. The parts come in the order of the functions: all contacts, then all conversations
/// followed by all messages, or each conversation followed by its own.
class ArchiveWriter {
public:
    /// Appends to `out`, which whoever calls empties now and then.
    static std::unique_ptr<ArchiveWriter> make(ExportRequest::Format format, QByteArray &out);
    virtual ~ArchiveWriter() = default;

    virtual void begin(const QDateTime &exportedAt) = 0;
    virtual void add(const ContactRecord &record) = 0;
    virtual void add(const ConversationRecord &record) = 0;
    virtual void add(const MessageRecord &record) = 0;
    virtual void end() = 0;

protected:
    explicit ArchiveWriter(QByteArray &out) : m_out(out) {}

    QByteArray &m_out;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archivewriter.h"
#include "archive/transcript.h"

namespace kith {

/// Plain text to read and to print. Only what the program says stands at the beginning of a line, so that no message can
/// look like another one.
class TextArchiveWriter final : public ArchiveWriter {
public:
    explicit TextArchiveWriter(QByteArray &out) : ArchiveWriter(out) {}

    void begin(const QDateTime &exportedAt) override;
    void add(const ContactRecord &record) override { m_transcript.add(record); }
    void add(const ConversationRecord &record) override;
    void add(const MessageRecord &record) override;
    void end() override {}

private:
    void addLine(QString line);

    Transcript m_transcript;
};

} // namespace kith

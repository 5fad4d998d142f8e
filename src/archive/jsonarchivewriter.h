// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archivewriter.h"

namespace kith {

/// One object with the lists `contacts`, `conversations` and `messages`, one entry a line, so that `diff` shows what came
/// between two exports. Everything is in it.
class JsonArchiveWriter final : public ArchiveWriter {
public:
    explicit JsonArchiveWriter(QByteArray &out) : ArchiveWriter(out) {}

    void begin(const QDateTime &exportedAt) override;
    void add(const ContactRecord &record) override;
    void add(const ConversationRecord &record) override;
    void add(const MessageRecord &record) override;
    void end() override;

private:
    enum class Section { Contacts, Conversations, Messages };

    void enter(Section section);
    void addEntry(const QByteArray &json);

    Section m_section = Section::Contacts;
    bool m_isFirst = true;
};

} // namespace kith

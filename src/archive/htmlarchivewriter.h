// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archivewriter.h"
#include "archive/transcript.h"

namespace kith {

/// One page that any browser opens without a network: no script, nothing from elsewhere, everything escaped, and a
/// policy that lets the browser load nothing but the style that stands in it. The entries of the JSON format stand in
/// attributes of what shows them, so that the page can be imported.
class HtmlArchiveWriter final : public ArchiveWriter {
public:
    explicit HtmlArchiveWriter(QByteArray &out) : ArchiveWriter(out) {}

    void begin(const QDateTime &exportedAt) override;
    void add(const ContactRecord &record) override;
    void add(const ConversationRecord &record) override;
    void add(const MessageRecord &record) override;
    void end() override;

private:
    void endPeople();
    void endConversation();
    void addSpan(const char *kind, const QString &text);

    Transcript m_transcript;
    bool m_inPeople = true;
    bool m_inConversation = false;
};

} // namespace kith

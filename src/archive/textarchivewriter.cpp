// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/textarchivewriter.h"

namespace kith {

using namespace Qt::StringLiterals;

void TextArchiveWriter::begin(const QDateTime &exportedAt)
{
    addLine(Transcript::title());
    addLine(Transcript::exportedAt(exportedAt));
}

void TextArchiveWriter::add(const ConversationRecord &record)
{
    m_transcript.enter(record);
    const QString name = m_transcript.conversationName();
    m_out += '\n';
    addLine(u"══ %1 (%2) ══"_s.arg(name, m_transcript.conversationAddress()));
    if (!record.conversation.draft.isEmpty())
        addLine(Transcript::draft(record.conversation.draft));
}

void TextArchiveWriter::add(const MessageRecord &record)
{
    const Message &message = record.message;
    if (const QString day = m_transcript.dayBefore(message); !day.isEmpty()) {
        m_out += '\n';
        addLine(u"── %1 ──"_s.arg(day));
    }
    const QString clock = Transcript::clock(message);
    const QString text = m_transcript.text(message);
    if (message.kind == Message::Kind::System)
        return addLine(u"%1 · %2"_s.arg(clock, text));
    QString line = u"%1 "_s.arg(clock);
    if (message.starred)
        line += u"★ "_s;
    line += m_transcript.speaker(message) + u": "_s + text;
    if (const QString state = Transcript::state(message); !state.isEmpty())
        line += u" ("_s + state + u')';
    addLine(line);
    if (!message.comment.isEmpty())
        addLine(u"    ✎ "_s + Transcript::comment(message));
}

void TextArchiveWriter::addLine(QString line)
{
    line.replace(u'\n', u"\n    "_s);
    m_out += line.toUtf8() + '\n';
}

} // namespace kith

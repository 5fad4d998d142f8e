// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/htmlarchivewriter.h"

#include "archive/historyentry.h"
#include "archive/htmlarchivereader.h"

#include <QCryptographicHash>
#include <QLocale>

namespace kith {

namespace {

using namespace Qt::StringLiterals;

// The colours are those of the window. content-visibility lets a browser lay out only what is seen.
constexpr char Style[] = R"(
:root { color-scheme: light dark; --pane: #fff; --line: #e3e8ee; --text: #1d2733; --muted: #5f6b78; --accent: #0a74c0;
  --mine: #0a74c0; --mine-text: #fff; --theirs: #eef1f5; --bad: #a02320; }
@media (prefers-color-scheme: dark) { :root { --pane: #20262f; --line: #2d3540; --text: #e6ebf1; --muted: #9aa6b4;
  --accent: #3ba3ee; --mine: #1f78bd; --theirs: #2c343f; --bad: #ff9d97; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1rem; background: var(--pane); color: var(--text);
  font: 15px/1.45 Inter, "Noto Sans", "Segoe UI", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.4rem; margin: .5rem 0 0; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; padding-bottom: .4rem; border-bottom: 1px solid var(--line); }
h3 { font-size: .8rem; font-weight: 600; color: var(--muted); text-align: center; margin: 1.2rem 0 .6rem; }
small, .meta { color: var(--muted); font-size: .75rem; font-weight: normal; }
a { color: var(--accent); }
nav ul { list-style: none; padding: 0; columns: 2; }
article { display: flex; flex-direction: column; align-items: flex-start; margin: .35rem 0;
  content-visibility: auto; contain-intrinsic-size: auto 3.4rem; }
article p { margin: 0; padding: .45rem .75rem; border-radius: 12px; max-width: 75%; background: var(--theirs);
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
article.mine { align-items: flex-end; }
article.mine p { background: var(--mine); color: var(--mine-text); }
article.event { align-items: center; }
article.event p, .draft { background: none; color: var(--muted); font-size: .8rem; padding: .1rem .5rem; }
.draft { white-space: pre-wrap; overflow-wrap: anywhere; font-style: italic; }
.meta { margin: .1rem .3rem; }
.meta span + span::before { content: " · "; }
.failed { color: var(--bad); }
.comment { max-width: 75%; font-style: italic; white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { max-width: none; } nav { display: none; } h2, h3 { break-after: avoid; }
  article { break-inside: avoid; content-visibility: visible; }
  article p, article.mine p { background: none; color: #000; border: 1px solid #999; } }
)";

QByteArray escaped(const QByteArray &text)
{
    QByteArray out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

QByteArray escaped(const QString &text)
{
    return escaped(text.toUtf8());
}

QByteArray attribute(const char *name, const QByteArray &json)
{
    return QByteArray(name) + "=\"" + escaped(json) + '"';
}

QByteArray policy()
{
    const QByteArray hash = QCryptographicHash::hash(QByteArrayView(Style), QCryptographicHash::Sha256).toBase64();
    return "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'";
}

QByteArray anchor(const ContactId &contact)
{
    return "p" + contact.toString().toLatin1();
}

} // namespace

void HtmlArchiveWriter::begin(const QDateTime &exportedAt)
{
    const QByteArray title = escaped(Transcript::title());
    m_out += "<!DOCTYPE html>\n<html lang=\"" + escaped(QLocale().bcp47Name()) + "\" " + HtmlVersionAttribute +
             "=\"" + QByteArray::number(ArchiveVersion) +
             "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"" +
             policy() +
             "\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
             title + "</title>\n<style>" + Style + "</style>\n</head>\n<body>\n<header><h1>" + title +
             "</h1><small>" + escaped(Transcript::exportedAt(exportedAt)) + "</small></header>\n<nav><ul>\n";
}

void HtmlArchiveWriter::add(const ContactRecord &record)
{
    m_transcript.add(record);
    const ContactId &id = record.contact.id;
    m_out += "<li " + attribute(HtmlContactAttribute, entry::encode(record)) + "><a href=\"#" + anchor(id) +
             "\"><bdi>" + escaped(m_transcript.contactName(id)) + "</bdi></a> <small>" +
             escaped(m_transcript.contactAddress(id)) + "</small></li>\n";
}

void HtmlArchiveWriter::add(const ConversationRecord &record)
{
    endPeople();
    endConversation();
    m_inConversation = true;
    m_transcript.enter(record);
    m_out += "<section id=\"" + anchor(m_transcript.conversationContact()) + "\" " +
             attribute(HtmlConversationAttribute, entry::encode(record)) + ">\n<h2><bdi>" +
             escaped(m_transcript.conversationName()) + "</bdi> <small>" +
             escaped(m_transcript.conversationAddress()) + "</small></h2>\n";
    if (!record.conversation.draft.isEmpty())
        m_out += "<div class=\"draft\">" + escaped(Transcript::draft(record.conversation.draft)) + "</div>\n";
}

void HtmlArchiveWriter::add(const MessageRecord &record)
{
    const Message &message = record.message;
    if (const QString day = m_transcript.dayBefore(message); !day.isEmpty())
        m_out += "<h3>" + escaped(day) + "</h3>\n";
    const bool isEvent = message.kind == Message::Kind::System;
    m_out += "<article class=\"";
    m_out += isEvent ? "event" : message.isMine() ? "mine" : "theirs";
    m_out += "\" " + attribute(HtmlMessageAttribute, entry::encode(record)) + "><p>" +
             escaped(m_transcript.text(message)) + "</p><div class=\"meta\">";
    if (!isEvent)
        addSpan("name", m_transcript.speaker(message));
    addSpan("time", Transcript::clock(message));
    addSpan("failed", Transcript::state(message));
    addSpan("star", message.starred ? u"★"_s : QString());
    m_out += "</div>";
    if (!message.comment.isEmpty())
        m_out += "<div class=\"meta comment\">✎ " + escaped(Transcript::comment(message)) + "</div>";
    m_out += "</article>\n";
}

void HtmlArchiveWriter::end()
{
    endPeople();
    endConversation();
    m_out += "</main>\n</body>\n</html>\n";
}

void HtmlArchiveWriter::endPeople()
{
    if (std::exchange(m_inPeople, false))
        m_out += "</ul></nav>\n<main>\n";
}

void HtmlArchiveWriter::endConversation()
{
    if (std::exchange(m_inConversation, false))
        m_out += "</section>\n";
}

void HtmlArchiveWriter::addSpan(const char *kind, const QString &text)
{
    if (!text.isEmpty())
        m_out += "<span class=\"" + QByteArray(kind) + "\">" + escaped(text) + "</span>";
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/terminalfrontend.h"

#include "core/displaytext.h"
#include "core/future.h"
#include "messenger/history.h"

#include <cstdio>

namespace kith {

using namespace Qt::StringLiterals;

TerminalFrontEnd::TerminalFrontEnd(Messenger &messenger, const Options &options, QObject *parent)
    : FrontEnd(messenger, options, parent)
{
    connect(&messenger, &Messenger::messageAdded, this, &TerminalFrontEnd::onMessageAdded);
    connect(&messenger, &Messenger::progressChanged, this, [this](const ConversationId &, const MessageId &id) {
        if (m_messenger.isWaiting(id))
            complain(tr("Waiting for a reply: this program may read one message at a time."));
    });
}

void TerminalFrontEnd::readLine(const QByteArray &line)
{
    const QString text = QString::fromUtf8(line);
    ConversationId target = m_current;
    if (const auto only = conversationFor({}); only)
        target = *only;
    if (target.isNull()) {
        if (text.trimmed() == u"q")
            return finish();
        return complain(tr("Nobody is connected yet."));
    }
    if (const auto sent = m_messenger.send(target, text); !sent)
        complain(sentence(sent.error()));
}

void TerminalFrontEnd::lineTooLong()
{
    complain(sentence({Error::Kind::TooLongForOneMessage, QString::number(Messenger::MaxMessageBytes), {}}));
}

void TerminalFrontEnd::listening(const Endpoint &local)
{
    say(tr("Waiting for others at %1 …").arg(local.toString()));
}

void TerminalFrontEnd::online(const Conversation &conversation, const QString &name)
{
    m_current = conversation.id;
    say(tr("%1 is online. Type a message; q leaves.").arg(name));
}

void TerminalFrontEnd::offline(const Conversation &conversation, const Link &)
{
    say(tr("%1 is offline.").arg(nameOf(conversation.id)));
    if (m_current == conversation.id)
        m_current = {};
    if (m_options.role != Options::Role::Host && m_options.bind.isNull() && !conversationFor({}))
        finish();
}

void TerminalFrontEnd::error(const QString &, const Error &error)
{
    complain(sentence(error));
}

void TerminalFrontEnd::say(const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    std::fflush(stdout);
}

void TerminalFrontEnd::complain(const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
}

void TerminalFrontEnd::onMessageAdded(const Message &message)
{
    if (message.kind == Message::Kind::System || message.isMine())
        return;
    m_current = message.conversation;
    const QString name = nameOf(message.conversation);
    const auto show = [this, name](const QString &text) { say(name + u": "_s + displayText(text)); };
    if (!message.isExcerpt)
        return show(message.text);
    whenFinished(m_messenger.history().message(message.id), this,
                 [show, message](const Result<Message> &whole) { show(whole ? whole->text : message.text); });
}

} // namespace kith

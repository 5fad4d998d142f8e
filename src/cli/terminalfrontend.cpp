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
    const Peers &peers = messenger.peers();
    connect(&peers, &Peers::nearbyChanged, this, &TerminalFrontEnd::onNearby);
    connect(&peers, &Peers::nearbyGone, this, &TerminalFrontEnd::onGone);
    connect(&peers, &Peers::introduced, this, &TerminalFrontEnd::onIntroduced);
}

void TerminalFrontEnd::readLine(const QByteArray &line)
{
    const QString text = QString::fromUtf8(line);
    if (m_options.goesAmongPeople() && takeCommand(text))
        return;
    if (const auto only = conversationFor({}); only)
        turnTo(*only);
    const ConversationId target = m_current;
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

void TerminalFrontEnd::listeningForPeople(const Endpoint &)
{
    say(tr("You are %1. Looking for people …").arg(m_messenger.peers().self().toString()));
}

void TerminalFrontEnd::online(const Conversation &conversation, const QString &name)
{
    turnTo(conversation.id);
    const auto contact = m_messenger.contact(conversation.contact);
    if (m_current == conversation.id)
        say(tr("%1 is online. Type a message; q leaves.").arg(name));
    else if (contact && contact->isPerson())
        say(tr("%1 is online. To write there: /greet %2").arg(name, contact->peer.shortForm()));
    else
        say(tr("%1 is online.").arg(name));
}

void TerminalFrontEnd::offline(const Conversation &conversation, const Link &)
{
    say(tr("%1 is offline.").arg(nameOf(conversation.id)));
    if (m_options.goesAmongPeople())
        return; // what is typed waits
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

void TerminalFrontEnd::onNearby(const NearbyPeer &near)
{
    const bool isContact = !m_messenger.peers().contactOf(near.peer).isNull();
    const QString name = displayName(near.name);
    if (isContact || (m_strangers.contains(near.peer) && m_strangers.value(near.peer) == name))
        return;
    m_strangers.insert(near.peer, name);
    say(tr("%1 is nearby: /greet %2").arg(name.isEmpty() ? tr("Somebody") : name, near.peer.shortForm()));
}

void TerminalFrontEnd::onGone(const PeerId &peer)
{
    if (!m_strangers.contains(peer))
        return;
    const QString name = m_strangers.take(peer);
    if (m_messenger.peers().contactOf(peer).isNull())
        say(tr("%1 has left.").arg(name.isEmpty() ? peer.shortForm() : name));
}

void TerminalFrontEnd::onIntroduced(const Introduction &introduction)
{
    const QString name = introduction.name.isEmpty() ? tr("Somebody") : displayName(introduction.name);
    const QString id = introduction.peer.shortForm();
    if (introduction.words.isEmpty())
        say(tr("%1 would like to write to you: /accept %2").arg(name, id));
    else
        say(tr("%1 would like to write to you, and says “%3”: /accept %2")
                .arg(name, id, displayLine(introduction.words)));
}

bool TerminalFrontEnd::takeCommand(const QString &line)
{
    const QString verb = line.section(u' ', 0, 0);
    if (line.trimmed() == u"q") {
        finish();
        return true;
    }
    if (verb != u"/greet" && verb != u"/accept")
        return false;
    const QString beginning = line.section(u' ', 1, -1, QString::SectionSkipEmpty).trimmed().toUpper();
    Peers &peers = m_messenger.peers();
    QSet<PeerId> meant;
    const auto consider = [&](const PeerId &peer) {
        const bool isMeant = peer.toString().startsWith(beginning) || peer.shortForm().startsWith(beginning);
        if (!beginning.isEmpty() && isMeant)
            meant.insert(peer);
    };
    for (const NearbyPeer &near : peers.nearby())
        consider(near.peer);
    for (const Introduction &introduction : peers.introductions())
        consider(introduction.peer);
    if (meant.size() != 1) {
        complain(tr("Nobody nearby, or more than one, has an ID that begins like that."));
        return true;
    }
    const PeerId peer = *meant.constBegin();
    const ConversationId id = verb == u"/greet" ? peers.greet(peer) : peers.accept(peer);
    if (id.isNull())
        complain(tr("%1 did not ask for anything.").arg(peer.shortForm()));
    else
        m_current = id;
    return true;
}

void TerminalFrontEnd::turnTo(const ConversationId &conversation)
{
    if (m_current.isNull() || !m_options.goesAmongPeople())
        m_current = conversation;
}

void TerminalFrontEnd::onMessageAdded(const Message &message)
{
    if (message.kind == Message::Kind::System || message.isMine())
        return;
    turnTo(message.conversation);
    const QString name = nameOf(message.conversation);
    const auto show = [this, name](const QString &text) { say(name + u": "_s + displayText(text)); };
    if (!message.isExcerpt)
        return show(message.text);
    whenFinished(m_messenger.history().message(message.id), this,
                 [show, message](const Result<Message> &whole) { show(whole ? whole->text : message.text); });
}

} // namespace kith

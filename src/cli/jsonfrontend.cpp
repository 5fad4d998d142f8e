// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/jsonfrontend.h"

#include "core/future.h"
#include "messenger/history.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

namespace kith {

namespace {

using namespace Qt::StringLiterals;

QString stateName(Message::State state)
{
    switch (state) {
    case Message::State::Received:
        return u"received"_s;
    case Message::State::Queued:
    case Message::State::Sending:
        return u"queued"_s;
    case Message::State::Sent:
        return u"sent"_s;
    case Message::State::Delivered:
        return u"delivered"_s;
    case Message::State::Read:
        return u"read"_s;
    case Message::State::Failed:
        return u"failed"_s;
    }
    return u"unknown"_s;
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

} // namespace

JsonFrontEnd::JsonFrontEnd(Messenger &messenger, const Options &options, QObject *parent)
    : FrontEnd(messenger, options, parent)
    , m_transfers(messenger)
    , m_people(messenger)
    , m_peopleCommands(messenger, m_people)
{
    connect(&m_transfers, &TransferCommands::answered, this, &JsonFrontEnd::write);
    connect(&m_transfers, &TransferCommands::failed, this, &JsonFrontEnd::error);
    connect(&m_people, &PeopleEvents::happened, this, &JsonFrontEnd::write);
    connect(&m_peopleCommands, &PeopleCommands::answered, this, &JsonFrontEnd::write);
    connect(&m_peopleCommands, &PeopleCommands::refused, this, &JsonFrontEnd::refuse);
    connect(&messenger, &Messenger::messageAdded, this, &JsonFrontEnd::onMessageAdded);
    connect(&messenger, &Messenger::messageChanged, this, &JsonFrontEnd::onMessageChanged);
}

void JsonFrontEnd::readLine(const QByteArray &line)
{
    if (line.trimmed().isEmpty())
        return;
    const QJsonObject command = QJsonDocument::fromJson(line).object();
    const QString name = command.value("cmd"_L1).toString();
    if (name == u"send")
        return send(command);
    if (name == u"close")
        return close(command);
    if (name == u"read")
        return markRead(command);
    if (name == u"contacts")
        return contacts();
    if (name == u"history")
        return history(command);
    if (name == u"search")
        return search(command);
    if (name == u"export")
        return exportHistory(command);
    if (name == u"import")
        return m_transfers.importHistory(command);
    if (name == u"quit")
        return finish();
    if (m_peopleCommands.run(name, command))
        return;
    constexpr qsizetype Shown = 80;
    error(u"command"_s,
          {Error::Kind::BadCommand, QString::fromUtf8(line.first(std::min(line.size(), Shown))), {}});
}

void JsonFrontEnd::lineTooLong()
{
    error(u"command"_s, {Error::Kind::TooLongForOneMessage, QString::number(Messenger::MaxMessageBytes), {}});
}

void JsonFrontEnd::listening(const Endpoint &local)
{
    write({{u"event"_s, u"listening"_s}, {u"endpoint"_s, local.toString()}});
}

void JsonFrontEnd::listeningForPeople(const Endpoint &local)
{
    const Peers &peers = m_messenger.peers();
    write({{u"event"_s, u"listening"_s},
           {u"endpoint"_s, local.toEncrypted()},
           {u"peer"_s, peers.self().toString()},
           {u"name"_s, peers.name()}});
}

void JsonFrontEnd::online(const Conversation &conversation, const QString &name)
{
    write({{u"event"_s, u"online"_s}, {u"conversation"_s, addressOf(conversation.id)}, {u"name"_s, name}});
}

void JsonFrontEnd::offline(const Conversation &conversation, const Link &link)
{
    const QString reason = link.end == Link::End::SaidQ    ? u"q"_s
                           : link.end == Link::End::Failed ? u"error"_s
                                                           : u"closed"_s;
    write({{u"event"_s, u"offline"_s}, {u"conversation"_s, addressOf(conversation.id)}, {u"reason"_s, reason}});
}

void JsonFrontEnd::error(const QString &where, const Error &error)
{
    refuse(where, sentence(error));
}

void JsonFrontEnd::refuse(const QString &where, const QString &why)
{
    write({{u"event"_s, u"error"_s}, {u"where"_s, where}, {u"message"_s, why}});
}

void JsonFrontEnd::write(const QJsonObject &event)
{
    const QByteArray line = QJsonDocument(event).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fflush(stdout);
}

void JsonFrontEnd::onMessageAdded(const Message &message)
{
    if (message.kind == Message::Kind::System || message.isMine())
        return;
    const auto show = [this](const Message &whole) {
        write({{u"event"_s, u"message"_s},
               {u"conversation"_s, addressOf(whole.conversation)},
               {u"id"_s, whole.id.toString()},
               {u"from"_s, sender(whole)},
               {u"text"_s, whole.text},
               {u"time"_s, timeText(whole.receivedAt)}});
    };
    if (!message.isExcerpt)
        return show(message);
    whenFinished(m_messenger.history().message(message.id), this,
                 [show, message](const Result<Message> &whole) { show(whole ? *whole : message); });
}

void JsonFrontEnd::onMessageChanged(const Message &message)
{
    if (m_unaccepted.contains(message.id)) {
        const QJsonValue reference = m_unaccepted.take(message.id);
        QJsonObject accepted{{u"event"_s, u"accepted"_s}, {u"id"_s, message.id.toString()}};
        if (!reference.isUndefined())
            accepted.insert(u"ref"_s, reference);
        write(accepted);
    }
    const QString state = stateName(message.state);
    const auto told = m_told.constFind(message.id);
    if (told != m_told.constEnd() && stateName(*told) == state)
        return;
    const bool canStillChange =
        message.state == Message::State::Queued || message.state == Message::State::Sending;
    if (canStillChange)
        m_told.insert(message.id, message.state);
    else
        m_told.remove(message.id);
    write({{u"event"_s, u"state"_s}, {u"id"_s, message.id.toString()}, {u"state"_s, state}});
}

void JsonFrontEnd::send(const QJsonObject &command)
{
    const auto id = conversationFor(command.value("conversation"_L1).toString());
    const auto sent = id.and_then([&](const ConversationId &conversation) {
        return m_messenger.send(conversation, command.value("text"_L1).toString());
    });
    const QJsonValue reference = command.value("ref"_L1);
    if (!sent) {
        QJsonObject event{
            {u"event"_s, u"error"_s}, {u"where"_s, u"send"_s}, {u"message"_s, sentence(sent.error())}};
        if (!reference.isUndefined())
            event.insert(u"ref"_s, reference);
        return write(event);
    }
    if (sent->isNull()) {
        QJsonObject event{{u"event"_s, u"accepted"_s}, {u"id"_s, QJsonValue::Null}};
        if (!reference.isUndefined())
            event.insert(u"ref"_s, reference);
        return write(event);
    }
    m_unaccepted.insert(*sent, reference);
}

void JsonFrontEnd::close(const QJsonObject &command)
{
    const auto id = conversationFor(command.value("conversation"_L1).toString());
    if (!id)
        return error(u"close"_s, id.error());
    if (m_messenger.conversation(*id)->endpoint.isNull())
        return refuse(u"close"_s, tr("A conversation with a person has no end. Block the person, or quit."));
    m_messenger.close(*id);
}

void JsonFrontEnd::markRead(const QJsonObject &command)
{
    const auto id = conversationFor(command.value("conversation"_L1).toString());
    if (!id)
        return error(u"read"_s, id.error());
    m_messenger.markRead(*id);
    write({{u"event"_s, u"read"_s}, {u"conversation"_s, addressOf(*id)}});
}

void JsonFrontEnd::contacts()
{
    QJsonArray list;
    const QList<Contact> all = m_messenger.contacts();
    for (const Contact &contact : all) {
        const ConversationId id = m_messenger.find(contact.id);
        QJsonObject entry{{u"name"_s, contact.displayName()},
                          {u"conversation"_s, addressOf(id)},
                          {u"endpoint"_s, contact.endpoint.toString()},
                          {u"group"_s, contact.group},
                          {u"online"_s, m_messenger.link(id).isOnline()}};
        if (contact.isPerson()) {
            entry.insert(u"endpoint"_s, contact.endpoint.toEncrypted());
            entry.insert(u"peer"_s, contact.peer.toString());
            entry.insert(u"state"_s, m_people.stateOf(contact.peer));
            entry.insert(u"verified"_s, contact.trust == Contact::Trust::Verified);
        }
        list.append(entry);
    }
    write({{u"event"_s, u"contacts"_s}, {u"contacts"_s, list}});
}

void JsonFrontEnd::history(const QJsonObject &command)
{
    const auto id = conversationFor(command.value("conversation"_L1).toString());
    if (!id)
        return error(u"history"_s, id.error());
    const int limit = std::clamp(command.value("limit"_L1).toInt(DefaultHistory), 1, MaxHistory);
    collectHistory(*id, limit, {});
}

/// Reads pages backwards until there are enough messages; the program's own lines do not count.
void JsonFrontEnd::collectHistory(const ConversationId &id, int limit, QList<Message> found)
{
    const auto page = found.isEmpty() ? m_messenger.history().latest(id, limit)
                                      : m_messenger.history().before(id, found.first().place, limit);
    whenFinished(page, this, [this, id, limit, found](const Result<QList<Message>> &older) {
        if (!older)
            return error(u"history"_s, older.error());
        const QList<Message> all = *older + found;
        const auto isText = [](const Message &m) { return m.kind != Message::Kind::System; };
        const auto texts = std::count_if(all.begin(), all.end(), isText);
        if (texts < limit && older->size() == limit)
            return collectHistory(id, limit, all);
        QList<Message> wanted;
        std::copy_if(all.begin(), all.end(), std::back_inserter(wanted), isText);
        completeHistory(id, wanted.last(std::min<qsizetype>(limit, wanted.size())), 0);
    });
}

/// Replaces excerpts by whole texts, one after the other, then answers.
void JsonFrontEnd::completeHistory(const ConversationId &id, QList<Message> found, qsizetype next)
{
    while (next < found.size() && !found.at(next).isExcerpt)
        ++next;
    if (next < found.size()) {
        whenFinished(m_messenger.history().message(found.at(next).id), this,
                     [this, id, found, next](const Result<Message> &whole) mutable {
                         if (whole)
                             found[next] = *whole;
                         completeHistory(id, std::move(found), next + 1);
                     });
        return;
    }
    QJsonArray messages;
    for (const Message &message : std::as_const(found)) {
        messages.append(QJsonObject{{u"id"_s, message.id.toString()},
                                    {u"from"_s, sender(message)},
                                    {u"text"_s, message.text},
                                    {u"time"_s, timeText(message.receivedAt)},
                                    {u"state"_s, stateName(message.state)}});
    }
    write({{u"event"_s, u"history"_s}, {u"conversation"_s, addressOf(id)}, {u"messages"_s, messages}});
}

void JsonFrontEnd::search(const QJsonObject &command)
{
    SearchQuery query;
    query.text = command.value("text"_L1).toString();
    query.limit = std::clamp(command.value("limit"_L1).toInt(DefaultHistory), 1, MaxHits);
    if (const QString named = command.value("conversation"_L1).toString(); !named.isEmpty()) {
        const auto id = conversationFor(named);
        if (!id)
            return error(u"search"_s, id.error());
        query.conversations = {*id};
    }
    ++m_searches;
    whenFinished(m_messenger.history().search(query), this, [this](const Result<SearchPage> &page) {
        --m_searches;
        if (!page)
            return error(u"search"_s, page.error());
        QJsonArray hits;
        for (const SearchHit &hit : page->hits) {
            hits.append(QJsonObject{{u"conversation"_s, addressOf(hit.message.conversation)},
                                    {u"id"_s, hit.message.id.toString()},
                                    {u"text"_s, hit.message.text},
                                    {u"time"_s, timeText(hit.message.receivedAt)}});
        }
        write({{u"event"_s, u"hits"_s}, {u"hits"_s, hits}});
    });
}

void JsonFrontEnd::exportHistory(const QJsonObject &command)
{
    const QString named = command.value("conversation"_L1).toString();
    const auto id = named.isEmpty() ? Result<ConversationId>() : conversationFor(named);
    if (!id)
        return error(u"export"_s, id.error());
    m_transfers.exportHistory(command, *id);
}

QString JsonFrontEnd::sender(const Message &message) const
{
    return message.isMine() ? u"me"_s : nameOf(message.conversation);
}

} // namespace kith

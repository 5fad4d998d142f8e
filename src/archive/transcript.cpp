// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/transcript.h"

#include "core/displaytext.h"
#include "core/transcriptwords.h"

#include <QLocale>

namespace kith {

using namespace Qt::StringLiterals;

void Transcript::add(const ContactRecord &record)
{
    const auto endpoint = Endpoint::parse(record.endpoint);
    Person person;
    person.address = record.contact.isPerson() ? record.contact.peer.shortForm() : displayLine(record.endpoint);
    person.name = displayName(record.contact.name);
    if (person.name.isEmpty() && record.contact.isPerson())
        person.name = record.contact.nickname.isEmpty() ? person.address : displayName(record.contact.nickname);
    if (person.name.isEmpty())
        person.name = endpoint ? endpoint->hostAndPort() : person.address;
    m_people.insert(record.contact.id, person);
}

void Transcript::enter(const ConversationRecord &record)
{
    m_contact = record.conversation.contact;
    m_day = {};
}

QString Transcript::contactName(const ContactId &id) const
{
    return m_people.value(id).name;
}

QString Transcript::contactAddress(const ContactId &id) const
{
    return m_people.value(id).address;
}

QString Transcript::dayBefore(const Message &message)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(message.place.time).date();
    if (day == std::exchange(m_day, day))
        return {};
    return QLocale().toString(day, QLocale::LongFormat);
}

QString Transcript::speaker(const Message &message) const
{
    return message.isMine() ? transcriptwords::me() : contactName(message.sender);
}

QString Transcript::text(const Message &message) const
{
    switch (message.kind) {
    case Message::Kind::Text:
        return displayText(message.text);
    case Message::Kind::System:
        return transcriptwords::event(message.event,
                                      message.sender.isNull() ? conversationName() : contactName(message.sender));
    case Message::Kind::File:
        return transcriptwords::file(displayText(message.text));
    case Message::Kind::Image:
        return transcriptwords::image(displayText(message.text));
    }
    return transcriptwords::needsNewerKith();
}

QString Transcript::clock(const Message &message)
{
    const QDateTime time = message.receivedAt.isValid()
                               ? message.receivedAt
                               : QDateTime::fromMSecsSinceEpoch(message.place.time, Qt::UTC);
    return time.toLocalTime().toString(u"HH:mm"_s);
}

QString Transcript::state(const Message &message)
{
    return message.isMine() ? transcriptwords::state(message.state) : QString();
}

QString Transcript::comment(const Message &message)
{
    return displayText(message.comment);
}

QString Transcript::title()
{
    return transcriptwords::title();
}

QString Transcript::exportedAt(const QDateTime &utc)
{
    return transcriptwords::exportedAt(QLocale().toString(utc.toLocalTime(), QLocale::ShortFormat));
}

QString Transcript::draft(const QString &text)
{
    return transcriptwords::draft(displayText(text));
}

} // namespace kith

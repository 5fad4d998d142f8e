// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/phrases.h"

#include "core/displaytext.h"
#include "core/transcriptwords.h"

#include <QCoreApplication>
#include <QLocale>

namespace kith::phrases {

using namespace Qt::StringLiterals;

namespace {

class Phrases {
    Q_DECLARE_TR_FUNCTIONS(kith::Phrases)
};

QString number(qint64 value)
{
    return QLocale().toString(value);
}

QString state(const Message &message, int sentPieces)
{
    switch (message.state) {
    case Message::State::Received:
        return {};
    case Message::State::Queued:
        return message.failure ? Phrases::tr("not saved yet") : Phrases::tr("waiting for the connection");
    case Message::State::Sending:
        return message.pieces > 1
                   ? Phrases::tr("%1 of %2 pieces sent").arg(number(sentPieces), number(message.pieces))
                   : Phrases::tr("sending");
    case Message::State::Sent:
        return Phrases::tr("sent");
    case Message::State::Delivered:
        return Phrases::tr("delivered");
    case Message::State::Read:
        return Phrases::tr("read");
    case Message::State::Failed:
        return Phrases::tr("not sent");
    }
    return {};
}

QString offline(const Link &link)
{
    switch (link.end) {
    case Link::End::SaidQ:
        return Phrases::tr("left with q");
    case Link::End::Closed:
        return Phrases::tr("closed the connection");
    case Link::End::WeLeft:
        return Phrases::tr("you closed the connection");
    case Link::End::Failed:
        return link.error && link.error->kind == Error::Kind::ConnectionLost ? Phrases::tr("connection lost")
                                                                             : Phrases::tr("could not connect");
    case Link::End::None:
        break;
    }
    return Phrases::tr("not connected");
}

} // namespace

QString preview(const Conversation &conversation, const Link &link)
{
    if (!conversation.draft.trimmed().isEmpty())
        return Phrases::tr("Draft: %1").arg(displayLine(conversation.draft, 120));
    if (link.phase == Link::Phase::Connecting)
        return Phrases::tr("Connecting…");
    if (link.end == Link::End::SaidQ)
        return Phrases::tr("left with q");
    if (!conversation.last)
        return conversation.endpoint.toString();
    const Message &last = *conversation.last;
    if (last.kind == Message::Kind::System)
        return event(last.event, {});
    if (last.kind != Message::Kind::Text)
        return needsNewerKith();
    const QString text = displayLine(last.text, 120);
    return last.isMine() ? Phrases::tr("Me: %1").arg(text) : text;
}

QString listTime(const QDateTime &utc)
{
    if (!utc.isValid())
        return {};
    const QDateTime local = utc.toLocalTime();
    const qint64 days = local.date().daysTo(QDate::currentDate());
    if (days <= 0)
        return clock(utc);
    if (days < 7)
        return QLocale().dayName(local.date().dayOfWeek(), QLocale::ShortFormat);
    return QLocale().toString(local.date(), QLocale::ShortFormat);
}

QString day(const QDate &date)
{
    const qint64 days = date.daysTo(QDate::currentDate());
    if (days == 0)
        return Phrases::tr("Today");
    if (days == 1)
        return Phrases::tr("Yesterday");
    return QLocale().toString(date, QLocale::LongFormat);
}

QString clock(const QDateTime &utc)
{
    return utc.toLocalTime().toString(u"HH:mm"_s);
}

QString stamp(const QDateTime &utc)
{
    if (!utc.isValid())
        return {};
    const QDateTime local = utc.toLocalTime();
    //: A day of this year and a time, as QLocale::toString() takes it
    const QString near = Phrases::tr("d MMM HH:mm");
    //: A day with its year and a time, as QLocale::toString() takes it
    const QString far = Phrases::tr("d MMM yyyy HH:mm");
    return QLocale().toString(local, local.date().year() == QDate::currentDate().year() ? near : far);
}

QString took(std::chrono::nanoseconds time)
{
    const double milliseconds = double(time.count()) / 1e6;
    const QLocale locale;
    if (milliseconds >= 1000)
        return Phrases::tr("%1 s").arg(locale.toString(milliseconds / 1000, 'f', 1));
    return Phrases::tr("%1 ms").arg(locale.toString(milliseconds, 'f', milliseconds < 10 ? 1 : 0));
}

QString line(const Message &message)
{
    switch (message.kind) {
    case Message::Kind::Text:
        return displayLine(message.text);
    case Message::Kind::System:
        return event(message.event, {});
    case Message::Kind::File:
        return Phrases::tr("[File] %1").arg(displayLine(message.text));
    case Message::Kind::Image:
        return Phrases::tr("[Picture] %1").arg(displayLine(message.text));
    }
    return needsNewerKith();
}

QString presenceWord(const Link &link)
{
    switch (link.phase) {
    case Link::Phase::Online:
        return Phrases::tr("online");
    case Link::Phase::Connecting:
        return Phrases::tr("connecting");
    case Link::Phase::Offline:
        break;
    }
    return Phrases::tr("offline");
}

QString presenceWord(Presence::Availability availability)
{
    switch (availability) {
    case Presence::Availability::Online:
        return Phrases::tr("Online");
    case Presence::Availability::Away:
        return Phrases::tr("Away");
    case Presence::Availability::Busy:
        return Phrases::tr("Busy");
    case Presence::Availability::Invisible:
        return Phrases::tr("Invisible");
    case Presence::Availability::Offline:
        break;
    }
    return Phrases::tr("Offline");
}

QString presence(const Presence &presence)
{
    const QString word = presenceWord(presence.availability);
    const QString status = displayLine(presence.status, Presence::MaxStatusLength);
    //: A word such as "Away", and what the person says of itself
    return status.isEmpty() ? word : Phrases::tr("%1 · “%2”").arg(word, status);
}

QString presence(const Link &link, const Endpoint &endpoint)
{
    if (link.phase == Link::Phase::Connecting)
        return Phrases::tr("Connecting to %1…").arg(endpoint.toString());
    if (!link.isOnline())
        return Phrases::tr("Offline · %1").arg(offline(link));
    const QString since = link.since.isValid() ? clock(link.since) : QString();
    switch (link.role) {
    case Link::Role::Client:
        return Phrases::tr("Connected to your server on port %1 · since %2")
            .arg(QString::number(link.local.port()), since);
    case Link::Role::Joined:
        return Phrases::tr("You are connected to %1 · since %2").arg(endpoint.toString(), since);
    case Link::Role::Direct:
        return link.local.port() != 0 ? Phrases::tr("Direct (UDP) from your port %1 · since %2")
                                            .arg(QString::number(link.local.port()), since)
                                      : Phrases::tr("Direct (UDP) · since %1").arg(since);
    case Link::Role::Peer:
        return Phrases::tr("Encrypted · since %1").arg(since);
    case Link::Role::None:
        break;
    }
    return Phrases::tr("Online");
}

QString presence(const Contact &person, const Presence &presence)
{
    switch (person.standing) {
    case Contact::Standing::Blocked:
        return Phrases::tr("Blocked");
    case Contact::Standing::Asked:
        return Phrases::tr("You have said hello and wait for the answer");
    case Contact::Standing::Stranger:
        return Phrases::tr("Not a friend");
    case Contact::Standing::Friend:
        break;
    }
    if (!presence.isThere() && person.lastSeenAt.isValid())
        return Phrases::tr("%1 · last there %2")
            .arg(presenceWord(presence.availability), stamp(person.lastSeenAt));
    return phrases::presence(presence);
}

QString typing(const QString &name)
{
    return Phrases::tr("%1 is typing…").arg(name);
}

QString waitingForAnswer()
{
    return Phrases::tr("Waiting for an answer");
}

QString protection(const Contact &contact)
{
    if (!contact.isPerson())
        return {};
    switch (contact.trust) {
    case Contact::Trust::Seen:
        return Phrases::tr("encrypted");
    case Contact::Trust::Verified:
        return Phrases::tr("encrypted and verified");
    case Contact::Trust::Changed:
        break;
    }
    return Phrases::tr("another key is there");
}

QString event(Message::Event event, const QString &name)
{
    switch (event) {
    case Message::Event::Online:
        return name.isEmpty() ? Phrases::tr("is online") : Phrases::tr("%1 is online").arg(name);
    case Message::Event::SaidQ:
        return name.isEmpty() ? Phrases::tr("left with q") : Phrases::tr("%1 is offline: left with q").arg(name);
    case Message::Event::Closed:
        return name.isEmpty() ? Phrases::tr("is offline") : Phrases::tr("%1 is offline").arg(name);
    case Message::Event::Lost:
        return name.isEmpty() ? Phrases::tr("connection lost")
                              : Phrases::tr("%1 is offline: the connection was lost").arg(name);
    case Message::Event::KeyChanged:
    case Message::Event::NewKey:
    case Message::Event::Verified:
    case Message::Event::OlderHere:
    case Message::Event::OlderThere:
        return transcriptwords::event(event, name.isEmpty() ? Phrases::tr("this person") : name);
    case Message::Event::None:
        break;
    }
    return needsNewerKith();
}

QString meta(const Message &message, int sentPieces)
{
    QStringList parts{clock(message.receivedAt)};
    if (message.isMine() && message.pieces > 1 && message.state == Message::State::Sent)
        parts += Phrases::tr("%1 pieces of at most 1,024 bytes").arg(number(message.pieces));
    else if (message.isMine())
        parts += state(message, sentPieces);
    else if (message.bytes > 0 && message.via != Via::PeerLink)
        parts += Phrases::tr("%n byte(s)", nullptr, int(qMin<qint64>(message.bytes, 1 << 30)));
    if (!message.isMine() && message.failure)
        parts += Phrases::tr("not saved yet");
    if (message.malformed)
        parts += malformed();
    return parts.join(u" · "_s);
}

QString failure(const Message &message)
{
    if (message.state != Message::State::Failed)
        return {};
    switch (message.failure.value_or(Error::Kind::NetworkFailed)) {
    case Error::Kind::Interrupted:
        return Phrases::tr("Interrupted: it may or may not have arrived");
    case Error::Kind::TooLongForOneMessage:
        return Phrases::tr("Too long for one message");
    case Error::Kind::StoreFull:
        return Phrases::tr("The disk is full");
    case Error::Kind::NotConnected:
        return Phrases::tr("Not connected");
    default:
        return Phrases::tr("The connection was lost");
    }
}

QString me()
{
    return Phrases::tr("Me");
}

QString spoken(const Message &message, const QString &senderName, bool waiting)
{
    if (message.kind == Message::Kind::System)
        return event(message.event, senderName);
    QStringList parts{message.isMine() ? me() : senderName, displayText(message.text), meta(message, 0)};
    if (message.quote)
        parts += Phrases::tr("in answer to: %1").arg(displayLine(message.quote->text));
    if (waiting)
        parts += waitingForReply();
    if (message.state == Message::State::Failed)
        parts += failure(message);
    if (message.starred)
        parts += Phrases::tr("starred");
    if (!message.comment.isEmpty())
        parts += Phrases::tr("comment: %1").arg(displayLine(message.comment));
    return parts.join(u", "_s);
}

QString waitingForReply()
{
    return Phrases::tr("Waiting for a reply: this program may read one message at a time");
}

QString malformed()
{
    return Phrases::tr("some bytes were not text in this encoding");
}

QString needsNewerKith()
{
    return Phrases::tr("This message needs a newer Kith.");
}

QString groupName(FriendListModel::Group group, const QString &custom)
{
    switch (group) {
    case FriendListModel::Group::Friends:
        return Phrases::tr("My friends");
    case FriendListModel::Group::Strangers:
        return Phrases::tr("Strangers");
    case FriendListModel::Group::Custom:
        break;
    }
    return custom;
}

QString hosting(const Host &host)
{
    const Endpoint shown = host.reachable.isEmpty() ? host.local : host.reachable.first();
    switch (host.state) {
    case Host::State::Opening:
        return Phrases::tr("Opening %1").arg(shown.toString());
    case Host::State::Listening:
        return Phrases::tr("Hosting %1").arg(shown.toString());
    case Host::State::Stopped:
        break;
    }
    return Phrases::tr("Stopped %1").arg(shown.toString());
}

QString inLines(const QString &safetyNumber)
{
    constexpr qsizetype GroupsInALine = 4;
    const QStringList groups = safetyNumber.split(u' ', Qt::SkipEmptyParts);
    QStringList lines;
    for (qsizetype at = 0; at < groups.size(); at += GroupsInALine)
        lines += groups.sliced(at, qMin(GroupsInALine, groups.size() - at)).join(u"  "_s);
    return lines.join(u'\n');
}

} // namespace kith::phrases

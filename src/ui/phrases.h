// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/conversation.h"
#include "core/message.h"
#include "core/presence.h"
#include "messenger/host.h"
#include "messenger/link.h"
#include "models/friendlistmodel.h"

#include <QString>

#include <chrono>

namespace kith::phrases {

// What the window says about values of the program. All plain text in the person's language; what came from others is
// made harmless.

/// The line below a name in the list: the latest message, or how the peer left.
QString preview(const Conversation &conversation, const Link &link);
/// The time in the list: of today the time, of this week the day, else the date.
QString listTime(const QDateTime &utc);
/// The line between two days: "Today", "Yesterday", or the date.
QString day(const QDate &date);
QString clock(const QDateTime &utc);
/// Day and time in one line: "20 Nov 14:24", with the year where it is another one.
QString stamp(const QDateTime &utc);
/// How long something took: "0.6 ms", "1.2 s".
QString took(std::chrono::nanoseconds time);
/// A message as one line: its text, or what the program says where it has none.
QString line(const Message &message);
/// "Connected to your server on port 8080 · since 13:51".
QString presence(const Link &link, const Endpoint &endpoint);
QString presenceWord(const Link &link);
/// "Away", of a person.
QString presenceWord(Presence::Availability availability);
/// "Away · “back at 4”".
QString presence(const Presence &presence);
/// "Bob is typing…".
QString typing(const QString &name);
/// Of somebody who was greeted.
QString waitingForAnswer();
/// How a conversation with `contact` is protected: "encrypted", "encrypted and verified"; empty in plain text.
QString protection(const Contact &contact);
/// A line that the program says: "Bob is online".
QString event(Message::Event event, const QString &name);
/// What stands below a bubble: the time, how it travelled and its state.
QString meta(const Message &message, int sentPieces);
/// Why a message failed, as a short clause.
QString failure(const Message &message);
/// This person, as the sender of a message.
QString me();
/// Who, what, when and in which state: what a screen reader says about a bubble.
QString spoken(const Message &message, const QString &senderName, bool waiting);
QString waitingForReply();
QString malformed();
QString needsNewerKith();
QString groupName(FriendListModel::Group group, const QString &custom);
QString hosting(const Host &host);
/// Whether a person is there, when it last was, or that it is no friend.
QString presence(const Contact &person, const Presence &presence);
/// A safety number as people compare it: four groups a line.
QString inLines(const QString &safetyNumber);

} // namespace kith::phrases

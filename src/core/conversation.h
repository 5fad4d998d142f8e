// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/message.h"
#include "core/plaintextoptions.h"
#include "core/strongid.h"

#include <QMetaType>
#include <QString>

#include <optional>

namespace kith {

/// A conversation as it is kept: with whom, how to speak, how far it was read, and what was begun.
struct Conversation {
    ConversationId id;
    ContactId contact;
    Endpoint endpoint; ///< The contact's: a conversation is named by it on the command line. Null with a person.
    PlainTextOptions options;
    Endpoint bindTo; ///< UDP: our own address and port; null: chosen by the system.
    QString draft;   ///< What was typed and not sent.
    Place readUpTo;  ///< Of the newest message that was seen.
    bool pinned = false;
    bool muted = false;
    bool markedUnread = false; ///< The person wants to come back to it, whatever was read.

    // Derived from the messages when the profile is opened, then kept up to date by Messenger.
    int unread = 0;
    std::optional<Message> last; ///< The newest message, as an excerpt; none in an empty conversation.

    /// What a list shows: unread, and 1 where it was only marked so.
    int shownUnread() const { return unread > 0 || !markedUnread ? unread : 1; }

    friend bool operator==(const Conversation &, const Conversation &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Conversation)

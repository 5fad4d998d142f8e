// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/conversation.h"
#include "core/message.h"

#include <QByteArray>
#include <QString>

namespace kith {

// Rows of the history as they are kept, for export and import: what this version does not know stays what it is.
// Enumerations may hold numbers that they do not name.

struct ContactRecord {
    Contact contact;  ///< Without the counters: they belong to the key, not to the history.
    QString endpoint; ///< As kept; contact.endpoint is not used.
};

struct ConversationRecord {
    Conversation conversation; ///< Without unread and last; its endpoints are not used.
    QString endpoint;
    QString bindTo;
};

struct MessageRecord {
    Message message;
    QByteArray failure; ///< The name of the reason; message.failure is not used.
};

} // namespace kith

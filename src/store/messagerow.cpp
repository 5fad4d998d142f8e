// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/messagerow.h"

#include "store/database.h"

namespace kith::messagerow {

Message read(const Statement &row)
{
    Message message;
    message.place = {row.integer(Placed), row.integer(Key)};
    message.id = MessageId::fromBytes(row.bytes(Id));
    message.conversation = ConversationId::fromBytes(row.bytes(ConversationColumn));
    message.sender = ContactId::fromBytes(row.bytes(Sender));
    message.sentAt = row.time(SentAt);
    message.receivedAt = row.time(ReceivedAt);
    message.counter = row.integer(Counter);
    message.malformed = row.integer(Malformed) != 0;
    message.bytes = row.integer(Bytes);
    message.replyTo = MessageId::fromBytes(row.bytes(ReplyTo));
    message.editedAt = row.time(EditedAt);
    message.recalledAt = row.time(RecalledAt);
    message.starred = row.integer(Starred) != 0;
    message.comment = row.text(Comment);
    return message;
}

} // namespace kith::messagerow

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"

namespace kith {

class Statement;

/// What every reading of messages begins with, in the order of Column: of messages `m`, their conversation `c` and their
/// sender `s`. Each reader appends the text, and what else it wants, from column End on.
namespace messagerow {

#define KITH_MESSAGE_ROW                                                                                          \
    "m.key, m.id, c.id, s.id, m.sent_at, m.received_at, m.counter, m.via, m.protection, m.kind, m.event,"         \
    " m.charset, m.malformed, m.bytes, m.pieces, m.state, m.failure, m.reply_to, m.edited_at, m.recalled_at,"     \
    " m.placed, m.starred, m.comment"

enum Column {
    Key,
    Id,
    ConversationColumn,
    Sender,
    SentAt,
    ReceivedAt,
    Counter,
    ViaColumn,
    ProtectionColumn,
    KindColumn,
    EventColumn,
    CharsetColumn,
    Malformed,
    Bytes,
    Pieces,
    StateColumn,
    Failure,
    ReplyTo,
    EditedAt,
    RecalledAt,
    Placed,
    Starred,
    Comment,
    End
};

/// The columns that mean the same to every reader. Not among them: those with numbers that this version may not know
/// (via, protection, kind, event, charset, pieces, state) and the reason of a failure.
Message read(const Statement &row);

} // namespace messagerow

} // namespace kith

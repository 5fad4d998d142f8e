// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/place.h"
#include "core/plaintextoptions.h"
#include "core/strongid.h"

#include <QByteArray>
#include <QDateTime>
#include <QMetaType>
#include <QString>

#include <optional>

namespace kith {

/// What an instant message travelled on. The numbers are stored: never change one.
enum class Via { None = 0, PlainTcp = 1, PlainUdp = 2, PeerLink = 3 };

/// How well one message was protected on its way. The numbers are stored.
enum class Protection { None = 0, Encrypted = 1, Verified = 2 };

/// One message of a conversation, ours or theirs, or a line that the program says about it.
struct Message {
    /// The numbers are stored; one that this version does not know is kept and shown as "needs a newer Kith".
    enum class Kind {
        Text = 0,
        System = 1, ///< "… is online": `event` says what; no text.
        File = 2,   ///< `text` is the file's name.
        Image = 3   ///< `text` is the picture's name.
    };
    enum class Event {
        None = 0,
        Online = 1,
        SaidQ = 2,
        Closed = 3,
        Lost = 4,
        KeyChanged = 5, ///< Another key was in the person's place.
        NewKey = 6,     ///< This person took the other key for the person's.
        Verified = 7,   ///< This person made sure of the key.
        OlderHere = 8,  ///< The person has messages of ours that this profile does not know: it is an older state.
        OlderThere = 9  ///< The person's profile is an older state than the one that wrote before.
    };
    /// The numbers are stored.
    enum class State {
        Received = 0, ///< Theirs.
        Queued = 1,   ///< Ours, on disk, never handed to a connection.
        Sending = 2,  ///< Ours, handed to a connection; after a crash nobody knows whether it left.
        Sent = 3,     ///< The last byte was given to the system's network.
        Delivered = 4,
        Read = 5,
        Failed = 6 ///< `failure` says why; it can be sent again.
    };

    /// The beginning of the message that another one answers.
    struct Quote {
        ContactId sender; ///< Null: this person.
        QString text;     ///< At most QuotedCharacters.
        Place place;
        friend bool operator==(const Quote &, const Quote &) = default;
    };

    MessageId id;
    ConversationId conversation;
    ContactId sender;     ///< Null: this person.
    QDateTime sentAt;     ///< UTC, the sender's word; plain text carries none, then equal to receivedAt.
    QDateTime receivedAt; ///< UTC, our own clock: when it was typed here or had arrived.
    qint64 counter = 0;   ///< Order in the sender's stream; 0 where the transport has none.
    Via via = Via::None;
    Protection protection = Protection::None;
    Kind kind = Kind::Text;
    Event event = Event::None;
    QString text;   ///< At most Message::ShownCharacters when read as part of a page; see isExcerpt.
    QByteArray raw; ///< The bytes as received; empty where they are exactly the UTF-8 form of text.
    Charset charset = Charset::Utf8;
    bool malformed = false; ///< Some bytes were not text in that charset and show as U+FFFD.
    qint64 bytes = 0;       ///< Size on the wire, 0 when unknown.
    int pieces = 1;         ///< How many pieces it travelled in, at least 1.
    State state = State::Received;
    /// With State::Failed why; with Received and Queued that it waits for the disk: StoreFull, StoreReadOnly or
    /// StoreDiskFailed.
    std::optional<Error::Kind> failure;
    MessageId replyTo;    ///< Null: none.
    QDateTime editedAt;   ///< Invalid: never edited.
    QDateTime recalledAt; ///< Invalid: not recalled.

    bool starred = false;
    QString comment; ///< This person's own note about it, at most MaxComment UTF-16 units.

    Place place;                ///< Given by the store at the commit, null before it.
    bool isExcerpt = false;     ///< The text continues: ask for the whole one by id.
    std::optional<Quote> quote; ///< Filled in when read, while the message of replyTo is kept.

    /// How much of a text a page of history carries, in UTF-16 units; the rest is read on demand.
    static constexpr qsizetype ShownCharacters = 4096;
    static constexpr qsizetype QuotedCharacters = 200;
    static constexpr qsizetype MaxComment = 500;

    bool isMine() const { return kind != Kind::System && sender.isNull(); }
    friend bool operator==(const Message &, const Message &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Message)

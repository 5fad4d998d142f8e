// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/peerid.h"
#include "core/strongid.h"

#include <QDateTime>
#include <QMetaType>
#include <QString>

namespace kith {

/// One entry of the address book: every address that ever spoke in plain text, or that was typed in, is one, and so is
/// every person whose key we keep.
struct Contact {
    /// The numbers are stored.
    enum class Origin {
        Typed = 0,   ///< The person entered the address.
        Stranger = 1 ///< The address spoke to us first.
    };
    /// Whether a person and this one have agreed to talk. The numbers are stored.
    enum class Standing {
        Stranger = 0, ///< They have not: what it writes is not taken.
        Asked = 1,    ///< We greeted and wait for the answer; what we write waits.
        Friend = 2,
        Blocked = 3 ///< We want to hear nothing from it.
    };
    /// How sure it is that the key is the person's. The numbers are stored.
    enum class Trust {
        Seen = 0,     ///< The key is the one that was there at first.
        Verified = 1, ///< The person made sure of it: an invitation, the safety number, the six digits.
        Changed = 2   ///< Another key was in the person's place: nothing is sent until this person decides.
    };

    ContactId id;
    Endpoint endpoint; ///< Of a person: where its key was last, or where its invitation leads; null: unknown.
    Origin origin = Origin::Typed;
    QString name;  ///< The remark name that the person gave; empty: show the address.
    QString group; ///< The group that the person chose; empty: the default group of the origin.
    QString note;
    QDateTime addedAt;    ///< UTC.
    QDateTime lastSeenAt; ///< UTC; invalid: never.

    // Of a person.
    PeerId peer;      ///< Null: an address that is spoken with in plain text.
    QString nickname; ///< As it calls itself; clean; may be empty.
    Standing standing = Standing::Stranger;
    Trust trust = Trust::Seen;
    PeerId changedTo; ///< With Trust::Changed: whose key was there.
    // Kept by the store, which raises them with the messages; saving a contact leaves them alone.
    qint64 sentCounter = 0;     ///< The newest that a message of ours was given.
    qint64 receivedCounter = 0; ///< The newest of its messages that we have.

    bool isPerson() const { return !peer.isNull(); }
    bool isFriend() const { return isPerson() && standing == Standing::Friend; }
    bool isBlocked() const { return standing == Standing::Blocked; }
    /// The remark name, else the nickname, else what there is: the address, or the beginning of the id.
    QString displayName() const
    {
        if (!name.isEmpty())
            return name;
        if (!isPerson())
            return endpoint.hostAndPort();
        return nickname.isEmpty() ? peer.shortForm() : nickname;
    }
    friend bool operator==(const Contact &, const Contact &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Contact)

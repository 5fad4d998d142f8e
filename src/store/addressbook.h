// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/conversation.h"

#include <QList>

namespace kith {

class Database;

/// The tables of contacts and conversations, and who this profile is. Each change is one statement, so that it happens wholly or not at all.
class AddressBook final {
public:
    explicit AddressBook(Database &database) : m_database(database) {}

    /// All but the counters. Errors: StoreFailed when another contact has its key.
    Result<void> save(const Contact &contact);
    /// Errors: StoreFailed when the contact is not kept.
    Result<void> save(const Conversation &conversation);
    /// Null: nobody any more.
    Result<void> saveSelf(const PeerId &self);
    /// Makes `counter`, if it is higher, the newest that a message of ours to whom `conversation` is with was given.
    Result<void> raiseSent(const ConversationId &conversation, qint64 counter);
    /// Makes `counter`, if it is higher, the newest of the messages of `sender`.
    Result<void> raiseReceived(const ContactId &sender, qint64 counter);
    /// Makes the counters of `contact`, where they are higher, those that are kept of it.
    Result<void> raiseCounters(const Contact &contact);
    /// Removes a contact with its conversation and messages.
    Result<void> remove(const ContactId &id);

    /// In the order in which they were added.
    Result<QList<Contact>> contacts();
    Result<PeerId> self(); ///< Null: nobody yet.
    /// In the order in which they were added; with `unread`, without `last`.
    Result<QList<Conversation>> conversations();

private:
    Database &m_database;
};

} // namespace kith

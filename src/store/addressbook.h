// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/conversation.h"

#include <QList>

namespace kith {

class Database;

/// The tables of contacts and conversations. Each change is one statement, so that it happens wholly or not at all.
class AddressBook final {
public:
    explicit AddressBook(Database &database) : m_database(database) {}

    Result<void> save(const Contact &contact);
    /// Errors: StoreFailed when the contact is not kept.
    Result<void> save(const Conversation &conversation);
    /// Removes a contact with its conversation and messages.
    Result<void> remove(const ContactId &id);

    /// In the order in which they were added.
    Result<QList<Contact>> contacts();
    /// In the order in which they were added; with `unread`, without `last`.
    Result<QList<Conversation>> conversations();

private:
    Database &m_database;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/place.h"
#include "core/strongid.h"
#include "store/addressbook.h"
#include "store/messagetable.h"
#include "store/salvage.h"

#include <QHash>
#include <QSet>

namespace kith {

class Database;

/// Fills a new history with what was salvaged from others. What an earlier source had is not taken from a later one.
class Rebuild final {
public:
    /// Messages that share a commit.
    static constexpr int BatchSize = 5000;

    explicit Rebuild(Database &target);

    /// Takes from `backup` who a conversation is with, for those of which add() finds no contact, and who the profile
    /// is. An address is known from its conversation; of a person nothing else would be left.
    void remember(const Salvage &backup);
    /// Adds what `source` holds. Rows that cannot be kept are passed over. Errors: StoreFull, StoreDiskFailed.
    Result<void> add(Salvage &source);

private:
    struct Source {
        QHash<qint64, ContactId> contacts;
        QHash<qint64, ConversationId> conversations;
        QHash<ConversationId, Place> readUpTo; ///< In the places of the new history.
    };

    Result<void> addContacts(const Salvage &salvage, Source &source);
    Result<void> addConversations(const Salvage &salvage, Source &source);
    Result<void> addMessages(Salvage &salvage, Source &source);
    Result<void> addMessage(const Salvage &salvage, Source &source, Salvage::KeptMessage kept);
    Result<void> completeContacts(const Salvage &salvage, const Source &source);
    Result<void> saveReadMarks(const Salvage &salvage, const Source &source);
    Result<ConversationId> standIn(const Salvage &salvage, Source &source, const Salvage::KeptMessage &kept);
    Result<void> addSelf(const Salvage &salvage);
    Result<ContactId> keep(const Contact &contact);
    Result<ContactId> ownerOf(const Conversation &conversation);
    Result<void> save(const Contact &contact);
    Result<void> save(const Conversation &conversation);

    Database &m_target;
    AddressBook m_book;
    MessageTable m_messages;
    QSet<ContactId> m_contacts;
    QHash<ConversationId, ContactId> m_conversations;
    QHash<ContactId, ConversationId> m_conversationOf;
    QHash<PeerId, ContactId> m_people;
    QHash<ConversationId, Contact> m_remembered;
    PeerId m_self; ///< Where the history itself does not tell.
    int m_standIns = 0;
};

} // namespace kith

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
    Result<void> save(const Contact &contact);
    Result<void> save(const Conversation &conversation);

    Database &m_target;
    AddressBook m_book;
    MessageTable m_messages;
    QSet<ContactId> m_contacts;
    QHash<ConversationId, ContactId> m_conversations;
    QSet<ContactId> m_withConversation;
    int m_standIns = 0;
};

} // namespace kith

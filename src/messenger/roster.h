// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/conversation.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <optional>

namespace kith {

class Keeper;

/// Everybody's address, and the conversation with each, in memory and in the store.
/// Changes that a person would not miss by a second (drafts, read marks) are saved together after a short while.
class Roster final : public QObject {
    Q_OBJECT

public:
    /// `keeper` is borrowed; null: nothing is kept.
    explicit Roster(Keeper *keeper, QObject *parent = nullptr);

    /// Takes what the store had. Nothing is signalled.
    void load(const QList<Contact> &contacts, const QList<Conversation> &conversations);
    /// The conversation with `endpoint`; made, with its contact, where there is none.
    ConversationId ensure(const Endpoint &endpoint, Contact::Origin origin, const PlainTextOptions &options);
    /// The conversation with the person `contact.peer`, who must not be known yet; made with its contact, whose id and
    /// times are filled in.
    ConversationId add(Contact contact);
    void change(const ContactId &id, const std::function<void(Contact &)> &edit);
    /// The counter of the next message to a person. The store keeps it with the message.
    qint64 nextCounter(const ContactId &id);
    /// That the person has this counter of ours, which may be from before our profile was restored: the next is higher.
    /// Whether it is.
    bool raiseSent(const ContactId &id, qint64 counter);
    /// That a message with this counter is kept.
    void noteReceived(const ContactId &id, qint64 counter);
    /// Applies `edit` and tells of it; keeps it at once, or soon for `Later`.
    enum class Keep { Now, Later, Never };
    void change(const ConversationId &id, Keep keep, const std::function<void(Conversation &)> &edit);
    void remove(const ContactId &id);
    /// Takes over what an import added to the store: tells of new people and conversations, and of what was filled in.
    void merge(const QList<Contact> &contacts, const QList<Conversation> &conversations);
    /// Takes over what was counted anew: unread and the newest message.
    void refresh(const QList<Conversation> &counted);
    /// Saves what was to be saved later.
    void flush();
    /// Saves everything: the store may have lost some of it.
    void saveAll();
    /// Takes what the store had in the place of all that is known. Nothing is signalled.
    void reload(const QList<Contact> &contacts, const QList<Conversation> &conversations);

    QList<Contact> contacts() const;
    QList<Conversation> conversations() const;
    const Contact *contact(const ContactId &id) const;
    const Conversation *conversation(const ConversationId &id) const;
    const Contact *person(const PeerId &peer) const { return contact(contactOf(peer)); }
    /// The person of a conversation; nullptr: it is with an address, or unknown.
    const Contact *personIn(const ConversationId &id) const;
    ConversationId find(const Endpoint &endpoint) const { return m_byEndpoint.value(endpoint); }
    ConversationId find(const ContactId &contact) const { return m_byContact.value(contact); }
    ContactId contactOf(const PeerId &peer) const { return m_byPeer.value(peer); } ///< Null: none.

Q_SIGNALS:
    void contactAdded(const kith::Contact &contact);
    void contactChanged(const kith::Contact &contact);
    void contactRemoved(const kith::ContactId &contact);
    void conversationAdded(const kith::Conversation &conversation);
    void conversationChanged(const kith::Conversation &conversation);
    void conversationRemoved(const kith::ConversationId &conversation);
    void saveFailed(const kith::Error &error);

private:
    void insert(const Contact &contact, const Conversation &conversation);
    void tellNew(const Contact &contact, const Conversation &conversation);
    void fillIn(const Contact &fresh);
    void fillIn(const Conversation &fresh);
    void save(const Contact &contact);
    void save(const Conversation &conversation);
    template <typename Id>
    void saveNewest(const Id &id, QSet<Id> &delayed);

    Keeper *m_keeper;
    QList<ContactId> m_order;
    QHash<ContactId, Contact> m_contacts;
    QHash<ConversationId, Conversation> m_conversations;
    QHash<Endpoint, ConversationId> m_byEndpoint;
    QHash<ContactId, ConversationId> m_byContact;
    QHash<PeerId, ContactId> m_byPeer;
    QSet<ConversationId> m_unsaved;
    QSet<ContactId> m_delayedContacts; ///< Wait for the disk; the newest value is what will be saved.
    QSet<ConversationId> m_delayedConversations;
    QTimer m_saveTimer;
};

} // namespace kith

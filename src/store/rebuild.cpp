// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/rebuild.h"

#include "store/database.h"

#include <algorithm>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

/// The keys of a table in the order in which its rows were added.
template <typename T>
QList<qint64> inOrder(const QHash<qint64, T> &rows)
{
    QList<qint64> keys = rows.keys();
    std::sort(keys.begin(), keys.end());
    return keys;
}

/// Whether the message was seen, by the read mark of its conversation.
bool wasRead(const Salvage::KeptConversation &conversation, const Salvage::KeptMessage &message)
{
    if (!conversation.readTime)
        return message.key <= conversation.readUpTo;
    return Place{message.value.place.time, message.key} <= Place{*conversation.readTime, conversation.readUpTo};
}

/// A row that breaks a rule of the tables is left out; a disk that fails ends it all.
Result<void> unlessRefused(const Result<void> &done)
{
    return done || done.error().kind == Error::Kind::StoreFailed ? Result<void>() : done;
}

Conversation conversationWith(const ContactId &id, const Contact &contact)
{
    Conversation conversation;
    conversation.id = ConversationId::random();
    conversation.contact = id;
    conversation.endpoint = contact.endpoint;
    return conversation;
}

} // namespace

Rebuild::Rebuild(Database &target) : m_target(target), m_book(target), m_messages(target) {}

Result<void> Rebuild::add(Salvage &salvage)
{
    Source source;
    const auto done = m_target.execute("BEGIN IMMEDIATE")
                          .and_then([&] { return addSelf(salvage); })
                          .and_then([&] { return addContacts(salvage, source); })
                          .and_then([&] { return addConversations(salvage, source); })
                          .and_then([&] { return addMessages(salvage, source); })
                          .and_then([&] { return completeContacts(salvage, source); })
                          .and_then([&] { return saveReadMarks(salvage, source); })
                          .and_then([&] { return m_target.execute("COMMIT"); });
    if (!done && m_target.inTransaction())
        static_cast<void>(m_target.execute("ROLLBACK")); // the first error is the one that matters
    return done;
}

void Rebuild::remember(const Salvage &backup)
{
    m_self = backup.self();
    for (const Salvage::KeptConversation &kept : backup.conversations()) {
        const auto contact = backup.contacts().constFind(kept.contact);
        if (contact != backup.contacts().constEnd() && !contact->id.isNull())
            m_remembered.insert(kept.value.id, *contact);
    }
}

Result<void> Rebuild::addSelf(const Salvage &salvage)
{
    const auto kept = m_book.self();
    if (!kept)
        return tl::unexpected(kept.error());
    const PeerId &self = salvage.self().isNull() ? m_self : salvage.self();
    return kept->isNull() && !self.isNull() ? m_book.saveSelf(self) : Result<void>();
}

Result<void> Rebuild::addContacts(const Salvage &salvage, Source &source)
{
    for (const qint64 key : inOrder(salvage.contacts())) {
        const Contact &contact = salvage.contacts()[key];
        if (contact.id.isNull())
            continue;
        const auto kept = keep(contact);
        if (!kept)
            return tl::unexpected(kept.error());
        source.contacts.insert(key, *kept);
    }
    return {};
}

// A person that was removed and came again is the same one.
Result<ContactId> Rebuild::keep(const Contact &contact)
{
    if (m_contacts.contains(contact.id))
        return contact.id;
    if (contact.isPerson() && m_people.contains(contact.peer))
        return m_people.value(contact.peer);
    return save(contact).map([&] { return contact.id; });
}

// The contact of a conversation whose own is lost.
Result<ContactId> Rebuild::ownerOf(const Conversation &conversation)
{
    const auto remembered = m_remembered.constFind(conversation.id);
    if (remembered != m_remembered.constEnd())
        return keep(*remembered);
    Contact contact;
    contact.id = ContactId::random();
    contact.endpoint = conversation.endpoint;
    contact.origin = Contact::Origin::Stranger;
    contact.addedAt = QDateTime::currentDateTimeUtc();
    return keep(contact);
}

Result<void> Rebuild::addConversations(const Salvage &salvage, Source &source)
{
    for (const qint64 key : inOrder(salvage.conversations())) {
        const Salvage::KeptConversation &kept = salvage.conversations()[key];
        Conversation conversation = kept.value;
        if (conversation.id.isNull())
            continue;
        if (m_conversations.contains(conversation.id)) {
            source.conversations.insert(key, conversation.id);
            continue;
        }
        conversation.contact = source.contacts.value(kept.contact);
        if (conversation.contact.isNull()) {
            const auto owner = ownerOf(conversation);
            if (!owner)
                return tl::unexpected(owner.error());
            conversation.contact = *owner;
            source.contacts.insert(kept.contact, *owner);
        }
        const bool isOtherContact = salvage.contacts().value(kept.contact).id != conversation.contact;
        if (isOtherContact && m_conversationOf.contains(conversation.contact)) {
            source.conversations.insert(key, m_conversationOf.value(conversation.contact));
            continue;
        }
        if (const auto saved = save(conversation); !saved)
            return saved;
        source.readUpTo.insert(conversation.id, Place());
        source.conversations.insert(key, conversation.id);
    }
    return {};
}

Result<void> Rebuild::addMessages(Salvage &salvage, Source &source)
{
    int inBatch = 0;
    for (qsizetype i = 0; i < salvage.messageCount(); ++i) {
        auto kept = salvage.message(i);
        if (!kept)
            continue;
        if (const auto added = addMessage(salvage, source, std::move(*kept)); !added)
            return added;
        if (++inBatch % BatchSize != 0)
            continue;
        if (const auto committed = m_target.execute("COMMIT; BEGIN IMMEDIATE"); !committed)
            return committed;
    }
    return {};
}

Result<void> Rebuild::addMessage(const Salvage &salvage, Source &source, Salvage::KeptMessage kept)
{
    ConversationId conversation = source.conversations.value(kept.conversation);
    if (conversation.isNull()) {
        const auto made = standIn(salvage, source, kept);
        if (!made)
            return tl::unexpected(made.error());
        conversation = *made;
    }
    kept.value.conversation = conversation;
    if (kept.sender)
        kept.value.sender = source.contacts.value(*kept.sender, m_conversations.value(conversation));
    const auto place = m_messages.append(kept.value);
    if (!place)
        return unlessRefused(tl::unexpected(place.error()));
    if (kept.sender && kept.value.counter > 0) {
        if (const auto raised = m_book.raiseReceived(kept.value.sender, kept.value.counter); !raised)
            return raised;
    }
    const auto owner = salvage.conversations().constFind(kept.conversation);
    const auto mark = source.readUpTo.find(conversation);
    if (owner != salvage.conversations().constEnd() && mark != source.readUpTo.end() && wasRead(*owner, kept))
        *mark = std::max(*mark, *place);
    return {};
}

// A conversation for messages whose own is lost: with the person who wrote them where that is known.
Result<ConversationId> Rebuild::standIn(const Salvage &salvage, Source &source, const Salvage::KeptMessage &kept)
{
    const ContactId writer = kept.sender ? source.contacts.value(*kept.sender) : ContactId();
    Contact contact = writer.isNull() ? Contact() : salvage.contacts().value(*kept.sender);
    const bool isKnown = !writer.isNull() && !m_conversationOf.contains(writer);
    if (!isKnown) {
        const QString host = u"recovered-%1.invalid"_s.arg(++m_standIns); // a name that nobody ever has
        contact = {};
        contact.id = ContactId::random();
        contact.endpoint = Endpoint::make(Endpoint::Scheme::Tcp, host, 1).value_or(Endpoint());
        contact.origin = Contact::Origin::Stranger;
        contact.name = u"Recovered %1"_s.arg(m_standIns);
        contact.addedAt = QDateTime::currentDateTimeUtc();
        if (const auto saved = save(contact); !saved)
            return tl::unexpected(saved.error());
    }
    const Conversation conversation = conversationWith(isKnown ? writer : contact.id, contact);
    if (const auto saved = save(conversation); !saved)
        return tl::unexpected(saved.error());
    source.conversations.insert(kept.conversation, conversation.id);
    return conversation.id;
}

Result<void> Rebuild::completeContacts(const Salvage &salvage, const Source &source)
{
    for (const qint64 key : inOrder(source.contacts)) {
        const auto contact = salvage.contacts().constFind(key);
        if (contact == salvage.contacts().constEnd() || m_conversationOf.contains(source.contacts[key]))
            continue;
        if (const auto saved = save(conversationWith(source.contacts[key], *contact)); !saved)
            return saved;
    }
    return {};
}

Result<void> Rebuild::saveReadMarks(const Salvage &salvage, const Source &source)
{
    for (auto kept = source.conversations.cbegin(); kept != source.conversations.cend(); ++kept) {
        const auto mark = source.readUpTo.constFind(kept.value());
        if (mark == source.readUpTo.constEnd() || mark->isNull())
            continue;
        Conversation conversation = salvage.conversations().value(kept.key()).value;
        if (conversation.id != kept.value())
            continue; // it went into another one
        conversation.contact = m_conversations.value(conversation.id);
        conversation.readUpTo = *mark;
        if (const auto saved = save(conversation); !saved)
            return saved;
    }
    return {};
}

Result<void> Rebuild::save(const Contact &contact)
{
    m_contacts.insert(contact.id);
    if (contact.isPerson())
        m_people.insert(contact.peer, contact.id);
    return unlessRefused(m_book.save(contact).and_then([&] { return m_book.raiseCounters(contact); }));
}

Result<void> Rebuild::save(const Conversation &conversation)
{
    m_conversations.insert(conversation.id, conversation.contact);
    m_conversationOf.insert(conversation.contact, conversation.id);
    return unlessRefused(m_book.save(conversation));
}

} // namespace kith

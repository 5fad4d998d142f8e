// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/roster.h"

#include "core/future.h"
#include "messenger/keeper.h"
#include "store/store.h"

#include <algorithm>
#include <chrono>

namespace kith {

namespace {

constexpr std::chrono::milliseconds SaveDelay{800};

QDateTime lastActivity(const Conversation &conversation, const QHash<ContactId, Contact> &contacts)
{
    return conversation.last ? conversation.last->receivedAt : contacts.value(conversation.contact).addedAt;
}

} // namespace

Roster::Roster(Keeper *keeper, QObject *parent) : QObject(parent), m_keeper(keeper)
{
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(SaveDelay);
    connect(&m_saveTimer, &QTimer::timeout, this, &Roster::flush);
}

void Roster::load(const QList<Contact> &contacts, const QList<Conversation> &conversations)
{
    QHash<ContactId, Conversation> byContact;
    for (const Conversation &conversation : conversations)
        byContact.insert(conversation.contact, conversation);
    for (const Contact &contact : contacts) {
        const auto conversation = byContact.constFind(contact.id);
        if (conversation != byContact.constEnd())
            insert(contact, *conversation);
    }
}

ConversationId Roster::ensure(const Endpoint &endpoint, Contact::Origin origin, const PlainTextOptions &options)
{
    if (const ConversationId known = find(endpoint); !known.isNull())
        return known;
    Contact contact;
    contact.id = ContactId::random();
    contact.endpoint = endpoint;
    contact.origin = origin;
    contact.addedAt = QDateTime::currentDateTimeUtc();
    if (origin == Contact::Origin::Stranger)
        contact.lastSeenAt = contact.addedAt;
    Conversation conversation;
    conversation.id = ConversationId::random();
    conversation.contact = contact.id;
    conversation.endpoint = endpoint;
    conversation.options = options;
    tellNew(contact, conversation);
    return conversation.id;
}

ConversationId Roster::add(Contact contact)
{
    Q_ASSERT(contact.isPerson() && contactOf(contact.peer).isNull());
    contact.id = ContactId::random();
    contact.addedAt = QDateTime::currentDateTimeUtc();
    Conversation conversation;
    conversation.id = ConversationId::random();
    conversation.contact = contact.id;
    tellNew(contact, conversation);
    return conversation.id;
}

void Roster::tellNew(const Contact &contact, const Conversation &conversation)
{
    insert(contact, conversation);
    save(contact);
    save(conversation);
    Q_EMIT contactAdded(contact);
    Q_EMIT conversationAdded(conversation);
}

qint64 Roster::nextCounter(const ContactId &id)
{
    return ++m_contacts[id].sentCounter;
}

bool Roster::raiseSent(const ContactId &id, qint64 counter)
{
    const auto found = m_contacts.find(id);
    constexpr qint64 MostAhead = qint64(1) << 40; // nobody has written that much: it is made up
    if (found == m_contacts.end() || found->sentCounter >= counter || counter - found->sentCounter > MostAhead)
        return false;
    found->sentCounter = counter;
    return true;
}

void Roster::noteReceived(const ContactId &id, qint64 counter)
{
    if (const auto found = m_contacts.find(id); found != m_contacts.end())
        found->receivedCounter = std::max(found->receivedCounter, counter);
}

void Roster::change(const ContactId &id, const std::function<void(Contact &)> &edit)
{
    const auto found = m_contacts.find(id);
    if (found == m_contacts.end())
        return;
    const Contact before = *found;
    edit(*found);
    if (*found == before)
        return;
    const Contact after = *found; // whoever hears of it may change the table
    if (after.peer != before.peer) {
        m_byPeer.remove(before.peer);
        m_byPeer.insert(after.peer, id);
    }
    save(after);
    Q_EMIT contactChanged(after);
}

void Roster::change(const ConversationId &id, Keep keep, const std::function<void(Conversation &)> &edit)
{
    const auto found = m_conversations.find(id);
    if (found == m_conversations.end())
        return;
    if (keep == Keep::Never) { // on the way of every message: always a change, and nothing to save
        edit(*found);
        const Conversation changed = *found; // whoever hears of it may change the table
        Q_EMIT conversationChanged(changed);
        return;
    }
    const Conversation before = *found;
    edit(*found);
    if (*found == before)
        return;
    const Conversation after = *found;
    if (keep == Keep::Now) {
        m_unsaved.remove(id);
        save(after);
    } else if (m_keeper) {
        m_unsaved.insert(id);
        if (!m_saveTimer.isActive())
            m_saveTimer.start();
    }
    Q_EMIT conversationChanged(after);
}

void Roster::remove(const ContactId &id)
{
    if (!m_contacts.contains(id))
        return;
    const Contact contact = m_contacts.take(id);
    const ConversationId conversation = m_byContact.take(id);
    m_order.removeOne(id);
    m_byPeer.remove(contact.peer);
    m_byEndpoint.remove(m_conversations.take(conversation).endpoint);
    m_unsaved.remove(conversation);
    if (m_keeper) {
        m_keeper->keep<void>([id](Store &store) { return store.remove(id); },
                             [this](const Result<void> &removed) {
                                 if (!removed)
                                     Q_EMIT saveFailed(removed.error());
                             });
    }
    Q_EMIT conversationRemoved(conversation);
    Q_EMIT contactRemoved(id);
}

void Roster::merge(const QList<Contact> &contacts, const QList<Conversation> &conversations)
{
    QHash<ContactId, Conversation> byContact;
    for (const Conversation &conversation : conversations)
        byContact.insert(conversation.contact, conversation);
    for (const Contact &fresh : contacts) {
        const auto conversation = byContact.constFind(fresh.id);
        if (m_contacts.contains(fresh.id))
            fillIn(fresh);
        else if (conversation != byContact.constEnd()) {
            insert(fresh, *conversation);
            Q_EMIT contactAdded(fresh);
            Q_EMIT conversationAdded(*conversation);
        }
    }
    for (const Conversation &conversation : conversations)
        fillIn(conversation);
    refresh(conversations);
}

// The file has it already; what a person does meanwhile wins.
void Roster::fillIn(const Contact &fresh)
{
    Contact &known = m_contacts[fresh.id];
    const Contact before = known;
    const auto fill = [](auto &value, const auto &from) {
        if (value == std::decay_t<decltype(value)>())
            value = from;
    };
    fill(known.name, fresh.name);
    fill(known.group, fresh.group);
    fill(known.note, fresh.note);
    fill(known.nickname, fresh.nickname);
    fill(known.addedAt, fresh.addedAt);
    fill(known.lastSeenAt, fresh.lastSeenAt);
    if (known == before)
        return;
    const Contact after = known; // whoever hears of it may change the table
    Q_EMIT contactChanged(after);
}

void Roster::fillIn(const Conversation &fresh)
{
    const Conversation *known = conversation(fresh.id);
    if (!known || m_unsaved.contains(fresh.id))
        return;
    if (known->draft == fresh.draft && known->bindTo == fresh.bindTo && known->readUpTo == fresh.readUpTo)
        return;
    change(fresh.id, Keep::Never, [&](Conversation &c) {
        c.draft = fresh.draft;
        c.bindTo = fresh.bindTo;
        c.readUpTo = fresh.readUpTo;
    });
}

void Roster::refresh(const QList<Conversation> &counted)
{
    for (const Conversation &fresh : counted) {
        const Conversation *known = conversation(fresh.id);
        if (!known || (known->unread == fresh.unread && known->last == fresh.last))
            continue;
        change(fresh.id, Keep::Never, [&](Conversation &c) {
            c.unread = m_unsaved.contains(fresh.id) ? c.unread : fresh.unread; // read, and not kept yet
            c.last = fresh.last;
        });
    }
}

void Roster::flush()
{
    m_saveTimer.stop();
    const QSet<ConversationId> unsaved = std::exchange(m_unsaved, {});
    for (const ConversationId &id : unsaved)
        save(m_conversations.value(id));
}

QList<Contact> Roster::contacts() const
{
    QList<Contact> list;
    list.reserve(m_order.size());
    for (const ContactId &id : m_order)
        list.append(m_contacts.value(id));
    return list;
}

QList<Conversation> Roster::conversations() const
{
    QList<Conversation> list = m_conversations.values();
    std::sort(list.begin(), list.end(), [this](const Conversation &a, const Conversation &b) {
        if (a.pinned != b.pinned)
            return a.pinned;
        return lastActivity(a, m_contacts) > lastActivity(b, m_contacts);
    });
    return list;
}

const Contact *Roster::contact(const ContactId &id) const
{
    const auto found = m_contacts.constFind(id);
    return found == m_contacts.constEnd() ? nullptr : &*found;
}

const Conversation *Roster::conversation(const ConversationId &id) const
{
    const auto found = m_conversations.constFind(id);
    return found == m_conversations.constEnd() ? nullptr : &*found;
}

const Contact *Roster::personIn(const ConversationId &id) const
{
    const Conversation *known = conversation(id);
    const Contact *other = known ? contact(known->contact) : nullptr;
    return other && other->isPerson() ? other : nullptr;
}

void Roster::insert(const Contact &contact, const Conversation &conversation)
{
    m_order.append(contact.id);
    m_contacts.insert(contact.id, contact);
    m_conversations.insert(conversation.id, conversation);
    if (contact.isPerson())
        m_byPeer.insert(contact.peer, contact.id);
    else
        m_byEndpoint.insert(conversation.endpoint, conversation.id);
    m_byContact.insert(contact.id, conversation.id);
}

void Roster::save(const Contact &contact)
{
    saveNewest(contact.id, m_delayedContacts);
}

void Roster::save(const Conversation &conversation)
{
    saveNewest(conversation.id, m_delayedConversations);
}

template <typename Id>
void Roster::saveNewest(const Id &id, QSet<Id> &delayed)
{
    if (!m_keeper || delayed.contains(id))
        return;
    const auto write = [this, id](Store &store) -> QFuture<Result<void>> {
        if constexpr (std::is_same_v<Id, ContactId>) {
            if (const Contact *known = contact(id))
                return store.save(*known);
        } else if (const Conversation *known = conversation(id)) {
            return store.save(*known);
        }
        return QtFuture::makeReadyFuture(Result<void>()); // removed meanwhile
    };
    const auto then = [this, id, &delayed](const Result<void> &saved) {
        delayed.remove(id);
        if (!saved)
            Q_EMIT saveFailed(saved.error());
    };
    m_keeper->keep<void>(write, then, [id, &delayed](const Error &) { delayed.insert(id); });
}

void Roster::saveAll()
{
    for (const ContactId &id : std::as_const(m_order)) {
        save(m_contacts.value(id));
        save(m_conversations.value(m_byContact.value(id)));
    }
}

void Roster::reload(const QList<Contact> &contacts, const QList<Conversation> &conversations)
{
    m_saveTimer.stop();
    m_unsaved.clear();
    m_order.clear();
    m_contacts.clear();
    m_conversations.clear();
    m_byEndpoint.clear();
    m_byContact.clear();
    m_byPeer.clear();
    load(contacts, conversations);
}

} // namespace kith

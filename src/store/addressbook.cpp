// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/addressbook.h"

#include "store/database.h"

#include <algorithm>
#include <limits>

namespace kith {

namespace {

// A newer version may have kept a scheme that this one cannot read: null here, and save() leaves it alone.
Endpoint readEndpoint(const Statement &row, int column, Endpoint::Use use)
{
    return Endpoint::parse(row.text(column), use).value_or(Endpoint());
}

// A newer version may have kept a number that this one does not know: the first one here, and save() leaves it alone.
template <typename Enum>
Enum knownOrFirst(Enum last, qint64 number)
{
    return number >= 0 && number <= qint64(last) ? Enum(number) : Enum(0);
}

Contact readContact(const Statement &row)
{
    Contact contact;
    contact.id = ContactId::fromBytes(row.bytes(0));
    contact.endpoint = readEndpoint(row, 1, Endpoint::Use::Remote);
    contact.origin =
        row.integer(2) == int(Contact::Origin::Typed) ? Contact::Origin::Typed : Contact::Origin::Stranger;
    contact.name = row.text(3);
    contact.group = row.text(4);
    contact.note = row.text(5);
    contact.addedAt = row.time(6);
    contact.lastSeenAt = row.time(7);
    contact.peer = PeerId::fromBytes(row.bytes(8));
    contact.nickname = row.text(9);
    contact.standing = knownOrFirst(Contact::Standing::Blocked, row.integer(10));
    contact.trust = knownOrFirst(Contact::Trust::Changed, row.integer(11));
    contact.changedTo = PeerId::fromBytes(row.bytes(12));
    contact.sentCounter = std::max<qint64>(row.integer(13), 0);
    contact.receivedCounter = std::max<qint64>(row.integer(14), 0);
    return contact;
}

Conversation readConversation(const Statement &row)
{
    Conversation conversation;
    conversation.id = ConversationId::fromBytes(row.bytes(0));
    conversation.contact = ContactId::fromBytes(row.bytes(1));
    conversation.endpoint = readEndpoint(row, 2, Endpoint::Use::Remote);
    conversation.options.framing = row.integer(3) == int(Framing::Lines) ? Framing::Lines : Framing::QuietGap;
    conversation.options.charset = row.integer(4) == int(Charset::Gb18030) ? Charset::Gb18030 : Charset::Utf8;
    conversation.options.turns = row.integer(5) == int(Turns::Take) ? Turns::Take : Turns::Free;
    conversation.bindTo = readEndpoint(row, 6, Endpoint::Use::Local);
    conversation.draft = row.text(7);
    conversation.readUpTo = {row.integer(12), row.integer(8)};
    conversation.pinned = row.integer(9) != 0;
    conversation.muted = row.integer(10) != 0;
    conversation.markedUnread = row.integer(13) != 0;
    conversation.unread = int(std::min<qint64>(row.integer(11), std::numeric_limits<int>::max()));
    return conversation;
}

// Null binds as NULL.
QByteArray optionalBytes(const PeerId &peer)
{
    return peer.isNull() ? QByteArray() : peer.toBytes();
}

template <typename T>
Result<QList<T>> readAll(Statement &rows, T (*read)(const Statement &))
{
    QList<T> values;
    for (;;) {
        const auto found = rows.next();
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            return values;
        values.append(read(rows));
    }
}

} // namespace

Result<void> AddressBook::save(const Contact &contact)
{
    static_assert(int(Contact::Standing::Blocked) == 3 &&
                  int(Contact::Trust::Changed) == 2); // known to the statement
    Statement statement = m_database.statement(
        "INSERT INTO contacts (id, endpoint, origin, name, category, note, added_at, last_seen_at, peer, nickname,"
        " standing, trust, changed_to) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
        "ON CONFLICT (id) DO UPDATE SET endpoint = iif(excluded.endpoint = '', endpoint, excluded.endpoint),"
        " origin = excluded.origin, name = excluded.name, category = excluded.category, note = excluded.note,"
        " added_at = excluded.added_at, last_seen_at = excluded.last_seen_at,"
        " received_counter = iif(peer <> excluded.peer, 0, received_counter)," // of another key
        " peer = coalesce(excluded.peer, peer), nickname = excluded.nickname,"
        " standing = iif(excluded.standing = 0 AND standing NOT BETWEEN 0 AND 3, standing, excluded.standing),"
        " trust = iif(excluded.trust = 0 AND trust NOT BETWEEN 0 AND 2, trust, excluded.trust),"
        " changed_to = iif(excluded.changed_to IS NULL AND (excluded.trust = 2 OR trust NOT BETWEEN 0 AND 2),"
        " changed_to, excluded.changed_to)");
    statement.bindBlob(1, contact.id.toBytes());
    statement.bindText(2, contact.endpoint.toString());
    statement.bind(3, int(contact.origin));
    statement.bindText(4, contact.name);
    statement.bindText(5, contact.group);
    statement.bindText(6, contact.note);
    statement.bindTime(7, contact.addedAt);
    statement.bindTime(8, contact.lastSeenAt);
    statement.bindBlob(9, optionalBytes(contact.peer));
    statement.bindText(10, contact.nickname);
    statement.bind(11, int(contact.standing));
    statement.bind(12, int(contact.trust));
    statement.bindBlob(13, optionalBytes(contact.changedTo));
    return statement.run();
}

Result<void> AddressBook::save(const Conversation &conversation)
{
    Statement statement = m_database.statement(
        "INSERT INTO conversations (id, contact, endpoint, framing, charset, turns, bind_to, draft, read_up_to,"
        " pinned, muted, read_time, marked_unread) "
        "VALUES (?1, coalesce((SELECT key FROM contacts WHERE id = ?2), -1), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
        "?11, ?12, ?13) "
        "ON CONFLICT (id) DO UPDATE SET contact = excluded.contact,"
        " endpoint = iif(excluded.endpoint = '', endpoint, excluded.endpoint), framing = excluded.framing,"
        " charset = excluded.charset, turns = excluded.turns, bind_to = excluded.bind_to, draft = excluded.draft,"
        " read_up_to = excluded.read_up_to, read_time = excluded.read_time, pinned = excluded.pinned,"
        " muted = excluded.muted, marked_unread = excluded.marked_unread");
    statement.bindBlob(1, conversation.id.toBytes());
    statement.bindBlob(2, conversation.contact.toBytes());
    statement.bindText(3, conversation.endpoint.toString());
    statement.bind(4, int(conversation.options.framing));
    statement.bind(5, int(conversation.options.charset));
    statement.bind(6, int(conversation.options.turns));
    statement.bindText(7, conversation.bindTo.toString());
    statement.bindText(8, conversation.draft);
    statement.bind(9, conversation.readUpTo.sequence);
    statement.bind(10, conversation.pinned ? 1 : 0);
    statement.bind(11, conversation.muted ? 1 : 0);
    statement.bind(12, conversation.readUpTo.time);
    statement.bind(13, conversation.markedUnread ? 1 : 0);
    return statement.run();
}

Result<void> AddressBook::saveSelf(const PeerId &self)
{
    if (self.isNull())
        return m_database.statement("DELETE FROM self").run();
    Statement statement = m_database.statement("INSERT INTO self (key, peer) VALUES (1, ?1)"
                                               " ON CONFLICT (key) DO UPDATE SET peer = excluded.peer");
    statement.bindBlob(1, self.toBytes());
    return statement.run();
}

Result<void> AddressBook::raiseSent(const ConversationId &conversation, qint64 counter)
{
    Statement statement = m_database.statement("UPDATE contacts SET sent_counter = ?2 WHERE sent_counter < ?2"
                                               " AND key = (SELECT contact FROM conversations WHERE id = ?1)");
    statement.bindBlob(1, conversation.toBytes());
    statement.bind(2, counter);
    return statement.run();
}

Result<void> AddressBook::raiseReceived(const ContactId &sender, qint64 counter)
{
    Statement statement =
        m_database.statement("UPDATE contacts SET received_counter = ?2 WHERE received_counter < ?2 AND id = ?1");
    statement.bindBlob(1, sender.toBytes());
    statement.bind(2, counter);
    return statement.run();
}

Result<void> AddressBook::raiseCounters(const Contact &contact)
{
    Statement statement = m_database.statement("UPDATE contacts SET sent_counter = max(sent_counter, ?2),"
                                               " received_counter = max(received_counter, ?3) WHERE id = ?1");
    statement.bindBlob(1, contact.id.toBytes());
    statement.bind(2, contact.sentCounter);
    statement.bind(3, contact.receivedCounter);
    return statement.run();
}

Result<void> AddressBook::remove(const ContactId &id)
{
    Statement statement = m_database.statement("DELETE FROM contacts WHERE id = ?1");
    statement.bindBlob(1, id.toBytes());
    return statement.run();
}

Result<QList<Contact>> AddressBook::contacts()
{
    Statement rows =
        m_database.statement("SELECT id, endpoint, origin, name, category, note, added_at, last_seen_at, peer, "
                             "nickname, standing, trust,"
                             " changed_to, sent_counter, received_counter FROM contacts ORDER BY key");
    return readAll(rows, readContact);
}

Result<PeerId> AddressBook::self()
{
    Statement row = m_database.statement("SELECT peer FROM self");
    return row.next().map([&](bool found) { return found ? PeerId::fromBytes(row.bytes(0)) : PeerId(); });
}

Result<QList<Conversation>> AddressBook::conversations()
{
    // Unread: theirs, and no line that the program says; the index messages_place answers it alone.
    Statement rows = m_database.statement(
        "SELECT c.id, p.id, c.endpoint, c.framing, c.charset, c.turns, c.bind_to, c.draft, c.read_up_to, c.pinned,"
        " c.muted, (SELECT count(*) FROM messages m WHERE m.conversation = c.key"
        " AND (m.placed, m.key) > (c.read_time, c.read_up_to) AND m.kind <> 1 AND m.sender IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM bin WHERE message = m.key)), c.read_time, c.marked_unread "
        "FROM conversations c CROSS JOIN contacts p ON p.key = c.contact ORDER BY c.key");
    return readAll(rows, readConversation);
}

} // namespace kith

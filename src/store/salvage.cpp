// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/salvage.h"

#include "store/failurename.h"
#include "store/pagereader.h"

#include <algorithm>
#include <limits>

namespace kith {

namespace {

using Row = RowReader::Row;
using Value = RowReader::Value;

// How a table's rows look, a letter a column: n NULL (the key), k an id of 16 bytes, p an id of 32 bytes, t text,
// i integer, o integer or NULL, f text or NULL, b bytes or NULL. Later schemas append columns, which older rows lack: see migrations.cpp.
struct Layout {
    std::string_view first; ///< As the first schema had it.
    std::string_view added;
};
constexpr Layout ContactRow{"nktitttoo", "btiibii"};
constexpr Layout ConversationRow{"nkitiiittiii", "ii"};
constexpr Layout MessageRow{"nkiooo"
                            "iiiiiiiiii"
                            "fboo"
                            "tb",
                            "iit"};
constexpr Layout BinRow{"n", ""};
constexpr Layout SelfRow{"np", ""};

// The columns of MessageRow.
enum Column {
    Id = 1,
    ConversationColumn,
    Sender,
    SentAt,
    ReceivedAt,
    Counter,
    ViaColumn,
    ProtectionColumn,
    KindColumn,
    EventColumn,
    CharsetColumn,
    Malformed,
    Bytes,
    Pieces,
    StateColumn,
    Failure,
    ReplyTo,
    EditedAt,
    RecalledAt,
    Text,
    Raw,
    Placed,
    Starred,
    Comment
};

constexpr qint64 LatestTime = 253'402'300'799'999; // the end of the year 9999

bool fits(quint64 type, char letter)
{
    const bool isNull = type == 0;
    const bool isInteger = (type >= 1 && type <= 6) || type == 8 || type == 9;
    const bool isText = type >= 13 && type % 2 == 1;
    const bool isBlob = type >= 12 && type % 2 == 0;
    switch (letter) {
    case 'n':
        return isNull;
    case 'k':
        return type == 12 + 2 * 16;
    case 'p':
        return type == 12 + 2 * PeerId::Bytes;
    case 't':
        return isText;
    case 'i':
        return isInteger;
    case 'o':
        return isInteger || isNull;
    case 'f':
        return isText || isNull;
    case 'b':
        return isBlob || isNull;
    default:
        return false;
    }
}

bool fits(const RowReader::Shape &shape, const Layout &layout)
{
    const auto count = size_t(shape.size());
    const size_t least = layout.first.size();
    if (count < least || count > least + layout.added.size())
        return false;
    for (size_t i = 0; i < count; ++i) {
        if (!fits(shape[qsizetype(i)], i < least ? layout.first[i] : layout.added[i - least]))
            return false;
    }
    return true;
}

qint64 integer(const Row &row, qsizetype column, qint64 otherwise = 0)
{
    const Value value = row.values.value(column);
    return value.type == Value::Type::Integer ? value.integer : otherwise;
}

int smallInteger(const Row &row, qsizetype column, int least)
{
    return int(std::clamp<qint64>(integer(row, column), least, std::numeric_limits<int>::max()));
}

/// One of an enum's values from the first to `last`; the first for what this version does not know.
template <typename Enum>
Enum choice(const Row &row, qsizetype column, Enum last)
{
    const qint64 number = integer(row, column);
    return number >= 0 && number <= qint64(last) ? Enum(number) : Enum(0);
}

QDateTime time(const Row &row, qsizetype column)
{
    const Value value = row.values.value(column);
    const bool isTime =
        value.type == Value::Type::Integer && value.integer >= -LatestTime && value.integer <= LatestTime;
    return isTime ? QDateTime::fromMSecsSinceEpoch(value.integer, Qt::UTC) : QDateTime();
}

QString text(const Row &row, qsizetype column)
{
    return QString::fromUtf8(row.values.value(column).bytes);
}

Endpoint endpoint(const Row &row, qsizetype column, Endpoint::Use use)
{
    return Endpoint::parse(text(row, column), use).value_or(Endpoint());
}

Contact contactOf(const Row &row)
{
    Contact contact;
    contact.id = ContactId::fromBytes(row.values.value(1).bytes);
    contact.endpoint = endpoint(row, 2, Endpoint::Use::Remote);
    contact.origin = choice(row, 3, Contact::Origin::Stranger);
    contact.name = text(row, 4);
    contact.group = text(row, 5);
    contact.note = text(row, 6);
    contact.addedAt = time(row, 7);
    contact.lastSeenAt = time(row, 8);
    contact.peer = PeerId::fromBytes(row.values.value(9).bytes);
    contact.nickname = text(row, 10);
    contact.standing = choice(row, 11, Contact::Standing::Blocked);
    contact.trust = choice(row, 12, Contact::Trust::Changed);
    contact.changedTo = PeerId::fromBytes(row.values.value(13).bytes);
    contact.sentCounter = std::max<qint64>(integer(row, 14), 0);
    contact.receivedCounter = std::max<qint64>(integer(row, 15), 0);
    return contact;
}

Salvage::KeptConversation conversationOf(const Row &row)
{
    Salvage::KeptConversation kept;
    Conversation &value = kept.value;
    value.id = ConversationId::fromBytes(row.values.value(1).bytes);
    kept.contact = integer(row, 2);
    value.endpoint = endpoint(row, 3, Endpoint::Use::Remote);
    value.options.framing = choice(row, 4, Framing::Lines);
    value.options.charset = choice(row, 5, Charset::Gb18030);
    value.options.turns = choice(row, 6, Turns::Take);
    value.bindTo = endpoint(row, 7, Endpoint::Use::Local);
    value.draft = text(row, 8);
    kept.readUpTo = integer(row, 9);
    value.pinned = integer(row, 10) != 0;
    value.muted = integer(row, 11) != 0;
    if (row.values.size() > 12)
        kept.readTime = integer(row, 12);
    value.markedUnread = integer(row, 13) != 0;
    return kept;
}

Message messageOf(const Row &row, bool isMine)
{
    Message message;
    message.id = MessageId::fromBytes(row.values.value(Id).bytes);
    message.sentAt = time(row, SentAt);
    message.receivedAt = time(row, ReceivedAt);
    message.counter = integer(row, Counter);
    message.via = choice(row, ViaColumn, Via::PeerLink);
    message.protection = choice(row, ProtectionColumn, Protection::Verified);
    message.kind = Message::Kind(smallInteger(row, KindColumn, std::numeric_limits<int>::min()));
    message.event = choice(row, EventColumn, Message::Event::OlderThere);
    message.charset = choice(row, CharsetColumn, Charset::Gb18030);
    message.malformed = row.isCut || integer(row, Malformed) != 0;
    message.bytes = integer(row, Bytes);
    message.pieces = smallInteger(row, Pieces, 1);
    message.state = choice(row, StateColumn, Message::State::Failed);
    if (isMine && message.state == Message::State::Received)
        message.state = Message::State::Sent;
    if (message.state == Message::State::Failed)
        message.failure = failureFromName(row.values.value(Failure).bytes);
    message.replyTo = MessageId::fromBytes(row.values.value(ReplyTo).bytes);
    message.editedAt = time(row, EditedAt);
    message.recalledAt = time(row, RecalledAt);
    message.text = text(row, Text);
    message.raw = row.values.value(Raw).bytes;
    message.place.time = time(row, Placed).isValid() ? integer(row, Placed) : 0;
    message.starred = integer(row, Starred) != 0;
    message.comment = text(row, Comment);
    return message;
}

} // namespace

Salvage::Salvage(PageReader &source) : m_rows(source)
{
    for (quint32 number = 1; number <= source.pageCount(); ++number) {
        const QList<RowReader::Place> places = m_rows.rowsOn(number);
        for (const RowReader::Place &place : places)
            look(place);
    }
    m_rows.startOver();
    const auto byKey = [](const RowReader::Place &a, const RowReader::Place &b) { return a.key < b.key; };
    std::stable_sort(m_messages.begin(), m_messages.end(), byKey);
}

void Salvage::look(const RowReader::Place &place)
{
    const RowReader::Shape shape = m_rows.shape(place);
    if (fits(shape, MessageRow)) {
        m_messages.append(place);
    } else if (fits(shape, BinRow)) {
        m_bin.insert(place.key);
    } else if (fits(shape, SelfRow) && place.key == 1) {
        const auto row = m_rows.row(place);
        if (row && !row->isCut)
            m_self = PeerId::fromBytes(row->values.value(1).bytes);
    } else if (fits(shape, ContactRow) && m_contacts.size() < MaxContacts) {
        const auto row = m_rows.row(place);
        if (row && !row->isCut)
            m_contacts.insert(place.key, contactOf(*row));
    } else if (fits(shape, ConversationRow) && m_conversations.size() < MaxConversations) {
        const auto row = m_rows.row(place);
        if (row && !row->isCut)
            m_conversations.insert(place.key, conversationOf(*row));
    }
}

std::optional<Salvage::KeptMessage> Salvage::message(qsizetype index)
{
    const RowReader::Place &place = m_messages.at(index);
    if (m_bin.contains(place.key))
        return std::nullopt;
    const auto row = m_rows.row(place);
    if (!row || row->values.size() < Text)
        return std::nullopt;
    KeptMessage kept;
    kept.key = place.key;
    kept.conversation = integer(*row, ConversationColumn);
    if (row->values.at(Sender).type == Value::Type::Integer)
        kept.sender = row->values.at(Sender).integer;
    kept.value = messageOf(*row, !kept.sender);
    if (kept.value.id.isNull())
        return std::nullopt;
    return kept;
}

} // namespace kith

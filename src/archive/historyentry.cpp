// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/historyentry.h"

#include "core/cleanname.h"
#include "core/nickname.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>

#include <algorithm>
#include <limits>
#include <span>

namespace kith::entry {

namespace {

using namespace Qt::StringLiterals;

// Words for the numbers from 0 on. A word never changes its meaning.
constexpr const char *Origins[] = {"typed", "stranger"};
constexpr const char *Standings[] = {"stranger", "asked", "friend", "blocked"};
constexpr const char *Trusts[] = {"seen", "verified", "changed"};
constexpr const char *Framings[] = {"gap", "lines"};
constexpr const char *Charsets[] = {"utf-8", "gb18030"};
constexpr const char *TurnWords[] = {"free", "take"};
constexpr const char *Vias[] = {"none", "tcp", "udp", "link"};
constexpr const char *Protections[] = {"none", "encrypted", "verified"};
constexpr const char *Kinds[] = {"text", "system", "file", "image"};
constexpr const char *Events[] = {"none", "online", "q", "closed", "lost", "keyChanged", "newKey", "verified"};
constexpr const char *States[] = {"received", "queued", "sending", "sent", "delivered", "read", "failed"};

constexpr qint64 MsPerDay = 86'400'000;
constexpr qint64 FirstIsoMs = -62'135'596'800'000;  // 0001-01-01
constexpr qint64 LastIsoMs = 253'402'300'799'999;   // 9999-12-31
constexpr qint64 MaxTimeMs = 8'640'000'000'000'000; // 100 million days, as JavaScript has it
constexpr qint64 EpochJulianDay = 2'440'588;

bool isHidden(char16_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

void appendQuoted(QByteArray &out, QStringView text)
{
    out += '"';
    qsizetype start = 0;
    const auto flush = [&](qsizetype end) {
        if (end > start)
            out += text.sliced(start, end - start).toUtf8();
        start = end + 1;
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c == u'"' || c == u'\\') {
            flush(i);
            out += '\\';
            out += char(c);
        } else if (c == u'\n') {
            flush(i);
            out += "\\n";
        } else if (isHidden(c)) {
            flush(i);
            out += "\\u" + QByteArray::number(c, 16).rightJustified(4, '0');
        }
    }
    flush(text.size());
    out += '"';
}

void appendPadded(QByteArray &out, qint64 value, int digits)
{
    const QByteArray number = QByteArray::number(value);
    out.append(digits - number.size(), '0');
    out += number;
}

/// Collects the fields of one object.
class FieldWriter {
public:
    void id(const char *name, const QByteArray &bytes)
    {
        begin(name);
        m_out += '"' + bytes.toHex() + '"';
    }
    template <typename Id>
    void optionalId(const char *name, const Id &value)
    {
        if (!value.isNull())
            id(name, value.toBytes());
    }
    void text(const char *name, const QString &value)
    {
        if (value.isEmpty())
            return;
        begin(name);
        appendQuoted(m_out, value);
    }
    void number(const char *name, qint64 value, qint64 usual = 0)
    {
        if (value == usual)
            return;
        begin(name);
        m_out += QByteArray::number(value);
    }
    void flag(const char *name, bool value)
    {
        if (!value)
            return;
        begin(name);
        m_out += "true";
    }
    template <size_t Count>
    void word(const char *name, qint64 value, const char *const (&words)[Count], qint64 usual = 0)
    {
        if (value == usual)
            return;
        begin(name);
        if (value >= 0 && value < qint64(Count))
            m_out += '"' + QByteArray(words[value]) + '"';
        else
            m_out += QByteArray::number(value);
    }
    void time(const char *name, const QDateTime &value)
    {
        if (!value.isValid())
            return;
        begin(name);
        m_out += timeText(value);
    }
    void nothing(const char *name)
    {
        begin(name);
        m_out += "null";
    }
    QByteArray end() { return m_out + '}'; }

private:
    void begin(const char *name)
    {
        m_out += m_out.size() > 1 ? ",\"" : "\"";
        m_out += name;
        m_out += "\":";
    }

    QByteArray m_out = "{";
};

std::optional<qint64> readIso(const QByteArray &text)
{
    // 2026-11-24T21:52:34.123Z, as timeText() writes it
    constexpr char Pattern[] = "0000-00-00T00:00:00.000Z";
    if (text.size() != qsizetype(sizeof Pattern) - 1)
        return std::nullopt;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (Pattern[i] == '0' ? !digit : text[i] != Pattern[i])
            return std::nullopt;
    }
    const auto part = [&](qsizetype at, qsizetype length) { return text.mid(at, length).toInt(); };
    const QDate date(part(0, 4), part(5, 2), part(8, 2));
    const int hour = part(11, 2);
    const int minute = part(14, 2);
    const int second = part(17, 2);
    if (!date.isValid() || hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    return (date.toJulianDay() - EpochJulianDay) * MsPerDay + ((hour * 60 + minute) * 60 + second) * 1000LL +
           part(20, 3);
}

/// Takes the fields of one object; the first one that is not as it must be makes the whole not readable.
class FieldReader {
public:
    explicit FieldReader(const QByteArray &json)
    {
        const QJsonDocument document =
            json.size() > MaxEntryBytes ? QJsonDocument() : QJsonDocument::fromJson(json);
        m_object = document.object();
        m_isGood = document.isObject();
    }

    bool isGood() const { return m_isGood; }

    template <typename Id>
    Id optionalId(QLatin1StringView name)
    {
        const QJsonValue value = field(name);
        if (value.isUndefined())
            return {};
        const Id id = Id::fromString(value.toString());
        // fromString() forgives what is no digit.
        if (id.isNull() || id.toString() != value.toString().toLower())
            fail();
        return id;
    }
    template <typename Id>
    Id id(QLatin1StringView name)
    {
        const Id id = optionalId<Id>(name);
        if (id.isNull())
            fail();
        return id;
    }
    QString text(QLatin1StringView name, qsizetype limit)
    {
        const QJsonValue value = field(name);
        if (value.isUndefined())
            return {};
        const QString text = value.toString();
        if (!value.isString() || text.size() > limit)
            fail();
        return text;
    }
    qint64 number(QLatin1StringView name, qint64 usual = 0, qint64 least = std::numeric_limits<qint64>::min(),
                  qint64 most = std::numeric_limits<qint64>::max())
    {
        const QJsonValue value = field(name);
        if (value.isUndefined())
            return usual;
        // Asked twice: a value that is no whole number answers what it is asked with.
        const qint64 number = value.toInteger(0);
        if (!value.isDouble() || number != value.toInteger(1) || number < least || number > most)
            fail();
        return number;
    }
    bool flag(QLatin1StringView name)
    {
        const QJsonValue value = field(name);
        if (!value.isUndefined() && !value.isBool())
            fail();
        return value.toBool();
    }
    template <size_t Count>
    int word(QLatin1StringView name, const char *const (&words)[Count], int usual = 0)
    {
        const QJsonValue value = field(name);
        if (value.isUndefined())
            return usual;
        if (!value.isString())
            return int(number(name, usual, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
        const QByteArray text = value.toString().toUtf8();
        const auto found =
            std::find_if(std::begin(words), std::end(words), [&](const char *w) { return text == w; });
        if (found == std::end(words))
            fail();
        return int(found - std::begin(words));
    }
    /// Invalid when it is missing or null.
    QDateTime time(QLatin1StringView name)
    {
        const QJsonValue value = field(name);
        if (value.isUndefined() || value.isNull())
            return {};
        if (!value.isString())
            return QDateTime::fromMSecsSinceEpoch(number(name, 0, -MaxTimeMs, MaxTimeMs), Qt::UTC);
        const auto ms = readIso(value.toString().toLatin1());
        if (!ms)
            fail();
        return QDateTime::fromMSecsSinceEpoch(ms.value_or(0), Qt::UTC);
    }
    bool has(QLatin1StringView name) const { return m_object.contains(name); }
    PeerId peer(QLatin1StringView name)
    {
        const QString text = this->text(name, PeerId::MaxTextCharacters);
        const auto peer = PeerId::parse(text);
        if (!peer && !text.isEmpty())
            fail();
        return peer.value_or(PeerId());
    }
    QByteArray base64(QLatin1StringView name)
    {
        const auto decoded = QByteArray::fromBase64Encoding(text(name, MaxRawBytes * 4 / 3 + 4).toLatin1(),
                                                            QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded || decoded.decoded.size() > MaxRawBytes)
            fail();
        return decoded.decoded;
    }
    QString endpoint(QLatin1StringView name, Endpoint::Use use)
    {
        const QString text = this->text(name, MaxEndpointUnits);
        if (const auto known = Endpoint::parse(text, use))
            return known->toString();
        if (!text.isEmpty() && !isForeignEndpoint(text))
            fail();
        return text;
    }
    void fail() { m_isGood = false; }

private:
    QJsonValue field(QLatin1StringView name) const { return m_object.value(name); }

    /// Of a scheme that a newer version speaks: kept, and shown nowhere.
    static bool isForeignEndpoint(const QString &text)
    {
        const qsizetype colon = text.indexOf(u"://");
        const QString scheme = text.left(std::max<qsizetype>(colon, 0));
        return !scheme.isEmpty() && scheme != u"tcp" && scheme != u"udp" &&
               std::all_of(scheme.begin(), scheme.end(), [](QChar c) { return c >= u'a' && c <= u'z'; }) &&
               std::all_of(text.begin(), text.end(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
    }

    QJsonObject m_object;
    bool m_isGood = true;
};

} // namespace

QByteArray quoted(const QString &text)
{
    QByteArray out;
    appendQuoted(out, text);
    return out;
}

QByteArray timeText(const QDateTime &utc)
{
    const qint64 ms = utc.toMSecsSinceEpoch();
    if (ms < FirstIsoMs || ms > LastIsoMs)
        return QByteArray::number(ms);
    const qint64 day = ms >= 0 ? ms / MsPerDay : (ms + 1) / MsPerDay - 1;
    qint64 rest = ms - day * MsPerDay;
    const auto take = [&rest](qint64 unit) { return std::exchange(rest, rest % unit) / unit; };
    int year = 0;
    int month = 0;
    int dayOfMonth = 0;
    QDate::fromJulianDay(day + EpochJulianDay).getDate(&year, &month, &dayOfMonth);
    QByteArray out = "\"";
    appendPadded(out, year, 4);
    appendPadded(out += '-', month, 2);
    appendPadded(out += '-', dayOfMonth, 2);
    appendPadded(out += 'T', take(3'600'000), 2);
    appendPadded(out += ':', take(60'000), 2);
    appendPadded(out += ':', take(1000), 2);
    appendPadded(out += '.', rest, 3);
    return out + "Z\"";
}

QByteArray encode(const ContactRecord &record)
{
    const Contact &contact = record.contact;
    FieldWriter out;
    out.id("id", contact.id.toBytes());
    out.text("endpoint", record.endpoint);
    out.word("origin", int(contact.origin), Origins);
    out.text("name", contact.name);
    out.text("group", contact.group);
    out.text("note", contact.note);
    out.time("added", contact.addedAt);
    out.time("seen", contact.lastSeenAt);
    out.text("peer", contact.peer.toString());
    out.text("nickname", contact.nickname);
    out.word("standing", int(contact.standing), Standings);
    out.word("trust", int(contact.trust), Trusts);
    out.text("changedTo", contact.changedTo.toString());
    return out.end();
}

QByteArray encode(const ConversationRecord &record)
{
    const Conversation &conversation = record.conversation;
    FieldWriter out;
    out.id("id", conversation.id.toBytes());
    out.id("contact", conversation.contact.toBytes());
    out.text("endpoint", record.endpoint);
    out.word("framing", int(conversation.options.framing), Framings);
    out.word("charset", int(conversation.options.charset), Charsets);
    out.word("turns", int(conversation.options.turns), TurnWords);
    out.text("bind", record.bindTo);
    out.text("draft", conversation.draft);
    if (conversation.readUpTo.time != 0)
        out.time("readUpTo", QDateTime::fromMSecsSinceEpoch(conversation.readUpTo.time, Qt::UTC));
    out.number("readSequence", conversation.readUpTo.sequence);
    out.flag("pinned", conversation.pinned);
    out.flag("muted", conversation.muted);
    out.flag("markedUnread", conversation.markedUnread);
    return out.end();
}

QByteArray encode(const MessageRecord &record)
{
    const Message &message = record.message;
    FieldWriter out;
    out.id("id", message.id.toBytes());
    out.id("conversation", message.conversation.toBytes());
    out.optionalId("sender", message.sender);
    out.number("sequence", message.place.sequence);
    out.time("received", message.receivedAt);
    if (!message.sentAt.isValid())
        out.nothing("sent");
    else if (message.sentAt != message.receivedAt)
        out.time("sent", message.sentAt);
    if (!message.receivedAt.isValid() || message.receivedAt.toMSecsSinceEpoch() != message.place.time)
        out.time("placed", QDateTime::fromMSecsSinceEpoch(message.place.time, Qt::UTC));
    out.number("counter", message.counter);
    out.word("via", int(message.via), Vias);
    out.word("protection", int(message.protection), Protections);
    out.word("kind", int(message.kind), Kinds);
    out.word("event", int(message.event), Events);
    out.word("charset", int(message.charset), Charsets);
    out.flag("malformed", message.malformed);
    out.number("bytes", message.bytes);
    out.number("pieces", message.pieces, 1);
    out.word("state", int(message.state), States, -1);
    out.text("failure", QString::fromLatin1(record.failure));
    out.optionalId("replyTo", message.replyTo);
    out.time("edited", message.editedAt);
    out.time("recalled", message.recalledAt);
    out.flag("starred", message.starred);
    out.text("comment", message.comment);
    out.text("text", message.text);
    out.text("raw", QString::fromLatin1(message.raw.toBase64()));
    return out.end();
}

std::optional<ContactRecord> decodeContact(const QByteArray &json)
{
    FieldReader in(json);
    ContactRecord record;
    Contact &contact = record.contact;
    contact.id = in.id<ContactId>("id"_L1);
    record.endpoint = in.endpoint("endpoint"_L1, Endpoint::Use::Remote);
    contact.origin = Contact::Origin(in.word("origin"_L1, Origins));
    contact.name = cleanName(in.text("name"_L1, MaxTextUnits));
    contact.group = cleanName(in.text("group"_L1, MaxTextUnits));
    contact.note = cleanName(in.text("note"_L1, MaxTextUnits));
    contact.addedAt = in.time("added"_L1);
    contact.lastSeenAt = in.time("seen"_L1);
    contact.peer = in.peer("peer"_L1);
    if (contact.isPerson()) // its standing and the trust in it are for this profile to say
        contact.nickname = cleanNickname(in.text("nickname"_L1, MaxTextUnits));
    return in.isGood() ? std::optional(record) : std::nullopt;
}

std::optional<ConversationRecord> decodeConversation(const QByteArray &json)
{
    FieldReader in(json);
    ConversationRecord record;
    Conversation &conversation = record.conversation;
    conversation.id = in.id<ConversationId>("id"_L1);
    conversation.contact = in.id<ContactId>("contact"_L1);
    record.endpoint = in.endpoint("endpoint"_L1, Endpoint::Use::Remote);
    conversation.options.framing = Framing(in.word("framing"_L1, Framings));
    conversation.options.charset = Charset(in.word("charset"_L1, Charsets));
    conversation.options.turns = Turns(in.word("turns"_L1, TurnWords));
    record.bindTo = in.endpoint("bind"_L1, Endpoint::Use::Local);
    conversation.draft = in.text("draft"_L1, MaxTextUnits);
    if (const QDateTime read = in.time("readUpTo"_L1); read.isValid())
        conversation.readUpTo.time = read.toMSecsSinceEpoch();
    conversation.readUpTo.sequence = in.number("readSequence"_L1, 0, 0, MaxSequence);
    conversation.pinned = in.flag("pinned"_L1);
    conversation.muted = in.flag("muted"_L1);
    conversation.markedUnread = in.flag("markedUnread"_L1);
    return in.isGood() ? std::optional(record) : std::nullopt;
}

std::optional<MessageRecord> decodeMessage(const QByteArray &json)
{
    FieldReader in(json);
    MessageRecord record;
    Message &message = record.message;
    message.id = in.id<MessageId>("id"_L1);
    message.conversation = in.id<ConversationId>("conversation"_L1);
    message.sender = in.optionalId<ContactId>("sender"_L1);
    message.place.sequence = in.number("sequence"_L1, 0, 0, MaxSequence);
    message.receivedAt = in.time("received"_L1);
    message.sentAt = in.has("sent"_L1) ? in.time("sent"_L1) : message.receivedAt;
    const QDateTime placed = in.has("placed"_L1) ? in.time("placed"_L1) : message.receivedAt;
    if (!placed.isValid())
        in.fail();
    message.place.time = placed.toMSecsSinceEpoch();
    message.counter = in.number("counter"_L1);
    message.via = Via(in.word("via"_L1, Vias));
    message.protection = Protection(in.word("protection"_L1, Protections));
    message.kind = Message::Kind(in.word("kind"_L1, Kinds));
    message.event = Message::Event(in.word("event"_L1, Events));
    message.charset = Charset(in.word("charset"_L1, Charsets));
    message.malformed = in.flag("malformed"_L1);
    message.bytes = in.number("bytes"_L1, 0, 0);
    message.pieces =
        int(in.number("pieces"_L1, 1, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
    const auto usualState = message.isMine() ? Message::State::Sent : Message::State::Received;
    message.state = Message::State(in.word("state"_L1, States, int(usualState)));
    record.failure = in.text("failure"_L1, MaxFailureBytes).toLatin1();
    message.replyTo = in.optionalId<MessageId>("replyTo"_L1);
    message.editedAt = in.time("edited"_L1);
    message.recalledAt = in.time("recalled"_L1);
    message.starred = in.flag("starred"_L1);
    message.comment = in.text("comment"_L1, MaxCommentUnits);
    message.text = in.text("text"_L1, MaxTextUnits);
    message.raw = in.base64("raw"_L1);
    return in.isGood() ? std::optional(record) : std::nullopt;
}

} // namespace kith::entry

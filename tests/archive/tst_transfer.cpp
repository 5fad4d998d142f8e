// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/transfertest.h"
#include "support/sanitizers.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

#include <sys/resource.h>

using namespace kith;
using namespace kith::storetest;
using namespace kith::transfertest;
using namespace Qt::StringLiterals;

namespace {

using Format = ExportRequest::Format;

/// Text that means something to HTML, to JSON, to a terminal or to nobody.
const QStringList &difficultTexts()
{
    static const QStringList texts = {
        u"plain"_s,
        u"你好，世界 👩‍👩‍👧 é"_s,
        u"two\nlines\r\nand a \t tab"_s,
        u"<script>alert(1)</script><img src=x onerror=alert(1)>"_s,
        u"\"quoted\" 'twice' & &amp; &#39; \\ \\n /* */ --> ]]> <!-- "_s,
        u"turned \u202E around \u2066 and \u200F back \u2028 line \u2029 paragraph \uFEFF"_s,
        QString(u"nul \0 bell \a escape \x1b[31m del \x7f \u0085"_s),
        u"{\"id\": 1},\n]"_s,
        u""_s,
        QString(5000, u'长'),
    };
    return texts;
}

/// Everything that a history can hold, two people, and messages of both in turn.
void fill(Profile &profile)
{
    Store &store = profile.store();
    Contact people[3] = {makeContact(8080), makeContact(8081), makeContact(8082)};
    people[0].name = u"张伟"_s;
    people[0].group = u"工作"_s;
    people[0].note = u"a note"_s;
    people[0].lastSeenAt = instant(5);
    people[1].origin = Contact::Origin::Stranger;
    people[1].addedAt = {};
    people[1].endpoint = {};
    people[1].peer = PeerId::fromBytes(QByteArray(PeerId::Bytes, 'p'));
    people[1].nickname = u"<b>王 & \"co\"</b>"_s;
    people[1].standing = Contact::Standing::Friend;
    people[2].endpoint = *Endpoint::parse(u"udp://[fe80::1%eth0]:9000");
    QList<Conversation> conversations;
    for (const Contact &person : people) {
        KITH_VERIFY(get(store.save(person)));
        Conversation conversation = makeConversation(person);
        conversation.pinned = conversations.isEmpty();
        conversation.muted = conversations.size() == 1;
        conversation.markedUnread = conversations.size() == 2;
        conversation.draft = conversations.size() == 1 ? difficultTexts().join(u"|") : QString();
        conversation.options = {Framing::Lines, Charset::Gb18030, Turns::Take};
        if (conversations.size() == 2)
            conversation.bindTo = *Endpoint::parse(u"udp://0.0.0.0:0", Endpoint::Use::Local);
        conversations.append(conversation);
        KITH_VERIFY(get(store.save(conversation)));
    }
    MessageId previous;
    qint64 offset = 0;
    for (const QString &text : difficultTexts()) {
        Message theirs = makeReceived(conversations[0], text);
        theirs.raw = QByteArray("\xff\x00raw<>\"", 8);
        theirs.receivedAt = theirs.receivedAt.addMSecs(offset += 77'777'777);
        theirs.sentAt = offset % 2 ? theirs.receivedAt.addMSecs(-123'456) : QDateTime();
        theirs.charset = Charset::Gb18030;
        theirs.malformed = true;
        theirs.bytes = 7;
        theirs.replyTo = previous;
        theirs.comment = text.left(100);
        theirs.starred = true;
        Message ours = makeMessage(conversations[1], text);
        ours.receivedAt = ours.receivedAt.addMSecs(-offset); // the clock goes back: its place does not
        ours.state = text.size() % 2 ? Message::State::Sent : Message::State::Failed;
        ours.failure = Error::Kind::ConnectionLost;
        ours.pieces = 3;
        ours.counter = offset;
        ours.via = Via::PeerLink;
        ours.event = Message::Event::NewKey;
        ours.protection = Protection::Verified;
        ours.editedAt = instant(1);
        ours.recalledAt = instant(-9'000'000'000'000); // before 1970
        for (const Message &message : {theirs, ours})
            KITH_VERIFY(get(store.append(message)));
        previous = ours.id;
    }
    Message event = makeReceived(conversations[0], {});
    event.kind = Message::Kind::System;
    event.event = Message::Event::SaidQ;
    Message future = makeReceived(conversations[0], u"from a newer version"_s);
    future.kind = Message::Kind(77);
    future.via = Via(9);
    future.event = Message::Event(12);
    for (const Message &message : {event, future})
        KITH_VERIFY(get(store.append(message)));
    conversations[0].readUpTo = get(store.span(conversations[0].id))->last;
    KITH_VERIFY(get(store.save(conversations[0])));
}

QByteArray exportOf(const Profile &profile, Format format, ExportRequest request = {})
{
    request.file = profile.path(u"exported"_s);
    request.format = format;
    if (!writeArchive(profile.file(), request, [](qint64, qint64) { return true; }))
        qFatal("not exported");
    return contentOf(request.file);
}

PeerId keyOf(char letter)
{
    return PeerId::fromBytes(QByteArray(PeerId::Bytes, letter));
}

/// A friend with a conversation.
std::pair<Contact, Conversation> addPerson(Profile &profile, char letter, int port)
{
    Contact person = makeContact(port);
    person.peer = keyOf(letter);
    person.nickname = u"Grace"_s;
    person.standing = Contact::Standing::Friend;
    const Conversation conversation = makeConversation(person);
    if (!get(profile.store().save(person)) || !get(profile.store().save(conversation)))
        qFatal("not kept");
    return {person, conversation};
}

/// The files beside the database and its companions.
QStringList filesOf(const Profile &profile)
{
    QStringList files = QDir(profile.path({})).entryList(QDir::Files | QDir::Hidden);
    files.removeIf([](const QString &name) { return name.startsWith(u"history.db"); });
    return files;
}

/// A page that nobody's Kith wrote: `body` where the people and their messages stand.
QByteArray page(const QByteArray &body)
{
    return "<!DOCTYPE html>\n<html data-kith-history=\"1\">\n<script>alert(1)</script>\n" + body + "\n</html>\n";
}

QByteArray element(const char *attribute, const QByteArray &json)
{
    return QByteArray("<div ") + attribute + "='" + QByteArray(json).replace('&', "&amp;").replace('\'', "&#39;") +
           "'>\n";
}

const QByteArray Person = "11111111111111111111111111111111";
const QByteArray Talk = "22222222222222222222222222222222";
const QByteArray Said = "33333333333333333333333333333333";

/// One person and the conversation with them.
QByteArray people(const QByteArray &endpoint = "tcp://10.0.0.1:1")
{
    return element("data-kith-contact", "{\"id\":\"" + Person + "\",\"endpoint\":\"" + endpoint + "\"}") +
           element("data-kith-conversation",
                   "{\"id\":\"" + Talk + "\",\"contact\":\"" + Person + "\",\"endpoint\":\"" + endpoint + "\"}");
}

QByteArray message(const QByteArray &fields, const QByteArray &id = Said)
{
    return element("data-kith-message", "{\"id\":\"" + id + "\",\"conversation\":\"" + Talk +
                                            "\",\"received\":1700000000000" + fields + '}');
}

} // namespace

class TestTransfer : public QObject {
    Q_OBJECT

private:
    static void formats()
    {
        QTest::addColumn<Format>("format");
        QTest::newRow("json") << Format::Json;
        QTest::newRow("html") << Format::Html;
    }

private Q_SLOTS:
    void anExportBringsEverythingBack_data() { formats(); }
    void anExportBringsEverythingBack()
    {
        QFETCH(const Format, format);
        Profile from;
        fill(from);
        const auto exported = from.exportTo(from.path(u"out"_s), format);
        KITH_VERIFY(exported);
        QCOMPARE(exported->messages, 22);
        QCOMPARE(exported->conversations, 3);
        QCOMPARE(exported->contacts, 3);
        QCOMPARE(QFile(from.path(u"out"_s)).size(), exported->bytes);

        Profile to;
        const auto imported = to.importFrom(from.path(u"out"_s));
        KITH_VERIFY(imported);
        QCOMPARE(imported->messages, 22);
        QCOMPARE(imported->unreadable, 0);
        QVERIFY(!imported->isCut);
        QCOMPARE(to.dump(), from.dump());

        // Twice changes nothing, and what comes out again is the same.
        const auto again = to.importFrom(from.path(u"out"_s));
        KITH_VERIFY(again);
        QCOMPARE(again->messages, 0);
        QCOMPARE(again->known, 22);
        QCOMPARE(to.dump(), from.dump());
    }

    void aCutFileBringsWhatStandsBeforeTheCut_data() { formats(); }
    void aCutFileBringsWhatStandsBeforeTheCut()
    {
        QFETCH(const Format, format);
        Profile from;
        fill(from);
        const QByteArray whole = exportOf(from, format);
        const QStringList all = from.dump();
        const qsizetype cuts = std::max(qEnvironmentVariableIntValue("KITH_CUTS"), 24);
        int refused = 0;
        for (qsizetype cut = 0; cut < cuts; ++cut) {
            Profile to;
            const auto imported = to.importBytes(whole.first((whole.size() - 3) * cut / cuts));
            if (!imported) {
                QCOMPARE(imported.error().kind, Error::Kind::BadArchive);
                QCOMPARE(to.dump(), QStringList());
                ++refused;
                continue;
            }
            QVERIFY(imported->isCut);
            QVERIFY(imported->unreadable <= 1);
            const QStringList rows = to.dump();
            for (const QString &row : rows)
                QVERIFY2(all.contains(row), qPrintable(row));
            QCOMPARE(imported->messages, to.messages().size());
        }
        QVERIFY2(refused < cuts / 4, qPrintable(QString::number(refused)));
    }

    void whatIsDamagedIsLeftOutAndTold_data() { formats(); }
    void whatIsDamagedIsLeftOutAndTold()
    {
        QFETCH(const Format, format);
        Profile from;
        fill(from);
        QByteArrayList lines = exportOf(from, format).split('\n');
        QList<qsizetype> messages;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (lines.at(i).contains("replyTo"))
                messages.append(i);
        }
        QVERIFY(messages.size() > 6);
        lines[messages[1]].replace("replyTo", "replyTo\"");
        lines[messages[3]].truncate(lines[messages[3]].size() / 2);
        lines[messages[5]].replace("gb18030", "klingon");
        Profile to;
        const auto imported = to.importBytes(lines.join('\n'));
        KITH_VERIFY(imported);
        QCOMPARE(imported->unreadable, 3);
        QCOMPARE(imported->firstUnreadable, messages[1] + 1);
        QCOMPARE(imported->messages, 19);
        QVERIFY(!imported->isCut);
        const QStringList all = from.messages();
        const QStringList rows = to.messages();
        for (const QString &row : rows)
            QVERIFY2(all.contains(row), qPrintable(row));
    }

    void whatIsHereWins_data() { formats(); }
    void whatIsHereWins()
    {
        QFETCH(const Format, format);
        Profile from;
        Contact there = makeContact();
        there.name = u"there"_s;
        there.note = u"their note"_s;
        Conversation talk = makeConversation(there);
        talk.draft = u"their draft"_s;
        KITH_VERIFY(get(from.store().save(there)));
        KITH_VERIFY(get(from.store().save(talk)));
        Message shared = makeReceived(talk, u"shared"_s);
        shared.comment = u"their comment"_s;
        shared.starred = true;
        Message old = makeReceived(talk, u"old"_s);
        old.receivedAt = instant(-5000);
        const Message waiting = makeMessage(talk, u"waiting"_s); // queued
        Message sending = makeMessage(talk, u"sending"_s);
        sending.state = Message::State::Sending;
        for (const Message &m : {old, shared, waiting, sending})
            KITH_VERIFY(get(from.store().append(m)));
        talk.readUpTo = get(from.store().span(talk.id))->last;
        KITH_VERIFY(get(from.store().save(talk)));
        const QByteArray exported = exportOf(from, format);

        // The same address under another id, with a name of its own, and one message that both know.
        Profile to;
        Contact here = makeContact();
        here.name = u"here"_s;
        Conversation ours = makeConversation(here);
        KITH_VERIFY(get(to.store().save(here)));
        KITH_VERIFY(get(to.store().save(ours)));
        Message known = shared;
        known.conversation = ours.id;
        known.sender = here.id;
        known.comment = u"our comment"_s;
        known.starred = false;
        Message newest = makeReceived(ours, u"newest"_s);
        newest.receivedAt = instant(60'000);
        for (const Message &m : {known, newest})
            KITH_VERIFY(get(to.store().append(m)));

        const auto imported = to.importBytes(exported);
        KITH_VERIFY(imported);
        QCOMPARE(imported->contacts, 0);
        QCOMPARE(imported->conversations, 0);
        QCOMPARE(imported->messages, 3);
        QCOMPARE(imported->known, 1);
        QCOMPARE(imported->notSent, 2);
        const auto overview = get(to.store().overview());
        QCOMPARE(overview->contacts.size(), 1);
        QCOMPARE(overview->contacts.first().name, u"here"_s);
        QCOMPARE(overview->contacts.first().note, u"their note"_s);
        QCOMPARE(overview->conversations.size(), 1);
        QCOMPARE(overview->conversations.first().draft, u"their draft"_s);
        QCOMPARE(overview->conversations.first().last->text, u"newest"_s);
        QCOMPARE(overview->conversations.first().readUpTo, Place());
        QStringList texts;
        const auto page = get(to.store().latest(ours.id, 100));
        for (const Message &m : *page) {
            texts += m.text;
            if (m.isMine()) {
                QCOMPARE(m.state, Message::State::Failed);
                QCOMPARE(m.failure, std::optional(Error::Kind::Interrupted));
            }
            if (m.id == shared.id) {
                QCOMPARE(m.comment, u"our comment"_s);
                QVERIFY(m.starred);
            }
        }
        QCOMPARE(texts, QStringList({u"old"_s, u"shared"_s, u"waiting"_s, u"sending"_s, u"newest"_s}));
        QCOMPARE(get(to.store().queued(ours.id))->size(), 0);
        const QStringList after = to.dump();
        QCOMPARE(to.importBytes(exported)->known, 4);
        QCOMPARE(to.dump(), after);
    }

    void whatWasReadElsewhereIsReadHere()
    {
        Profile from;
        const Contact person = makeContact();
        Conversation talk = makeConversation(person);
        KITH_VERIFY(get(from.store().save(person)));
        KITH_VERIFY(get(from.store().save(talk)));
        for (int i = 0; i < 6; ++i) {
            Message m = makeReceived(talk, QString::number(i));
            m.receivedAt = instant(i / 3); // three share a moment
            talk.readUpTo = i == 3 ? get(from.store().append(m)).value() : talk.readUpTo;
            KITH_VERIFY(get(from.store().append(m)));
        }
        KITH_VERIFY(get(from.store().save(talk)));
        QCOMPARE(get(from.store().overview())->conversations.first().unread, 2);

        Profile to; // not empty: the sequences are others
        const Contact other = makeContact(9999);
        const Conversation others = makeConversation(other);
        KITH_VERIFY(get(to.store().save(other)));
        KITH_VERIFY(get(to.store().save(others)));
        for (int i = 0; i < 3; ++i)
            KITH_VERIFY(get(to.store().append(makeReceived(others, u"x"_s))));
        QCOMPARE(to.importBytes(exportOf(from, Format::Json))->messages, 6);
        const auto overview = get(to.store().overview());
        QCOMPARE(overview->conversations.last().id, talk.id);
        QVERIFY(overview->conversations.last().unread <=
                2); // what shares its moment with a read one counts as read
        QCOMPARE(overview->conversations.last().readUpTo.time, talk.readUpTo.time);
    }

    void aPersonIsKnownByTheKey_data() { formats(); }
    void aPersonIsKnownByTheKey()
    {
        QFETCH(const Format, format);
        Profile from;
        const auto [there, talk] = addPerson(from, 'a', 7777);
        Message ours = makeMessage(talk, u"ours"_s);
        ours.counter = 90;
        ours.state = Message::State::Delivered;
        Message theirs = makeReceived(talk, u"theirs"_s);
        theirs.counter = 80;
        KITH_VERIFY(get(from.store().append(ours)));
        KITH_VERIFY(get(from.store().receive(theirs)));
        const QByteArray exported = exportOf(from, format);

        // The same key under another id, and its address as somebody else's.
        Profile to;
        const Contact address = makeContact(7777);
        KITH_VERIFY(get(to.store().save(address)));
        KITH_VERIFY(get(to.store().save(makeConversation(address))));
        auto [here, own] = addPerson(to, 'a', 1234);
        here.nickname.clear();
        here.standing = Contact::Standing::Blocked;
        here.trust = Contact::Trust::Changed;
        here.changedTo = keyOf('z');
        KITH_VERIFY(get(to.store().save(here)));
        const auto imported = to.importBytes(exported);
        KITH_VERIFY(imported);
        QCOMPARE(imported->contacts, 0);
        QCOMPARE(imported->conversations, 0);
        QCOMPARE(imported->messages, 2);
        here.nickname = there.nickname; // all that was missing, and no counter
        QCOMPARE(get(to.store().overview())->contacts, (QList<Contact>{address, here}));
        QCOMPARE(get(to.store().latest(own.id, 10))->size(), 2);
        QCOMPARE(get(to.store().message(theirs.id))->sender, here.id);
        const QStringList before = to.dump();
        QCOMPARE(to.importBytes(exported)->messages, 0);
        QCOMPARE(to.dump(), before);
    }

    void whoIsBroughtInIsAStranger_data() { formats(); }
    void whoIsBroughtInIsAStranger()
    {
        QFETCH(const Format, format);
        Profile from;
        auto [there, talk] = addPerson(from, 'a', 7777);
        there.trust = Contact::Trust::Changed;
        there.changedTo = keyOf('z');
        KITH_VERIFY(get(from.store().save(there)));
        Contact sure = addPerson(from, 'b', 1).first;
        sure.trust = Contact::Trust::Verified;
        KITH_VERIFY(get(from.store().save(sure)));
        Message ours = makeMessage(talk, u"ours"_s);
        ours.counter = 90;
        ours.event = Message::Event::NewKey;
        ours.via = Via::PeerLink;
        KITH_VERIFY(get(from.store().append(ours)));
        QCOMPARE(get(from.store().overview())->contacts.first().sentCounter, 90);
        const QByteArray exported = exportOf(from, format);
        for (const char *word : {"friend", "verified", "changed"}) // told, and not believed
            QVERIFY(exported.contains(word));
        QVERIFY(exported.contains("newKey"));
        QCOMPARE(exported.contains("\"via\":\"link\""), format == Format::Json);

        Profile to;
        QCOMPARE(to.importBytes(exported)->contacts, 2);
        there.standing = sure.standing = Contact::Standing::Stranger;
        there.trust = sure.trust = Contact::Trust::Seen;
        there.changedTo = {};
        QCOMPARE(get(to.store().overview())->contacts, (QList<Contact>{there, sure}));
        QCOMPARE(get(to.store().outbox(talk.id, 0, 10))->size(), 0);
    }

    void nobodyGetsTheWordsOfAnother_data()
    {
        QTest::addColumn<PeerId>("theirKey");
        QTest::addColumn<PeerId>("keyHere");
        QTest::newRow("of a key to another key") << keyOf('a') << keyOf('b');
        QTest::newRow("of a key to an address") << keyOf('a') << PeerId();
        QTest::newRow("of an address to a key") << PeerId() << keyOf('b');
    }
    void nobodyGetsTheWordsOfAnother()
    {
        QFETCH(const PeerId, theirKey);
        QFETCH(const PeerId, keyHere);
        Profile from;
        Contact there = makeContact(7777);
        there.peer = theirKey;
        Conversation talk = makeConversation(there);
        KITH_VERIFY(get(from.store().save(there)));
        KITH_VERIFY(get(from.store().save(talk)));
        const Message message = makeReceived(talk, u"from a"_s);
        KITH_VERIFY(get(from.store().append(message)));

        Profile to; // the same ids, and another key
        Contact here = there;
        here.peer = keyHere;
        if (!there.isPerson()) // an address is known by its id
            here.id = talk.contact = ContactId::random();
        KITH_VERIFY(get(to.store().save(here)));
        KITH_VERIFY(get(to.store().save(talk)));
        const QByteArray exported = exportOf(from, Format::Json);
        for (int i = 0; i < 2; ++i) {
            KITH_VERIFY(to.importBytes(exported));
            const auto overview = get(to.store().overview());
            QCOMPARE(overview->contacts.size(), 2);
            QCOMPARE(overview->contacts.first(), here);
            QCOMPARE(overview->contacts.last().peer, theirKey);
            QCOMPARE(overview->conversations.size(), 2);
            QCOMPARE(get(to.store().latest(talk.id, 10))->size(), 0);
            const Message found = *get(to.store().message(message.id));
            QCOMPARE(found.conversation, overview->conversations.last().id);
            QCOMPARE(found.sender, overview->contacts.last().id);
            QCOMPARE(overview->conversations.last().contact, overview->contacts.last().id);
        }
    }

    void anAddressIsNotThePersonThatWasThere()
    {
        Profile from;
        const Contact address = makeContact(7777);
        KITH_VERIFY(get(from.store().save(address)));
        const Conversation talk = makeConversation(address);
        KITH_VERIFY(get(from.store().save(talk)));
        KITH_VERIFY(get(from.store().append(makeReceived(talk, u"in plain text"_s))));
        Profile to;
        const auto [person, own] = addPerson(to, 'a', 7777);
        QCOMPARE(to.importBytes(exportOf(from, Format::Json))->contacts, 1);
        QCOMPARE(get(to.store().overview())->contacts, (QList<Contact>{person, address}));
        QCOMPARE(get(to.store().latest(own.id, 10))->size(), 0);
    }

    void peopleShowTheirNames()
    {
        Profile from;
        const Contact person = addPerson(from, 'a', 7777).first;
        Contact nameless = addPerson(from, 'b', 7777).first;
        nameless.nickname.clear();
        KITH_VERIFY(get(from.store().save(nameless)));
        const QString text = QString::fromUtf8(exportOf(from, Format::Text));
        QVERIFY(text.contains(u"══ Grace (%1) ══"_s.arg(person.peer.shortForm())));
        QVERIFY(text.contains(u"══ %1 (%1) ══"_s.arg(nameless.peer.shortForm())));
    }

    void hostilePagesAreTextOnly_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QStringList>("texts"); // in the history; none: the file is refused
        QTest::addColumn<int>("unreadable");
        const QByteArray attack = R"(<script>alert(1)</script><img src=x onerror=alert(1)>)";
        QTest::newRow("markup") << people() + message(",\"text\":\"" + attack + '"')
                                << QStringList{QString::fromUtf8(attack)} << 0;
        QTest::newRow("markup that was escaped twice")
            << people() + message(",\"text\":\"&lt;script&gt;\"") << QStringList{u"&lt;script&gt;"_s} << 0;
        QTest::newRow("an attribute that ends early")
            << people() + message(",\"text\":\"' onload='alert(1)\"") << QStringList{u"' onload='alert(1)"_s} << 0;
        QTest::newRow("nobody's message")
            << people() + message(",\"sender\":\"" + Said + "\",\"text\":\"x\"") << QStringList() << 1;
        QTest::newRow("no conversation") << message(",\"text\":\"x\"") << QStringList() << 1;
        QTest::newRow("a conversation with nobody")
            << element("data-kith-conversation",
                       "{\"id\":\"" + Talk + "\",\"contact\":\"" + Person + "\",\"endpoint\":\"tcp://a:1\"}") +
                   message(",\"text\":\"x\"")
            << QStringList() << 2;
        QTest::newRow("a script as an address") << people("javascript:alert(1)") << QStringList() << 2;
        QTest::newRow("twice the same id")
            << people() + message(",\"text\":\"first\"") + message(",\"text\":\"second\"")
            << QStringList{u"first"_s} << 0;
        for (const char *key : {"ABC", "<b>", "6161616161616161616161616161616161616161616161616161616161616161"})
            QTest::addRow("a key that is none: %s", key)
                << element("data-kith-contact", "{\"id\":\"" + Person + "\",\"peer\":\"" + key + "\"}") +
                       message(",\"text\":\"x\"")
                << QStringList() << 2;
        QTest::newRow("twice the same person") << people() + people() << QStringList() << 2;
        QTest::newRow("the last sequence there is")
            << people() + message(",\"sequence\":9223372036854775807,\"text\":\"x\"") +
                   message(",\"sequence\":9007199254740992,\"text\":\"y\"", Person) +
                   message(",\"sequence\":9007199254740992,\"text\":\"z\"", Talk)
            << QStringList{u"y"_s, u"z"_s} << 1;
        QTest::newRow("what would be sent") << people() + message(",\"state\":\"queued\",\"text\":\"x\"") +
                                                   message(",\"state\":\"sending\",\"text\":\"y\"", Person) +
                                                   message(",\"state\":99,\"text\":\"z\"", Talk)
                                            << QStringList{u"x"_s, u"y"_s, u"z"_s} << 0;
        QTest::newRow("what they would send")
            << people() + message(",\"state\":\"queued\",\"text\":\"x\",\"sender\":\"" + Person + '"')
            << QStringList{u"x"_s} << 0;
        QTest::newRow("SQL") << people() + message(",\"text\":\"'); DROP TABLE messages; --\"")
                             << QStringList{u"'); DROP TABLE messages; --"_s} << 0;
        QTest::newRow("not JSON") << people() + element("data-kith-message", "[[[[[[") << QStringList() << 1;
        QTest::newRow("deep JSON") << people() +
                                          element("data-kith-message", "{\"id\":" + QByteArray(100'000, '['))
                                   << QStringList() << 1;
        QTest::newRow("broken UTF-8") << people() + message(",\"text\":\"\xff\xfe\"") << QStringList() << 1;
        QTest::newRow("half a character")
            << people() + message(",\"text\":\"\\ud83d\"") << QStringList{u"?"_s} << 0;
    }
    void hostilePagesAreTextOnly()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QStringList, texts);
        QFETCH(const int, unreadable);
        Profile to;
        const auto imported = to.importBytes(page(body));
        KITH_VERIFY(imported);
        QCOMPARE(imported->unreadable, unreadable);
        QCOMPARE(imported->unreadable > 0, imported->firstUnreadable > 0);
        QCOMPARE(to.rows("SELECT text FROM messages ORDER BY key"), texts);
        QCOMPARE(to.integer("SELECT count(*) FROM messages WHERE state NOT IN (0, 3, 4, 5, 6)"), 0);
        // The next message still finds a place.
        const auto conversations = get(to.store().overview())->conversations;
        for (const Conversation &conversation : conversations)
            KITH_VERIFY(get(to.store().append(makeReceived(conversation, u"next"_s))));
        // And nothing of it comes out as markup again.
        const QByteArray again = exportOf(to, Format::Html);
        static const QRegularExpression value(u"=\"[^\"]*\""_s);
        static const QRegularExpression tag(u"<[/!]?([A-Za-z0-9]+)([^<>]*)>"_s);
        static const QRegularExpression foreign(u"\\s(on\\w+|src)\\b"_s);
        const QStringList ours =
            u"DOCTYPE html head meta title style body header h1 h2 h3 small nav ul li a bdi main "
            "section article p div span"_s.split(u' ');
        const QString markup = QString::fromUtf8(again).remove(value);
        for (auto match = tag.globalMatch(markup); match.hasNext();) {
            const auto found = match.next();
            QVERIFY2(ours.contains(found.captured(1)), qPrintable(found.captured()));
            QVERIFY2(!found.captured(2).contains(foreign), qPrintable(found.captured()));
        }
        QCOMPARE(markup.count(u'<'), markup.count(tag));
        QCOMPARE(again.count("href=\""), again.count("href=\"#"));
        QCOMPARE(to.importBytes(again)->messages, 0);
    }

    void foreignFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Error::Kind>("kind");
        QTest::addColumn<int>("line");
        QTest::newRow("nothing") << QByteArray() << Error::Kind::BadArchive << 1;
        QTest::newRow("a picture") << QByteArray("\x89PNG\r\n") << Error::Kind::BadArchive << 1;
        QTest::newRow("another page") << QByteArray("<html>hello</html>") << Error::Kind::BadArchive << 1;
        QTest::newRow("another JSON") << QByteArray("{\"messages\":[{\"text\":\"x\"}]}") << Error::Kind::BadArchive
                                      << 1;
        QTest::newRow("a list that is none")
            << QByteArray("{\"format\":\"kith-history\",\n\"version\":1,\n\"messages\":1}")
            << Error::Kind::BadArchive << 3;
        QTest::newRow("newer JSON") << QByteArray("{\"format\":\"kith-history\",\"version\":2}")
                                    << Error::Kind::ArchiveTooNew << 0;
        QTest::newRow("newer page") << QByteArray("<html data-kith-history=2></html>")
                                    << Error::Kind::ArchiveTooNew << 0;
        QTest::newRow("version zero") << QByteArray("<html data-kith-history=0></html>") << Error::Kind::BadArchive
                                      << 1;
    }
    void foreignFilesAreRefused()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const Error::Kind, kind);
        QFETCH(const int, line);
        Profile to;
        const auto imported = to.importBytes(bytes);
        QVERIFY(!imported);
        QCOMPARE(imported.error().kind, kind);
        if (line > 0)
            QVERIFY2(sentence(imported.error()).contains(u"line %1"_s.arg(line)),
                     qPrintable(sentence(imported.error())));
        QCOMPARE(to.dump(), QStringList());
    }

    void aFullDiskLeavesNothingBehind_data() { formats(); }
    void aFullDiskLeavesNothingBehind()
    {
        QFETCH(const Format, format);
        Profile from;
        fill(from);
        const QByteArray before = exportOf(from, format);
        const QStringList files = filesOf(from);
        rlimit unlimited{};
        ::getrlimit(RLIMIT_FSIZE, &unlimited);
        std::signal(SIGXFSZ, SIG_IGN); // the write answers EFBIG instead
        for (const qsizetype room : {qsizetype(0), before.size() / 2, before.size() - 1}) {
            rlimit small = unlimited;
            small.rlim_cur = rlim_t(room);
            ::setrlimit(RLIMIT_FSIZE, &small);
            const auto exported = from.exportTo(from.path(u"exported"_s), format);
            ::setrlimit(RLIMIT_FSIZE, &unlimited);
            QVERIFY(!exported);
            QCOMPARE(exported.error().kind, Error::Kind::FileFull);
            QCOMPARE(filesOf(from), files);
            QCOMPARE(contentOf(from.path(u"exported"_s)), before); // the older one stays
        }
    }

    void anExportThatIsCancelledLeavesNothingBehind()
    {
        Profile from;
        fill(from);
        for (int most : {0, 1}) {
            ExportRequest request;
            request.file = from.path(u"exported.html"_s);
            int reports = 0;
            const auto exported =
                writeArchive(from.file(), request, [&](qint64, qint64) { return reports++ < most; });
            QVERIFY(!exported);
            QCOMPARE(exported.error().kind, Error::Kind::Cancelled);
            QCOMPARE(filesOf(from), QStringList());
        }
    }

    void anImportCanBeCancelledAndDoneAgain()
    {
        Profile from;
        fill(from);
        const QString name = from.path(u"out"_s);
        KITH_VERIFY(from.exportTo(name, Format::Json));
        Profile to;
        auto promise = std::make_shared<Importer::Promise>();
        promise->start();
        Importer importer(to.store(), name, promise);
        QSignalSpy finished(&importer, &Importer::finished);
        importer.start();
        promise->future().cancel();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.first().first().value<Result<ImportSummary>>().error().kind, Error::Kind::Cancelled);
        KITH_VERIFY(to.importFrom(name));
        QCOMPARE(to.dump(), from.dump());
    }

    void theFileIsForItsOwnerOnlyAndAppearsWhole()
    {
        Profile from;
        fill(from);
        const QString name = from.path(u"out.html"_s);
        const QString link = from.path(u"link.html"_s);
        QVERIFY(QFile::link(name, link));
        QFile old(name);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        ExportRequest request;
        request.file = link;
        KITH_VERIFY(writeArchive(from.file(), request, [&](qint64, qint64) { return contentOf(name) == "old"; }));
        QVERIFY(QFileInfo(link).isSymLink());
        QVERIFY(contentOf(name).endsWith("</html>\n"));
        QCOMPARE(QFile::permissions(name) & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
    }

    void commitsGoOnBesideAnExport()
    {
        Profile from;
        fill(from);
        const auto conversation = get(from.store().overview())->conversations.first();
        ExportRequest request;
        request.file = from.path(u"out.json"_s);
        request.format = Format::Json;
        int added = 0;
        const auto exported = writeArchive(from.file(), request, [&](qint64, qint64 total) {
            ++added;
            return total == 22 && get(from.store().append(makeReceived(conversation, u"meanwhile"_s))).has_value();
        });
        KITH_VERIFY(exported);
        QCOMPARE(exported->messages, 22);
        QVERIFY(added >= 2);
        QVERIFY(!contentOf(request.file).contains("meanwhile"));
        QCOMPARE(from.messages().size(), 22 + added);
    }

    void aPartCanBeChosen()
    {
        Profile from;
        fill(from);
        const auto conversations = get(from.store().overview())->conversations;
        ExportRequest request;
        request.conversations = {conversations.at(1).id};
        for (const Format format : {Format::Json, Format::Html}) {
            Profile to;
            const auto imported = to.importBytes(exportOf(from, format, request));
            KITH_VERIFY(imported);
            QCOMPARE(imported->contacts, 1);
            QCOMPARE(imported->conversations, 1);
            QCOMPARE(imported->messages, 10);
        }
        request.conversations = {};
        request.from = instant(77'777'777 * 3);
        request.to = instant(77'777'777 * 5);
        for (const Format format : {Format::Json, Format::Html}) {
            Profile to;
            QCOMPARE(to.importBytes(exportOf(from, format, request))->messages, 2);
        }
    }

    void deletedMessagesStayAway()
    {
        Profile from;
        fill(from);
        const auto conversations = get(from.store().overview())->conversations;
        const auto page = get(from.store().latest(conversations.first().id, 2));
        KITH_VERIFY(get(from.store().bin({page->at(0).id, page->at(1).id})));
        Profile to;
        QCOMPARE(to.importBytes(exportOf(from, Format::Json))->messages, 20);
    }

    void aTextCanBeRead()
    {
        Profile from;
        fill(from);
        const QString text = QString::fromUtf8(exportOf(from, Format::Text));
        QVERIFY(text.contains(u"══ 张伟 (tcp://192.168.1.20:8080) ══\n"));
        QVERIFY(text.contains(u" ★ 张伟: 你好，世界 👩‍👩‍👧 é\n    ✎ 你好"));
        QVERIFY(text.contains(u"Me: <script>alert(1)</script>"));
        QVERIFY(text.contains(u"张伟 is offline: left with q\n"));
        QVERIFY(text.contains(u": two\n    lines\n    and a"));
        QVERIFY(!text.contains(u'\u202E'));
        QVERIFY(!text.contains(u'\0') && !text.contains(u'\x1b'));
    }

    void aPageForbidsItselfEverything()
    {
        Profile from;
        fill(from);
        const QString html = QString::fromUtf8(exportOf(from, Format::Html));
        const QString policy = html.section(u"Content-Security-Policy\" content=\""_s, 1).section(u'"', 0, 0);
        QVERIFY(policy.startsWith(u"default-src 'none'; style-src 'sha256-"));
        const QString style = html.section(u"<style>"_s, 1).section(u"</style>"_s, 0, 0);
        const QByteArray hash = QCryptographicHash::hash(style.toUtf8(), QCryptographicHash::Sha256).toBase64();
        QVERIFY(policy.contains(QString::fromLatin1(hash)));
        QVERIFY(!html.contains(u'\u202E') && !html.contains(u'\0'));
        QCOMPARE(html.count(u"<article"), 22);
        QCOMPARE(html.count(u"<section"), 3);
    }

    void memoryDoesNotGrowWithTheHistory()
    {
        const int count = std::max(qEnvironmentVariableIntValue("KITH_TRANSFER_MESSAGES"), 2000);
        Profile from;
        const Contact person = makeContact();
        const Conversation talk = makeConversation(person);
        KITH_VERIFY(get(from.store().save(person)));
        KITH_VERIFY(get(from.store().save(talk)));
        QFuture<Result<Place>> last;
        for (int i = 0; i < count; ++i) {
            Message m =
                i % 2 ? makeReceived(talk, u"message %1 消息"_s.arg(i)) : makeMessage(talk, u"reply %1"_s.arg(i));
            m.state = m.isMine() ? Message::State::Sent : Message::State::Received;
            m.receivedAt = instant(i * 1000LL);
            last = from.store().append(m);
            if (i % 1000 == 0)
                KITH_VERIFY(get(last));
        }
        KITH_VERIFY(get(last));
        for (const Format format : {Format::Json, Format::Html, Format::Text}) {
            QElapsedTimer timer;
            timer.start();
            const qint64 before = peakMemory();
            const auto exported = from.exportTo(from.path(u"out"_s), format);
            KITH_VERIFY(exported);
            const qint64 exportMs = timer.restart();
            if (format == Format::Text)
                continue;
            Profile to;
            QCOMPARE(to.importFrom(from.path(u"out"_s))->messages, count);
            qInfo("format %d: %d messages, %lld MiB: export %lld ms, import %lld ms, memory + %lld KiB",
                  int(format), count, exported->bytes >> 20, exportMs, timer.elapsed(), peakMemory() - before);
            QVERIFY(!kith::test::FiguresCount || peakMemory() - before < 48 * 1024);
            QCOMPARE(to.messages(), from.messages());
        }
    }

private:
    static qint64 peakMemory() // KiB
    {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;
    }
};

QTEST_GUILESS_MAIN(TestTransfer)
#include "tst_transfer.moc"

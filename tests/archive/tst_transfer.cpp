// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/transfertest.h"

#include <QTest>

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
    people[2].endpoint = *Endpoint::parse(u"udp://[fe80::1%eth0]:9000");
    QList<Conversation> conversations;
    for (const Contact &person : people) {
        KITH_VERIFY(get(store.save(person)));
        Conversation conversation = makeConversation(person);
        conversation.pinned = conversations.isEmpty();
        conversation.muted = conversations.size() == 1;
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
};

QTEST_GUILESS_MAIN(TestTransfer)
#include "tst_transfer.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/turnqueue.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

constexpr PlainTextOptions Taking{Framing::QuietGap, Charset::Utf8, Turns::Take};
constexpr PlainTextOptions Free{Framing::QuietGap, Charset::Utf8, Turns::Free};
constexpr PlainTextOptions InLines{Framing::Lines, Charset::Utf8, Turns::Take};

/// A queue with a peer that takes every byte, and the words for what happened.
struct Talk {
    explicit Talk(const PlainTextOptions &options, TurnQueue::Role role = TurnQueue::Role::Other)
        : queue(options, role)
    {
    }
    MessageId say(const QString &text)
    {
        const MessageId id = MessageId::random();
        names.insert(id, text.left(3));
        queue.enqueue(id, Pieces::split(text, Charset::Utf8));
        pump();
        return id;
    }
    void answer()
    {
        queue.answered();
        pump();
    }
    void pump()
    {
        for (QByteArrayView next = queue.next(); !next.isEmpty(); next = queue.next()) {
            wire.append(next.size() > 8 ? QByteArray::number(next.size()) : next.toByteArray());
            queue.wrote(next.size());
        }
    }
    QStringList reports()
    {
        static const char *const Steps[] = {"waits", "partly", "sent", "not sent", "interrupted"};
        QStringList list;
        while (const auto report = queue.takeReport()) {
            list.append(u"%1 %2 %3/%4"_s.arg(names.value(report->id), QLatin1String(Steps[int(report->step)]))
                            .arg(report->sent)
                            .arg(report->pieces));
        }
        return list;
    }

    TurnQueue queue;
    QHash<MessageId, QString> names;
    QByteArrayList wire;
};

const QString Long(2500, u'l'); // three pieces

} // namespace

class TestTurnQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneMessageIsOnItsWay()
    {
        Talk talk(Taking, TurnQueue::Role::Joined);
        talk.say(u"a"_s);
        talk.say(u"b"_s);
        talk.say(u"c"_s);
        QCOMPARE(talk.wire, QByteArrayList({"a"}));
        QCOMPARE(talk.reports(), QStringList({u"a sent 1/1"_s, u"b waits 0/1"_s, u"c waits 0/1"_s}));
        talk.answer();
        QCOMPARE(talk.wire, QByteArrayList({"a", "b"}));
        talk.answer();
        QCOMPARE(talk.wire, QByteArrayList({"a", "b", "c"}));
        QVERIFY(!talk.queue.takeTurnsEnded());
    }

    void freeMessagesDoNotWait()
    {
        Talk talk(Free);
        talk.say(u"a"_s);
        talk.say(u"b"_s);
        QCOMPARE(talk.wire, QByteArrayList({"a", "b"}));
        QCOMPARE(talk.reports(), QStringList({u"a sent 1/1"_s, u"b sent 1/1"_s}));
    }

    void linesDoNotWait()
    {
        Talk talk(InLines, TurnQueue::Role::Joined);
        talk.say(u"a"_s);
        talk.say(Long);
        QCOMPARE(talk.wire, QByteArrayList({"a", "1024", "1024", "452"}));
        talk.answer();
        talk.answer();
        QVERIFY(!talk.queue.takeTurnsEnded()); // nothing was learned: lines wait for nobody
    }

    void piecesTakeTurnsEvenWhenMessagesAreFree()
    {
        Talk talk(Free);
        talk.say(Long);
        talk.say(u"b"_s);
        QCOMPARE(talk.wire, QByteArrayList({"1024"}));
        QCOMPARE(talk.reports(), QStringList({u"lll partly 1/3"_s, u"b waits 0/1"_s}));
        talk.answer();
        QCOMPARE(talk.reports(), QStringList({u"lll partly 2/3"_s}));
        talk.answer();
        QCOMPARE(talk.reports(), QStringList({u"lll sent 3/3"_s, u"b sent 1/1"_s}));
        QCOMPARE(talk.wire, QByteArrayList({"1024", "1024", "452", "b"}));
        QVERIFY(!talk.queue.takeTurnsEnded());
    }

    void twoMessagesInARowAreTheSign()
    {
        Talk talk(Taking);
        talk.answer(); // a client speaks first: no sign
        talk.say(u"a"_s);
        talk.say(Long);
        talk.say(u"b"_s);
        QCOMPARE(talk.wire, QByteArrayList({"a"}));
        talk.answer();
        QCOMPARE(talk.wire, QByteArrayList({"a", "1024"}));
        QVERIFY(!talk.queue.takeTurnsEnded());
        for (int releases = 0; releases < 3; ++releases)
            talk.answer(); // two pieces and the `b`
        talk.answer();
        QVERIFY(!talk.queue.takeTurnsEnded());
        talk.answer();
        QVERIFY(talk.queue.takeTurnsEnded());
        QVERIFY(!talk.queue.takeTurnsEnded()); // once
        talk.say(Long);
        QCOMPARE(talk.wire.sliced(talk.wire.size() - 3), QByteArrayList({"1024", "1024", "452"}));
    }

    void aServerThatSpeaksFirstIsTheSign()
    {
        Talk joined(Taking, TurnQueue::Role::Joined);
        joined.answer();
        QVERIFY(joined.queue.takeTurnsEnded());
        Talk host(Taking, TurnQueue::Role::Other);
        host.answer();
        QVERIFY(!host.queue.takeTurnsEnded());
    }

    void sendNowIsForGood()
    {
        Talk talk(Taking);
        talk.say(u"a"_s);
        talk.say(Long);
        talk.queue.sendNow();
        talk.pump();
        QCOMPARE(talk.wire, QByteArrayList({"a", "1024", "1024", "452"}));
        QVERIFY(talk.queue.takeTurnsEnded());
        talk.say(u"b"_s);
        QCOMPARE(talk.wire.last(), "b");
        talk.queue.setOptions(PlainTextOptions{Framing::QuietGap, Charset::Gb18030, Turns::Take});
        talk.say(u"c"_s);
        QCOMPARE(talk.wire.last(), "c"); // other options do not take it back
    }

    void thePersonMaySwitchTurnsOnAgain()
    {
        Talk talk(Taking);
        talk.queue.sendNow();
        talk.queue.setOptions(Free);
        talk.queue.setOptions(Taking);
        talk.say(u"a"_s);
        talk.say(u"b"_s);
        QCOMPARE(talk.wire, QByteArrayList({"a"}));
    }

    void switchingTurnsOffReleasesWhatWaits()
    {
        Talk talk(Taking);
        talk.say(u"a"_s);
        talk.say(u"b"_s);
        talk.queue.setOptions(Free);
        talk.pump();
        QCOMPARE(talk.wire, QByteArrayList({"a", "b"}));
    }

    void aPeerThatGoesLeavesNothingUnreported()
    {
        Talk talk(Taking);
        talk.say(Long);
        talk.say(u"b"_s);
        talk.reports();
        talk.queue.giveUp();
        QCOMPARE(talk.reports(), QStringList({u"lll interrupted 1/3"_s, u"b not sent 0/1"_s}));
        talk.say(u"c"_s);
        QCOMPARE(talk.reports(), QStringList({u"c not sent 0/1"_s}));
    }

    void halfAPieceIsAMiddleToo()
    {
        TurnQueue queue(Taking, TurnQueue::Role::Other);
        queue.enqueue(MessageId::random(), Pieces::split(u"hello"_s, Charset::Utf8));
        queue.wrote(2);
        QCOMPARE(queue.next(), QByteArrayView("llo"));
        queue.sayFarewell();
        queue.giveUp();
        QCOMPARE(queue.takeReport()->step, SendReport::Step::Interrupted);
        QVERIFY(queue.next().isEmpty()); // a `q` would not stand alone
        QVERIFY(queue.farewellDone());
    }

    void qGoesAloneAfterTheAnswer()
    {
        Talk talk(Free);
        talk.say(u"a"_s);
        talk.queue.sayFarewell();
        talk.pump();
        QCOMPARE(talk.wire, QByteArrayList({"a"}));
        QVERIFY(!talk.queue.farewellDone());
        talk.answer();
        QCOMPARE(talk.wire, QByteArrayList({"a", "q"}));
        QVERIFY(talk.queue.farewellDone());
        talk.reports();
        talk.say(u"b"_s);
        QCOMPARE(talk.reports(), QStringList({u"b not sent 0/1"_s}));
    }

    void qGoesWhenTheWaitEnds()
    {
        Talk talk(Taking);
        talk.say(u"a"_s);
        talk.say(u"b"_s);
        talk.queue.sayFarewell();
        talk.queue.giveUp();
        talk.pump();
        QCOMPARE(talk.reports(), QStringList({u"a sent 1/1"_s, u"b waits 0/1"_s, u"b not sent 0/1"_s}));
        QCOMPARE(talk.wire, QByteArrayList({"a", "q"}));
    }

    void inLinesQIsALine()
    {
        Talk talk(InLines);
        talk.say(u"a"_s);
        talk.queue.sayFarewell();
        talk.pump();
        QCOMPARE(talk.wire, QByteArrayList({"a", "q\n"}));
    }
};

QTEST_GUILESS_MAIN(TestTurnQueue)
#include "tst_turnqueue.moc"

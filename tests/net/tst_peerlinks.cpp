// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/linkside.h"

#include <QCryptographicHash>
#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

int count(const char *variable, int otherwise)
{
    const int wanted = qEnvironmentVariableIntValue(variable);
    return wanted > 0 ? wanted : otherwise;
}

} // namespace

class TestPeerLinks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linksTwoPeople()
    {
        LinkSide anna({}, u"Anna"_s);
        LinkSide ben({}, u"Ben"_s);
        anna.links->setKnownCounter(ben.id(), 7);
        anna.listen();
        QTRY_VERIFY(!anna.endpoint.isNull());
        ben.links->dial(anna.id(), anna.endpoint);
        QTRY_COMPARE(anna.up.size() + ben.up.size(), 2);
        const LinkedPeer atBen = ben.up.constFirst();
        QCOMPARE(atBen.peer, anna.id());
        QCOMPARE(atBen.name, u"Anna"_s);
        QCOMPARE(atBen.endpoint, anna.endpoint);
        QCOMPARE(atBen.direction, LinkedPeer::Direction::Dialled);
        QCOMPARE(atBen.knownCounter, 7);
        QCOMPARE(PeerId::fromBytes(QCryptographicHash::hash(atBen.spki, QCryptographicHash::Sha256)), anna.id());
        const LinkedPeer atAnna = anna.up.constFirst();
        QCOMPARE(atAnna.peer, ben.id());
        QCOMPARE(atAnna.name, u"Ben"_s);
        QCOMPARE(atAnna.direction, LinkedPeer::Direction::Called);
        QCOMPARE(atAnna.endpoint.host(), u"127.0.0.1"_s);
    }

    void carriesMessagesBothWaysInOrder()
    {
        LinkSide anna, ben;
        anna.listen();
        QTRY_VERIFY(!anna.endpoint.isNull());
        ben.links->dial({}, anna.endpoint); // whoever is there
        QTRY_COMPARE(anna.linksNow() + ben.linksNow(), 2);
        QStringList sent;
        for (int i = 0; i < 1000; ++i) {
            sent.append(QString::number(i) + QString(i % 700, u'x'));
            anna.say(ben.id(), sent.constLast());
            ben.say(anna.id(), sent.constLast());
        }
        QTRY_COMPARE(anna.texts.size() + ben.texts.size(), 2000);
        QCOMPARE(anna.texts, sent);
        QCOMPARE(ben.texts, sent);
    }

    void saysGoodbye()
    {
        LinkSide anna, ben;
        anna.listen();
        QTRY_VERIFY(!anna.endpoint.isNull());
        ben.links->dial({}, anna.endpoint);
        QTRY_COMPARE(anna.linksNow() + ben.linksNow(), 2);
        ben.say(anna.id(), u"last word"_s);
        ben.links->closeAll(wire::ByeReason::Leaving);
        QTRY_VERIFY(ben.isClosed);
        QTRY_COMPARE(anna.down.size(), 1);
        QCOMPARE(anna.texts, QStringList{u"last word"_s});
        QCOMPARE(anna.down.constFirst().second.kind, Departure::Kind::Closed);
        QCOMPARE(ben.down.constFirst().second.kind, Departure::Kind::WeLeft);
    }

    void canBeMadeAgainAtOnce()
    {
        LinkSide anna, ben;
        anna.listen();
        QTRY_VERIFY(!anna.endpoint.isNull());
        for (int i = 1; i <= 3; ++i) {
            ben.links->dial(anna.id(), anna.endpoint);
            QTRY_COMPARE(ben.up.size(), i);
            QTRY_COMPARE(anna.up.size(), i);
            ben.links->close(anna.id()); // and dials before the other side can know it
        }
        QTRY_COMPARE(anna.down.size(), 3);
        QCOMPARE(ben.down.size(), 3);
        QVERIFY(ben.failures.isEmpty());
    }

    void refusesSomebodyElseThanExpected()
    {
        LinkSide anna, ben, mallory;
        mallory.listen();
        QTRY_VERIFY(!mallory.endpoint.isNull());
        ben.links->dial(anna.id(), mallory.endpoint);
        QTRY_COMPARE(ben.failures.size(), 1);
        QCOMPARE(ben.failures.constFirst().kind, Error::Kind::PeerChanged);
        QCOMPARE(ben.found.constFirst(), mallory.id());
        QVERIFY(ben.up.isEmpty());
        QVERIFY(mallory.up.isEmpty());
    }

    void knowsSomebodyByAnotherCertificateOfTheSameKey()
    {
        LinkSide ben;
        SecretBytes key;
        PeerId anna;
        {
            LinkSide before;
            anna = before.id();
            key = std::move(before.key);
        }
        LinkSide after(*Identity::fromPrivateKey(key.view()), {}, {});
        after.listen();
        QTRY_VERIFY(!after.endpoint.isNull());
        ben.links->dial(anna, after.endpoint);
        QTRY_COMPARE(ben.up.size(), 1);
        QVERIFY(ben.failures.isEmpty());
    }

    void doesNotLinkToItself_data()
    {
        QTest::addColumn<bool>("known");
        QTest::addRow("by its id") << true;
        QTest::addRow("by its address") << false;
    }
    void doesNotLinkToItself()
    {
        QFETCH(const bool, known);
        LinkSide anna;
        anna.listen();
        QTRY_VERIFY(!anna.endpoint.isNull());
        anna.links->dial(known ? anna.id() : PeerId(), anna.endpoint);
        QTRY_COMPARE(anna.failures.size(), 1);
        QCOMPARE(anna.failures.constFirst().kind, Error::Kind::OwnIdentity);
        QCOMPARE(anna.found.constFirst(), known ? PeerId() : anna.id());
        QTRY_COMPARE(anna.socketsNow(), 0);
        QVERIFY(anna.up.isEmpty());
    }

    void keepsOneLinkWhenBothDialAtOnce()
    {
        const int races = count("KITH_RACES", 8);
        LinkLimits limits;
        limits.handshakesASecond = 1'000'000;
        limits.dialsASecond = 1'000'000;
        int dialledByBoth = 0;
        for (int race = 0; race < races; ++race) {
            LinkSide anna(limits), ben(limits);
            anna.listen();
            QTRY_VERIFY(!anna.endpoint.isNull());
            ben.listen();
            QTRY_VERIFY(!ben.endpoint.isNull());
            // Whether they know each other changes when each learns who is at the other end.
            anna.links->dial(race % 2 == 0 ? ben.id() : PeerId(), ben.endpoint);
            ben.links->dial(race % 3 == 0 ? PeerId() : anna.id(), anna.endpoint);
            QTRY_COMPARE(anna.linksNow() + ben.linksNow(), 2);
            for (const QString &text : {u"1"_s, u"2"_s, u"3"_s}) {
                anna.say(ben.id(), text);
                ben.say(anna.id(), text);
            }
            QTRY_COMPARE(anna.texts.size() + ben.texts.size(), 6);
            QTRY_COMPARE(anna.socketsNow() + ben.socketsNow(), 2);
            QCOMPARE(anna.texts, QStringList({u"1"_s, u"2"_s, u"3"_s}));
            QCOMPARE(ben.texts, anna.texts);
            QCOMPARE(anna.log, QStringList{u"up"_s});
            QCOMPARE(ben.log, QStringList{u"up"_s});
            QVERIFY(anna.up.constFirst().direction != ben.up.constFirst().direction); // the same link
            dialledByBoth += anna.failures.size() + ben.failures.size() > 0 ? 1 : 0;
        }
        qInfo("%d races, one link each, nothing lost or doubled; %d told a side that it had a link already", races,
              dialledByBoth);
    }
};

QTEST_GUILESS_MAIN(TestPeerLinks)
#include "tst_peerlinks.moc"

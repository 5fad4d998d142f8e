// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

QByteArray randomBytes(QRandomGenerator &random)
{
    std::array<quint32, 8> words;
    random.fillRange(words.data(), qsizetype(words.size()));
    return {reinterpret_cast<const char *>(words.data()), 32};
}

PeerId randomPeer(QRandomGenerator &random)
{
    return PeerId::fromBytes(randomBytes(random));
}

using Step = Comparison::Step;
using State = Comparison::State;

} // namespace

class TestComparison : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothSeeTheSameCode()
    {
        QRandomGenerator random(1);
        for (int i = 0; i < 100; ++i) {
            const PeerId alice = randomPeer(random);
            const PeerId bob = randomPeer(random);
            Comparison asking(alice, bob, randomBytes(random));
            Comparison answering(bob, alice, randomBytes(random));
            const auto nonce = answering.receive(asking.start());
            QVERIFY(nonce && *nonce);
            QVERIFY(answering.code().isEmpty());
            const auto reveal = asking.receive(**nonce);
            QVERIFY(reveal && *reveal);
            const auto end = answering.receive(**reveal);
            QVERIFY(end && !*end);
            QCOMPARE(asking.state(), State::Done);
            QCOMPARE(answering.state(), State::Done);
            QCOMPARE(asking.code().size(), 6);
            QCOMPARE(asking.code(), answering.code());
        }
    }

    void oneGoesOnWhenBothAsk()
    {
        QRandomGenerator random(2);
        for (int i = 0; i < 20; ++i) {
            const PeerId alice = randomPeer(random);
            const PeerId bob = randomPeer(random);
            Comparison one(alice, bob, randomBytes(random));
            Comparison other(bob, alice, randomBytes(random));
            const Step fromOne = one.start();
            const Step fromOther = other.start();
            const auto atOther = other.receive(fromOne);
            const auto atOne = one.receive(fromOther);
            QVERIFY(atOne && atOther);
            QCOMPARE(atOne->has_value(), bob < alice);
            QCOMPARE(atOther->has_value(), alice < bob);
            Comparison &asking = alice < bob ? one : other;
            Comparison &answering = alice < bob ? other : one;
            const auto reveal = asking.receive(alice < bob ? **atOther : **atOne);
            QVERIFY(reveal && *reveal);
            QVERIFY(answering.receive(**reveal));
            QCOMPARE(one.code(), other.code());
            QCOMPARE(one.code().size(), 6);
        }
    }

    void aNumberThatWasNotCommittedToIsTampering()
    {
        QRandomGenerator random(3);
        const PeerId alice = randomPeer(random);
        const PeerId bob = randomPeer(random);
        Comparison answering(bob, alice, randomBytes(random));
        QVERIFY(answering.receive(Comparison::Commit{Comparison::commitment(alice, bob, randomBytes(random))}));
        const auto end = answering.receive(Comparison::Reveal{randomBytes(random)});
        QVERIFY(!end);
        QCOMPARE(end.error().kind, Error::Kind::ComparisonBroken);
        QCOMPARE(answering.state(), State::Failed);
        QVERIFY(answering.code().isEmpty());
    }

    void aStepThatIsNotDueFails_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("step");
        for (int state = int(State::Idle); state <= int(State::Failed); ++state) {
            for (int step = 0; step < 3; ++step) {
                const bool due = (state == int(State::Idle) && step == 0) ||
                                 (state == int(State::Committed) && step <= 1) ||
                                 (state == int(State::Answered) && step == 2);
                if (!due)
                    QTest::addRow("step %d in state %d", step, state) << state << step;
            }
        }
    }
    void aStepThatIsNotDueFails()
    {
        QFETCH(const int, state);
        QFETCH(const int, step);
        QRandomGenerator random(4);
        Comparison comparison(randomPeer(random), randomPeer(random), randomBytes(random));
        if (state == int(State::Committed) || state == int(State::Done))
            comparison.start();
        if (state == int(State::Done))
            QVERIFY(comparison.receive(Comparison::Nonce{randomBytes(random)}));
        if (state == int(State::Answered))
            QVERIFY(comparison.receive(Comparison::Commit{randomBytes(random)}));
        if (state == int(State::Failed))
            QVERIFY(!comparison.receive(Comparison::Nonce{randomBytes(random)}));
        QCOMPARE(int(comparison.state()), state);
        const std::array<Step, 3> steps = {Comparison::Commit{randomBytes(random)},
                                           Comparison::Nonce{randomBytes(random)},
                                           Comparison::Reveal{randomBytes(random)}};
        const auto answer = comparison.receive(steps[size_t(step)]);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, Error::Kind::BadMessage);
        QCOMPARE(comparison.state(), State::Failed);
        QVERIFY(comparison.code().isEmpty());
    }

    void aNumberOfAnotherSizeFails()
    {
        QRandomGenerator random(5);
        Comparison comparison(randomPeer(random), randomPeer(random), randomBytes(random));
        QVERIFY(!comparison.receive(Comparison::Commit{QByteArray(31, 'x')}));
    }

    /// The one in between must choose its numbers for both sides before it sees what either side's number is.
    void whoeverIsInBetweenHasOneGuessInAMillion()
    {
        const int asked = qEnvironmentVariableIntValue("KITH_COMPARISON_TRIALS");
        const int count = asked > 0 ? asked : 2'000;
        QRandomGenerator random(6);
        int matches = 0;
        for (int i = 0; i < count; ++i) {
            const PeerId alice = randomPeer(random);
            const PeerId bob = randomPeer(random);
            const PeerId mallory = randomPeer(random);
            Comparison atAlice(alice, mallory, randomBytes(random));
            Comparison atBob(bob, mallory, randomBytes(random));
            Comparison toAlice(mallory, alice, randomBytes(random));
            Comparison toBob(mallory, bob, randomBytes(random));
            const auto nonceToAlice = toAlice.receive(atAlice.start());
            const auto nonceFromBob = atBob.receive(toBob.start());
            // The best that it can still do: grind its last free choice, the number it shows to Bob, which the commitment binds.
            const auto revealFromAlice = atAlice.receive(**nonceToAlice);
            QVERIFY(revealFromAlice && toAlice.receive(**revealFromAlice));
            for (int guess = 0; guess < 3; ++guess) {
                Comparison copy = atBob;
                QVERIFY(!copy.receive(Comparison::Reveal{randomBytes(random)}));
            }
            const auto revealToBob = toBob.receive(**nonceFromBob);
            QVERIFY(revealToBob && atBob.receive(**revealToBob));
            QCOMPARE(toAlice.code(), atAlice.code());
            matches += atAlice.code() == atBob.code() ? 1 : 0;
        }
        qInfo("%d attempts, %d accidental matches", count, matches);
        QVERIFY(matches <= 3);
    }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"

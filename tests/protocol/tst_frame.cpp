// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/frame.h"
#include "wirevectors.h"

#include <QTest>
#include <QtEndian>

using namespace kith;

namespace {

QByteArrayList drain(FrameSplitter &splitter)
{
    QByteArrayList bodies;
    while (true) {
        const auto outcome = splitter.next();
        const auto *body = std::get_if<QByteArrayView>(&outcome);
        if (!body)
            return bodies;
        bodies.append(body->toByteArray());
    }
}

QByteArray header(quint32 length)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(length, bytes.data());
    return bytes;
}

} // namespace

class TestFrame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anImpossibleLengthIsTheEnd_data()
    {
        QTest::addColumn<quint32>("length");
        for (const quint32 length : {0U, 65'537U, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU})
            QTest::addRow("%u", length) << length;
    }
    void anImpossibleLengthIsTheEnd()
    {
        QFETCH(const quint32, length);
        FrameSplitter splitter;
        splitter.feed(header(1) + 'a' + header(length));
        QCOMPARE(drain(splitter), QByteArrayList{"a"});
        QVERIFY(std::holds_alternative<Error>(splitter.next()));
        splitter.feed(QByteArray(1'000'000, 'x'));
        QCOMPARE(splitter.unfinishedBytes(), 0);
        splitter.feed(header(1) + 'b');
        const auto outcome = splitter.next();
        QVERIFY(std::holds_alternative<Error>(outcome));
        QCOMPARE(std::get<Error>(outcome).kind, Error::Kind::BadMessage);
    }

    void holdsOnlyWhatHasCome()
    {
        FrameSplitter splitter;
        QVERIFY(!splitter.isInsideFrame());
        splitter.feed(header(FrameSplitter::MaxBodyBytes) + "abc");
        QVERIFY(std::holds_alternative<FrameSplitter::NeedMore>(splitter.next()));
        QCOMPARE(splitter.unfinishedBytes(), 7);
        QVERIFY(splitter.isInsideFrame());
        splitter.feed(QByteArray(FrameSplitter::MaxBodyBytes - 3, 'x'));
        const auto outcome = splitter.next();
        QCOMPARE(std::get<QByteArrayView>(outcome).size(), FrameSplitter::MaxBodyBytes);
        QVERIFY(!splitter.isInsideFrame());
    }

    void cutAnywhereTheFramesAreTheSame()
    {
        wirevectors::RandomMessages random(7);
        for (int session = 0; session < 50; ++session) {
            QByteArray wire;
            QByteArrayList sent;
            while (sent.size() < 3) {
                const QByteArray frame = wire::toFrame(random.next());
                if (frame.size() > 1500)
                    continue;
                wire += frame;
                sent.append(frame.mid(FrameSplitter::HeaderBytes));
            }
            for (qsizetype cut = 0; cut <= wire.size(); ++cut) {
                FrameSplitter splitter;
                splitter.feed(QByteArrayView(wire).first(cut));
                QByteArrayList bodies = drain(splitter);
                QVERIFY(bodies == sent.first(bodies.size())); // a beginning, and whole frames only
                splitter.feed(QByteArrayView(wire).sliced(cut));
                bodies += drain(splitter);
                QCOMPARE(bodies, sent);
            }
        }
    }

    void manyFramesInOnePieceAndOneFrameInManyPieces()
    {
        const int asked = qEnvironmentVariableIntValue("KITH_FRAMES");
        const int count = asked > 0 ? asked : 20'000;
        QByteArray wire;
        for (int i = 0; i < count; ++i)
            wire += wire::toFrame(wire::Ping{quint64(i) + 1});
        const auto check = [count](FrameSplitter &splitter, int &next) {
            while (true) {
                const auto outcome = splitter.next();
                const auto *body = std::get_if<QByteArrayView>(&outcome);
                if (!body)
                    break;
                const auto message = wire::decode(*body);
                QVERIFY(message && *message == wire::Message(wire::Ping{quint64(++next)}));
            }
        };
        FrameSplitter whole;
        int inOne = 0;
        whole.feed(wire);
        check(whole, inOne);
        QCOMPARE(inOne, count);
        FrameSplitter pieces;
        int inMany = 0;
        for (const char byte : std::as_const(wire)) {
            pieces.feed(QByteArrayView(&byte, 1));
            check(pieces, inMany);
        }
        QCOMPARE(inMany, count);
        QVERIFY(!pieces.isInsideFrame());
        qInfo("%d frames in one piece and in %lld", count, qlonglong(wire.size()));

        FrameSplitter slow; // the largest frame, byte by byte
        const QByteArray large =
            header(FrameSplitter::MaxBodyBytes) + QByteArray(FrameSplitter::MaxBodyBytes, 'x');
        for (qsizetype i = 0; i + 1 < large.size(); ++i) {
            slow.feed(QByteArrayView(large).sliced(i, 1));
            QVERIFY(std::holds_alternative<FrameSplitter::NeedMore>(slow.next()));
        }
        slow.feed("x");
        QCOMPARE(drain(slow).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestFrame)
#include "tst_frame.moc"

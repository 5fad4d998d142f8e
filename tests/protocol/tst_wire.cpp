// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/beacon.h"
#include "protocol/wire.h"
#include "wirevectors.h"

#include <QCborStreamWriter>
#include <QTest>

#include <functional>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

QByteArrayView bodyOf(const QByteArray &frame)
{
    return QByteArrayView(frame).sliced(FrameSplitter::HeaderBytes);
}

/// A body whose map holds the keys and values that `write` appends, `pairs` of them.
QByteArray map(quint64 pairs, const std::function<void(QCborStreamWriter &)> &write)
{
    QByteArray body;
    QCborStreamWriter writer(&body);
    writer.startMap(pairs);
    write(writer);
    writer.endMap();
    return body;
}

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

Result<wire::Message> helloNamed(const QByteArray &name)
{
    return wire::decode(map(4, [&name](QCborStreamWriter &w) {
        w.append(0);
        w.append(1);
        w.append(4);
        w.append(QByteArray(32, 'p'));
        w.append(5);
        w.append(QByteArray(16, 'n'));
        w.append(6);
        w.appendTextString(name.constData(), name.size());
    }));
}

Result<wire::Message> textSaying(const QByteArray &text)
{
    return wire::decode(map(4, [&text](QCborStreamWriter &w) {
        w.append(0);
        w.append(10);
        w.append(1);
        w.append(QByteArray(16, 'i'));
        w.append(2);
        w.append(1);
        w.append(4);
        w.appendTextString(text.constData(), text.size());
    }));
}

int trials(const char *variable, int otherwise)
{
    const int asked = qEnvironmentVariableIntValue(variable);
    return asked > 0 ? asked : otherwise;
}

} // namespace

class TestWire : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void speaksAsTheReadmeSays_data()
    {
        QTest::addColumn<int>("index");
        const auto values = wirevectors::values();
        const auto vectors = wirevectors::fromReadme();
        QCOMPARE(vectors.size(), values.size() + 1);
        for (int i = 0; i < int(values.size()); ++i)
            QTest::newRow(vectors[i].first.constData()) << i;
    }
    void speaksAsTheReadmeSays()
    {
        QFETCH(const int, index);
        const auto [name, value] = wirevectors::values().at(index);
        const auto vector = wirevectors::fromReadme().at(index);
        QCOMPARE(vector.first, name);
        QCOMPARE(wire::toFrame(value).toHex(), vector.second.toHex());
        const auto decoded = wire::decode(bodyOf(vector.second));
        QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().detail));
        QVERIFY(*decoded == value);
    }

    void theBeaconIsAsTheReadmeSays()
    {
        const auto vector = wirevectors::fromReadme().last();
        QCOMPARE(vector.first, QByteArray("Beacon"));
        const PeerId peer = std::get<wire::Hello>(wirevectors::values().first().second).peer;
        const Beacon beacon{Beacon::Kind::Ask, 7777, peer, 1767225600123, 0x0123456789abcdef};
        QCOMPARE(beacon.encode().toHex(), vector.second.toHex());
        QVERIFY(Beacon::decode(vector.second) == beacon);
    }

    void whatIsSaidIsUnderstood()
    {
        wirevectors::RandomMessages random(1);
        const int count = trials("KITH_WIRE_TRIALS", 3'000);
        for (int i = 0; i < count; ++i) {
            const wire::Message message = random.next();
            const QByteArray frame = wire::toFrame(message);
            QVERIFY(frame.size() <= FrameSplitter::HeaderBytes + FrameSplitter::MaxBodyBytes);
            const auto decoded = wire::decode(bodyOf(frame));
            QVERIFY2(decoded, qPrintable(decoded ? QString()
                                                 : decoded.error().detail + QString::fromLatin1(frame.toHex())));
            QVERIFY(*decoded == message);
        }
        qInfo("%d messages said and understood", count);
    }

    void noBeginningOfAMessageIsOne()
    {
        int beginnings = 0;
        for (const auto &[name, frame] : wirevectors::fromReadme()) {
            if (name == "Beacon")
                continue;
            const QByteArrayView body = bodyOf(frame);
            for (qsizetype size = 0; size < body.size(); ++size, ++beginnings)
                QVERIFY2(!wire::decode(body.first(size)), body.first(size).toByteArray().toHex());
            QVERIFY(!wire::decode(QByteArray(body.toByteArray() + '\0')));
        }
        qInfo("%d beginnings, none of them a message", beginnings);
    }

    void everyFlippedBitIsAnErrorOrAnotherMessage()
    {
        wirevectors::RandomMessages random(2);
        int errors = 0;
        int others = 0;
        for (int i = 0; i < trials("KITH_WIRE_FLIPPED", 50); ++i) {
            QByteArray frame = wire::toFrame(random.next());
            while (frame.size() > 2000)
                frame = wire::toFrame(random.next());
            for (qsizetype bit = 0; bit < frame.size() * 8; ++bit) {
                QByteArray flipped = frame;
                flipped[bit / 8] = char(flipped[bit / 8] ^ (1 << bit % 8));
                FrameSplitter splitter;
                splitter.feed(flipped);
                const auto outcome = splitter.next();
                const auto *body = std::get_if<QByteArrayView>(&outcome);
                const auto decoded =
                    body ? wire::decode(*body) : Result<wire::Message>(failure(Error::Kind::BadMessage));
                if (!decoded) {
                    QCOMPARE(decoded.error().kind, Error::Kind::BadMessage);
                    ++errors;
                    continue;
                }
                ++others;
                if (std::holds_alternative<wire::Unknown>(*decoded))
                    continue;
                const auto again = wire::decode(bodyOf(wire::toFrame(*decoded)));
                QVERIFY(again && *again == *decoded);
            }
        }
        qInfo("%d flipped bits were errors, %d other messages", errors, others);
        QVERIFY(errors > 0 && others > 0);
    }

    void refusesWhatIsNoMessage_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << hex("");
        QTest::newRow("empty map") << hex("a0");
        QTest::newRow("array") << hex("820005");
        QTest::newRow("no type") << hex("a10105");
        QTest::newRow("negative type") << hex("a10020");
        QTest::newRow("type in words") << hex("a1006141");
        QTest::newRow("indefinite map") << hex("bf0005ff");
        QTest::newRow("key twice") << hex("a3000501010102");
        QTest::newRow("keys that fall") << hex("a301010005");
        QTest::newRow("negative key") << hex("a200052001");
        QTest::newRow("key in words") << hex("a20005614101");
        QTest::newRow("map without end") << hex("bb7fffffffffffffff0005");
        QTest::newRow("something after it") << hex("a1000500");
        QTest::newRow("tagged") << hex("c0a10005");
        QTest::newRow("map not in its shortest form") << hex("b80200050109");
        QTest::newRow("key not in its shortest form") << hex("a20005180109");
        QTest::newRow("number not in its shortest form") << hex("a20005011817");
        QTest::newRow("number in eight bytes that fit four") << hex("a20005011b00000000ffffffff");
        QTest::newRow("length not in its shortest form") << hex("a2000e02780178");
        QTest::newRow("announces 2 GiB of bytes") << hex("a20016015b000000007fffffff41");
        QTest::newRow("announces 2^64 of text") << hex("a20014017bffffffffffffffff41");
        QTest::newRow("pieces of bytes") << hex("a20016015f4101ff");
        QTest::newRow("unfinished unknown") << hex("a2000518635b000000007fffffff41");
        QTest::newRow("a fraction") << hex("a2000501f93c00");
        QTest::newRow("NaN") << hex("a2000501f97e00");
        QTest::newRow("null") << hex("a2000501f6");
        QTest::newRow("token below 0") << hex("a200050120");
        QTest::newRow("a choice below 0") << hex("a2000d0120");
        QTest::newRow("a choice above 255") << hex("a2000d01190100");
        QTest::newRow("counter 0") << hex("a2000c0100");
        QTest::newRow("counter missing") << hex("a1000c");
        QTest::newRow("counter below 0") << hex("a2000c0120");
        QTest::newRow("counter above its limit") << hex("a2000c011b8000000000000000");
        QTest::newRow("counter -2^64") << hex("a2000c013bffffffffffffffff");
        QTest::newRow("port 1023") << hex("a2001e011903ff");
        QTest::newRow("port 65536") << hex("a2001e011a00010000");
        QTest::newRow("port missing") << hex("a1001e");
        QTest::newRow("host at port 0") << hex("a2000f0152") + QByteArray(16, 'x') + hex("0000");
        QTest::newRow("half a host") << hex("a2000f0151") + QByteArray(17, 'x');
        QTest::newRow("too many hosts") << hex("a2000f01590132") + QByteArray(17 * 18, 'x');
        QTest::newRow("hosts in words") << hex("a2000f0172") + QByteArray(18, 'x');
        QTest::newRow("joins port 65536") << hex("a20014021a00010000");
        QTest::newRow("joins a port below 0") << hex("a200140220");
        QTest::newRow("no ids") << hex("a2000b0140");
        QTest::newRow("half an id") << hex("a2000b014101");
        QTest::newRow("the null id") << hex("a2000b015000000000000000000000000000000000");
        QTest::newRow("too many ids") << hex("a2000b01594010") + QByteArray(0x4010, 'x');
        QTest::newRow("31 bytes") << hex("a2001601581f") + QByteArray(31, 'x');
        QTest::newRow("33 bytes") << hex("a20016015821") + QByteArray(33, 'x');
        QTest::newRow("text for bytes") << hex("a20016017820") + QByteArray(32, 'x');
        QTest::newRow("status too long") << hex("a2000e02790119") + QByteArray(281, 'x');
    }
    void refusesWhatIsNoMessage()
    {
        QFETCH(const QByteArray, body);
        const auto decoded = wire::decode(body);
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().kind, Error::Kind::BadMessage);
        QVERIFY(!decoded.error().detail.isEmpty());
    }

    void oldestMinorIsNotAboveTheNewest()
    {
        const QByteArray body = map(5, [](QCborStreamWriter &w) {
            w.append(0);
            w.append(1);
            w.append(1);
            w.append(4);
            w.append(2);
            w.append(3);
            w.append(4);
            w.append(QByteArray(32, 'p'));
            w.append(5);
            w.append(QByteArray(16, 'n'));
        });
        QVERIFY(!wire::decode(body));
    }

    void passesOverWhatItDoesNotKnow()
    {
        // Between, after and instead of known fields: arrays, maps, floats, text.
        const auto ping = wire::decode(hex("a4000501090201"
                                           "18638183f97e00a1616101f6"));
        QVERIFY2(ping, ping ? "" : qPrintable(ping.error().detail));
        QVERIFY(*ping == wire::Message(wire::Ping{9}));
        const auto unknown = wire::decode(hex("a2001903e8018101"));
        QVERIFY(unknown && *unknown == wire::Message(wire::Unknown{1000}));
        const auto zero = wire::decode(hex("a10000"));
        QVERIFY(zero && *zero == wire::Message(wire::Unknown{0}));
        const auto choice = wire::decode(hex("a2000e0118ff"));
        QVERIFY(choice && *choice == wire::Message(wire::Presence{}));
    }

    void passesOverEveryFormOfCbor_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("isCbor");
        QTest::newRow("number in a long form") << hex("1b0000000000000001") << true;
        QTest::newRow("negative") << hex("3903e7") << true;
        QTest::newRow("bytes in pieces") << hex("5f4101420203ff") << true;
        QTest::newRow("no pieces at all") << hex("7fff") << true;
        QTest::newRow("array without a length") << hex("9f018102ff") << true;
        QTest::newRow("map without a length") << hex("bf01f5616102ff") << true;
        QTest::newRow("tags") << hex("c1d9d9f71a65920080") << true;
        QTest::newRow("simple value") << hex("f820") << true;
        QTest::newRow("floats") << hex("83f93c00fa3f800000fb3ff0000000000000") << true;
        QTest::newRow("simple value in a long form") << hex("f818") << false;
        QTest::newRow("reserved length") << hex("1c00") << false;
        QTest::newRow("number without a length") << hex("1f") << false;
        QTest::newRow("end of nothing") << hex("ff") << false;
        QTest::newRow("tag without a number") << hex("df01") << false;
        QTest::newRow("tag of nothing") << hex("c1") << false;
        QTest::newRow("text among pieces of bytes") << hex("5f6141ff") << false;
        QTest::newRow("pieces in pieces") << hex("5f5f4101ffff") << false;
        QTest::newRow("pieces without an end") << hex("5f4101") << false;
        QTest::newRow("array without an end") << hex("9f01") << false;
        QTest::newRow("half a pair") << hex("bf01ff") << false;
        QTest::newRow("2^64 items") << hex("9bffffffffffffffff01") << false;
        QTest::newRow("2^63 pairs") << hex("bb800000000000000001") << false;
    }
    void passesOverEveryFormOfCbor()
    {
        QFETCH(const QByteArray, value);
        QFETCH(const bool, isCbor);
        const auto ping = wire::decode(hex("a4000501091863") + value + hex("186401"));
        QCOMPARE(ping.has_value(), isCbor);
        QVERIFY(!isCbor || *ping == wire::Message(wire::Ping{9}));
    }

    void nestsAtMostEightDeep()
    {
        const auto nested = [](qsizetype arrays) {
            return wire::decode(hex("a200051863") + QByteArray(arrays, '\x81') + '\x01');
        };
        QVERIFY(nested(wire::MaxDepth - 1));
        QVERIFY(!nested(wire::MaxDepth));
        QVERIFY(!nested(10'000));
    }

    void timesOfAnyKindAreKept_data()
    {
        QTest::addColumn<qint64>("sentAt");
        QTest::addColumn<int>("year");
        QTest::newRow("1970") << qint64(0) << 1970;
        QTest::newRow("before") << qint64(-1) << 1969;
        QTest::newRow("first") << std::numeric_limits<qint64>::min() << 1;
        QTest::newRow("last") << std::numeric_limits<qint64>::max() << 9999;
    }
    void timesOfAnyKindAreKept()
    {
        QFETCH(const qint64, sentAt);
        QFETCH(const int, year);
        const wire::Text text{MessageId::random(), 1, std::chrono::milliseconds(sentAt), u"x"_s, {}};
        const auto decoded = wire::decode(bodyOf(wire::toFrame(text)));
        QVERIFY(decoded && std::get<wire::Text>(*decoded).sentAt.count() == sentAt);
        QCOMPARE(wire::toDateTime(text.sentAt).date().year(), year);
    }

    void badTextIsRefusedInNamesAndReplacedInTexts_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("invalid byte") << QByteArray("a\xff"
                                                    "b")
                                      << u"a\uFFFDb"_s;
        QTest::newRow("overlong") << QByteArray("a\xc0\xaf"
                                                "b")
                                  << u"a\uFFFD\uFFFDb"_s;
        QTest::newRow("lone surrogate") << QByteArray("a\xed\xa0\x80"
                                                      "b")
                                        << u"a\uFFFD\uFFFD\uFFFDb"_s;
        QTest::newRow("cut off") << QByteArray("ab\xe4\xb8") << u"ab\uFFFD"_s;
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << u"a\uFFFDb"_s;
        QTest::newRow("U+FFFE") << QByteArray("a\xef\xbf\xbe"
                                              "b")
                                << u"a\uFFFDb"_s;
        QTest::newRow("U+1FFFF") << QByteArray("a\xf0\x9f\xbf\xbf"
                                               "b")
                                 << u"a\uFFFDb"_s;
    }
    void badTextIsRefusedInNamesAndReplacedInTexts()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, text);
        const auto said = textSaying(bytes);
        QVERIFY(said);
        QCOMPARE(std::get<wire::Text>(*said).text, text);
        QVERIFY(!helloNamed(bytes));
    }

    void replacedTextKeepsItsLimit()
    {
        const auto said = textSaying(QByteArray(wire::MaxTextBytes, '\xff'));
        QVERIFY(said);
        const QByteArray utf8 = std::get<wire::Text>(*said).text.toUtf8();
        QVERIFY(utf8.size() <= wire::MaxTextBytes && utf8.size() > wire::MaxTextBytes - 3);
        QVERIFY(!textSaying(QByteArray(wire::MaxTextBytes + 1, 'x')));
        QVERIFY(!textSaying(QByteArray()));
        QVERIFY(textSaying(QByteArray(wire::MaxTextBytes, 'x')));
    }

    void namesArriveClean()
    {
        const auto hello = helloNamed("  Al\xe2\x80\xae"
                                      "ice \xe2\x9c\x93 ");
        QVERIFY(hello);
        QCOMPARE(std::get<wire::Hello>(*hello).name, u"Alice"_s);
        QVERIFY(helloNamed(QByteArray(wire::MaxNameBytes, 'x')));
        QVERIFY(!helloNamed(QByteArray(wire::MaxNameBytes + 1, 'x')));
    }
};

QTEST_GUILESS_MAIN(TestWire)
#include "tst_wire.moc"

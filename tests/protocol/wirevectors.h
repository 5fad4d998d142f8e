// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "protocol/wire.h"

#include <QFile>
#include <QList>
#include <QRandomGenerator>

#include <array>
#include <utility>

/// What the tests of the wire share: the vectors of src/protocol/README.md and messages made at random.
namespace kith::wirevectors {

using Vector = std::pair<QByteArray, QByteArray>; // name, bytes

/// The lines between ```vectors and ``` in the README.
inline QList<Vector> fromReadme()
{
    QFile file(QStringLiteral(KITH_WIRE_README));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    const qsizetype begin = text.indexOf("```vectors\n") + 11;
    const QByteArrayList lines = text.mid(begin, text.indexOf("\n```", begin) - begin).split('\n');
    QList<Vector> vectors;
    for (const QByteArray &line : lines) {
        const QByteArrayList parts = line.simplified().split(' ');
        vectors.append({parts.first(), QByteArray::fromHex(parts.last())});
    }
    return vectors;
}

/// What each vector says, in the order of the README; without the beacon.
inline QList<std::pair<QByteArray, wire::Message>> values()
{
    using namespace wire;
    const PeerId peer =
        PeerId::fromBytes(QByteArray::fromHex("78667b1046a8f334674bfaf00684d33201815b59280b712b12eeb1f03a6857a5"));
    const QByteArray nonce = QByteArray::fromHex("000102030405060708090a0b0c0d0e0f");
    const QByteArray number =
        QByteArray::fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    const MessageId one = MessageId::fromString(u"00112233445566778899aabbccddeeff");
    const MessageId other = MessageId::fromString(u"ffeeddccbbaa99887766554433221100");
    const auto text = [](const char *utf8) { return QString::fromUtf8(utf8); };
    const auto address = [](const char *hex) { return QByteArray::fromHex(hex); };
    return {{"Hello", Hello{0, 3, 5, peer, nonce, text("Alice"), 1, 41}},
            {"HelloOk", HelloOk{0, 1, peer, nonce, text("张伟"), 1, 0}},
            {"Refuse", Refuse{RefuseReason::Version}},
            {"Bye", Bye{ByeReason::Replaced}},
            {"Ping", Ping{std::numeric_limits<quint64>::max()}},
            {"Pong", Pong{1000}},
            {"Text", Text{one, 42, std::chrono::milliseconds(1767225600123), text("hello, 世界"), other}},
            {"TextOld", Text{one, MaxCounter, std::chrono::milliseconds(-1), text("\n"), {}}},
            {"Ack", Ack{{one, other}}},
            {"Read", Read{42}},
            {"Typing", Typing{Activity::Typing}},
            {"Presence", Presence{Availability::Away, text("at lunch")}},
            {"PresenceOnline", Presence{}},
            {"Hosts", Hosts{{{address("00000000000000000000ffffc0a80114"), 8080},
                             {address("fe80000000000000021122fffe334455"), 65535}}}},
            {"HostsNone", Hosts{}},
            {"Greeting", Greeting{text("It's me, Bob"), 0}},
            {"GreetingJoins", Greeting{{}, 8080}},
            {"GreetingAnswer", GreetingAnswer{GreetingVerdict::Accepted}},
            {"CompareCommit", Comparison::Commit{number}},
            {"CompareNonce", Comparison::Nonce{number}},
            {"CompareReveal", Comparison::Reveal{number}},
            {"CompareLocked", CompareLocked{}},
            {"CallBackRequest", CallBackRequest{7777, 9}},
            {"CallBackAnswer", CallBackAnswer{CallBackResult::TimedOut, 9}},
            {"Unknown", Unknown{9999}}};
}

/// A message of any type, every field within its limits and often at them.
class RandomMessages {
public:
    explicit RandomMessages(quint32 seed) : m_random(seed) {}

    wire::Message next()
    {
        using namespace wire;
        switch (m_random.bounded(20)) {
        case 0: {
            Hello hello{int(upTo(MaxMinor)),
                        MaxMinor,
                        any(),
                        peer(),
                        bytes(16),
                        name(),
                        int(upTo(MaxSoftwareMajor)),
                        qint64(upTo(quint64(MaxCounter)))};
            hello.newestMinor = hello.oldestMinor + int(upTo(quint64(MaxMinor - hello.oldestMinor)));
            return hello;
        }
        case 1:
            return HelloOk{int(upTo(MaxMinor)),
                           any(),
                           peer(),
                           bytes(16),
                           name(),
                           int(upTo(MaxSoftwareMajor)),
                           qint64(upTo(quint64(MaxCounter)))};
        case 2:
            return Refuse{RefuseReason(m_random.bounded(6))};
        case 3:
            return Bye{ByeReason(m_random.bounded(4))};
        case 4:
            return Ping{any()};
        case 5:
            return Pong{any()};
        case 6:
            return Text{id(), counter(), std::chrono::milliseconds(qint64(any())), text(1, MaxTextBytes),
                        m_random.bounded(2) ? id() : MessageId()};
        case 7: {
            Ack ack;
            for (int n = m_random.bounded(8) ? 1 + m_random.bounded(20) : int(MaxAcknowledged); n > 0; --n)
                ack.ids.append(id());
            return ack;
        }
        case 8:
            return Read{counter()};
        case 9:
            return Typing{Activity(m_random.bounded(2))};
        case 10:
            return Presence{Availability(m_random.bounded(4)), text(0, MaxStatusBytes)};
        case 11:
            return Greeting{text(0, MaxGreetingBytes), quint16(upTo(65'535))};
        case 12:
            return GreetingAnswer{GreetingVerdict(m_random.bounded(2))};
        case 13:
            return Comparison::Commit{bytes(32)};
        case 14:
            return Comparison::Nonce{bytes(32)};
        case 15:
            return Comparison::Reveal{bytes(32)};
        case 16:
            return CompareLocked{};
        case 17:
            return CallBackRequest{quint16(MinCallBackPort + upTo(65'535 - MinCallBackPort)), any()};
        case 18: {
            Hosts hosts;
            for (int n = int(upTo(MaxHosts)); n > 0; --n)
                hosts.places.append({bytes(HostPlace::AddressBytes), quint16(1 + upTo(65'534))});
            return hosts;
        }
        default:
            return CallBackAnswer{CallBackResult(m_random.bounded(5)), any()};
        }
    }

    quint64 any() { return m_random.bounded(4) ? m_random.generate64() : quint64(m_random.bounded(3)) - 1; }
    quint64 upTo(quint64 max)
    {
        const int choice = m_random.bounded(6);
        return choice == 0 ? 0 : choice == 1 ? max : m_random.generate64() % (max + 1);
    }
    QByteArray bytes(qsizetype size)
    {
        QByteArray all;
        while (all.size() < size)
            all += char(m_random.bounded(256));
        return all;
    }
    PeerId peer() { return PeerId::fromBytes(bytes(PeerId::Bytes)); }

private:
    qint64 counter() { return 1 + qint64(upTo(quint64(wire::MaxCounter - 1))); }
    MessageId id() { return MessageId::fromBytes(bytes(15) + '\x01'); }
    QString text(qsizetype min, qsizetype max)
    {
        static const QString Characters = QStringLiteral("a b\n\t世界é<>&\u202E\u0301");
        QString text;
        const qsizetype bytes = m_random.bounded(50) ? min + m_random.bounded(40) : max;
        for (qsizetype left = bytes - 3; left >= 0; left -= 3)
            text += Characters[m_random.bounded(int(Characters.size()))];
        return text.size() < min ? QStringLiteral("x") : text;
    }
    QString name() { return cleanNickname(text(0, wire::MaxNameBytes)); }

    QRandomGenerator m_random;
};

} // namespace kith::wirevectors

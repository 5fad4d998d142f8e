// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "protocol/wire.h"

namespace kith::wire {

/// The wire table as code: for each message its number and its fields, in the order of their keys. `io` is a WireReader or a
/// WireWriter, which is why both directions agree.
template <typename M>
struct Layout;

template <>
struct Layout<Hello> {
    static constexpr quint64 Type = 1;
    static void fields(auto &io, auto &m)
    {
        io.number(1, m.oldestMinor, 0, MaxMinor);
        io.number(2, m.newestMinor, 0, MaxMinor);
        io.bits(3, m.features);
        io.peer(4, m.peer);
        io.bytes(5, m.nonce, HelloNonceBytes);
        io.name(6, m.name);
        io.number(7, m.softwareMajor, 0, MaxSoftwareMajor);
        io.number(8, m.knownCounter, qint64(0), MaxCounter);
        io.needs(m.oldestMinor <= m.newestMinor);
    }
};

template <>
struct Layout<HelloOk> {
    static constexpr quint64 Type = 2;
    static void fields(auto &io, auto &m)
    {
        io.number(1, m.minor, 0, MaxMinor);
        io.bits(3, m.features);
        io.peer(4, m.peer);
        io.bytes(5, m.nonce, HelloNonceBytes);
        io.name(6, m.name);
        io.number(7, m.softwareMajor, 0, MaxSoftwareMajor);
        io.number(8, m.knownCounter, qint64(0), MaxCounter);
    }
};

template <>
struct Layout<Refuse> {
    static constexpr quint64 Type = 3;
    static void fields(auto &io, auto &m) { io.choice(1, m.reason, RefuseReason::NotWanted); }
};

template <>
struct Layout<Bye> {
    static constexpr quint64 Type = 4;
    static void fields(auto &io, auto &m) { io.choice(1, m.reason, ByeReason::Broken); }
};

template <>
struct Layout<Ping> {
    static constexpr quint64 Type = 5;
    static void fields(auto &io, auto &m) { io.bits(1, m.token); }
};

template <>
struct Layout<Pong> {
    static constexpr quint64 Type = 6;
    static void fields(auto &io, auto &m) { io.bits(1, m.token); }
};

template <>
struct Layout<Text> {
    static constexpr quint64 Type = 10;
    static void fields(auto &io, auto &m)
    {
        io.id(1, m.id);
        io.number(2, m.counter, qint64(1), MaxCounter);
        io.time(3, m.sentAt);
        io.text(4, m.text, MaxTextBytes);
        io.idOrNone(5, m.replyTo);
    }
};

template <>
struct Layout<Ack> {
    static constexpr quint64 Type = 11;
    static void fields(auto &io, auto &m) { io.ids(1, m.ids, MaxAcknowledged); }
};

template <>
struct Layout<Read> {
    static constexpr quint64 Type = 12;
    static void fields(auto &io, auto &m) { io.number(1, m.counter, qint64(1), MaxCounter); }
};

template <>
struct Layout<Typing> {
    static constexpr quint64 Type = 13;
    static void fields(auto &io, auto &m) { io.choice(1, m.activity, Activity::Typing); }
};

template <>
struct Layout<Presence> {
    static constexpr quint64 Type = 14;
    static void fields(auto &io, auto &m)
    {
        io.choice(1, m.availability, Availability::Invisible);
        io.textOrNone(2, m.status, MaxStatusBytes);
    }
};

template <>
struct Layout<Hosts> {
    static constexpr quint64 Type = 15;
    static void fields(auto &io, auto &m) { io.places(1, m.places, MaxHosts); }
};

template <>
struct Layout<Greeting> {
    static constexpr quint64 Type = 20;
    static void fields(auto &io, auto &m)
    {
        io.textOrNone(1, m.text, MaxGreetingBytes);
        io.number(2, m.joins, quint16(0), quint16(65'535));
    }
};

template <>
struct Layout<GreetingAnswer> {
    static constexpr quint64 Type = 21;
    static void fields(auto &io, auto &m) { io.choice(1, m.verdict, GreetingVerdict::Accepted); }
};

template <>
struct Layout<Comparison::Commit> {
    static constexpr quint64 Type = 22;
    static void fields(auto &io, auto &m) { io.bytes(1, m.commitment, Comparison::CommitmentBytes); }
};

template <>
struct Layout<Comparison::Nonce> {
    static constexpr quint64 Type = 23;
    static void fields(auto &io, auto &m) { io.bytes(1, m.nonce, Comparison::NonceBytes); }
};

template <>
struct Layout<Comparison::Reveal> {
    static constexpr quint64 Type = 24;
    static void fields(auto &io, auto &m) { io.bytes(1, m.nonce, Comparison::NonceBytes); }
};

template <>
struct Layout<CompareLocked> {
    static constexpr quint64 Type = 25;
    static void fields(auto & /*io*/, auto & /*m*/) {}
};

template <>
struct Layout<CallBackRequest> {
    static constexpr quint64 Type = 30;
    static void fields(auto &io, auto &m)
    {
        io.number(1, m.port, MinCallBackPort, quint16(65'535));
        io.bits(2, m.token);
    }
};

template <>
struct Layout<CallBackAnswer> {
    static constexpr quint64 Type = 31;
    static void fields(auto &io, auto &m)
    {
        io.choice(1, m.result, CallBackResult::NotNow);
        io.bits(2, m.token);
    }
};

/// Everything else. 0 is nobody's number.
template <>
struct Layout<Unknown> {
    static constexpr quint64 Type = 0;
    static void fields(auto & /*io*/, auto & /*m*/) {}
};

} // namespace kith::wire

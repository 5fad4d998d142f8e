// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/comparison.h"
#include "core/error.h"
#include "core/nickname.h"
#include "core/peerid.h"
#include "core/strongid.h"
#include "protocol/frame.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>
#include <limits>
#include <variant>

/// What is said on a `kith/1` link. The table in src/protocol/README.md is the specification.
namespace kith::wire {

inline constexpr int Major = 1;       ///< Of the protocol: in the ALPN name `kith/1` and in every beacon.
inline constexpr int NewestMinor = 0; ///< What this version speaks.
inline constexpr int MaxMinor = 65'535;
inline constexpr int MaxSoftwareMajor = 65'535;
inline constexpr qsizetype HelloNonceBytes = 16;
inline constexpr qsizetype MaxNameBytes = 3 * MaxNicknameLength;
inline constexpr qsizetype MaxTextBytes = 60 * 1024;
inline constexpr qsizetype MaxStatusBytes = 280;
inline constexpr qsizetype MaxGreetingBytes = 1000;
inline constexpr qsizetype MaxAcknowledged = 1024; ///< Ids in one Ack.
inline constexpr qint64 MaxCounter = std::numeric_limits<qint64>::max();
inline constexpr quint16 MinCallBackPort = 1024;
inline constexpr qsizetype MaxHosts = 16; ///< Of one sender.
inline constexpr int MaxDepth = 8;        ///< Of nested arrays and maps, the map of the message included.

/// A number of an enum that this version does not know reads as the first one.
enum class RefuseReason {
    Other = 0,
    Version = 1,   ///< No minor version that both speak.
    Identity = 2,  ///< The id in Hello is not that of the certificate.
    Busy = 3,      ///< Too many links; try again later.
    Self = 4,      ///< It is our own id.
    NotWanted = 5, ///< The person does not accept it.
};
enum class Availability { Online = 0, Away = 1, Busy = 2, Invisible = 3 };
enum class Activity { Stopped = 0, Typing = 1 };
enum class GreetingVerdict { Declined = 0, Accepted = 1 };
enum class CallBackResult {
    Failed = 0,
    Reached = 1,
    Refused = 2,  ///< The computer answered, but nobody listens at that port.
    TimedOut = 3, ///< Nothing came back: most likely a firewall.
    NotNow = 4    ///< Asked too often.
};
enum class ByeReason {
    Leaving = 0,
    Replaced = 1, ///< Another link to the same peer stays.
    Sleeping = 2,
    Broken = 3 ///< What came was not of this protocol.
};

/// The first frame of the side that dialled.
struct Hello {
    int oldestMinor = 0;
    int newestMinor = NewestMinor;
    quint64 features = 0; ///< A bit each; unknown ones are ignored.
    PeerId peer;          ///< The sender's own: must be that of its certificate.
    QByteArray nonce;     ///< HelloNonceBytes, random.
    QString name;         ///< Clean; may be empty.
    int softwareMajor = 0;
    qint64 knownCounter = 0; ///< The newest counter of the receiver's messages that the sender has; 0: none.
    friend bool operator==(const Hello &, const Hello &) = default;
};

/// The answer: from here on the link carries messages, both ways.
struct HelloOk {
    int minor = 0; ///< The one that is spoken.
    quint64 features = 0;
    PeerId peer;
    QByteArray nonce; ///< The one of the Hello.
    QString name;
    int softwareMajor = 0;
    qint64 knownCounter = 0;
    friend bool operator==(const HelloOk &, const HelloOk &) = default;
};

/// The other answer, after which the link is closed.
struct Refuse {
    RefuseReason reason = RefuseReason::Other;
    friend bool operator==(const Refuse &, const Refuse &) = default;
};

struct Text {
    MessageId id;
    qint64 counter = 1; ///< From 1, one more with every message to this receiver: the order they are shown in.
    /// Since 1970 (UTC), by the sender's clock: any value at all. toDateTime() makes it one that can be shown.
    std::chrono::milliseconds sentAt{0};
    QString text;
    MessageId replyTo; ///< Null: none.
    friend bool operator==(const Text &, const Text &) = default;
};

/// These are on the sender's disk. Sent after the commit, and again for every repetition.
struct Ack {
    QList<MessageId> ids; ///< 1 to MaxAcknowledged.
    friend bool operator==(const Ack &, const Ack &) = default;
};

/// The person has seen everything up to this counter.
struct Read {
    qint64 counter = 1;
    friend bool operator==(const Read &, const Read &) = default;
};

struct Typing {
    Activity activity = Activity::Stopped;
    friend bool operator==(const Typing &, const Typing &) = default;
};

struct Presence {
    Availability availability = Availability::Online;
    QString status; ///< The person's own words; may be empty.
    friend bool operator==(const Presence &, const Presence &) = default;
};

struct Ping {
    quint64 token = 0;
    friend bool operator==(const Ping &, const Ping &) = default;
};

struct Pong {
    quint64 token = 0; ///< The one of the Ping.
    friend bool operator==(const Pong &, const Pong &) = default;
};

/// Where a program hosts: an address and a port to which anybody may connect.
struct HostPlace {
    static constexpr qsizetype AddressBytes = 16;

    QByteArray address; ///< IPv6; an IPv4 address as the one that is mapped to it.
    quint16 port = 0;   ///< Never 0.
    friend bool operator==(const HostPlace &, const HostPlace &) = default;
};

/// At which ports of the computer whoever connects is let in, also by an encrypted link. Each time all of them.
struct Hosts {
    QList<HostPlace> places; ///< At most MaxHosts; may be empty.
    friend bool operator==(const Hosts &, const Hosts &) = default;
};

/// "May I write to you?"
struct Greeting {
    QString text;      ///< May be empty.
    quint16 joins = 0; ///< The host's port, where somebody joins one: it lets in whoever comes. 0: none.
    friend bool operator==(const Greeting &, const Greeting &) = default;
};

struct GreetingAnswer {
    GreetingVerdict verdict = GreetingVerdict::Declined;
    friend bool operator==(const GreetingAnswer &, const GreetingAnswer &) = default;
};

/// "Too many comparisons lately": the answer to a commitment that is not taken.
struct CompareLocked {
    friend bool operator==(const CompareLocked &, const CompareLocked &) = default;
};

/// "Please connect to me at this port of the address that you see", for the network doctor.
struct CallBackRequest {
    quint16 port = MinCallBackPort; ///< From MinCallBackPort on.
    quint64 token = 0;
    friend bool operator==(const CallBackRequest &, const CallBackRequest &) = default;
};

struct CallBackAnswer {
    CallBackResult result = CallBackResult::Failed;
    quint64 token = 0; ///< The one of the request.
    friend bool operator==(const CallBackAnswer &, const CallBackAnswer &) = default;
};

/// The last frame.
struct Bye {
    ByeReason reason = ByeReason::Leaving;
    friend bool operator==(const Bye &, const Bye &) = default;
};

/// A well-formed message of a type that this version does not know: to be ignored. Never sent.
struct Unknown {
    quint64 type = 0;
    friend bool operator==(const Unknown &, const Unknown &) = default;
};

using Message = std::variant<Hello, HelloOk, Refuse, Text, Ack, Read, Typing, Presence, Ping, Pong, Hosts,
                             Greeting, GreetingAnswer, Comparison::Commit, Comparison::Nonce, Comparison::Reveal,
                             CompareLocked, CallBackRequest, CallBackAnswer, Bye, Unknown>;

/// The whole frame, header included. Every value must be within its limit, names clean and texts without U+0000: what
/// people type is bounded before it gets here.
QByteArray toFrame(const Message &message);
/// The same, behind the frames that are there already.
void appendFrame(QByteArray &frames, const Message &message);

/// The message that the body of a frame is. Names are cleaned; in texts, what is no text, U+0000 and noncharacters become
/// U+FFFD, within the same limit. Error: BadMessage, its detail saying what was wrong; close the link.
Result<Message> decode(QByteArrayView body);

/// The number of the type on the wire.
quint64 typeOf(const Message &message);

/// The instant that a peer claims, brought into the years 1 to 9999 so that it can be shown.
QDateTime toDateTime(std::chrono::milliseconds sinceEpoch);

} // namespace kith::wire

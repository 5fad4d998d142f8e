// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <tl/expected.hpp>

#include <utility>

namespace kith {

/// An expected failure, as a value: what went wrong, with what, and the system's own words for the log.
struct Error {
    enum class Kind {
        // What a person typed.
        EmptyText,          ///< Nothing but white space; never sent.
        BadEndpoint,        ///< Not SCHEME://HOST:PORT. Subject: the whole text.
        BadScheme,          ///< Not a scheme that this version speaks. Subject: the scheme.
        BadHost,            ///< Not a host name or an address. Subject: the host.
        BadPort,            ///< Not a number from 1 to 65535. Subject: the port.
        BadPeerId,          ///< Not the id of a person, or mistyped. Subject: the part that is wrong.
        BadInvitation,      ///< Not kith://ID@HOST:PORT. Subject: the whole text.
        BadCommand,         ///< Not a command that the terminal front end knows. Subject: the line's beginning.
        NoSuchConversation, ///< Subject: what was asked for.
        WhichConversation,  ///< None was named and not exactly one is open.
        // The network. Subject: the endpoint.
        PortInUse,
        PortNotAllowed,    ///< The system wants more rights for this port (below 1024).
        AddressNotLocal,   ///< This computer does not have the address that was to be bound.
        HostNotFound,      ///< The name has no address.
        ConnectionRefused, ///< The computer answers, but no program listens at that port.
        Unreachable,       ///< No route to the host or the network, or the network is down.
        TimedOut,
        ConnectionLost,       ///< The other side vanished without an orderly end.
        NotConnected,         ///< No open connection to send on.
        TooManyDescriptors,   ///< The system allows no further socket; accepting pauses and resumes by itself.
        TooLongForOneMessage, ///< More than Kith sends as one message. Subject: the limit in bytes.
        NetworkFailed,        ///< Any other socket error; see detail.
        Interrupted,          ///< Kith stopped, or the connection ended, in the middle of sending.
        // Encrypted links. Subject: the endpoint.
        PeerChanged,      ///< Somebody else's key is there, not the one of the person who was expected.
        NotEncrypted,     ///< What answers does not speak Kith's encrypted protocol.
        PeerMisbehaved,   ///< It broke the rules of the protocol; see detail.
        PeerRefused,      ///< It ended the link without taking it.
        OwnIdentity,      ///< It leads back to this profile.
        AlreadyConnected, ///< There is a link with this person already.
        PersonBlocked,    ///< This person wants to hear nothing of whom it asks for. Subject: who.
        // The identity of a profile. Subject: the file.
        IdentityMissing,     ///< There was one; without a subject: none is kept in a profile.
        IdentityReplaced,    ///< It is somebody else's.
        IdentityDamaged,     ///< Cut short, altered, or no such file at all.
        IdentityNotReadable, ///< See detail.
        IdentityNewer,       ///< Written by a newer version of Kith.
        IdentityFailed,      ///< A library refused; see detail.
        IdentityNotOpen,     ///< Not yet, or it is sealed. No subject.
        PassphraseNeeded,
        PassphraseWrong,
        // What another Kith says. Subject: who, if known.
        BadMessage,       ///< Not of the protocol: the link is closed. See detail.
        ComparisonBroken, ///< The number shown is not the one that was committed to: somebody may be in between.
        // The profile and its database. Subject: the file or directory.
        ProfileInUse,
        ProfileNotWritable,
        StoreNotOpen,
        StoreCorrupt,
        StoreForeign,    ///< Another program's file.
        StoreFull,       ///< The disk is full.
        StoreReadOnly,   ///< The file system lets nobody write.
        StoreDiskFailed, ///< The disk reported an error: what it was given last may not be there.
        StoreNewer,      ///< Written by a newer version of Kith.
        StoreFailed,     ///< Any other failure of the database; see detail.
        // Files that the history is exported to or imported from. Subject: the file.
        BadArchive,      ///< Not a history that Kith exported. Subject: FILE:LINE, the line that is wrong.
        ArchiveTooNew,   ///< Exported by a newer version of Kith.
        FileNotReadable, ///< See detail.
        FileNotWritable, ///< See detail.
        FileFull,        ///< The disk is full; nothing is left of what was written.
        UnknownFormat,   ///< The file's name asks for no format that Kith writes.
        Cancelled        ///< As the person asked.
    };

    Kind kind;
    QString subject; ///< What it is about: an endpoint, a port, a file. May be empty. Untrusted text.
    QString detail;  ///< English, for the log; may be empty.

    friend bool operator==(const Error &, const Error &) = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(Error::Kind kind, QString subject = {}, QString detail = {})
{
    return tl::unexpected<Error>(Error{kind, std::move(subject), std::move(detail)});
}

/// One sentence, or two, in the language of the program, that says what is wrong and what to do. Plain text.
/// It stands beside `Error` rather than in the window because the terminal front end says the same sentences.
QString sentence(const Error &error);

} // namespace kith

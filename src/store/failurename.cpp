// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/failurename.h"

namespace kith {

// Stored: a name never changes its meaning.
QByteArray failureName(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::EmptyText:
        return QByteArrayLiteral("empty-text");
    case Error::Kind::BadEndpoint:
        return QByteArrayLiteral("bad-endpoint");
    case Error::Kind::BadScheme:
        return QByteArrayLiteral("bad-scheme");
    case Error::Kind::BadHost:
        return QByteArrayLiteral("bad-host");
    case Error::Kind::BadPort:
        return QByteArrayLiteral("bad-port");
    case Error::Kind::BadPeerId:
        return QByteArrayLiteral("bad-peer-id");
    case Error::Kind::BadInvitation:
        return QByteArrayLiteral("bad-invitation");
    case Error::Kind::BadCommand:
        return QByteArrayLiteral("bad-command");
    case Error::Kind::NoSuchConversation:
        return QByteArrayLiteral("no-such-conversation");
    case Error::Kind::WhichConversation:
        return QByteArrayLiteral("which-conversation");
    case Error::Kind::PortInUse:
        return QByteArrayLiteral("port-in-use");
    case Error::Kind::PortNotAllowed:
        return QByteArrayLiteral("port-not-allowed");
    case Error::Kind::AddressNotLocal:
        return QByteArrayLiteral("address-not-local");
    case Error::Kind::HostNotFound:
        return QByteArrayLiteral("host-not-found");
    case Error::Kind::ConnectionRefused:
        return QByteArrayLiteral("connection-refused");
    case Error::Kind::Unreachable:
        return QByteArrayLiteral("unreachable");
    case Error::Kind::TimedOut:
        return QByteArrayLiteral("timed-out");
    case Error::Kind::ConnectionLost:
        return QByteArrayLiteral("connection-lost");
    case Error::Kind::NotConnected:
        return QByteArrayLiteral("not-connected");
    case Error::Kind::TooManyDescriptors:
        return QByteArrayLiteral("too-many-descriptors");
    case Error::Kind::TooLongForOneMessage:
        return QByteArrayLiteral("too-long-for-one-message");
    case Error::Kind::NetworkFailed:
        return QByteArrayLiteral("network-failed");
    case Error::Kind::Interrupted:
        return QByteArrayLiteral("interrupted");
    case Error::Kind::PeerChanged:
        return QByteArrayLiteral("peer-changed");
    case Error::Kind::NotEncrypted:
        return QByteArrayLiteral("not-encrypted");
    case Error::Kind::PeerMisbehaved:
        return QByteArrayLiteral("peer-misbehaved");
    case Error::Kind::PeerRefused:
        return QByteArrayLiteral("peer-refused");
    case Error::Kind::OwnIdentity:
        return QByteArrayLiteral("own-identity");
    case Error::Kind::AlreadyConnected:
        return QByteArrayLiteral("already-connected");
    case Error::Kind::PersonBlocked:
        return QByteArrayLiteral("person-blocked");
    case Error::Kind::IdentityMissing:
        return QByteArrayLiteral("identity-missing");
    case Error::Kind::IdentityReplaced:
        return QByteArrayLiteral("identity-replaced");
    case Error::Kind::IdentityDamaged:
        return QByteArrayLiteral("identity-damaged");
    case Error::Kind::IdentityNotReadable:
        return QByteArrayLiteral("identity-not-readable");
    case Error::Kind::IdentityNewer:
        return QByteArrayLiteral("identity-newer");
    case Error::Kind::IdentityFailed:
        return QByteArrayLiteral("identity-failed");
    case Error::Kind::IdentityNotOpen:
        return QByteArrayLiteral("identity-not-open");
    case Error::Kind::PassphraseNeeded:
        return QByteArrayLiteral("passphrase-needed");
    case Error::Kind::PassphraseWrong:
        return QByteArrayLiteral("passphrase-wrong");
    case Error::Kind::BadMessage:
        return QByteArrayLiteral("bad-message");
    case Error::Kind::ComparisonBroken:
        return QByteArrayLiteral("comparison-broken");
    case Error::Kind::ProfileInUse:
        return QByteArrayLiteral("profile-in-use");
    case Error::Kind::ProfileNotWritable:
        return QByteArrayLiteral("profile-not-writable");
    case Error::Kind::StoreNotOpen:
        return QByteArrayLiteral("store-not-open");
    case Error::Kind::StoreCorrupt:
        return QByteArrayLiteral("store-corrupt");
    case Error::Kind::StoreForeign:
        return QByteArrayLiteral("store-foreign");
    case Error::Kind::StoreReadOnly:
        return QByteArrayLiteral("store-read-only");
    case Error::Kind::StoreDiskFailed:
        return QByteArrayLiteral("store-disk-failed");
    case Error::Kind::StoreFull:
        return QByteArrayLiteral("store-full");
    case Error::Kind::StoreNewer:
        return QByteArrayLiteral("store-newer");
    case Error::Kind::StoreFailed:
        return QByteArrayLiteral("store-failed");
    case Error::Kind::BadArchive:
        return QByteArrayLiteral("bad-archive");
    case Error::Kind::ArchiveTooNew:
        return QByteArrayLiteral("archive-too-new");
    case Error::Kind::FileNotReadable:
        return QByteArrayLiteral("file-not-readable");
    case Error::Kind::FileNotWritable:
        return QByteArrayLiteral("file-not-writable");
    case Error::Kind::FileFull:
        return QByteArrayLiteral("file-full");
    case Error::Kind::UnknownFormat:
        return QByteArrayLiteral("unknown-format");
    case Error::Kind::Cancelled:
        return QByteArrayLiteral("cancelled");
    }
    return {};
}

std::optional<Error::Kind> failureFromName(const QByteArray &name)
{
    // The kinds are numbered without gaps, so the first without a name is behind the last.
    for (int number = 0;; ++number) {
        const QByteArray known = failureName(Error::Kind(number));
        if (known.isEmpty())
            return std::nullopt;
        if (known == name)
            return Error::Kind(number);
    }
}

} // namespace kith

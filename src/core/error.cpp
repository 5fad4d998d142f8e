// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

#include <QCoreApplication>

namespace kith {

namespace {

class Sentences {
    Q_DECLARE_TR_FUNCTIONS(kith::Error)

public:
    static QString typed(const Error &error);
    static QString network(const Error &error);
    static QString encrypted(const Error &error);
    static QString identity(const Error &error);
    static QString disk(const Error &error);
    static QString file(const Error &error);
};

QString Sentences::typed(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::EmptyText:
        return tr("Can't be empty. Type a message first.");
    case Error::Kind::BadEndpoint:
        return tr("“%1” is not an address. Write it as tcp://HOST:PORT or udp://HOST:PORT, for example "
                  "tcp://127.0.0.1:8080.")
            .arg(error.subject);
    case Error::Kind::BadScheme:
        return tr("“%1” is not a way to connect. Use tcp:// or udp://.").arg(error.subject);
    case Error::Kind::BadHost:
        return error.subject.isEmpty()
                   ? tr("The address is missing. Type a name or an IP address, for example 192.168.1.20.")
                   : tr("“%1” is not an address. Type a name or an IP address, for example 192.168.1.20.")
                         .arg(error.subject);
    case Error::Kind::BadPort:
        return error.subject.isEmpty()
                   ? tr("The port is missing. Choose a number from 1 to 65535.")
                   : tr("“%1” is not a port. Choose a number from 1 to 65535.").arg(error.subject);
    case Error::Kind::BadPeerId:
        return error.subject.isEmpty()
                   ? tr("The ID is missing. Copy the whole of it: eight groups of seven letters and digits.")
                   : tr("“%1” is not right in this ID. Compare it with the original, or copy the whole ID again.")
                         .arg(error.subject);
    case Error::Kind::BadInvitation:
        return tr("“%1” is not an invitation. It looks like kith://ID@HOST:PORT; copy the whole link.")
            .arg(error.subject);
    case Error::Kind::BadCommand:
        return tr("“%1” is not a command.").arg(error.subject);
    case Error::Kind::NoSuchConversation:
        return tr("There is no conversation with “%1”.").arg(error.subject);
    case Error::Kind::WhichConversation:
        return tr("Say which conversation is meant: not exactly one is open.");
    default:
        return {};
    }
}

QString Sentences::network(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::PortInUse:
        return tr("Port %1 is already in use. Choose another port, or close the program that uses it.")
            .arg(error.subject.section(QLatin1Char(':'), -1));
    case Error::Kind::PortNotAllowed:
        return tr("The system does not let you use port %1. Choose a port from 1024 to 65535.")
            .arg(error.subject.section(QLatin1Char(':'), -1));
    case Error::Kind::AddressNotLocal:
        return tr("This computer does not have the address in %1. Use one of its own, or 0.0.0.0 for all.")
            .arg(error.subject);
    case Error::Kind::HostNotFound:
        return tr("No computer with the name in %1 was found. Check the spelling, or type its IP address.")
            .arg(error.subject);
    case Error::Kind::ConnectionRefused:
        return tr("Nobody is listening at %1. Start the other program first, or check the port.")
            .arg(error.subject);
    case Error::Kind::Unreachable:
        return tr("%1 cannot be reached from here. Check the address and that both computers are on the same "
                  "network.")
            .arg(error.subject);
    case Error::Kind::TimedOut:
        return tr("%1 does not answer. Check the address, and that no firewall is in between.").arg(error.subject);
    case Error::Kind::ConnectionLost:
        return tr("The connection to %1 was lost.").arg(error.subject);
    case Error::Kind::NotConnected:
        return tr("Not connected to %1. Connect first; what you wrote is kept.").arg(error.subject);
    case Error::Kind::TooManyDescriptors:
        return tr("This computer allows no more connections for now. Nobody new can join %1 until one leaves.")
            .arg(error.subject);
    case Error::Kind::TooLongForOneMessage:
        return tr("This is too long for one message: at most %1 bytes. Send it in parts.").arg(error.subject);
    case Error::Kind::NetworkFailed:
        return tr("The network reported a problem with %1: %2").arg(error.subject, error.detail);
    case Error::Kind::Interrupted:
        return tr("Sending was interrupted. It may or may not have arrived; send it again if it matters.");
    case Error::Kind::BadMessage:
        return error.subject.isEmpty()
                   ? tr("The other side sent something that this Kith does not understand. If it happens again, "
                        "update Kith on both sides.")
                   : tr("%1 sent something that this Kith does not understand. If it happens again, update Kith "
                        "on "
                        "both sides.")
                         .arg(error.subject);
    case Error::Kind::ComparisonBroken:
        return tr(
            "The comparison was tampered with: somebody may be listening in between. Compare the safety numbers "
            "in another way, for example by telephone.");
    default:
        return {};
    }
}

QString Sentences::encrypted(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::PeerChanged:
        return tr("Somebody else answers at %1: the key is not the one that you know. Nothing was sent. Ask "
                  "the person whether they set up Kith anew before you accept it.")
            .arg(error.subject);
    case Error::Kind::NotEncrypted:
        return tr("What answers at %1 does not speak Kith's encrypted protocol. Check the port, or connect "
                  "in plain text.")
            .arg(error.subject);
    case Error::Kind::PeerMisbehaved:
        return tr("The program at %1 did not keep to the protocol and was disconnected. Update Kith on both "
                  "computers.")
            .arg(error.subject);
    case Error::Kind::PeerRefused:
        return tr("The other side at %1 refused the connection. Try again later, or ask the person there.")
            .arg(error.subject);
    case Error::Kind::OwnIdentity:
        return tr("%1 is this Kith itself. Type the address of the other computer.").arg(error.subject);
    case Error::Kind::AlreadyConnected:
        return tr("You are connected with the person at %1 already.").arg(error.subject);
    case Error::Kind::PersonBlocked:
        return tr("You have blocked %1. Unblock the person first, in the settings at “Blocked people”.")
            .arg(error.subject);
    default:
        return {};
    }
}

QString Sentences::identity(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::IdentityMissing:
        if (error.subject.isEmpty())
            return tr("This Kith has no key that is kept in a profile. Start it with a profile.");
        return tr("The key file %1 of this profile is missing. Put it back from a backup. Without it you are a "
                  "stranger to your friends: start with a new profile if it is lost.")
            .arg(error.subject);
    case Error::Kind::IdentityReplaced:
        return tr("The key file %1 belongs to another profile. Put the right one back from a backup.")
            .arg(error.subject);
    case Error::Kind::IdentityDamaged:
        return tr("The key file %1 is damaged. Put it back from a backup.").arg(error.subject);
    case Error::Kind::IdentityNotReadable:
        return tr("The key file %1 cannot be read. Check its permissions.").arg(error.subject);
    case Error::Kind::IdentityNewer:
        return tr("The key file %1 was written by a newer Kith. Update this one to open it.").arg(error.subject);
    case Error::Kind::IdentityFailed:
        return tr("The key of this profile cannot be used: %1").arg(error.detail);
    case Error::Kind::IdentityNotOpen:
        return tr("Nothing can be encrypted before the key of this profile is open. Open it first, or connect in "
                  "plain text.");
    case Error::Kind::PassphraseNeeded:
        return tr("The key of this profile is sealed. Type its passphrase.");
    case Error::Kind::PassphraseWrong:
        return tr("That is not the passphrase of this profile. Try again.");
    default:
        return {};
    }
}

QString Sentences::disk(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::ProfileInUse:
        return tr("The profile in %1 is open in another window.").arg(error.subject);
    case Error::Kind::ProfileNotWritable:
        return tr("The folder %1 cannot be written. Check its permissions, or choose another profile.")
            .arg(error.subject);
    case Error::Kind::StoreNotOpen:
        return tr("The history is not open.");
    case Error::Kind::StoreCorrupt:
        return tr("The history in %1 is damaged.").arg(error.subject);
    case Error::Kind::StoreForeign:
        return tr("%1 belongs to another program. Choose another profile.").arg(error.subject);
    case Error::Kind::StoreReadOnly:
        return tr("The history in %1 cannot be written. Check that the disk is not read-only.").arg(error.subject);
    case Error::Kind::StoreDiskFailed:
        return tr("The disk reported an error: nothing more is written to the history.");
    case Error::Kind::StoreFull:
        return tr("The disk is full: nothing more can be kept. Free some space.");
    case Error::Kind::StoreNewer:
        return tr("The history in %1 was written by a newer Kith. Update this one to open it.").arg(error.subject);
    case Error::Kind::StoreFailed:
        return tr("The history could not be written: %1").arg(error.detail);
    default:
        return {};
    }
}

QString Sentences::file(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::BadArchive:
        return tr("The file %1 cannot be imported: line %2 is not what Kith exports. Choose a JSON or HTML file "
                  "that "
                  "Kith exported.")
            .arg(error.subject.section(QLatin1Char(':'), 0, -2), error.subject.section(QLatin1Char(':'), -1));
    case Error::Kind::ArchiveTooNew:
        return tr("The file %1 was exported by a newer Kith. Update this one to import it.").arg(error.subject);
    case Error::Kind::FileNotReadable:
        return tr("The file %1 cannot be read. Check that it is there and its permissions.").arg(error.subject);
    case Error::Kind::FileNotWritable:
        return tr("The file %1 cannot be written. Check the folder and its permissions, or choose another one.")
            .arg(error.subject);
    case Error::Kind::FileFull:
        return tr("The disk is full: %1 was not written. Free some space, or choose another folder.")
            .arg(error.subject);
    case Error::Kind::UnknownFormat:
        return tr("%1 does not end in .json, .html or .txt.").arg(error.subject);
    case Error::Kind::Cancelled:
        return tr("Cancelled.");
    default:
        return {};
    }
}

} // namespace

QString sentence(const Error &error)
{
    for (const auto part : {Sentences::typed, Sentences::network, Sentences::encrypted, Sentences::identity,
                            Sentences::disk, Sentences::file}) {
        if (QString text = part(error); !text.isEmpty())
            return text;
    }
    return error.detail;
}

} // namespace kith

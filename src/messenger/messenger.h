// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup.h"
#include "core/cleanname.h"
#include "core/contact.h"
#include "core/conversation.h"
#include "core/error.h"
#include "core/message.h"
#include "core/recovery.h"
#include "core/storehealth.h"
#include "core/transfer.h"
#include "messenger/host.h"
#include "messenger/link.h"
#include "protocol/wire.h"

#include <QFuture>
#include <QList>
#include <QObject>

#include <memory>
#include <optional>

namespace kith {

class History;
class NetworkThread;
class Peers;
class Store;
class TransportFactory;

/// The one face of Kith: contacts, conversations, connecting, sending, history. Windows, the terminal front end, tests
/// and benchmarks use it; nothing above it knows which transport carries a conversation.
///
/// Lives on the thread that made it; commands return at once and what they bring about is told by signals.
/// A message is shown as sent or received only after it is committed to the disk.
class Messenger final : public QObject {
    Q_OBJECT

public:
    /// The most that is sent as one message, in bytes of the conversation's charset.
    static constexpr qsizetype MaxMessageBytes = 1024 * 1024;
    /// The same to a person: what fits a frame.
    static constexpr qsizetype MaxPersonalBytes = wire::MaxTextBytes;
    /// The longest name, group or note, in UTF-16 units; longer ones are cut between characters.
    static constexpr qsizetype MaxNameLength = kith::MaxNameLength;

    /// All three are borrowed and must outlive the Messenger.
    Messenger(Store &store, NetworkThread &network, TransportFactory &transports, QObject *parent = nullptr);
    /// The same without a store: nothing is kept, and the history is what was signalled.
    Messenger(NetworkThread &network, TransportFactory &transports, QObject *parent = nullptr);
    ~Messenger() override;

    // Commands

    /// Opens the store and reads contacts and conversations; opened() or storeFailed() follows. Everything else
    /// waits for opened().
    void open();
    /// Listens at `local`. hostChanged() follows with Listening, or with Stopped and the error.
    HostId host(const Endpoint &local, const HostOptions &options = {});
    /// Stops listening and ends what its clients have open, with `q` for each.
    void stopHost(const HostId &host);
    /// Forgets a stopped host.
    void removeHost(const HostId &host);
    /// Connects to `remote`; the conversation exists at once and linkChanged() follows with Online, or with Offline
    /// and the error. `options` replace those kept with the conversation. Connected already: nothing happens.
    ConversationId join(const Endpoint &remote, std::optional<PlainTextOptions> options = std::nullopt);
    /// Connects to `remote` in the way that it is known to understand: with the Kith that is there by its encrypted link, as
    /// Peers::join() does, and with any other program as join() does. What is there is sent nothing to find that out.
    /// Cancelled in time, nothing happens.
    QFuture<Result<ConversationId>> joinAutomatically(const Endpoint &remote,
                                                      std::optional<PlainTextOptions> options = std::nullopt);
    /// Opens a datagram conversation with `remote`, from our own `local` address and port if given.
    ConversationId direct(const Endpoint &remote, const Endpoint &local = {},
                          std::optional<PlainTextOptions> options = std::nullopt);
    /// Connects an offline conversation again, the way its endpoint says.
    void reconnect(const ConversationId &conversation);
    /// Leaves a conversation: says `q` on a TCP connection and ends it in an orderly way; a datagram conversation ends
    /// here without a word. A person who joined a host of ours is no guest of it any more; its link stays. History stays.
    void close(const ConversationId &conversation);

    /// Sends `text`. Exactly `q` (white space around it forgiven) is sent alone and then leaves, in a plain-text
    /// conversation; to a person it is a message like any other. Offline, the message is kept and goes when the conversation is connected again.
    /// Returns the message's id; null for `q`, which is no message. Errors: EmptyText, TooLongForOneMessage,
    /// NoSuchConversation; StoreFull, StoreReadOnly and StoreDiskFailed when too much waits for the disk already.
    Result<MessageId> send(const ConversationId &conversation, const QString &text);
    /// Sends what waits for a reply at once, and takes no turns in this conversation from now on.
    void sendNow(const ConversationId &conversation);
    /// Sends a failed message again, as a new one; the failed one is removed.
    void sendAgain(const MessageId &message, const ConversationId &conversation);
    /// Takes back a message that has not been handed to a connection yet, or removes a failed one.
    void discard(const MessageId &message, const ConversationId &conversation);

    void setOptions(const ConversationId &conversation, const PlainTextOptions &options);
    void setDraft(const ConversationId &conversation, const QString &draft);
    void markRead(const ConversationId &conversation);
    /// Shows it as unread, until it is read again.
    void markUnread(const ConversationId &conversation);
    void setPinned(const ConversationId &conversation, bool pinned);
    void setMuted(const ConversationId &conversation, bool muted);
    void rename(const ContactId &contact, const QString &name);
    void setGroup(const ContactId &contact, const QString &group);
    void setNote(const ContactId &contact, const QString &note);
    /// Removes a contact with its conversation and history; a live connection is left first.
    void removeContact(const ContactId &contact);

    /// Writes the history, or a part of it, as it stands now; meanwhile everything goes on. The future tells the messages
    /// written, of how many, as its progress; once it is cancelled it has no result. An export that fails or is
    /// cancelled leaves nothing behind.
    /// Errors: FileNotWritable, FileFull, StoreNotOpen, StoreCorrupt, StoreFailed.
    QFuture<Result<ExportSummary>> exportHistory(const ExportRequest &request);
    /// Brings in a JSON or HTML file that Kith exported. What is here wins, so that the same file twice changes nothing,
    /// and nothing is ever sent because of it. New contacts and conversations are told by their signals before the
    /// future ends, changed ones too. Progress: entries read, of how many. Cancelled or failed on the way, what had come
    /// in stays, and the same file can be imported again.
    /// Errors: FileNotReadable, BadArchive, ArchiveTooNew, and those of Store.
    QFuture<Result<ImportSummary>> importHistory(const QString &file);

    /// Tries now to keep what a full or failing disk refused.
    void tryStoreAgain();
    /// Leaves every conversation, stops every host, and goes on with a backup's content: historyReplaced() follows, or
    /// storeFailed(). The present history is set aside.
    void restore(const Backup &backup);
    /// backupsChanged() follows, or storeFailed().
    void removeBackups();
    /// Makes the backup of today, anew if there is one: backupsChanged() follows, or backupFailed().
    void backUp();

    /// Says `q` to each server that this window has joined, stops every host and ends every connection; ends when all
    /// is said or a bounded wait has passed. Nothing is lost: what had not left stays queued.
    QFuture<void> shutDown();

    // Queries

    bool isOpen() const;
    /// Whether a connection is being made, or a message of ours is about to be committed or sent on an open one.
    bool isBusy() const;
    QList<Contact> contacts() const;           ///< In the order in which they were added.
    QList<Conversation> conversations() const; ///< Pinned first, then the latest activity first.
    QList<Host> hosts() const;                 ///< In the order in which they were started.
    std::optional<Contact> contact(const ContactId &id) const;
    std::optional<Conversation> conversation(const ConversationId &id) const;
    std::optional<Host> host(const HostId &id) const;
    /// The conversation with the contact at `endpoint`; null when there is none.
    ConversationId find(const Endpoint &endpoint) const;
    ConversationId find(const ContactId &contact) const;
    Link link(const ConversationId &id) const; ///< Offline for an unknown one.
    /// How many of our messages wait for a reply of this peer.
    int waiting(const ConversationId &id) const;
    /// Whether `message` waits for a reply before it goes.
    bool isWaiting(const MessageId &message) const;

    /// What was said; belongs to this Messenger.
    History &history();
    /// People nearby and friends; belongs to this Messenger.
    Peers &peers();

    /// Whether what happens now can be kept.
    StoreHealth health() const;
    /// Newest first.
    QFuture<QList<Backup>> backups();
    /// Why the last backup was not made; none when it was.
    const std::optional<Error> &backupError() const;

Q_SIGNALS:
    void opened();
    void storeFailed(const kith::Error &error);
    /// While it is not Fine, what comes is shown as waiting for the disk, and kept when the disk takes it.
    void healthChanged(kith::StoreHealth health);
    /// The history was damaged: what could be read of it is there.
    void historyRecovered(const kith::Recovery &recovery);
    /// Another content has taken the place of the history: everything is to be asked for again.
    void historyReplaced();
    void backupsChanged();
    void backupFailed(const kith::Error &error);

    void contactAdded(const kith::Contact &contact);
    void contactChanged(const kith::Contact &contact);
    void contactRemoved(const kith::ContactId &contact);
    void conversationAdded(const kith::Conversation &conversation);
    void conversationChanged(
        const kith::Conversation &conversation); ///< Options, draft, unread, last, pinned, muted.
    void conversationRemoved(const kith::ConversationId &conversation);
    void linkChanged(const kith::ConversationId &conversation, const kith::Link &link);
    void hostAdded(const kith::Host &host);
    void hostChanged(const kith::Host &host);
    void hostRemoved(const kith::HostId &host);

    /// A message joins the end of its conversation: theirs once it is committed, ours at once as Queued or Sending.
    void messageAdded(const kith::Message &message);
    /// State, failure, pieces, place, star or comment of a message changed, and the change is committed.
    void messageChanged(const kith::Message &message);
    /// Whether a message waits for a reply, and how many of its pieces have left, changed. Not stored.
    void progressChanged(const kith::ConversationId &conversation, const kith::MessageId &message, int sentPieces,
                         int pieces);
    void messageRemoved(const kith::ConversationId &conversation, const kith::MessageId &message);

private:
    Messenger(Store *store, NetworkThread &network, TransportFactory &transports, QObject *parent);
    void connectStore();
    /// Leaves every plain-text conversation and stops every host.
    QFuture<void> leaveAll();

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace kith

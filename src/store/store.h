// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/conversation.h"
#include "core/error.h"
#include "core/message.h"
#include "core/workerthread.h"

#include <QFuture>
#include <QList>
#include <QString>

namespace kith {

class StoreWorker;

/// The history, the address book and what waits to be sent, in one SQLite file.
///
/// Calls come from one thread (the Messenger's) and return at once; the work is done on the store's own worker, in
/// the order of the calls. A write's future ends after the commit (WAL, synchronous=FULL): what it reports is there
/// after a crash or a power loss. Writes that come while a commit is under way share the next one.
/// Errors of every call: StoreNotOpen, StoreFull, StoreCorrupt, StoreFailed.
class Store {
public:
    /// What the window needs at once.
    struct Overview {
        QList<Contact> contacts;
        QList<Conversation> conversations; ///< With unread and last filled in; any order.
    };

    /// A store in `file`; nothing is touched before open().
    explicit Store(const QString &file);
    ~Store(); ///< Does what was asked, commits and closes; may wait for the disk.

    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    /// Opens or creates the file (mode 0600), brings an older schema up to date, and reads the overview. Messages in
    /// State::Sending belong to a run that ended in the middle: they become Failed(Interrupted).
    /// Errors: StoreNewer, StoreCorrupt, StoreFailed.
    QFuture<Result<Overview>> open();

    /// Adds a message; its sequence is ignored, the new one is returned. Adding an id that is there already changes
    /// nothing and returns the sequence that it has.
    QFuture<Result<qint64>> append(const Message &message);
    /// Sets the state of one of our messages, with the reason for Failed and the number of pieces that it took.
    QFuture<Result<void>> setState(const MessageId &id, Message::State state,
                                   std::optional<Error::Kind> failure = std::nullopt, int pieces = 1);
    /// Replaces the text, the raw bytes and the charset flags of a message: a wrong decoding, repaired.
    QFuture<Result<void>> setDecoding(const MessageId &id, const QString &text, const QByteArray &raw,
                                      Charset charset, bool malformed);
    QFuture<Result<void>> remove(const MessageId &id);

    QFuture<Result<void>> save(const Contact &contact);
    /// Keeps the options, the draft, readUpTo, pinned and muted.
    QFuture<Result<void>> save(const Conversation &conversation);
    /// Removes a contact with its conversation and messages.
    QFuture<Result<void>> remove(const ContactId &id);

    /// The newest `limit` messages, oldest first, texts as excerpts.
    QFuture<Result<QList<Message>>> latest(const ConversationId &conversation, int limit);
    /// The `limit` messages just before `sequence`, oldest first, texts as excerpts; empty at the beginning.
    QFuture<Result<QList<Message>>> before(const ConversationId &conversation, qint64 sequence, int limit);
    /// The `limit` messages just after `sequence`, oldest first, texts as excerpts; empty at the end.
    QFuture<Result<QList<Message>>> after(const ConversationId &conversation, qint64 sequence, int limit);
    /// Ours in State::Queued, whole, oldest first.
    QFuture<Result<QList<Message>>> queued(const ConversationId &conversation);
    /// One message, whole.
    QFuture<Result<Message>> message(const MessageId &id);

private:
    WorkerThread m_thread{QStringLiteral("store")};
    StoreWorker *m_worker; ///< Lives on m_thread, destroyed by it.
};

} // namespace kith

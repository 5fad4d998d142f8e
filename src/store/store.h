// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup.h"
#include "core/contact.h"
#include "core/conversation.h"
#include "core/error.h"
#include "core/message.h"
#include "core/recovery.h"
#include "core/search.h"
#include "core/workerthread.h"
#include "store/historymerge.h"

#include <QFuture>
#include <QList>
#include <QObject>
#include <QString>

#include <memory>

namespace kith {

class StoreReader;
class StoreCare;
class StoreWorker;

/// The history, the address book and what waits to be sent, in one SQLite file.
///
/// Calls come from one thread (the Messenger's) and return at once; the work is done on the store's own worker, in
/// the order of the calls. A write's future ends after the commit (WAL, synchronous=FULL): what it reports is there
/// after a crash or a power loss. Writes that come while a commit is under way share the next one.
/// Errors of every call: StoreNotOpen, StoreFull, StoreReadOnly, StoreDiskFailed, StoreCorrupt, StoreFailed. After
/// StoreDiskFailed nothing more is written until tryAgain().
///
/// A damaged file, found so when it is opened, by a call or by the check in the background, is set aside and replaced
/// by a new one with all that can be read of it: recovered() tells, and the call is done again.
class Store final : public QObject {
    Q_OBJECT

public:
    /// What the window needs at once.
    struct Overview {
        QList<Contact> contacts;
        QList<Conversation> conversations; ///< With unread and last filled in; any order.
        PeerId self;                       ///< Who this profile is to others; null: nobody yet.
    };

    /// What became of a message that came.
    struct Kept {
        Place place;       ///< Of the message of that id.
        bool isNew = true; ///< It was not there before.
        friend bool operator==(const Kept &, const Kept &) = default;
    };

    /// The extent of a conversation.
    struct Span {
        qint64 count = 0;
        Place first;
        Place last;
        friend bool operator==(const Span &, const Span &) = default;
    };

    /// A store in `file`; nothing is touched before open().
    explicit Store(const QString &file);
    ~Store() override; ///< Does what was asked, commits and closes; may wait for the disk.

    /// Opens or creates the file (mode 0600), brings an older schema up to date, and reads the overview. Messages in
    /// State::Sending belong to a run that ended in the middle: they become Failed(Interrupted).
    /// From then on the file is checked and backed up in the background, once a day.
    /// Errors: StoreNewer, StoreForeign, StoreCorrupt, StoreFailed; the file is as it was then, byte for byte.
    QFuture<Result<Overview>> open();
    /// Whether the disk takes a write. After StoreDiskFailed the file is opened anew first.
    QFuture<Result<void>> tryAgain();

    /// The backups, newest first.
    QFuture<QList<Backup>> backups();
    /// Goes on with a backup's content; the present file is set aside. Where that fails, with the present one.
    QFuture<Result<Overview>> restore(const QString &backup);
    QFuture<Result<void>> removeBackups();
    /// Makes the backup of today, anew if there is one.
    QFuture<Result<void>> backUp();
    /// Checks the file now, mends it if it is damaged, and else makes the backup of today if there is none.
    QFuture<void> look();
    /// Whether the file is sound; what is wrong with it as the detail of StoreCorrupt. Nothing is done about it.
    QFuture<Result<void>> check();

    /// Adds a message and returns its place. A new message comes last in its conversation, whatever the clock says; one
    /// that has a time in its place already, restored from a file, keeps that. Adding an id that is there already
    /// changes nothing, unless this one is queued, and returns the place that it has.
    QFuture<Result<Place>> append(const Message &message);
    /// Adds a message that came over a link, unless one of its id is there. Its counter, if it is higher, becomes the
    /// receivedCounter of its sender in the same commit.
    QFuture<Result<Kept>> receive(const Message &message);
    /// Ours in State::Queued with a counter after `afterCounter`, whole, in the order of the counters; at most `limit`.
    QFuture<Result<QList<Message>>> outbox(const ConversationId &conversation, qint64 afterCounter, int limit);
    /// Marks ours up to `counter` that were delivered as read; which these were, oldest first.
    QFuture<Result<QList<MessageId>>> markReadByPeer(const ConversationId &conversation, qint64 counter);
    /// Sets the state of one of our messages, with the reason for Failed and the number of pieces that it took. Any but
    /// Sending tells of what has happened already, and waits a little for a commit that others wait for.
    QFuture<Result<void>> setState(const MessageId &id, Message::State state,
                                   std::optional<Error::Kind> failure = std::nullopt, int pieces = 1);
    /// Replaces the text, the raw bytes and the charset flags of a message: a wrong decoding, repaired.
    QFuture<Result<void>> setDecoding(const MessageId &id, const QString &text, const QByteArray &raw,
                                      Charset charset, bool malformed);
    QFuture<Result<void>> remove(const MessageId &id);
    QFuture<Result<void>> setStarred(const QList<MessageId> &ids, bool starred);
    QFuture<Result<void>> setComment(const MessageId &id, const QString &comment);
    /// Hides messages until they are taken back or the bin is emptied. What is in the bin when the file is opened is
    /// removed then.
    QFuture<Result<void>> bin(const QList<MessageId> &ids);
    QFuture<Result<void>> restoreFromBin(const QList<MessageId> &ids);
    /// Removes what is in the bin for good.
    QFuture<Result<void>> emptyBin();

    /// Adds what an import brings and the history does not have yet: see HistoryMerge. From any thread.
    QFuture<Result<HistoryMerged>> merge(const HistoryBatch &batch);
    /// Where another connection finds everything that was asked for so far, committed.
    QFuture<Result<QString>> committedFile();
    /// Commits what was asked for so far, also what would wait for a commit that others need.
    QFuture<Result<void>> commitNow();
    /// Clears the write-ahead log of what was removed while another connection still read it.
    QFuture<Result<void>> wipeLog();

    /// Keeps all but the counters; with another key nothing was received yet.
    QFuture<Result<void>> save(const Contact &contact);
    /// Keeps who this profile is to others.
    QFuture<Result<void>> setSelf(const PeerId &self);
    /// Keeps the options, the draft, readUpTo, pinned, muted and markedUnread.
    QFuture<Result<void>> save(const Conversation &conversation);
    /// Removes a contact with its conversation and messages.
    QFuture<Result<void>> remove(const ContactId &id);

    /// The newest `limit` messages, oldest first, texts as excerpts.
    QFuture<Result<QList<Message>>> latest(const ConversationId &conversation, int limit);
    /// The `limit` messages just before `place`, oldest first, texts as excerpts; empty at the beginning.
    QFuture<Result<QList<Message>>> before(const ConversationId &conversation, const Place &place, int limit);
    /// The `limit` messages just after `place`, oldest first, texts as excerpts; empty at the end.
    QFuture<Result<QList<Message>>> after(const ConversationId &conversation, const Place &place, int limit);
    /// Up to `limit` messages around `place`, oldest first: as many before it as from it on where there are so many.
    QFuture<Result<QList<Message>>> around(const ConversationId &conversation, const Place &place, int limit);
    /// What open() read, as it is now.
    QFuture<Result<Overview>> overview();
    /// The highest sequence that was ever given; 0: none. From any thread.
    QFuture<Result<qint64>> newestSequence();

    /// How long a conversation is, and where it begins and ends; null places when it is empty.
    QFuture<Result<Span>> span(const ConversationId &conversation);
    /// How many messages stand before `place`.
    QFuture<Result<qint64>> rank(const ConversationId &conversation, const Place &place);
    /// The place of the message that `rank` others stand before; null beyond the end.
    QFuture<Result<Place>> placeAt(const ConversationId &conversation, qint64 rank);
    /// The first message at or after `instant`; null when there is none.
    QFuture<Result<Place>> firstFrom(const ConversationId &conversation, const QDateTime &instant);
    /// The local days from `first` to `last` with messages in one of `conversations`, or in any when that is empty;
    /// in order. At most MaxDays are looked at.
    QFuture<Result<QList<QDate>>> days(const QList<ConversationId> &conversations, const QDate &first,
                                       const QDate &last);
    static constexpr int MaxDays = 366;
    /// Ours in State::Queued, whole, oldest first.
    QFuture<Result<QList<Message>>> queued(const ConversationId &conversation);
    /// One message, whole.
    QFuture<Result<Message>> message(const MessageId &id);

    /// Looks for `query`, newest first. It sees every write that was asked for before it; it runs beside the worker,
    /// on a connection and a thread of its own, so that it delays no write, and so do span(), rank() and placeAt().
    /// Cancel the future of a look that is no longer wanted: it then ends within some 20 ms, without a result.
    QFuture<Result<SearchPage>> search(const SearchQuery &query);

Q_SIGNALS:
    /// The file was damaged and has been replaced. What the last run of the program said before is not all there.
    void recovered(const kith::Recovery &recovery);
    void backupMade();
    void backupFailed(const kith::Error &error);

private:
    template <typename T, typename Run>
    QFuture<Result<T>> look(Run run, std::function<Result<T>(Run &run, Database &database)> answer);
    StoreReader *reader();

    const QString m_file;
    std::unique_ptr<WorkerThread> m_readerThread; ///< Made by the first search.
    StoreReader *m_reader = nullptr;              ///< Lives on m_readerThread, destroyed by it.
    WorkerThread m_thread{QStringLiteral("store")};
    WorkerThread m_careThread{QStringLiteral("store care")};
    StoreWorker *m_worker;             ///< Lives on m_thread, destroyed by it.
    std::unique_ptr<StoreCare> m_care; ///< Lives on m_careThread; outlives both threads, as the worker calls it.
};

} // namespace kith

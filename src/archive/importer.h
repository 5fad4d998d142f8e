// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archivereader.h"
#include "core/error.h"
#include "core/transfer.h"
#include "store/historymerge.h"

#include <QFile>
#include <QObject>
#include <QPromise>
#include <QSet>

#include <memory>

namespace kith {

class Store;

/// Brings an exported file into the history, in batches that are ordinary writes of the store: others come in between.
/// Reads the file twice: once to see that it is one, and how much it holds, then to bring it in. Nothing of it is
/// believed. Lives on a thread of its own that has an event loop; memory does not grow with the number of messages.
class Importer final : public QObject {
    Q_OBJECT

public:
    /// People and conversations that one file may name each: their ids are kept until it ends.
    static constexpr qsizetype MaxPeople = 100'000;
    static constexpr qint64 MaxMessages = 100'000'000;
    /// What a batch holds: the store is busy for some hundredths of a second.
    static constexpr qsizetype MaxBatchMessages = 500;
    static constexpr qsizetype MaxBatchBytes = 1024 * 1024;

    using Promise = QPromise<Result<ImportSummary>>;

    /// `store` is borrowed. The promise is told of the progress and asked whether it was cancelled, and not ended.
    Importer(Store &store, const QString &file, std::shared_ptr<Promise> promise);

    void start();

Q_SIGNALS:
    /// The end. Errors: FileNotReadable, BadArchive, ArchiveTooNew, Cancelled; StoreFull and the like, after which what
    /// had come in stays.
    void finished(const kith::Result<kith::ImportSummary> &summary);
    /// A conversation got messages; some time before finished().
    void changed(const kith::ConversationId &conversation);

private:
    Result<void> survey();
    Result<void> check(const ArchiveReader &reader) const;
    void readOn();
    void fillBatch();
    /// False when the batch must be sent before `entry` is taken.
    bool take(const ArchiveReader::Entry &entry);
    void takeContact(const ArchiveReader::Entry &entry);
    void takeConversation(const ArchiveReader::Entry &entry);
    void takeMessage(const ArchiveReader::Entry &entry);
    void leaveOut(qint64 line);
    void send();
    void onMerged(const HistoryMerged &merged);
    void end(const Result<void> &result);
    tl::unexpected<Error> badLine(qint64 line) const;

    Store &m_store;
    QFile m_file;
    std::shared_ptr<Promise> m_promise;
    std::unique_ptr<ArchiveReader> m_reader;
    std::optional<ArchiveReader::Entry> m_unread; ///< Belongs to the next batch.
    HistoryBatch m_batch;
    qsizetype m_batchBytes = 0;
    bool m_isFilled = false; ///< The batch is ready.
    bool m_isMerging = false;
    bool m_isRead = false; ///< The file ended.
    bool m_isEnded = false;

    QSet<ContactId> m_contacts; ///< That the file names.
    QSet<ConversationId> m_conversations;
    QHash<ContactId, ContactId> m_contactIds; ///< What they are called here, where that differs.
    QHash<ConversationId, ConversationId> m_conversationIds;
    HistoryBatch::Sequences m_sequences = HistoryBatch::Sequences::New;
    QSet<ConversationId> m_changed;
    ImportSummary m_summary;
    qint64 m_entries = 0; ///< Read again so far.
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "store/historyrecord.h"

#include <QDateTime>
#include <QList>

#include <functional>
#include <memory>

namespace kith {

class Database;

/// The history as it stood at one moment, or a part of it, read through a connection of its own: commits go on beside
/// it and are not seen. While it lives the write-ahead log keeps what it may still read, so it should not live long.
/// Used by one thread; never more than one row is held.
class HistorySnapshot final {
public:
    struct Selection {
        QList<ConversationId> conversations; ///< Empty: all of them.
        QDateTime from;                      ///< Invalid: from the first message.
        QDateTime to;                        ///< Messages before it; invalid: to the last one.
    };

    /// Called for each row; an error ends the reading and is its result.
    template <typename Record>
    using Visit = std::function<Result<void>(const Record &)>;

    /// A view of `file`, which a Store has open. Errors: StoreCorrupt, StoreFailed.
    static Result<std::unique_ptr<HistorySnapshot>> open(const QString &file, const Selection &selection);
    ~HistorySnapshot();

    Result<qint64> countMessages();
    /// Those of the selected conversations and those who speak in them, in the order in which they were added.
    Result<void> contacts(const Visit<ContactRecord> &visit);
    /// In the order in which they were added.
    Result<void> conversations(const Visit<ConversationRecord> &visit);
    /// In the order in which they were kept, conversations mixed.
    Result<void> messages(const Visit<MessageRecord> &visit);
    /// Those of one conversation, in their places.
    Result<void> messages(const ConversationId &conversation, const Visit<MessageRecord> &visit);

private:
    HistorySnapshot(std::unique_ptr<Database> database, const Selection &selection);
    Result<void> begin(const QList<ConversationId> &conversations);

    std::unique_ptr<Database> m_database;
    qint64 m_from;
    qint64 m_to;
};

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/strongid.h"

#include <QDeadlineTimer>

#include <string_view>

namespace kith {

class Database;
class Statement;

/// The full-text index of the history. It follows behind the messages: it knows all of them up to reached(), and what
/// it has not reached yet is read directly by whoever searches. So a commit costs no more than without it, and a
/// migration or an import need not wait for it.
///
/// Whoever changes or removes a message says so here, in the same transaction; a removed text is then no longer found,
/// and its words are gone from the file once wipe() has come to its end.
class SearchIndex final {
public:
    /// More removed messages than these at once, and making the index anew is quicker.
    static constexpr int MostForgotten = 2000;

    explicit SearchIndex(Database &database) : m_database(database) {}

    /// Adds its tables to a schema.
    static Result<void> make(Database &database);

    /// The sequence up to which every message is in the index; 0: none.
    Result<qint64> reached();

    // Before the messages themselves are changed or removed.
    Result<void> forget(const MessageId &message);
    /// All messages in the bin.
    Result<void> forgetBin();
    /// All messages of the conversations with this contact, and those it sent.
    Result<void> forget(const ContactId &contact);
    /// After a message was changed that was forgotten before.
    Result<void> renew(const MessageId &message);

    // What is to be done in idle moments, each time in a transaction of its own. True: there is more to do.
    /// Takes up messages until `deadline`.
    Result<bool> advance(QDeadlineTimer deadline);
    /// Whether words of removed messages may still stand in the file.
    Result<bool> needsWipe();
    /// Moves what is still good out of the parts of the file where removed words stand, until `deadline`.
    Result<bool> wipe(QDeadlineTimer deadline);

    /// Begins anew: empties the index when its words come from other rules than today's (with `always`: in any case).
    enum class Restart { IfOutdated, Always };
    Result<void> restart(Restart when);

private:
    // `row`: key, conversation, text.
    Result<void> tell(std::string_view sql, const Statement &row);
    Result<void> add(const Statement &row);
    Result<void> takeBack(const Statement &row);
    Result<void> forgetRows(Statement &rows);
    Result<void> setWiping(int state);

    Database &m_database;
};

} // namespace kith

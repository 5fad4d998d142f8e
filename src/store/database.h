// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QVarLengthArray>

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace kith {

class Database;

/// One use of a prepared statement: bound, stepped, and given back when the object ends. A statement that could not be
/// prepared answers every step with the reason.
class Statement final {
public:
    Statement(Statement &&) = delete;
    ~Statement();

    // Parameters are numbered from 1; bound bytes are shared, not copied.
    void bind(int index, qint64 value);
    void bindNull(int index);
    void bindText(int index, const QByteArray &utf8); ///< Null binds as the empty text.
    void bindText(int index, const QString &text) { bindText(index, text.toUtf8()); }
    void bindBlob(int index, const QByteArray &bytes); ///< Empty binds as NULL.
    void bindTime(int index, const QDateTime &time);   ///< Milliseconds since 1970; invalid binds as NULL.

    /// Goes to the next row; false after the last one.
    Result<bool> next();
    /// For statements that answer no rows.
    Result<void> run();

    int columns() const { return sqlite3_column_count(m_statement); }
    // Columns of the current row are numbered from 0.
    bool isNull(int column) const;
    qint64 integer(int column) const; ///< 0 for NULL.
    QByteArray bytes(int column) const;
    /// The same bytes without a copy: until the next step only.
    QByteArray view(int column) const;
    QString text(int column) const;
    QDateTime time(int column) const; ///< UTC; invalid for NULL.

private:
    friend class Database;
    Statement(const Database &database, sqlite3_stmt *statement);

    const Database &m_database;
    sqlite3_stmt *m_statement;              // null: could not be prepared; the database knows why
    std::optional<Error> m_error;           // of preparing or binding
    QVarLengthArray<QByteArray, 8> m_bound; // kept alive until the statement is given back
    void check(int code);
};

/// A connection to one SQLite file. Used by one thread. Every failure is an Error with the kind StoreFull,
/// StoreCorrupt, StoreReadOnly, StoreDiskFailed or StoreFailed and the file as its subject.
class Database final {
public:
    enum class Closing {
        Checkpoint, ///< Everything goes from the write-ahead log into the file.
        Untouched   ///< The file stays as it is, byte for byte.
    };

    enum class Access {
        ReadWrite,
        ReadOnly, ///< Beside a connection that writes.
        Snapshot  ///< Only to look at a file that nobody changes; nothing is made beside it.
    };

    /// Opens `file`, which must exist.
    static Result<std::unique_ptr<Database>> open(const QString &file, Access access = Access::ReadWrite);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// What is to happen to the write-ahead log at the end of the object; Checkpoint unless told.
    void setClosing(Closing closing);

    /// While this is set, a statement that runs ends with StoreFailed soon after `isUnwanted` says so. Borrowed; null:
    /// nothing interrupts.
    void interruptWhen(const std::function<bool()> *isUnwanted);

    /// The statement `sql`, prepared at its first use and kept. Not used twice at the same time.
    Statement statement(std::string_view sql);
    /// Runs one or more statements without parameters, not kept.
    Result<void> execute(const char *sql);
    /// Ends the transaction: kept, or, after an Error, as if it had never been.
    Result<void> commit();
    /// The first column of the first row of `sql`; 0 when there is none.
    Result<qint64> integer(const char *sql);

    /// Rows that the last INSERT, UPDATE or DELETE changed, without those of cascades.
    int changes() const { return sqlite3_changes(m_handle.get()); }
    /// All that was changed since the file was opened, with what happens inside the index.
    qint64 totalChanges() const { return sqlite3_total_changes64(m_handle.get()); }
    /// Whether a BEGIN still holds: some failures, such as a full disk, end the transaction by themselves.
    bool inTransaction() const { return sqlite3_get_autocommit(m_handle.get()) == 0; }

    /// Makes the write-ahead log at least `bytes` long, so that the commits that fill it need not make it grow: on
    /// the usual file systems that doubles what a commit costs. Zeros mean nothing to SQLite. A full disk is left as
    /// it was.
    void extendLog(qint64 bytes);

    /// Copies the whole database, as it is at this moment, into the empty file `file`, `stepPages` at a time; gives up
    /// with Interrupted once `isCancelled`, asked after each step. The copy needs no log beside it. It is not synced.
    Result<void> copyTo(const QString &file, int stepPages, const std::function<bool()> &isCancelled);

    /// Ends what the connection is doing, with an error; from any thread.
    void interrupt() { sqlite3_interrupt(m_handle.get()); }

    /// What SQLite just failed with.
    Error lastError() const;
    /// Why a statement could not be prepared. What Kith asks fits all tables that it makes: StoreCorrupt when it does
    /// not fit these, as their description is damaged then.
    Error preparationError() const;

private:
    struct Close {
        void operator()(sqlite3 *handle) const { sqlite3_close_v2(handle); }
    };
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
    };

    Database(QString file, sqlite3 *handle);

    QString m_file;
    std::unique_ptr<sqlite3, Close> m_handle;
    std::unordered_map<std::string_view, std::unique_ptr<sqlite3_stmt, Finalize>>
        m_statements; // ends before m_handle
};

/// What a failure of SQLite means to a person. `systemError` is the errno behind an I/O error.
Error::Kind storeErrorKind(int sqliteCode, int systemError);

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"

#include "store/tokenizer.h"

#include <QFile>

#include <cerrno>

namespace kith {

Error::Kind storeErrorKind(int sqliteCode, int systemError)
{
    switch (sqliteCode & 0xff) { // the upper bits only refine
    case SQLITE_FULL:
        return Error::Kind::StoreFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Error::Kind::StoreCorrupt;
    case SQLITE_READONLY:
        return Error::Kind::StoreReadOnly;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        // SQLite reports only ENOSPC of a plain write as SQLITE_FULL.
        if (systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG)
            return Error::Kind::StoreFull;
        if (systemError == EROFS)
            return Error::Kind::StoreReadOnly;
        return (sqliteCode & 0xff) == SQLITE_IOERR ? Error::Kind::StoreDiskFailed : Error::Kind::StoreFailed;
    default:
        return Error::Kind::StoreFailed;
    }
}

Statement::Statement(const Database &database, sqlite3_stmt *statement)
    : m_database(database), m_statement(statement)
{
    if (!statement)
        m_error = database.preparationError();
}

Statement::~Statement()
{
    if (!m_statement) // SQLite minds
        return;
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement); // unlike the one before it, this one takes no null
}

void Statement::check(int code)
{
    if (code != SQLITE_OK && !m_error)
        m_error = m_database.lastError();
}

void Statement::bind(int index, qint64 value)
{
    if (m_statement)
        check(sqlite3_bind_int64(m_statement, index, value));
}

void Statement::bindNull(int index)
{
    if (m_statement)
        check(sqlite3_bind_null(m_statement, index));
}

void Statement::bindText(int index, const QByteArray &utf8)
{
    if (!m_statement)
        return;
    m_bound.append(utf8);
    // constData() of a null array is an empty string, never a null pointer.
    check(sqlite3_bind_text64(m_statement, index, m_bound.last().constData(), sqlite3_uint64(utf8.size()),
                              SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bindBlob(int index, const QByteArray &bytes)
{
    if (!m_statement)
        return;
    if (bytes.isEmpty())
        return bindNull(index);
    m_bound.append(bytes);
    check(sqlite3_bind_blob64(m_statement, index, m_bound.last().constData(), sqlite3_uint64(bytes.size()),
                              SQLITE_STATIC));
}

void Statement::bindTime(int index, const QDateTime &time)
{
    if (time.isValid())
        bind(index, time.toMSecsSinceEpoch());
    else
        bindNull(index);
}

Result<bool> Statement::next()
{
    if (m_error)
        return tl::unexpected(*m_error);
    switch (sqlite3_step(m_statement)) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default:
        return tl::unexpected(m_database.lastError());
    }
}

Result<void> Statement::run()
{
    return next().map([](bool) {});
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

qint64 Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QByteArray Statement::bytes(int column) const
{
    const auto data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return QByteArray(data, sqlite3_column_bytes(m_statement, column));
}

QByteArray Statement::view(int column) const
{
    const auto data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return QByteArray::fromRawData(data, sqlite3_column_bytes(m_statement, column));
}

QString Statement::text(int column) const
{
    const auto data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return QString::fromUtf8(data, sqlite3_column_bytes(m_statement, column));
}

QDateTime Statement::time(int column) const
{
    return isNull(column) ? QDateTime() : QDateTime::fromMSecsSinceEpoch(integer(column), Qt::UTC);
}

Database::Database(QString file, sqlite3 *handle) : m_file(std::move(file)), m_handle(handle) {}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const QString &file, Access access)
{
    sqlite3 *handle = nullptr;
    QByteArray name = QFile::encodeName(file);
    // NOMUTEX: one connection is used by one thread.
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= access == Access::ReadWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (access == Access::Snapshot) {
        name = "file:" + name.toPercentEncoding("/") + "?immutable=1";
        flags |= SQLITE_OPEN_URI;
    }
    const int code = sqlite3_open_v2(name.constData(), &handle, flags, nullptr);
    // Even a failed open gives a handle, which must be closed.
    auto database = std::unique_ptr<Database>(new Database(file, handle));
    if (code != SQLITE_OK || tokenizer::install(handle) != SQLITE_OK)
        return tl::unexpected(database->lastError());
    return database;
}

void Database::setClosing(Closing closing)
{
    sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, closing == Closing::Untouched ? 1 : 0,
                      nullptr);
}

void Database::interruptWhen(const std::function<bool()> *isUnwanted)
{
    constexpr int Instructions = 2000; // of SQLite's machine: a fraction of a millisecond
    const auto ask = [](void *function) {
        return (*static_cast<const std::function<bool()> *>(function))() ? 1 : 0;
    };
    sqlite3_progress_handler(m_handle.get(), Instructions, isUnwanted ? +ask : nullptr,
                             const_cast<std::function<bool()> *>(isUnwanted));
}

Statement Database::statement(std::string_view sql)
{
    auto &kept = m_statements[sql];
    if (!kept) {
        sqlite3_stmt *prepared = nullptr;
        sqlite3_prepare_v3(m_handle.get(), sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &prepared,
                           nullptr);
        kept.reset(prepared);
    }
    Q_ASSERT(!sqlite3_stmt_busy(kept.get()));
    return Statement(*this, kept.get());
}

Result<void> Database::execute(const char *sql)
{
    if (sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return tl::unexpected(lastError());
    return {};
}

Result<void> Database::commit()
{
    const auto committed = statement("COMMIT").run();
    if (committed)
        return committed;
    const int code = sqlite3_extended_errcode(m_handle.get());
    if (inTransaction())
        static_cast<void>(statement("ROLLBACK").run()); // the first error is the one that matters
    // A sync that failed leaves the transaction in the log, where whoever opens the file next takes it for a kept one,
    // and builds on it what a power cut then takes away: on Linux the disk may never get what was not synced.
    if (code == SQLITE_IOERR_FSYNC)
        static_cast<void>(execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    return committed;
}

Result<qint64> Database::integer(const char *sql)
{
    sqlite3_stmt *prepared = nullptr;
    sqlite3_prepare_v2(m_handle.get(), sql, -1, &prepared, nullptr);
    const std::unique_ptr<sqlite3_stmt, Finalize> owner(prepared);
    Statement statement(*this, prepared);
    return statement.next().map([&](bool found) { return found ? statement.integer(0) : 0; });
}

void Database::extendLog(qint64 bytes)
{
    sqlite3_file *log = nullptr;
    sqlite3_int64 size = 0;
    const int code = sqlite3_file_control(m_handle.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (code != SQLITE_OK || !log || !log->pMethods || log->pMethods->xFileSize(log, &size) != SQLITE_OK)
        return;
    // A log that was just emptied must be empty on the disk before anything is written to it: zeros that reach the disk
    // without the truncation would leave the beginning of the old log, which takes back what came after it.
    if (size == 0 && log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) != SQLITE_OK)
        return;
    const QByteArray zeros(64 * 1024, '\0');
    for (qint64 end = size; end < bytes; end += zeros.size()) {
        if (log->pMethods->xWrite(log, zeros.constData(), int(qMin<qint64>(zeros.size(), bytes - end)), end) !=
            SQLITE_OK) {
            log->pMethods->xTruncate(log, size);
            return;
        }
    }
    if (size < bytes)
        log->pMethods->xSync(log, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}

Result<void> Database::copyTo(const QString &file, int stepPages, const std::function<bool()> &isCancelled)
{
    auto target = open(file);
    if (!target)
        return tl::unexpected(target.error());
    // One transaction, so that what others commit meanwhile does not begin the copy anew.
    if (const auto begun = execute("BEGIN; SELECT count(*) FROM sqlite_schema"); !begun)
        return begun;
    static_cast<void>((*target)->execute("PRAGMA synchronous = OFF")); // synced once, when it is whole
    sqlite3_backup *copy = sqlite3_backup_init((*target)->m_handle.get(), "main", m_handle.get(), "main");
    int code = copy ? SQLITE_OK : SQLITE_ERROR;
    bool cancelled = false;
    while (code == SQLITE_OK && !cancelled) {
        code = sqlite3_backup_step(copy, stepPages);
        cancelled = isCancelled();
    }
    sqlite3_backup_finish(copy);
    Result<void> done;
    if (cancelled && code != SQLITE_DONE)
        done = failure(Error::Kind::Interrupted, file);
    else if (code != SQLITE_DONE)
        done = tl::unexpected((*target)->lastError());
    else
        done = (*target)->execute("PRAGMA journal_mode = DELETE");
    static_cast<void>(execute("ROLLBACK"));
    return done;
}

Error Database::lastError() const
{
    sqlite3 *handle = m_handle.get();
    const int code = sqlite3_extended_errcode(handle);
    return Error{storeErrorKind(code, sqlite3_system_errno(handle)), m_file,
                 QStringLiteral("%1 (SQLite %2)").arg(QString::fromUtf8(sqlite3_errmsg(handle))).arg(code)};
}

Error Database::preparationError() const
{
    Error error = lastError();
    if ((sqlite3_errcode(m_handle.get()) & 0xff) == SQLITE_ERROR)
        error.kind = Error::Kind::StoreCorrupt;
    return error;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storecare.h"

#include "store/backups.h"
#include "store/database.h"

#include <QLoggingCategory>

namespace kith {

namespace {

Q_LOGGING_CATEGORY(lcCare, "kith.store.care")

// The cache is small, for the file is read once from end to end.
constexpr char ConnectionSettings[] = R"(
    PRAGMA busy_timeout = 250;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA cache_size = -512;
)";

} // namespace

/// A connection that interrupt() reaches.
class StoreCare::Use {
public:
    explicit Use(StoreCare &care)
        : m_care(care), m_database(Database::open(care.m_file, Database::Access::ReadOnly))
    {
        m_care.m_interrupted = false;
        const std::lock_guard lock(m_care.m_mutex);
        m_care.m_inUse = m_database ? m_database->get() : nullptr;
    }
    ~Use()
    {
        const std::lock_guard lock(m_care.m_mutex);
        m_care.m_inUse = nullptr;
    }
    Use(const Use &) = delete;
    Use &operator=(const Use &) = delete;

    Result<void> with(const std::function<Result<void>(Database &)> &work)
    {
        if (!m_database)
            return tl::unexpected(m_database.error());
        auto done = (*m_database)->execute(ConnectionSettings).and_then([&] { return work(**m_database); });
        if (!done && m_care.m_interrupted)
            return failure(Error::Kind::Interrupted, m_care.m_file);
        return done;
    }

private:
    StoreCare &m_care;
    Result<std::unique_ptr<Database>> m_database;
};

StoreCare::StoreCare(QString file) : m_file(std::move(file))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &StoreCare::look);
}

void StoreCare::interrupt()
{
    m_interrupted = true;
    const std::lock_guard lock(m_mutex);
    if (m_inUse)
        m_inUse->interrupt();
}

void StoreCare::start()
{
    m_timer.start(FirstLook);
}

void StoreCare::stop()
{
    m_timer.stop();
}

void StoreCare::look()
{
    m_timer.start(Interval);
    if (Backups(m_file).has(QDate::currentDate()) && m_checkedOn == QDate::currentDate())
        return;
    if (const auto sound = check(); !sound) {
        if (sound.error().kind == Error::Kind::StoreCorrupt)
            Q_EMIT damageFound(sound.error());
        else if (sound.error().kind == Error::Kind::Interrupted)
            m_timer.start(FirstLook);
        return;
    }
    m_checkedOn = QDate::currentDate();
    if (Backups(m_file).has(m_checkedOn))
        return;
    if (const auto made = backUp(); made)
        Q_EMIT backupMade();
    else if (made.error().kind == Error::Kind::Interrupted)
        m_timer.start(FirstLook);
    else
        Q_EMIT backupFailed(made.error());
}

Result<void> StoreCare::check()
{
    return Use(*this).with([this](Database &database) { return examine(database); });
}

Result<void> StoreCare::backUp()
{
    return Use(*this).with([this](Database &database) {
        return Backups(m_file).make(database, QDate::currentDate(), [this] { return m_interrupted.load(); });
    });
}

QList<Backup> StoreCare::backups() const
{
    return Backups(m_file).list();
}

Result<void> StoreCare::removeBackups()
{
    return Backups(m_file).removeAll();
}

Result<void> StoreCare::examine(Database &database)
{
    QStringList findings;
    Statement rows = database.statement("PRAGMA integrity_check(3)");
    for (;;) {
        const auto found = rows.next();
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            break;
        findings.append(rows.text(0));
    }
    if (findings == QStringList{QStringLiteral("ok")})
        return {};
    qCWarning(lcCare) << "the history is damaged:" << findings;
    return failure(Error::Kind::StoreCorrupt, m_file, findings.join(QStringLiteral("; ")));
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/backups.h"

#include "store/database.h"
#include "store/files.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

const QString NamePattern = u"'kith-'yyyy-MM-dd'.db'"_s;

QDate dayOf(const QString &fileName)
{
    return QDate::fromString(fileName, NamePattern);
}

qint64 countMessages(const QString &file)
{
    const auto database = Database::open(file, Database::Access::Snapshot);
    return database ? (*database)->integer("SELECT count(*) FROM messages").value_or(0) : 0;
}

} // namespace

Backups::Backups(const QString &file)
    : m_file(file), m_directory(QFileInfo(file).absolutePath() + QStringLiteral("/backups"))
{
}

QString Backups::newest() const
{
    const QStringList all = names();
    return all.isEmpty() ? QString() : m_directory + u'/' + all.first();
}

bool Backups::has(const QDate &day) const
{
    return QFile::exists(nameFor(day));
}

QList<Backup> Backups::list() const
{
    QList<Backup> backups;
    for (const QString &name : names()) {
        const QString file = m_directory + u'/' + name;
        backups.append({file, dayOf(name), QFileInfo(file).size(), countMessages(file)});
    }
    return backups;
}

Result<void> Backups::make(Database &source, const QDate &day, const std::function<bool()> &isCancelled)
{
    const QString draft = nameFor(day) + u".part"_s;
    const auto copied = checkSpace(QFileInfo(m_file).size())
                            .and_then([&] { return files::makeDirectory(m_directory); })
                            .and_then([&] {
                                files::removeDatabase(draft);
                                return files::make(draft);
                            })
                            .and_then([&] { return source.copyTo(draft, StepPages, isCancelled); })
                            .and_then([&] { return files::sync(draft); })
                            .and_then([&] { return files::move(draft, nameFor(day)); });
    if (!copied) {
        files::removeDatabase(draft);
        return copied;
    }
    const QStringList all = names();
    for (qsizetype i = Kept; i < all.size(); ++i)
        files::removeDatabase(m_directory + u'/' + all.at(i));
    return {};
}

Result<void> Backups::removeAll()
{
    for (const QString &name : names()) {
        const QString file = m_directory + u'/' + name;
        files::removeDatabase(file);
        if (QFile::exists(file))
            return failure(Error::Kind::StoreFailed, file, u"cannot be removed"_s);
    }
    return {};
}

QString Backups::nameFor(const QDate &day) const
{
    return m_directory + u'/' + day.toString(NamePattern);
}

QStringList Backups::names() const
{
    // By name reversed is by day, newest first.
    QStringList names = QDir(m_directory).entryList({u"kith-*.db"_s}, QDir::Files, QDir::Name | QDir::Reversed);
    names.removeIf([](const QString &name) { return !dayOf(name).isValid(); });
    return names;
}

Result<void> Backups::checkSpace(qint64 bytes) const
{
    const qint64 available = QStorageInfo(QFileInfo(m_file).absolutePath()).bytesAvailable();
    if (available >= 0 && available < bytes + FreeBytes)
        return failure(Error::Kind::StoreFull, m_directory, u"%1 bytes are free"_s.arg(available));
    return {};
}

} // namespace kith

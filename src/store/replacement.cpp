// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/replacement.h"

#include "store/files.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace kith {

using namespace Qt::StringLiterals;

Replacement::Replacement(QString file, Reason reason) : m_file(std::move(file)), m_reason(reason) {}

QString Replacement::draft() const
{
    return m_file + (m_reason == Reason::Damaged ? u".recovering"_s : u".restoring"_s);
}

QString Replacement::ready() const
{
    return m_file + (m_reason == Reason::Damaged ? u".recovered"_s : u".restored"_s);
}

Result<QString> Replacement::install()
{
    return files::sync(draft()).and_then([&] { return files::move(draft(), ready()); }).and_then([&] {
        return swap();
    });
}

// The name is taken from the new file, so that it is the same when this goes on after a crash. A log must go with its
// database: SQLite would play it into the new one.
Result<QString> Replacement::swap()
{
    const QString made = QFileInfo(ready()).lastModified().toString(u"yyyyMMdd-HHmmss"_s);
    const QString aside = m_file + (m_reason == Reason::Damaged ? u".damaged-"_s : u".before-restore-"_s) + made;
    QString name = aside;
    for (int i = 2; QFile::exists(m_file) && QFile::exists(name); ++i)
        name = aside + u'-' + QString::number(i);
    for (const char *suffix : files::DatabaseSuffixes) {
        const QLatin1String beside(suffix);
        if (!QFile::exists(m_file + beside))
            continue;
        if (const auto moved = files::move(m_file + beside, name + beside); !moved)
            return tl::unexpected(moved.error());
    }
    files::closeToOthers(name);
    return files::move(ready(), m_file).map([&] { return name; });
}

Result<void> Replacement::finish(const QString &file)
{
    for (const Reason reason : {Reason::Damaged, Reason::Restore}) {
        Replacement replacement(file, reason);
        files::removeDatabase(replacement.draft());
        if (!QFile::exists(replacement.ready()))
            continue;
        if (const auto done = replacement.swap(); !done)
            return tl::unexpected(done.error());
    }
    return {};
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/exporter.h"
#include "archive/importer.h"
#include "store/database.h"
#include "store/store.h"
#include "store/storetest.h"

#include <QFile>
#include <QPromise>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThread>

namespace kith::transfertest {

/// A history file with a store that has it open.
class Profile {
public:
    Profile() : m_store(std::make_unique<Store>(file()))
    {
        if (!storetest::get(m_store->open()))
            qFatal("the store does not open");
    }
    QString file() const { return m_directory.filePath(QStringLiteral("history.db")); }
    QString path(const QString &name) const { return m_directory.filePath(name); }
    Store &store() { return *m_store; }

    Result<ExportSummary> exportTo(const QString &name, ExportRequest::Format format) const
    {
        ExportRequest request;
        request.file = name;
        request.format = format;
        return writeArchive(file(), request, [](qint64, qint64) { return true; });
    }

    Result<ImportSummary> importFrom(const QString &name)
    {
        auto promise = std::make_shared<Importer::Promise>();
        promise->start();
        Importer importer(*m_store, name, promise);
        QSignalSpy finished(&importer, &Importer::finished);
        importer.start();
        if (finished.isEmpty() && !finished.wait(120'000))
            qFatal("the import does not end");
        return finished.first().first().value<Result<ImportSummary>>();
    }
    Result<ImportSummary> importBytes(const QByteArray &bytes)
    {
        const QString name = path(QStringLiteral("import"));
        QFile out(name);
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("cannot write");
        out.close();
        return importFrom(name);
    }

    /// Every row of every table that an export is about, as text.
    QStringList dump() const
    {
        return rows("SELECT key, hex(id), endpoint, origin, name, category, note, added_at, last_seen_at,"
                    " hex(peer), nickname FROM contacts ORDER BY key") +
               rows("SELECT key, hex(id), contact, endpoint, framing, charset, turns, bind_to, hex(draft), "
                    "read_up_to,"
                    " read_time, pinned, muted, marked_unread FROM conversations ORDER BY key") +
               messages();
    }
    QStringList messages() const
    {
        return rows(
            "SELECT key, hex(id), conversation, sender, sent_at, received_at, counter, via, protection, kind,"
            " event, charset, malformed, bytes, pieces, state, failure, hex(reply_to), edited_at, recalled_at,"
            " hex(text), hex(raw), placed, starred, hex(comment) FROM messages ORDER BY key");
    }
    qint64 integer(const char *sql) const
    {
        const auto database = Database::open(file(), Database::Access::ReadOnly);
        return database ? (*database)->integer(sql).value_or(-1) : -1;
    }
    QStringList rows(const char *sql) const
    {
        QStringList found;
        const auto database = Database::open(file(), Database::Access::ReadOnly);
        if (!database)
            qFatal("cannot read");
        Statement row = (*database)->statement(sql);
        for (auto next = row.next(); next.value_or(false); next = row.next()) {
            QStringList values;
            for (int column = 0; column < row.columns(); ++column)
                values += row.isNull(column) ? QStringLiteral("NULL") : row.text(column);
            found += values.join(u'|');
        }
        return found;
    }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<Store> m_store;
};

inline QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace kith::transfertest

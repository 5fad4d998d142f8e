// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/importer.h"

#include "archive/historyentry.h"
#include "core/future.h"
#include "store/store.h"

#include <QFileInfo>

#include <limits>

namespace kith {

namespace {

constexpr qint64 EntriesPerLook = 1024; // at whether it was cancelled

int asProgress(qint64 count)
{
    return int(std::min<qint64>(count, std::numeric_limits<int>::max()));
}

} // namespace

Importer::Importer(Store &store, const QString &file, std::shared_ptr<Promise> promise)
    : m_store(store), m_file(file), m_promise(std::move(promise))
{
}

void Importer::start()
{
    if (const auto surveyed = survey(); !surveyed)
        return end(surveyed);
    whenFinished(m_store.newestSequence(), this, [this](const Result<qint64> &newest) {
        if (!newest)
            return end(tl::unexpected(newest.error()));
        m_sequences = *newest == 0 ? HistoryBatch::Sequences::Kept : HistoryBatch::Sequences::New;
        readOn();
    });
}

// The whole structure, without what the entries say. Ends with a reader at the beginning.
Result<void> Importer::survey()
{
    // A pipe or a device would never end.
    if (!QFileInfo(m_file).isFile() || !m_file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::FileNotReadable, m_file.fileName(), m_file.errorString());
    const auto reader = ArchiveReader::open(m_file);
    if (!reader)
        return badLine(1);
    for (qint64 entries = 0;; ++entries) {
        const ArchiveReader::Item item = reader->next();
        if (const auto *refusal = std::get_if<ArchiveReader::Refusal>(&item))
            return badLine(refusal->line);
        if (const auto *entry = std::get_if<ArchiveReader::Entry>(&item); entry && entries > MaxMessages)
            return badLine(entry->line);
        if (std::holds_alternative<ArchiveReader::End>(item)) {
            m_promise->setProgressRange(0, asProgress(entries));
            break;
        }
        if (entries % EntriesPerLook == 0 && m_promise->isCanceled())
            return failure(Error::Kind::Cancelled);
    }
    if (const auto good = check(*reader); !good)
        return good;
    if (!m_file.seek(0))
        return failure(Error::Kind::FileNotReadable, m_file.fileName(), m_file.errorString());
    m_reader = ArchiveReader::open(m_file);
    return m_reader ? Result<void>() : badLine(1);
}

Result<void> Importer::check(const ArchiveReader &reader) const
{
    if (m_file.error() != QFile::NoError)
        return failure(Error::Kind::FileNotReadable, m_file.fileName(), m_file.errorString());
    const int version = reader.version().value_or(0);
    if (version > ArchiveVersion)
        return failure(Error::Kind::ArchiveTooNew, m_file.fileName());
    return version == ArchiveVersion ? Result<void>() : badLine(1);
}

// Reads the next batch while the store is busy with the last one.
void Importer::readOn()
{
    if (m_isEnded)
        return;
    if (m_promise->isCanceled())
        return end(failure(Error::Kind::Cancelled));
    if (!m_isFilled)
        fillBatch();
    if (!m_isEnded && !m_isMerging)
        send();
}

void Importer::fillBatch()
{
    while (!m_isRead && m_batch.messages.size() < MaxBatchMessages && m_batchBytes < MaxBatchBytes) {
        if (!m_unread) {
            const ArchiveReader::Item item = m_reader->next();
            if (const auto *refusal = std::get_if<ArchiveReader::Refusal>(&item))
                return end(badLine(refusal->line)); // the file is another one by now
            if (const auto *damage = std::get_if<ArchiveReader::Damage>(&item))
                leaveOut(damage->line);
            if (const auto *last = std::get_if<ArchiveReader::End>(&item)) {
                m_summary.isCut = last->isCut;
                m_isRead = true;
            }
            if (const auto *entry = std::get_if<ArchiveReader::Entry>(&item))
                m_unread = *entry;
            m_promise->setProgressValue(asProgress(m_entries++));
        }
        if (m_unread && !take(*m_unread))
            break;
        m_unread.reset();
        if (m_contacts.size() > MaxPeople || m_conversations.size() > MaxPeople)
            return end(failure(Error::Kind::BadArchive, m_file.fileName() + QStringLiteral(":0"),
                               QStringLiteral("too many people")));
    }
    if (m_isRead)
        m_batch.complete = m_conversations.values();
    m_isFilled = true;
}

bool Importer::take(const ArchiveReader::Entry &entry)
{
    switch (entry.section) {
    case ArchiveReader::Section::Contacts:
        if (!m_batch.conversations.isEmpty() || !m_batch.messages.isEmpty())
            return false;
        takeContact(entry);
        break;
    case ArchiveReader::Section::Conversations:
        if (!m_batch.contacts.isEmpty() || !m_batch.messages.isEmpty())
            return false;
        takeConversation(entry);
        break;
    case ArchiveReader::Section::Messages:
        if (!m_batch.contacts.isEmpty() || !m_batch.conversations.isEmpty())
            return false;
        takeMessage(entry);
        break;
    }
    m_batchBytes += entry.json.size();
    return true;
}

void Importer::takeContact(const ArchiveReader::Entry &entry)
{
    const auto record = entry::decodeContact(entry.json);
    if (!record || m_contacts.contains(record->contact.id))
        return leaveOut(entry.line);
    m_contacts.insert(record->contact.id);
    m_batch.contacts.append(*record);
}

void Importer::takeConversation(const ArchiveReader::Entry &entry)
{
    const auto record = entry::decodeConversation(entry.json);
    if (!record || m_conversations.contains(record->conversation.id) ||
        !m_contacts.contains(record->conversation.contact))
        return leaveOut(entry.line);
    m_conversations.insert(record->conversation.id);
    m_batch.conversations.append(*record);
}

void Importer::takeMessage(const ArchiveReader::Entry &entry)
{
    const auto record = entry::decodeMessage(entry.json);
    if (!record || !m_conversations.contains(record->message.conversation) ||
        (!record->message.sender.isNull() && !m_contacts.contains(record->message.sender)))
        return leaveOut(entry.line);
    m_batch.messages.append(*record);
}

void Importer::leaveOut(qint64 line)
{
    if (m_summary.unreadable++ == 0)
        m_summary.firstUnreadable = line;
}

void Importer::send()
{
    const auto here = [](const auto &ids, auto &id) { id = ids.value(id, id); };
    for (ConversationRecord &record : m_batch.conversations)
        here(m_contactIds, record.conversation.contact);
    for (MessageRecord &record : m_batch.messages) {
        here(m_conversationIds, record.message.conversation);
        here(m_contactIds, record.message.sender);
    }
    for (ConversationId &id : m_batch.complete)
        here(m_conversationIds, id);
    m_batch.sequences = m_sequences;
    m_isMerging = true;
    m_isFilled = false;
    m_batchBytes = 0;
    whenFinished(m_store.merge(std::exchange(m_batch, {})), this, [this](const Result<HistoryMerged> &merged) {
        m_isMerging = false;
        if (!merged)
            return end(tl::unexpected(merged.error()));
        onMerged(*merged);
    });
    if (!m_isRead)
        QMetaObject::invokeMethod(this, &Importer::readOn, Qt::QueuedConnection);
}

void Importer::onMerged(const HistoryMerged &merged)
{
    m_summary.contacts += merged.contacts;
    m_summary.conversations += merged.conversations;
    m_summary.messages += merged.messages;
    m_summary.known += merged.known;
    m_summary.notSent += merged.notSent;
    m_summary.unreadable += merged.lost;
    m_contactIds.insert(merged.contactIds);
    m_conversationIds.insert(merged.conversationIds);
    m_changed.unite(merged.changed);
    if (m_isFilled)
        send();
    else if (m_isRead)
        end({});
}

void Importer::end(const Result<void> &result)
{
    if (std::exchange(m_isEnded, true))
        return;
    m_file.close();
    for (const ConversationId &id : std::as_const(m_changed))
        Q_EMIT changed(id);
    Q_EMIT finished(result.map([this] { return m_summary; }));
}

tl::unexpected<Error> Importer::badLine(qint64 line) const
{
    return failure(Error::Kind::BadArchive, m_file.fileName() + u':' + QString::number(line),
                   QStringLiteral("not what Kith exports"));
}

} // namespace kith

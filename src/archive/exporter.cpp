// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/exporter.h"

#include "archive/archivefile.h"
#include "archive/archivewriter.h"
#include "store/historysnapshot.h"

namespace kith {

namespace {

constexpr qsizetype BufferBytes = 256 * 1024;
constexpr qint64 MessagesPerReport = 256;

/// One export on its way.
class Export {
public:
    Export(HistorySnapshot &history, ArchiveFile &file, ExportRequest::Format format,
           const ExportProgress &progress)
        : m_history(history), m_file(file), m_progress(progress), m_writer(ArchiveWriter::make(format, m_buffer))
    {
    }

    Result<ExportSummary> run(bool mixed)
    {
        m_writer->begin(QDateTime::currentDateTimeUtc());
        return m_history.countMessages()
            .map([this](qint64 total) { m_total = total; })
            .and_then([this] { return report(); })
            .and_then([this] { return m_history.contacts(visit<ContactRecord>(m_summary.contacts)); })
            .and_then([this, mixed] { return conversations(mixed); })
            .and_then([this, mixed] {
                return mixed ? m_history.messages(visit<MessageRecord>(m_summary.messages)) : Result<void>();
            })
            .and_then([this] { return end(); })
            .map([this] { return m_summary; });
    }

private:
    template <typename Record>
    HistorySnapshot::Visit<Record> visit(qint64 &count)
    {
        return [this, &count](const Record &record) { return write(record, count); };
    }

    template <typename Record>
    Result<void> write(const Record &record, qint64 &count)
    {
        m_writer->add(record);
        ++count;
        if (m_buffer.size() < BufferBytes && count % MessagesPerReport != 0)
            return {};
        return flush().and_then([this] { return report(); });
    }

    Result<void> conversations(bool mixed)
    {
        return m_history.conversations([this, mixed](const ConversationRecord &record) -> Result<void> {
            const auto written = write(record, m_summary.conversations);
            if (!written || mixed)
                return written;
            return m_history.messages(record.conversation.id, visit<MessageRecord>(m_summary.messages));
        });
    }

    Result<void> flush()
    {
        const auto written = m_file.write(m_buffer);
        m_buffer.resize(0); // keeps its memory
        return written;
    }

    Result<void> report()
    {
        if (m_progress(m_summary.messages, m_total))
            return {};
        return failure(Error::Kind::Cancelled);
    }

    Result<void> end()
    {
        m_writer->end();
        return flush().and_then([this] { return report(); }).and_then([this] {
            m_summary.bytes = m_file.size();
            return m_file.finish();
        });
    }

    HistorySnapshot &m_history;
    ArchiveFile &m_file;
    const ExportProgress &m_progress;
    QByteArray m_buffer;
    std::unique_ptr<ArchiveWriter> m_writer;
    ExportSummary m_summary;
    qint64 m_total = 0;
};

} // namespace

Result<ExportSummary> writeArchive(const QString &database, const ExportRequest &request,
                                   const ExportProgress &progress)
{
    const auto file = ArchiveFile::create(request.file);
    if (!file)
        return tl::unexpected(file.error());
    const auto history = HistorySnapshot::open(database, {request.conversations, request.from, request.to});
    if (!history)
        return tl::unexpected(history.error());
    // All of it goes in the order in which it came, which reads the database from its beginning to its end; of a few
    // conversations only their own messages are looked at.
    const bool mixed = request.format == ExportRequest::Format::Json && request.conversations.isEmpty();
    return Export(**history, **file, request.format, progress).run(mixed);
}

} // namespace kith

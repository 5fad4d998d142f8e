// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/transfercommands.h"

#include "core/future.h"

namespace kith {

namespace {

using namespace Qt::StringLiterals;

QJsonObject eventOf(const ExportSummary &summary)
{
    return {{u"event"_s, u"exported"_s},
            {u"contacts"_s, summary.contacts},
            {u"conversations"_s, summary.conversations},
            {u"messages"_s, summary.messages},
            {u"bytes"_s, summary.bytes}};
}

QJsonObject eventOf(const ImportSummary &summary)
{
    return {{u"event"_s, u"imported"_s},
            {u"contacts"_s, summary.contacts},
            {u"conversations"_s, summary.conversations},
            {u"messages"_s, summary.messages},
            {u"known"_s, summary.known},
            {u"unsent"_s, summary.notSent},
            {u"unreadable"_s, summary.unreadable},
            {u"line"_s, summary.firstUnreadable},
            {u"cut"_s, summary.isCut}};
}

/// Invalid when the command names none.
Result<QDateTime> timeOf(const QJsonObject &command, QLatin1StringView name)
{
    const QString text = command.value(name).toString();
    const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    if (command.contains(name) && !time.isValid())
        return failure(Error::Kind::BadCommand, u"%1: %2"_s.arg(name, text));
    return time;
}

} // namespace

TransferCommands::TransferCommands(Messenger &messenger, QObject *parent) : QObject(parent), m_messenger(messenger)
{
}

void TransferCommands::exportHistory(const QJsonObject &command, const ConversationId &conversation)
{
    ExportRequest request;
    request.file = command.value("file"_L1).toString();
    const auto format = ExportRequest::formatOf(request.file);
    if (!format)
        return Q_EMIT failed(u"export"_s, {Error::Kind::UnknownFormat, request.file, {}});
    request.format = *format;
    if (!conversation.isNull())
        request.conversations = {conversation};
    const auto from = timeOf(command, "from"_L1);
    const auto to = timeOf(command, "to"_L1);
    if (!from || !to)
        return Q_EMIT failed(u"export"_s, from ? to.error() : from.error());
    request.from = *from;
    request.to = *to;
    answer(m_messenger.exportHistory(request), u"export"_s, request.file);
}

void TransferCommands::importHistory(const QJsonObject &command)
{
    const QString file = command.value("file"_L1).toString();
    answer(m_messenger.importHistory(file), u"import"_s, file);
}

template <typename Summary>
void TransferCommands::answer(const QFuture<Result<Summary>> &future, const QString &where, const QString &file)
{
    ++m_running;
    whenFinished(future, this, [this, where, file](const Result<Summary> &summary) {
        --m_running;
        if (!summary)
            return Q_EMIT failed(where, summary.error());
        QJsonObject event = eventOf(*summary);
        event.insert(u"file"_s, file);
        Q_EMIT answered(event);
    });
}

} // namespace kith

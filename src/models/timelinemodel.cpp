// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timelinemodel.h"

#include "core/future.h"
#include "messenger/history.h"
#include "messenger/messenger.h"

#include <QSet>

#include <algorithm>

namespace kith {

namespace {

/// A message as a page of history would carry it: a text of a megabyte is read again when it is wanted.
Message excerpt(Message message)
{
    qsizetype most = Message::ShownCharacters;
    if (message.text.size() <= most)
        return message;
    if (message.text.at(most).isLowSurrogate())
        --most;
    message.text.truncate(most);
    message.text.squeeze();
    message.raw.clear();
    message.isExcerpt = true;
    return message;
}

} // namespace

TimelineModel::TimelineModel(Messenger &messenger, QObject *parent)
    : QAbstractListModel(parent), m_messenger(messenger)
{
    connect(&messenger, &Messenger::messageAdded, this, &TimelineModel::add);
    connect(&messenger, &Messenger::messageChanged, this, &TimelineModel::change);
    connect(&messenger, &Messenger::messageRemoved, this,
            [this](const ConversationId &, const MessageId &message) { remove(message); });
    connect(&messenger, &Messenger::progressChanged, this,
            [this](const ConversationId &conversation, const MessageId &message, int sent, int pieces) {
                if (conversation != m_conversation)
                    return;
                m_progress.insert(message, {sent, pieces});
                refresh(rowOf(message));
            });
}

void TimelineModel::setConversation(const ConversationId &conversation)
{
    if (conversation == m_conversation)
        return;
    m_conversation = conversation;
    showNewest();
}

void TimelineModel::showNewest()
{
    beginResetModel();
    m_rows.clear();
    m_progress.clear();
    m_loaded = m_conversation.isNull();
    m_fetching = m_atBeginning = false;
    m_holdsNewest = true;
    endResetModel();
    const quint64 generation = ++m_generation;
    if (m_conversation.isNull())
        return;
    whenFinished(m_messenger.history().latest(m_conversation, PageSize), this,
                 [this, generation](const Result<QList<Message>> &page) {
                     if (generation != m_generation)
                         return;
                     if (!page)
                         Q_EMIT readFailed(page.error());
                     fill(page.value_or(QList<Message>()));
                 });
}

void TimelineModel::fetchOlder()
{
    if (!m_loaded || m_fetching || m_atBeginning || m_rows.isEmpty())
        return;
    const auto oldest =
        std::find_if(m_rows.begin(), m_rows.end(), [](const Message &m) { return !m.place.isNull(); });
    if (oldest == m_rows.end())
        return;
    m_fetching = true;
    const quint64 generation = m_generation;
    whenFinished(m_messenger.history().before(m_conversation, oldest->place, PageSize), this,
                 [this, generation](const Result<QList<Message>> &page) {
                     if (generation != m_generation)
                         return;
                     m_fetching = false;
                     if (!page) {
                         Q_EMIT readFailed(page.error());
                         return;
                     }
                     m_atBeginning = page->size() < PageSize;
                     prepend(*page);
                     Q_EMIT olderLoaded(int(page->size()));
                 });
}

QModelIndex TimelineModel::indexOf(const MessageId &message) const
{
    const int row = rowOf(message);
    return row < 0 ? QModelIndex() : index(row);
}

int TimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    const Message &message = m_rows.at(row);
    switch (role) {
    case Qt::DisplayRole:
        return message.text;
    case MessageRole:
        return QVariant::fromValue(message);
    case NewDayRole:
        return startsDay(row);
    case GroupStartRole:
        return startsGroup(row);
    case GroupEndRole:
        return row + 1 == m_rows.size() || startsGroup(row + 1);
    case WaitingRole:
        return message.isMine() && m_messenger.isWaiting(message.id);
    case SentPiecesRole:
        return m_progress.value(message.id).sent;
    default:
        return {};
    }
}

void TimelineModel::add(const Message &message)
{
    if (message.conversation != m_conversation || !m_holdsNewest)
        return;
    if (rowOf(message.id) >= 0)
        return change(message);
    const int row = int(m_rows.size());
    beginInsertRows({}, row, row);
    m_rows.append(excerpt(message));
    endInsertRows();
    refresh(row - 1); // it may no longer end its group
    if (m_rows.size() > MaxRows)
        trimOldest();
}

void TimelineModel::change(const Message &message)
{
    if (message.conversation != m_conversation)
        return;
    const int row = rowOf(message.id);
    if (row < 0)
        return;
    const Message::State state = message.state;
    if (state != Message::State::Queued && state != Message::State::Sending)
        m_progress.remove(message.id);
    m_rows[row] = excerpt(message);
    refresh(row);
}

void TimelineModel::remove(const MessageId &message)
{
    const int row = rowOf(message);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    m_progress.remove(message);
    endRemoveRows();
    refresh(row - 1);
    refresh(row);
}

void TimelineModel::fill(const QList<Message> &page)
{
    // What was added while the page was being read is in m_rows already, and perhaps in the page too.
    m_atBeginning = page.size() < PageSize;
    QSet<MessageId> known;
    for (const Message &message : std::as_const(m_rows))
        known.insert(message.id);
    QList<Message> older;
    for (const Message &message : page) {
        if (!known.contains(message.id))
            older.append(message);
    }
    prepend(older);
    m_loaded = true;
    Q_EMIT loaded();
}

void TimelineModel::prepend(const QList<Message> &page)
{
    if (page.isEmpty())
        return;
    beginInsertRows({}, 0, int(page.size()) - 1);
    m_rows = page + m_rows;
    endInsertRows();
    refresh(int(page.size()));
    const int excess = int(m_rows.size()) - MaxRows;
    if (excess <= 0)
        return;
    beginRemoveRows({}, MaxRows, MaxRows + excess - 1);
    m_rows.resize(MaxRows);
    m_holdsNewest = false;
    endRemoveRows();
}

void TimelineModel::trimOldest()
{
    beginRemoveRows({}, 0, PageSize - 1);
    m_rows.remove(0, PageSize);
    m_atBeginning = false;
    endRemoveRows();
    refresh(0);
}

void TimelineModel::refresh(int row)
{
    if (row >= 0 && row < m_rows.size())
        Q_EMIT dataChanged(index(row), index(row));
}

int TimelineModel::rowOf(const MessageId &message) const
{
    // What changes is nearly always among the newest.
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (m_rows.at(row).id == message)
            return row;
    }
    return -1;
}

bool TimelineModel::startsDay(int row) const
{
    return row == 0 ||
           m_rows.at(row - 1).receivedAt.toLocalTime().date() != m_rows.at(row).receivedAt.toLocalTime().date();
}

bool TimelineModel::startsGroup(int row) const
{
    if (startsDay(row))
        return true;
    const Message &previous = m_rows.at(row - 1);
    const Message &message = m_rows.at(row);
    return previous.kind != message.kind || previous.sender != message.sender ||
           message.kind != Message::Kind::Text || previous.receivedAt.secsTo(message.receivedAt) > GroupSeconds;
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timelinemodel.h"

#include "core/firstunits.h"
#include "core/future.h"
#include "messenger/history.h"
#include "messenger/messenger.h"

#include <QSet>
#include <QTimerEvent>

#include <algorithm>

namespace kith {

namespace {

/// A message as a page of history would carry it: a text of a megabyte is read again when it is wanted.
Message excerpt(Message message)
{
    if (!shorten(message.text, Message::ShownCharacters))
        return message;
    message.raw.clear();
    message.isExcerpt = true;
    return message;
}

/// Whether it can be unread.
bool isTheirs(const Message &message)
{
    return !message.isMine() && message.kind != Message::Kind::System;
}

bool standsBefore(const Message &message, const Place &place)
{
    return !message.place.isNull() && message.place < place;
}

} // namespace

TimelineModel::TimelineModel(Messenger &messenger, QObject *parent)
    : QAbstractListModel(parent), m_messenger(messenger)
{
    connect(&messenger, &Messenger::messageAdded, this, &TimelineModel::add);
    connect(&messenger, &Messenger::historyReplaced, this, &TimelineModel::showNewest);
    connect(&messenger, &Messenger::messageChanged, this, &TimelineModel::change);
    connect(&messenger.history(), &History::changed, this, [this](const ConversationId &conversation) {
        if (conversation == m_conversation)
            merge();
    });
    connect(&messenger, &Messenger::messageRemoved, this,
            [this](const ConversationId &conversation, const MessageId &message) {
                if (conversation == m_conversation)
                    remove(message);
            });
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
    m_kept.clear();
    m_progress.clear();
    m_firstUnread = {};
    m_hasUnread = false;
    supersede();
    m_total = -1;
    clearNew();
    replace({}, Part::Newest);
    m_atBeginning = false;
    m_loaded = conversation.isNull();
    const auto known = m_messenger.conversation(conversation);
    if (!known)
        return;
    m_readUpTo = known->readUpTo;
    m_hasUnread = known->unread > 0;
    if (known->unread > MaxUnreadOfNewestPage)
        showFirstUnread();
    else
        read(m_messenger.history().latest(conversation, PageSize), Part::Newest,
             m_hasUnread ? Goal::FirstUnread : Goal::Newest, m_readUpTo);
}

void TimelineModel::showNewest()
{
    if (m_loaded && m_holdsNewest) {
        supersede();
        return Q_EMIT shown(Goal::Newest, int(m_rows.size()) - 1);
    }
    read(m_messenger.history().latest(m_conversation, PageSize), Part::Newest, Goal::Newest, {});
}

void TimelineModel::showAround(const Place &place)
{
    if (isHeld(place)) {
        supersede();
        return Q_EMIT shown(Goal::Message, rowAt(place));
    }
    read(m_messenger.history().around(m_conversation, place, 2 * PageSize), Part::Some, Goal::Message, place);
}

void TimelineModel::showDate(const QDateTime &instant)
{
    const quint64 generation = supersede();
    whenFinished(m_messenger.history().firstFrom(m_conversation, instant), this,
                 [this, generation](const Result<Place> &place) {
                     if (generation != m_generation)
                         return;
                     if (!place)
                         return Q_EMIT readFailed(place.error());
                     if (place->isNull())
                         return showNewest();
                     if (isHeld(*place))
                         return Q_EMIT shown(Goal::Start, rowAt(*place));
                     read(m_messenger.history().around(m_conversation, *place, 2 * PageSize), Part::Some,
                          Goal::Start, *place);
                 });
}

void TimelineModel::showFirstUnread()
{
    if (const int row = rowOf(m_firstUnread); row >= 0) {
        supersede();
        return Q_EMIT shown(Goal::FirstUnread, row);
    }
    const Place from = m_readUpTo.isNull() ? Place::first() : m_readUpTo;
    read(m_messenger.history().around(m_conversation, from, 2 * PageSize), Part::Some, Goal::FirstUnread, from);
}

void TimelineModel::showRank(qint64 rank)
{
    const qint64 row = rank - firstRank();
    const bool isKnown = m_atBeginning || m_firstRank >= 0 || (m_holdsNewest && m_total >= 0);
    if (isKnown && row >= 0 && row < m_rows.size())
        return Q_EMIT shown(Goal::Start, int(row));
    m_wantedRank = rank;
    if (!m_findingRank)
        findRank();
}

void TimelineModel::findRank()
{
    // A scroll bar that is dragged asks at every step: one question at a time, and then the latest.
    const qint64 rank = *m_wantedRank;
    m_wantedRank.reset();
    m_findingRank = true;
    const quint64 generation = ++m_generation;
    whenFinished(m_messenger.history().placeAt(m_conversation, rank), this,
                 [this, generation, rank](const Result<Place> &place) {
                     m_findingRank = false;
                     if (m_wantedRank)
                         return findRank();
                     if (generation != m_generation)
                         return;
                     if (!place)
                         return Q_EMIT readFailed(place.error());
                     if (place->isNull())
                         return showNewest();
                     read(m_messenger.history().around(m_conversation, *place, 2 * PageSize), Part::Some,
                          Goal::Start, *place, rank);
                 });
}

/// What was asked for before is not wanted any more; returns what tells an answer to what is asked now.
quint64 TimelineModel::supersede()
{
    m_wantedRank.reset();
    m_isReading = m_fetchingOlder = m_fetchingNewer = false;
    return ++m_generation;
}

void TimelineModel::read(const QFuture<Page> &page, Part part, Goal goal, const Place &place, qint64 rank)
{
    const quint64 generation = supersede();
    m_isReading = true;
    m_keptTooMany = false;
    whenFinished(page, this, [this, generation, part, goal, place, rank](const Page &found) {
        if (generation != m_generation)
            return;
        m_isReading = false;
        if (!found)
            Q_EMIT readFailed(found.error());
        const bool isFirst = !m_loaded;
        if (found || isFirst)
            replace(found.value_or(QList<Message>()), part);
        m_loaded = true;
        if (isFirst)
            Q_EMIT loaded();
        if (!found)
            return;
        const int unread = goal == Goal::FirstUnread ? rowOf(m_firstUnread) : -1;
        const int row = unread >= 0 ? unread : rowAt(place);
        m_isRankGuessed = rank < 0 || row < 0;
        if (!m_isRankGuessed)
            m_firstRank = std::max<qint64>(0, rank - row);
        guessRank();
        countLater();
        Q_EMIT shown(goal, goal == Goal::Newest ? int(m_rows.size()) - 1 : row);
    });
}

void TimelineModel::fetchOlder()
{
    if (!m_loaded || m_isReading || m_fetchingOlder || m_atBeginning || m_rows.isEmpty() ||
        m_rows.first().place.isNull())
        return;
    m_fetchingOlder = true;
    const quint64 generation = m_generation;
    whenFinished(m_messenger.history().before(m_conversation, m_rows.first().place, PageSize), this,
                 [this, generation](const Page &page) {
                     if (generation != m_generation)
                         return;
                     m_fetchingOlder = false;
                     if (!page)
                         return Q_EMIT readFailed(page.error());
                     m_atBeginning = page->size() < PageSize;
                     insert(0, unknown(*page));
                     trimNewest();
                     findUnread();
                     Q_EMIT olderLoaded(int(page->size()));
                 });
}

void TimelineModel::fetchNewer()
{
    if (!m_loaded || m_isReading || m_fetchingNewer || m_holdsNewest || m_rows.isEmpty())
        return;
    m_fetchingNewer = true;
    m_keptTooMany = false;
    const quint64 generation = m_generation;
    whenFinished(m_messenger.history().after(m_conversation, m_rows.last().place, PageSize), this,
                 [this, generation](const Page &page) {
                     if (generation != m_generation)
                         return;
                     m_fetchingNewer = false;
                     if (!page)
                         return Q_EMIT readFailed(page.error());
                     m_holdsNewest = page->size() < PageSize && !m_keptTooMany;
                     insert(int(m_rows.size()), unknown(*page));
                     if (m_holdsNewest)
                         appendKept();
                     trimOldest();
                     findUnread();
                     Q_EMIT newerLoaded(int(page->size()));
                 });
}

void TimelineModel::setSight(int first, int last)
{
    m_sightFirst = first;
    m_sightLast = last;
    if (first < ReadAhead)
        fetchOlder();
    if (last >= m_rows.size() - ReadAhead)
        fetchNewer();
}

void TimelineModel::clearNew()
{
    if (m_newCount == 0)
        return;
    m_newCount = 0;
    Q_EMIT newCountChanged(0);
}

void TimelineModel::markUnread(const Message &message)
{
    const int row = rowOf(message.id);
    if (m_hasUnread || row < 0)
        return;
    m_hasUnread = true;
    m_readUpTo = row > 0 ? m_rows.at(row - 1).place : Place();
    m_firstUnread = message.id;
    refresh(row);
}

qint64 TimelineModel::total() const
{
    return std::max(m_total, std::max<qint64>(0, m_firstRank) + m_rows.size());
}

qint64 TimelineModel::firstRank() const
{
    if (m_atBeginning)
        return 0;
    const qint64 most = total() - m_rows.size();
    if (m_holdsNewest)
        return most;
    return std::clamp<qint64>(m_firstRank, 0, most);
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

int TimelineModel::rowAt(const Place &place) const
{
    const auto at = std::partition_point(m_rows.begin(), m_rows.end(),
                                         [&](const Message &message) { return standsBefore(message, place); });
    return int(std::min<qsizetype>(at - m_rows.begin(), m_rows.size() - 1));
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
    case FirstUnreadRole:
        return !m_firstUnread.isNull() && message.id == m_firstUnread;
    default:
        return {};
    }
}

void TimelineModel::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_countTimer.timerId())
        return QAbstractListModel::timerEvent(event);
    m_countTimer.stop();
    count();
}

void TimelineModel::add(const Message &message)
{
    if (message.conversation != m_conversation)
        return;
    if (rowOf(message.id) >= 0)
        return change(message);
    if (m_total >= 0)
        ++m_total;
    if (m_loaded && !m_isReading && m_holdsNewest)
        take(excerpt(message));
    else
        keepForLater(message);
    if (isTheirs(message))
        Q_EMIT newCountChanged(++m_newCount);
}

void TimelineModel::change(const Message &message)
{
    if (message.conversation != m_conversation)
        return;
    for (Message &kept : m_kept) {
        if (kept.id == message.id)
            kept = excerpt(message);
    }
    const int row = rowOf(message.id);
    if (row < 0)
        return;
    const Message::State state = message.state;
    if (state != Message::State::Queued && state != Message::State::Sending)
        m_progress.remove(message.id);
    const bool isPlaced = m_rows.at(row).place.isNull() && !message.place.isNull();
    m_rows[row] = excerpt(message);
    refresh(row);
    if (!isPlaced)
        return;
    // Something of theirs may have been committed before it, and something of ours may still be waiting.
    const auto after = std::find_if(m_rows.begin(), m_rows.end(), [&](const Message &other) {
        return other.id != message.id && !standsBefore(other, message.place);
    });
    const int target = int(after - m_rows.begin());
    if (target == row || target == row + 1)
        return;
    beginMoveRows({}, row, row, {}, target);
    m_rows.move(row, target > row ? target - 1 : target);
    endMoveRows();
    for (int at = std::min(row, target) - 1; at <= std::max(row, target); ++at)
        refresh(at);
}

void TimelineModel::remove(const MessageId &message)
{
    m_kept.removeIf([&](const Message &kept) { return kept.id == message; });
    if (m_total > 0)
        --m_total;
    const int row = rowOf(message);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    m_progress.remove(message);
    endRemoveRows();
    refresh(row - 1);
    refresh(row);
    Q_EMIT spanChanged();
}

/// Takes in what came between the rows that are held.
void TimelineModel::merge()
{
    if (!m_loaded || m_isReading)
        return;
    m_total = -1;
    m_firstRank = -1;
    m_isRankGuessed = true;
    countLater();
    Place from = Place::first();
    if (!m_atBeginning && !m_rows.isEmpty())
        from = {m_rows.first().place.time, m_rows.first().place.sequence - 1};
    const quint64 generation = m_generation;
    whenFinished(m_messenger.history().after(m_conversation, from, MaxRows), this,
                 [this, generation](const Page &page) {
                     if (generation != m_generation)
                         return;
                     if (!page)
                         return Q_EMIT readFailed(page.error());
                     for (const Message &message : unknown(*page)) {
                         if (m_holdsNewest || message.place <= m_rows.last().place)
                             insert(rowFor(message.place), {message});
                     }
                     trimNewest();
                 });
}

void TimelineModel::replace(const QList<Message> &page, Part part)
{
    for (const Message &message : std::as_const(m_rows)) {
        if (message.place.isNull())
            keepForLater(message); // no page has it yet
    }
    beginResetModel();
    m_rows = page;
    m_isReading = m_fetchingOlder = m_fetchingNewer = false;
    m_atBeginning = part == Part::Newest && page.size() < PageSize;
    m_holdsNewest = part == Part::Newest && !m_keptTooMany;
    m_firstRank = -1;
    m_sightFirst = 0;
    m_sightLast = -1;
    if (m_holdsNewest) {
        for (const Message &message : unknown(std::exchange(m_kept, {})))
            m_rows.insert(rowFor(message.place), message);
    }
    endResetModel();
    findUnread();
}

void TimelineModel::insert(int row, const QList<Message> &messages)
{
    if (messages.isEmpty())
        return;
    const int count = int(messages.size());
    if (row == 0 && m_firstRank >= 0)
        m_firstRank = std::max<qint64>(0, m_firstRank - count);
    beginInsertRows({}, row, row + count - 1);
    m_rows.insert(row, count, Message());
    std::copy(messages.begin(), messages.end(), m_rows.begin() + row);
    endInsertRows();
    refresh(row - 1);     // it may no longer end its group
    refresh(row + count); // it may no longer begin one, or a day
}

void TimelineModel::take(const Message &message)
{
    if (m_rows.size() >= MaxRows && m_sightLast >= 0 && m_sightFirst < MaxRows / 2) {
        // Somebody reads far above: the newest rows go, not those under the eye.
        m_holdsNewest = false;
        return keepForLater(message);
    }
    insert(rowFor(message.place), {message});
    trimOldest();
}

void TimelineModel::keepForLater(const Message &message)
{
    m_kept.append(excerpt(message));
    // What has its place is in the history too, and will be read there.
    const auto known = [](const Message &kept) { return !kept.place.isNull(); };
    if (std::count_if(m_kept.begin(), m_kept.end(), known) <= PageSize)
        return;
    m_kept.erase(std::find_if(m_kept.begin(), m_kept.end(), known));
    m_keptTooMany = true;
}

void TimelineModel::appendKept()
{
    for (const Message &message : unknown(std::exchange(m_kept, {})))
        insert(rowFor(message.place), {message});
}

QList<Message> TimelineModel::unknown(const QList<Message> &page) const
{
    QSet<MessageId> known;
    for (const Message &message : m_rows)
        known.insert(message.id);
    QList<Message> rest;
    for (const Message &message : page) {
        if (!known.contains(message.id))
            rest.append(message);
    }
    return rest;
}

void TimelineModel::trimOldest()
{
    if (m_rows.size() <= MaxRows)
        return;
    const int count = std::max(PageSize, int(m_rows.size()) - MaxRows);
    beginRemoveRows({}, 0, count - 1);
    m_rows.remove(0, count);
    m_atBeginning = false;
    if (m_firstRank >= 0)
        m_firstRank += count;
    endRemoveRows();
    refresh(0);
}

void TimelineModel::trimNewest()
{
    const int excess = int(m_rows.size()) - MaxRows;
    if (excess <= 0)
        return;
    const qint64 rank = firstRank(); // counted from the end so far
    for (const Message &message : m_rows.sliced(MaxRows)) {
        if (message.place.isNull())
            keepForLater(message);
    }
    beginRemoveRows({}, MaxRows, MaxRows + excess - 1);
    m_rows.resize(MaxRows);
    m_holdsNewest = false;
    m_firstRank = rank;
    endRemoveRows();
    // Ours that are not committed stand last: none may be left, or the rows would not end where the next page begins.
    while (!m_rows.isEmpty() && m_rows.last().place.isNull()) {
        keepForLater(m_rows.last());
        beginRemoveRows({}, int(m_rows.size()) - 1, int(m_rows.size()) - 1);
        m_rows.removeLast();
        endRemoveRows();
    }
}

void TimelineModel::findUnread()
{
    if (!m_hasUnread || !m_firstUnread.isNull())
        return;
    const auto first = std::find_if(m_rows.begin(), m_rows.end(), [this](const Message &message) {
        return isTheirs(message) && !message.place.isNull() && message.place > m_readUpTo;
    });
    const bool isKnownToBeFirst =
        first != m_rows.end() && (m_atBeginning || standsBefore(m_rows.first(), first->place));
    if (!isKnownToBeFirst || (!m_atBeginning && m_rows.first().place > m_readUpTo))
        return;
    m_firstUnread = first->id;
    refresh(int(first - m_rows.begin()));
}

/// Counting a long history takes a while, and what is asked meanwhile waits: nothing else may be going on.
void TimelineModel::count()
{
    if (m_conversation.isNull() || m_isReading)
        return;
    const ConversationId conversation = m_conversation;
    if (m_total < 0) {
        whenFinished(m_messenger.history().span(conversation), this,
                     [this, conversation](const Result<History::Span> &span) {
                         if (!span || conversation != m_conversation)
                             return;
                         m_total = span->count;
                         m_begins = span->first.time;
                         m_ends = span->last.time;
                         guessRank();
                         countLater();
                         Q_EMIT spanChanged();
                     });
        return;
    }
    if (m_rows.isEmpty() || m_holdsNewest || m_atBeginning || !m_isRankGuessed)
        return;
    const MessageId first = m_rows.first().id;
    whenFinished(m_messenger.history().rank(m_conversation, m_rows.first().place), this,
                 [this, first](const Result<qint64> &rank) {
                     const int row = rowOf(first);
                     if (!rank || row < 0)
                         return;
                     m_firstRank = std::max<qint64>(0, *rank - row);
                     m_isRankGuessed = false;
                     Q_EMIT spanChanged();
                 });
}

void TimelineModel::countLater()
{
    m_countTimer.start(int((m_total < 0 ? CountDelay : RankDelay).count()), this);
}

/// As if the messages had come evenly, until they are counted.
void TimelineModel::guessRank()
{
    if (!m_isRankGuessed || m_total < 0 || m_rows.isEmpty() || m_ends <= m_begins)
        return;
    const double share = double(m_rows.first().place.time - m_begins) / double(m_ends - m_begins);
    m_firstRank = qint64(std::clamp(share, 0.0, 1.0) * double(m_total));
}

void TimelineModel::refresh(int row)
{
    if (row >= 0 && row < m_rows.size())
        Q_EMIT dataChanged(index(row), index(row));
}

/// Where a message at `place` belongs; one without a place stands last.
int TimelineModel::rowFor(const Place &place) const
{
    if (place.isNull())
        return int(m_rows.size());
    const auto at = std::partition_point(m_rows.begin(), m_rows.end(),
                                         [&](const Message &message) { return standsBefore(message, place); });
    return int(at - m_rows.begin());
}

bool TimelineModel::isHeld(const Place &place) const
{
    if (!m_loaded || m_isReading || m_rows.isEmpty())
        return false;
    return (m_atBeginning || m_rows.first().place <= place) && (m_holdsNewest || place <= m_rows.last().place);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/historymodel.h"

#include "core/displaytext.h"
#include "core/future.h"
#include "messenger/history.h"
#include "messenger/messenger.h"

#include <algorithm>
#include <utility>

namespace kith {

using namespace std::chrono_literals;

namespace {

/// What changes in a burst is looked at once.
constexpr auto RefreshPause = 120ms;
/// How many messages a page of collectAll() has.
constexpr int CollectedPage = 1000;

} // namespace

HistoryModel::HistoryModel(Messenger &messenger, QObject *parent)
    : QAbstractListModel(parent), m_messenger(messenger)
{
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(RefreshPause);
    m_goneTimer.setSingleShot(true);
    m_goneTimer.setInterval(0);
    connect(&m_refreshTimer, &QTimer::timeout, this, &HistoryModel::refresh);
    connect(&m_goneTimer, &QTimer::timeout, this, &HistoryModel::removeGone);
    const auto refreshSoon = [this] {
        if (m_state != State::Idle && !m_refreshTimer.isActive())
            m_refreshTimer.start();
    };
    connect(&messenger, &Messenger::messageAdded, this, refreshSoon);
    const auto refreshAll = [this, refreshSoon] {
        m_mayHaveGaps = true;
        refreshSoon();
    };
    connect(&messenger.history(), &History::changed, this, refreshAll);
    connect(&messenger, &Messenger::conversationRemoved, this, refreshAll);
    connect(&messenger, &Messenger::historyReplaced, this, refreshAll);
    connect(&messenger, &Messenger::messageChanged, this, &HistoryModel::change);
    connect(&messenger, &Messenger::messageRemoved, this, [this](const ConversationId &, const MessageId &id) {
        m_gone.insert(id);
        m_goneTimer.start();
    });
    connect(&messenger, &Messenger::contactChanged, this, [this] {
        if (!m_rows.isEmpty())
            Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
    });
}

HistoryModel::~HistoryModel()
{
    m_pending.cancel();
}

void HistoryModel::setQuery(const SearchQuery &query)
{
    m_pending.cancel();
    m_query = query;
    m_query.beforeSequence = 0;
    m_isFetching = m_mayHaveGaps = false;
    m_refreshTimer.stop();
    const quint64 generation = ++m_generation;
    m_clock.start();
    setState(State::Looking);
    look(m_query, [this, generation](const Page &page) {
        if (generation != m_generation)
            return;
        m_took = std::chrono::nanoseconds(m_clock.nsecsElapsed());
        if (!page) {
            fill({});
            setState(State::Failed, page.error());
            return;
        }
        fill(*page);
        setState(State::Done);
        Q_EMIT firstPageLoaded();
    });
}

void HistoryModel::clear()
{
    m_pending.cancel();
    ++m_generation;
    m_query = {};
    m_isFetching = false;
    m_refreshTimer.stop();
    fill({});
    setState(State::Idle);
}

void HistoryModel::collectAll(const std::function<void(const Result<QList<Message>> &)> &then)
{
    SearchQuery query = m_query;
    query.beforeSequence = 0;
    query.limit = CollectedPage;
    collectMore(query, {}, then);
}

QModelIndex HistoryModel::indexOf(const MessageId &message) const
{
    const auto it = std::find_if(m_rows.begin(), m_rows.end(),
                                 [&](const SearchHit &hit) { return hit.message.id == message; });
    return it == m_rows.end() ? QModelIndex() : index(int(it - m_rows.begin()));
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SearchHit &hit = m_rows.at(index.row());
    const auto contact = [&] {
        const auto conversation = m_messenger.conversation(hit.message.conversation);
        return conversation ? m_messenger.contact(conversation->contact) : std::nullopt;
    };
    switch (role) {
    case Qt::DisplayRole:
        return displayLine(hit.message.text);
    case HitRole:
        return QVariant::fromValue(hit);
    case MessageRole:
        return QVariant::fromValue(hit.message);
    case SenderRole:
    case ConversationNameRole: {
        if (role == SenderRole && hit.message.isMine())
            return QString();
        const auto other = contact();
        return other ? displayName(other->displayName()) : QString();
    }
    case ColourKeyRole: {
        const auto other = contact();
        return other ? uint(other->id.value().data1) : 0;
    }
    case NamedRole: {
        const auto other = contact();
        return other && (other->isPerson() || !other->name.isEmpty());
    }
    default:
        return {};
    }
}

bool HistoryModel::canFetchMore(const QModelIndex &parent) const
{
    const bool isFull = m_mostRows > 0 && m_rows.size() >= m_mostRows;
    return !parent.isValid() && m_state == State::Done && !m_isComplete && !m_isFetching && !isFull;
}

void HistoryModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_isFetching = true;
    SearchQuery query = m_query;
    query.beforeSequence = oldest();
    const quint64 generation = m_generation;
    look(query, [this, generation](const Page &page) {
        if (generation != m_generation)
            return;
        if (page)
            append(*page);
        m_isFetching = false; // not before: whoever hears of the new rows may ask for more
        if (!page)
            return setState(State::Failed, page.error());
        Q_EMIT stateChanged();
    });
}

void HistoryModel::look(const SearchQuery &query, const std::function<void(const Page &)> &then)
{
    m_pending = m_messenger.history().search(query);
    whenFinished(m_pending, this, then); // a cancelled look has no answer
}

void HistoryModel::collectMore(const SearchQuery &query, QList<Message> found,
                               const std::function<void(const Result<QList<Message>> &)> &then)
{
    const quint64 generation = m_generation;
    look(query, [this, generation, query, found = std::move(found), then](const Page &page) mutable {
        if (generation != m_generation)
            return;
        if (!page)
            return then(tl::unexpected(page.error()));
        for (const SearchHit &hit : page->hits)
            found.append(hit.message);
        if (page->complete || page->hits.isEmpty())
            return then(found);
        SearchQuery next = query;
        next.beforeSequence = found.last().place.sequence;
        collectMore(next, std::move(found), then);
    });
}

void HistoryModel::fill(const SearchPage &page)
{
    if (m_rows.isEmpty() && page.hits.isEmpty()) {
        m_isComplete = page.complete;
        return;
    }
    beginResetModel();
    m_rows = page.hits;
    m_isComplete = page.complete;
    endResetModel();
}

void HistoryModel::append(const SearchPage &page)
{
    m_isComplete = page.complete || page.hits.isEmpty();
    if (page.hits.isEmpty())
        return;
    const int row = int(m_rows.size());
    beginInsertRows({}, row, row + int(page.hits.size()) - 1);
    m_rows += page.hits;
    endInsertRows();
}

void HistoryModel::refresh()
{
    if (m_state == State::Looking || m_isFetching)
        return m_refreshTimer.start(); // after what is under way
    if (m_state != State::Done)
        return;
    SearchQuery query = m_query;
    if (m_mayHaveGaps) // else what is new is at the top
        query.limit =
            qBound(m_query.limit, int(m_rows.size()) + m_query.limit, qMax(m_query.limit, RefreshedRows));
    const quint64 generation = m_generation;
    m_isFetching = true;
    look(query, [this, generation](const Page &page) {
        if (generation != m_generation)
            return;
        if (page)
            merge(*page);
        m_isFetching = false;
        Q_EMIT stateChanged();
    });
}

void HistoryModel::merge(const SearchPage &page)
{
    // Rows older than the page stay as they are; of the newer ones those stay that are in the page.
    const qint64 last = page.complete || page.hits.isEmpty() ? 0 : page.hits.last().message.place.sequence;
    QHash<MessageId, const SearchHit *> fresh;
    for (const SearchHit &hit : page.hits)
        fresh.insert(hit.message.id, &hit);
    QSet<MessageId> present;
    bool joins = m_rows.isEmpty(); // whether the page reaches down to a row that is known
    for (const SearchHit &hit : std::as_const(m_rows)) {
        joins = joins || fresh.contains(hit.message.id);
        present.insert(hit.message.id);
        if (hit.message.place.sequence >= last && !fresh.contains(hit.message.id))
            m_gone.insert(hit.message.id);
    }
    removeGone();
    for (int row = 0; row < page.hits.size(); ++row) {
        if (row < m_rows.size() && m_rows.at(row).message.id == page.hits.at(row).message.id) {
            m_rows[row] = page.hits.at(row);
            continue;
        }
        int end = row + 1; // a run of new rows at a time
        while (end < page.hits.size() && !present.contains(page.hits.at(end).message.id))
            ++end;
        beginInsertRows({}, row, end - 1);
        m_rows = m_rows.first(row) + page.hits.sliced(row, end - row) + m_rows.sliced(row);
        endInsertRows();
        row = end - 1;
    }
    const auto covered = page.hits.size();
    const bool mayHaveGaps = std::exchange(m_mayHaveGaps, false) || !joins;
    if (mayHaveGaps && !page.complete && covered < m_rows.size()) {
        beginRemoveRows({}, int(covered), int(m_rows.size()) - 1); // they are read again as they are wanted
        m_rows.resize(covered);
        endRemoveRows();
    }
    m_isComplete = page.complete || (m_isComplete && covered < m_rows.size());
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

void HistoryModel::change(const Message &message)
{
    const QModelIndex index = indexOf(message.id);
    if (!index.isValid()) {
        if (m_query.starredOnly && message.starred && m_state == State::Done) {
            m_mayHaveGaps = true;
            m_refreshTimer.start();
        }
        return;
    }
    if (m_query.starredOnly && !message.starred) {
        m_gone.insert(message.id);
        m_goneTimer.start();
        return;
    }
    Message &known = m_rows[index.row()].message;
    const QString excerpt = known.text;
    known = message;
    known.text = excerpt;
    Q_EMIT dataChanged(index, index);
}

void HistoryModel::removeGone()
{
    const QSet<MessageId> gone = std::exchange(m_gone, {});
    const auto isGone = [&](const SearchHit &hit) { return gone.contains(hit.message.id); };
    int last = int(m_rows.size()) - 1;
    while (last >= 0) { // from the end, a run of rows at a time
        if (!isGone(m_rows.at(last))) {
            --last;
            continue;
        }
        int first = last;
        while (first > 0 && isGone(m_rows.at(first - 1)))
            --first;
        beginRemoveRows({}, first, last);
        m_rows.remove(first, last - first + 1);
        endRemoveRows();
        last = first - 1;
    }
    Q_EMIT stateChanged();
}

void HistoryModel::setState(State state, const std::optional<Error> &error)
{
    m_state = state;
    m_error = error;
    Q_EMIT stateChanged();
}

qint64 HistoryModel::oldest() const
{
    return m_rows.isEmpty() ? 0 : m_rows.last().message.place.sequence;
}

} // namespace kith

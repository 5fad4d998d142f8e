// SPDX-License-Identifier: GPL-3.0-or-later
#include "messenger/history.h"

#include "core/firstunits.h"
#include "core/future.h"
#include "messenger/roster.h"

#include <QSet>

#include <algorithm>

namespace kith {

namespace {

/// The answer where nothing is kept.
template <typename T>
QFuture<Result<T>> nothing(T value = {})
{
    return QtFuture::makeReadyFuture(Result<T>(std::move(value)));
}

} // namespace

History::History(Store *store, Roster &roster, QObject *parent) : QObject(parent), m_store(store), m_roster(roster)
{
    m_undoTimer.setSingleShot(true);
    m_undoTimer.setInterval(UndoTime);
    connect(&m_undoTimer, &QTimer::timeout, this, &History::finishRemoval);
}

void History::setStarred(const QList<MessageId> &ids, bool starred)
{
    if (!m_store)
        return;
    whenFinished(m_store->setStarred(ids, starred), this, [this, ids](const Result<void> &kept) {
        if (!kept)
            return Q_EMIT failed(kept.error());
        for (const MessageId &id : ids)
            tellChanged(id);
    });
}

void History::setComment(const MessageId &id, const QString &comment)
{
    if (!m_store)
        return;
    QString kept = comment.trimmed();
    shorten(kept, Message::MaxComment);
    whenFinished(m_store->setComment(id, kept), this, [this, id](const Result<void> &done) {
        if (!done)
            return Q_EMIT failed(done.error());
        tellChanged(id);
    });
}

void History::remove(const ConversationId &conversation, const QList<MessageId> &ids)
{
    if (!m_store || ids.isEmpty())
        return;
    m_undoTimer.start(); // an earlier removal must not empty the bin between this commit and its news
    whenFinished(m_store->bin(ids), this, [this, conversation, ids](const Result<void> &binned) {
        if (!binned)
            return Q_EMIT failed(binned.error());
        for (const MessageId &id : ids) {
            m_removed.insert(id, conversation);
            Q_EMIT messageRemoved(conversation, id);
        }
        m_undoTimer.start();
        refreshOverview();
        Q_EMIT removedCountChanged(removedCount());
    });
}

void History::undoRemove()
{
    if (m_removed.isEmpty())
        return;
    const auto removed = m_removed;
    forgetRemoved();
    whenFinished(m_store->restoreFromBin(removed.keys()), this, [this, removed](const Result<void> &restored) {
        if (!restored) {
            m_removed.insert(removed); // offered until it works, or until something else is removed
            Q_EMIT removedCountChanged(removedCount());
            return Q_EMIT failed(restored.error());
        }
        refreshOverview();
        const QSet<ConversationId> conversations(removed.cbegin(), removed.cend());
        for (const ConversationId &conversation : conversations)
            Q_EMIT changed(conversation);
    });
}

void History::finishRemoval()
{
    if (m_removed.isEmpty())
        return;
    forgetRemoved();
    whenFinished(m_store->emptyBin(), this, [this](const Result<void> &emptied) {
        if (!emptied)
            Q_EMIT failed(emptied.error());
    });
}

QFuture<Result<QList<Message>>> History::latest(const ConversationId &conversation, int limit)
{
    if (!m_store)
        return nothing<QList<Message>>();
    const QList<Message> unsaved = m_unsaved ? m_unsaved(conversation) : QList<Message>();
    if (unsaved.isEmpty())
        return asShown(conversation, m_store->latest(conversation, limit));
    return asShown(conversation, m_store->latest(conversation, limit))
        .then([unsaved](Result<QList<Message>> page) {
            for (const Message &message : unsaved) {
                const bool isThere = page && std::any_of(page->cbegin(), page->cend(),
                                                         [&](const Message &m) { return m.id == message.id; });
                if (page && !isThere) // it may have been kept meanwhile
                    page->append(message);
            }
            return page;
        });
}

QFuture<Result<QList<Message>>> History::before(const ConversationId &conversation, const Place &place, int limit)
{
    return m_store ? asShown(conversation, m_store->before(conversation, place, limit))
                   : nothing<QList<Message>>();
}

QFuture<Result<QList<Message>>> History::after(const ConversationId &conversation, const Place &place, int limit)
{
    return m_store ? asShown(conversation, m_store->after(conversation, place, limit)) : nothing<QList<Message>>();
}

QFuture<Result<QList<Message>>> History::around(const ConversationId &conversation, const Place &place, int limit)
{
    return m_store ? asShown(conversation, m_store->around(conversation, place, limit))
                   : nothing<QList<Message>>();
}

History::Page History::asShown(const ConversationId &conversation, const Page &page) const
{
    const QSet<MessageId> underWay = m_underWay ? m_underWay(conversation) : QSet<MessageId>();
    if (underWay.isEmpty())
        return page;
    return Page(page).then([underWay](Result<QList<Message>> messages) {
        for (qsizetype i = 0; messages && i < messages->size(); ++i) {
            Message &message = (*messages)[i];
            if (message.state == Message::State::Queued && underWay.contains(message.id))
                message.state = Message::State::Sent;
        }
        return messages;
    });
}

QFuture<Result<Message>> History::message(const MessageId &id)
{
    if (m_store)
        return m_store->message(id);
    return QtFuture::makeReadyFuture(Result<Message>(failure(Error::Kind::StoreNotOpen)));
}

QFuture<Result<History::Span>> History::span(const ConversationId &conversation)
{
    return m_store ? m_store->span(conversation) : nothing<Span>();
}

QFuture<Result<qint64>> History::rank(const ConversationId &conversation, const Place &place)
{
    return m_store ? m_store->rank(conversation, place) : nothing<qint64>();
}

QFuture<Result<Place>> History::placeAt(const ConversationId &conversation, qint64 rank)
{
    return m_store ? m_store->placeAt(conversation, rank) : nothing<Place>();
}

QFuture<Result<Place>> History::firstFrom(const ConversationId &conversation, const QDateTime &instant)
{
    return m_store ? m_store->firstFrom(conversation, instant) : nothing<Place>();
}

QFuture<Result<QList<QDate>>> History::days(const QList<ConversationId> &conversations, const QDate &first,
                                            const QDate &last)
{
    return m_store ? m_store->days(conversations, first, last) : nothing<QList<QDate>>();
}

QFuture<Result<SearchPage>> History::search(const SearchQuery &query)
{
    return m_store ? m_store->search(query) : nothing<SearchPage>();
}

void History::tellChanged(const ConversationId &conversation, const QList<MessageId> &ids)
{
    constexpr qsizetype Few = 50; // of more, what is shown is read again
    if (ids.size() > Few)
        return Q_EMIT changed(conversation);
    for (const MessageId &id : ids)
        tellChanged(id);
}

void History::tellChanged(const MessageId &id)
{
    whenFinished(m_store->message(id), this, [this](const Result<Message> &message) {
        if (message)
            Q_EMIT messageChanged(*message);
    });
}

void History::forgetRemoved()
{
    m_undoTimer.stop();
    m_removed.clear();
    Q_EMIT removedCountChanged(0);
}

void History::refreshOverview()
{
    whenFinished(m_store->overview(), this, [this](const Result<Store::Overview> &overview) {
        if (overview)
            m_roster.refresh(overview->conversations);
    });
}

} // namespace kith

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/message.h"
#include "core/place.h"
#include "store/store.h"

#include <QFuture>
#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>

namespace kith {

class Roster;

/// What was said: pages of it, places in it, stars and comments, deletion that can be taken back.
/// Belongs to Messenger and lives on its thread. Queries answer by futures, with the errors of Store; where nothing is
/// kept, with nothing. What is changed here is told by Messenger's signals, after the commit.
class History final : public QObject {
    Q_OBJECT

public:
    using Span = Store::Span;
    /// How long deleted messages can be taken back.
    static constexpr std::chrono::seconds UndoTime{10};

    /// Both are borrowed; `store` null: nothing is kept.
    History(Store *store, Roster &roster, QObject *parent = nullptr);

    /// How to learn what of a conversation is shown and still waits for the disk: a newest page has it, too.
    void setUnsaved(std::function<QList<Message>(const ConversationId &)> unsaved)
    {
        m_unsaved = std::move(unsaved);
    }

    /// How to learn which messages a link has and has not brought to an end: they are shown as sent.
    void setUnderWay(std::function<QSet<MessageId>(const ConversationId &)> underWay)
    {
        m_underWay = std::move(underWay);
    }

    // Commands

    void setStarred(const QList<MessageId> &ids, bool starred);
    /// Cut to Message::MaxComment; empty removes it.
    void setComment(const MessageId &id, const QString &comment);
    /// Hides messages of `conversation` at once and removes them for good after UndoTime.
    void remove(const ConversationId &conversation, const QList<MessageId> &ids);
    /// Takes back what was removed and is not gone for good. Each further removal begins UndoTime anew.
    void undoRemove();
    /// Tells of messages that others have changed in the store.
    void tellChanged(const ConversationId &conversation, const QList<MessageId> &ids);
    /// Removes for good what could still be taken back.
    void finishRemoval();
    /// How many messages undoRemove() would bring back.
    int removedCount() const { return int(m_removed.size()); }

    // Queries: see Store

    QFuture<Result<QList<Message>>> latest(const ConversationId &conversation, int limit);
    QFuture<Result<QList<Message>>> before(const ConversationId &conversation, const Place &place, int limit);
    QFuture<Result<QList<Message>>> after(const ConversationId &conversation, const Place &place, int limit);
    QFuture<Result<QList<Message>>> around(const ConversationId &conversation, const Place &place, int limit);
    QFuture<Result<Message>> message(const MessageId &id);
    QFuture<Result<Span>> span(const ConversationId &conversation);
    QFuture<Result<qint64>> rank(const ConversationId &conversation, const Place &place);
    QFuture<Result<Place>> placeAt(const ConversationId &conversation, qint64 rank);
    QFuture<Result<Place>> firstFrom(const ConversationId &conversation, const QDateTime &instant);
    QFuture<Result<QList<QDate>>> days(const QList<ConversationId> &conversations, const QDate &first,
                                       const QDate &last);
    /// Cancel the future of a search that is no longer wanted.
    QFuture<Result<SearchPage>> search(const SearchQuery &query);

Q_SIGNALS:
    void messageChanged(const kith::Message &message);
    void messageRemoved(const kith::ConversationId &conversation, const kith::MessageId &message);
    /// Messages came back or were put between others: what is shown of `conversation` must be read again.
    void changed(const kith::ConversationId &conversation);
    void removedCountChanged(int count);
    void failed(const kith::Error &error);

private:
    using Page = QFuture<Result<QList<Message>>>;

    /// The messages in the states in which they are shown.
    Page asShown(const ConversationId &conversation, const Page &page) const;
    void tellChanged(const MessageId &id);
    void forgetRemoved();
    /// Brings unread and last of the conversations up to date.
    void refreshOverview();

    Store *m_store;
    Roster &m_roster;
    std::function<QList<Message>(const ConversationId &)> m_unsaved;
    std::function<QSet<MessageId>(const ConversationId &)> m_underWay;
    QHash<MessageId, ConversationId> m_removed; ///< In the bin.
    QTimer m_undoTimer;
};

} // namespace kith

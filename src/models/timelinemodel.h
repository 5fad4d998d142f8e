// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/message.h"
#include "core/place.h"

#include <QAbstractListModel>
#include <QBasicTimer>
#include <QFuture>
#include <QHash>

#include <chrono>
#include <optional>

namespace kith {

class Messenger;

/// The messages of one conversation, oldest first: a window of at most MaxRows over a history of any length. It opens
/// at the newest page, or at the first unread message, is moved by the show…() functions, and reads on by itself where
/// somebody looks (setSight). What falls off an end is read again when it is wanted.
class TimelineModel final : public QAbstractListModel {
    Q_OBJECT

public:
    static constexpr int PageSize = 80;
    static constexpr int MaxRows = 600;
    /// How near to an end of what is held somebody may look before the next page is read, in rows.
    static constexpr int ReadAhead = 30;
    /// With more unread messages than this they are read from the first of them on, not from the newest.
    static constexpr int MaxUnreadOfNewestPage = 40;
    /// Messages of one sender no further apart than this form one group, in seconds.
    static constexpr int GroupSeconds = 5 * 60;
    /// How long nothing must be read before the whole history is counted, for the scroll bar, and before it is counted
    /// how much of it stands before what is shown: counting takes time in proportion, and what is asked meanwhile waits.
    static constexpr std::chrono::milliseconds CountDelay{120};
    static constexpr std::chrono::milliseconds RankDelay{800};

    enum Role {
        MessageRole = Qt::UserRole + 1, ///< kith::Message
        NewDayRole,                     ///< bool: the first of its day, in local time
        GroupStartRole,                 ///< bool: the first of its group
        GroupEndRole,                   ///< bool: the last of its group; its time is shown
        WaitingRole,                    ///< bool: waits for a reply before it goes on
        SentPiecesRole,                 ///< int: how many of Message::pieces have left; 0 before the first
        FirstUnreadRole                 ///< bool: the first that was not read when the conversation was opened
    };

    /// What a row is shown for.
    enum class Goal {
        Newest,      ///< The end of the conversation.
        FirstUnread, ///< Where reading goes on.
        Message,     ///< One message: a search hit, a quotation.
        Start        ///< Where a day or a part of the history begins.
    };

    explicit TimelineModel(Messenger &messenger, QObject *parent = nullptr);

    /// Shows `conversation`, none when null: the newest page, or what surrounds the first unread message.
    void setConversation(const ConversationId &conversation);
    /// Reads the page before the oldest row, unless one is being read or there is none; fetchNewer() that after the
    /// newest.
    void fetchOlder();
    void fetchNewer();
    // What is asked for last is shown, at once where it is held; shown() follows.
    void showNewest();
    void showAround(const Place &place);
    /// Shows the first message at or after `instant`, the newest one when there is none.
    void showDate(const QDateTime &instant);
    void showFirstUnread();
    /// Shows the message that `rank` others stand before.
    void showRank(qint64 rank);
    /// Says which rows are looked at: rows near an end are read ahead, and what is far away may fall off.
    void setSight(int first, int last);
    /// Forgets what newCount() counted: the newest message is in sight.
    void clearNew();
    /// Marks the newest message as the first unread one, unless there is one already.
    void markUnread(const Message &message);

    const ConversationId &conversation() const { return m_conversation; }
    bool isLoaded() const { return m_loaded; }           ///< Whether the first page has arrived.
    bool holdsNewest() const { return m_holdsNewest; }   ///< Whether the last row is the newest message.
    bool isAtBeginning() const { return m_atBeginning; } ///< Whether row 0 is known to be the oldest message.
    int newCount() const { return m_newCount; }          ///< Theirs that came since clearNew(), held or not.
    /// How many messages the conversation has, as far as is known; at least those held.
    qint64 total() const;
    /// How many messages stand before row 0: counted, estimated for a moment after a jump.
    qint64 firstRank() const;

    const Message &message(int row) const { return m_rows.at(row); }
    int rowOf(const MessageId &message) const; ///< -1: not held.
    /// The row of the message at `place`, or of the first after it; the last row when there is none.
    int rowAt(const Place &place) const;
    QModelIndex indexOf(const MessageId &message) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void loaded(); ///< The first page is there.
    /// What was asked for is there, at `row`; -1 in an empty conversation.
    void shown(kith::TimelineModel::Goal goal, int row);
    void olderLoaded(int count);
    void newerLoaded(int count);
    void newCountChanged(int count);
    void spanChanged(); ///< total() or firstRank()
    void readFailed(const kith::Error &error);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    using Page = Result<QList<Message>>;
    struct Progress {
        int sent = 0;
        int pieces = 1;
    };
    enum class Part { Newest, Some };

    void add(const Message &message);
    void change(const Message &message);
    void remove(const MessageId &message);
    void merge();
    quint64 supersede();
    void read(const QFuture<Page> &page, Part part, Goal goal, const Place &place, qint64 rank = -1);
    void replace(const QList<Message> &page, Part part);
    void insert(int row, const QList<Message> &messages);
    void take(const Message &message);
    void keepForLater(const Message &message);
    void appendKept();
    QList<Message> unknown(const QList<Message> &page) const;
    void trimOldest();
    void trimNewest();
    void findUnread();
    void count();
    void countLater();
    void guessRank();
    void findRank();
    void refresh(int row);
    int rowFor(const Place &place) const;
    bool isHeld(const Place &place) const;
    bool startsDay(int row) const;
    bool startsGroup(int row) const;

    Messenger &m_messenger;
    ConversationId m_conversation;
    QList<Message> m_rows; ///< By place; those of ours that are not committed yet have none and stand last.
    QList<Message> m_kept; ///< Came while the newest rows were not held, or while they were being read.
    QHash<MessageId, Progress> m_progress;
    quint64 m_generation = 0; ///< Tells an answer for what was wanted earlier from one for what is wanted now.
    bool m_loaded = false;
    bool m_isReading = false; ///< What replaces all rows is on its way.
    bool m_fetchingOlder = false;
    bool m_fetchingNewer = false;
    bool m_atBeginning = false;
    bool m_holdsNewest = true;
    bool m_keptTooMany = false; ///< m_kept is no longer all that came since the last read began.
    bool m_hasUnread = false;
    Place m_readUpTo; ///< When the conversation was opened.
    MessageId m_firstUnread;
    int m_newCount = 0;
    int m_sightFirst = 0;
    int m_sightLast = -1;
    qint64 m_total = -1;     ///< -1: not known yet.
    qint64 m_firstRank = -1; ///< -1: not known yet.
    bool m_isRankGuessed = true;
    qint64 m_begins = 0; ///< Time of the oldest message, and of the newest.
    qint64 m_ends = 0;
    std::optional<qint64> m_wantedRank;
    bool m_findingRank = false;
    QBasicTimer m_countTimer;
};

} // namespace kith

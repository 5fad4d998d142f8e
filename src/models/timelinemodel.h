// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/message.h"

#include <QAbstractListModel>
#include <QHash>

namespace kith {

class Messenger;

/// The messages of one conversation, oldest first: the newest page at once, older ones when asked for. No more than
/// MaxRows are held; what falls off an end is read again when it is wanted.
class TimelineModel final : public QAbstractListModel {
    Q_OBJECT

public:
    static constexpr int PageSize = 80;
    static constexpr int MaxRows = 1200;
    /// Messages of one sender no further apart than this form one group, in seconds.
    static constexpr int GroupSeconds = 5 * 60;

    enum Role {
        MessageRole = Qt::UserRole + 1, ///< kith::Message
        NewDayRole,                     ///< bool: the first of its day, in local time
        GroupStartRole,                 ///< bool: the first of its group
        GroupEndRole,                   ///< bool: the last of its group; its time is shown
        WaitingRole,                    ///< bool: waits for a reply before it goes on
        SentPiecesRole                  ///< int: how many of Message::pieces have left; 0 before the first
    };

    explicit TimelineModel(Messenger &messenger, QObject *parent = nullptr);

    /// Shows the newest page of `conversation`; of none when null.
    void setConversation(const ConversationId &conversation);
    /// Reads the page before the oldest row, unless one is being read or there is none.
    void fetchOlder();
    /// Reads the newest page again after the newest rows fell off.
    void showNewest();

    const ConversationId &conversation() const { return m_conversation; }
    bool holdsNewest() const { return m_holdsNewest; } ///< Whether the last row is the newest message.
    bool isLoaded() const { return m_loaded; }         ///< Whether the newest page has arrived.
    QModelIndex indexOf(const MessageId &message) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void loaded(); ///< The newest page is there.
    void olderLoaded(int count);
    void readFailed(const kith::Error &error);

private:
    struct Progress {
        int sent = 0;
        int pieces = 1;
    };

    void add(const Message &message);
    void change(const Message &message);
    void remove(const MessageId &message);
    void fill(const QList<Message> &page);
    void prepend(const QList<Message> &page);
    void trimOldest();
    void refresh(int row);
    int rowOf(const MessageId &message) const;
    bool startsDay(int row) const;
    bool startsGroup(int row) const;

    Messenger &m_messenger;
    ConversationId m_conversation;
    QList<Message> m_rows;
    QHash<MessageId, Progress> m_progress;
    quint64 m_generation = 0; ///< Tells an answer for an earlier conversation from one for this.
    bool m_loaded = false;
    bool m_fetching = false;
    bool m_atBeginning = false;
    bool m_holdsNewest = true;
};

} // namespace kith

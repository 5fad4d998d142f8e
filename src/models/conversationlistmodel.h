// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/conversation.h"
#include "core/presence.h"
#include "core/strongid.h"
#include "messenger/host.h"
#include "messenger/link.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>

namespace kith {

class Messenger;

/// The conversations as one list: each port that this window hosts as a heading with its clients below it, then all
/// others, pinned first and the latest activity first. Whoever was only ever blocked is not there.
class ConversationListModel final : public QAbstractListModel {
    Q_OBJECT

public:
    enum class Row { Host, Conversation };
    enum Role {
        RowRole = Qt::UserRole + 1, ///< int(Row)
        NameRole,                   ///< QString, made harmless; also Qt::DisplayRole
        AddressRole,                ///< QString: the endpoint, or the beginning of a person's id; of a host the
                                    ///< likeliest endpoint to hand out
        ConversationRole,           ///< kith::Conversation; of a host a null one
        LinkRole,                   ///< kith::Link
        HostRole,                   ///< kith::Host; of a conversation a null one
        TimeRole,                   ///< QDateTime of the latest message, invalid when there is none
        UnreadRole,                 ///< int; of a host the sum of its clients', without the muted ones'
        ColourKeyRole,              ///< uint, the same for one contact for ever
        NamedRole,                  ///< bool: it has a name or a key
        CollapsedRole,              ///< bool, of a host
        ContactRole,                ///< kith::Contact; of a host a null one
        PresenceRole,               ///< kith::Presence, of a person
        TypingRole                  ///< bool: the person is typing
    };

    explicit ConversationListModel(Messenger &messenger, QObject *parent = nullptr);

    /// Hides or shows the clients below a host.
    void setCollapsed(const HostId &host, bool collapsed);

    QModelIndex indexOf(const ConversationId &conversation) const; ///< Invalid when it is not shown.
    QModelIndex indexOf(const HostId &host) const;
    int totalUnread() const; ///< Of all conversations but the muted ones.

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void totalUnreadChanged(int unread);

private:
    struct Entry {
        Row row = Row::Conversation;
        HostId host;
        ConversationId conversation;
        friend bool operator==(const Entry &, const Entry &) = default;
        friend size_t qHash(const Entry &e, size_t seed = 0)
        {
            return qHashMulti(seed, int(e.row), e.host, e.conversation);
        }
    };

    void reload();
    void store(const Conversation &conversation);
    void refresh(const Entry &entry);
    void reorderSoon();
    void reorder();
    void countUnread();
    QList<Entry> wanted() const;
    bool isShown(const Conversation &conversation) const;
    QVariant hostData(const Host &host, int role) const;
    QVariant conversationData(const Conversation &conversation, int role) const;

    Messenger &m_messenger;
    QList<Entry> m_rows;
    QHash<ConversationId, Conversation> m_conversations;
    QSet<HostId> m_collapsed;
    int m_totalUnread = 0;
    bool m_reorderPending = false;
};

} // namespace kith

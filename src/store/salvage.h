// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/conversation.h"
#include "core/message.h"
#include "store/rowreader.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <optional>

namespace kith {

class PageReader;

/// What can be read of a damaged history: every row that lies on a readable page and looks like one of ours. Rows are
/// known by their shape, which no text that somebody sent can imitate: it lies inside a row.
class Salvage final {
public:
    static constexpr qsizetype MaxContacts = 1'000'000;
    static constexpr qsizetype MaxConversations = 1'000'000;

    /// A conversation with the keys that the damaged file used.
    struct KeptConversation {
        Conversation value; ///< Without `contact` and `readUpTo`.
        qint64 contact = 0;
        qint64 readUpTo = 0;
        std::optional<qint64> readTime; ///< None in the first schema.
    };
    struct KeptMessage {
        Message value; ///< Without `conversation` and `sender`; place.time is 0 in the first schema.
        qint64 key = 0;
        qint64 conversation = 0;
        std::optional<qint64> sender; ///< None: this person.
    };

    /// Looks at every page of `source`, which is borrowed.
    explicit Salvage(PageReader &source);

    bool isEmpty() const
    {
        return m_contacts.isEmpty() && m_conversations.isEmpty() && m_messages.isEmpty() && m_self.isNull();
    }
    const PeerId &self() const { return m_self; } ///< Who the profile is to others; null: lost, or nobody yet.
    const QHash<qint64, Contact> &contacts() const { return m_contacts; } ///< By their keys.
    const QHash<qint64, KeptConversation> &conversations() const { return m_conversations; }

    /// Messages that seem to be there, damaged ones included.
    qsizetype messageCount() const { return m_messages.size(); }
    /// The one at `index`, in the order of the keys; none when it cannot be read, or was deleted by the person.
    std::optional<KeptMessage> message(qsizetype index);

private:
    void look(const RowReader::Place &place);

    RowReader m_rows;
    QHash<qint64, Contact> m_contacts;
    QHash<qint64, KeptConversation> m_conversations;
    QList<RowReader::Place> m_messages;
    PeerId m_self;
    QSet<qint64> m_bin; ///< Keys of messages.
};

} // namespace kith

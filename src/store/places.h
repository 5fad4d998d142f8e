// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

namespace kith {

class Database;

/// Questions about where messages stand, answered from the index of places alone.
class Places final {
public:
    explicit Places(Database &database) : m_database(database) {}

    Result<Place> first(const ConversationId &conversation); ///< Null when it is empty.
    Result<Place> last(const ConversationId &conversation);  ///< Null when it is empty.
    Result<Place> firstFrom(const ConversationId &conversation, const QDateTime &instant);
    Result<QList<QDate>> days(const QList<ConversationId> &conversations, const QDate &first, const QDate &last);

private:
    Result<Place> edge(std::string_view sql, const ConversationId &conversation);
    Result<bool> hasMessages(const ConversationId &conversation, qint64 from, qint64 to);
    Result<bool> hasMessages(const QList<ConversationId> &conversations, qint64 from, qint64 to);

    Database &m_database;
};

} // namespace kith
